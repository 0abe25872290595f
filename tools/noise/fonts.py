"""Fonts with every Vietnamese letter, found by name through fontconfig, and their measures."""

from __future__ import annotations

import subprocess
from functools import lru_cache

from PIL import ImageFont

STYLES = {"regular": "Regular", "bold": "Bold", "italic": "Italic", "bold-italic": "Bold Italic"}
# Administrative documents are set in Times New Roman by rule; a few offices used Arial.
FAMILIES = {"Tinos": 50, "FreeSerif": 18, "TeX Gyre Termes": 20, "Arimo": 12}


@lru_cache(maxsize=None)
def file_of(family: str, style: str) -> str:
    """The font file of a family's style; an error that names the missing font otherwise."""
    pattern = f"{family}:style={STYLES[style]}"
    found = subprocess.run(
        ["fc-match", "-f", "%{family}\t%{file}", pattern], capture_output=True, text=True, check=True
    ).stdout
    name, _, path = found.partition("\t")
    if family.lower() not in name.lower():
        raise SystemExit(f"font {family} is not installed (see tools/noise/README.md)")
    return path


@lru_cache(maxsize=256)
def font(family: str, style: str, pixels: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file_of(family, style), pixels, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=200_000)
def _unit_width(text: str, family: str, style: str) -> float:
    return font(family, style, 200).getlength(text) / 200


def width(text: str, family: str, style: str, size: float) -> float:
    """Advance width in points, the same at every resolution."""
    return _unit_width(text, family, style) * size
