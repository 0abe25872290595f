"""From a document's text to its aligned rows: typeset once, then spoil and read at any level with any engine."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass

import numpy as np

from reading import read_page
from render import render
from source import parse
from spoil import LEVELS, spoil
from typeset import Design, Layout, Row


@dataclass
class Read:
    """A row of the truth with what an engine made of it; `dpi` is 0 on blank rows."""

    row: Row
    ocr: str
    dpi: int


def seed_of(*parts) -> int:
    """A seed from any values, the same on every machine."""
    return int.from_bytes(hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()[:8], "big")


def typeset(text: str, *seed) -> Layout:
    """One fixed layout for a document and a seed."""
    return Layout(parse(text), Design.draw(random.Random(seed_of(*seed, "design"))))


def read_layout(layout: Layout, level: str, engines: list[str], *seed) -> dict[str, list[Read]]:
    """The rows as each engine reads the same spoilt pages; the dpi is drawn once for a document and level."""
    dpi = random.Random(seed_of(*seed, level, "dpi")).choice(LEVELS[level].dpi)
    texts: dict[str, dict] = {engine: {} for engine in engines}
    for number, page in enumerate(layout.pages):
        rng = np.random.Generator(np.random.PCG64(seed_of(*seed, level, number)))
        clean = render(page, layout.design.family, dpi)
        image, angle = spoil(clean, dpi, LEVELS[level], rng)
        for engine in engines:
            texts[engine].update(read_page(page, image, angle, dpi, engine))
    return {
        engine: [
            Read(row, _text(row, seen.get(index, "")), dpi if row.text else 0) for index, row in enumerate(layout.rows)
        ]
        for engine, seen in texts.items()
    }


def _text(row: Row, seen) -> str:
    if row.kind != "table":
        return seen if isinstance(seen, str) else ""
    cells = seen if isinstance(seen, dict) else {}
    if not any(cells.values()):
        return ""
    return "\t".join(cells.get(number, "") for number in range(row.text.count("\t") + 1))
