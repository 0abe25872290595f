"""OCR engines behind one shape: an image in, words with boxes out.

`tesseract:LANG` (with `tesseract:LANG:PSM` to choose the page segmentation), `legacy:LANG`, `ocrad` and `gocr`. `legacy` is the
recogniser that Tesseract had before version 4, which many archives were read by; it wants a language file that still
has it, in the folder that TESSDATA_PREFIX names.
The boxes say which printed line a word belongs to, so no text alignment has to guess.
"""

from __future__ import annotations

import os
import re
import subprocess
import xml.etree.ElementTree as xml
from dataclasses import dataclass
from io import BytesIO

from PIL import Image


@dataclass
class Seen:
    """A word as an engine saw it; `line` numbers the engine's own text lines."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    line: int


def read(engine: str, image: Image.Image, dpi: int, psm: int = 3) -> list[Seen]:
    """The words that an engine finds on an image; `psm` is Tesseract's page segmentation mode."""
    name, *options = engine.split(":")
    if name == "tesseract":
        language = options[0] if options else "eng"
        return _tesseract(image, dpi, language, int(options[1]) if len(options) > 1 else psm)
    if name == "legacy":
        # Cutting letters apart takes it two thirds of its time, and changes little.
        return _tesseract(image, dpi, options[0] if options else "eng", psm, ["--oem", "0", "-c", "chop_enable=0"])
    if name == "ocrad":
        return _ocrad(image)
    if name == "gocr":
        return _gocr(image)
    raise SystemExit(f"unknown engine {engine}: use tesseract:LANG, legacy:LANG, ocrad or gocr")


def _run(command: list[str], image: Image.Image, form: str) -> str:
    data = BytesIO()
    image.save(data, form)
    # One thread each: faster on the whole with several pages at a time, and the same text every time.
    environment = dict(os.environ, OMP_THREAD_LIMIT="1")
    try:
        done = subprocess.run(command, input=data.getvalue(), capture_output=True, env=environment, timeout=300)
    except FileNotFoundError:
        raise SystemExit(f"{command[0]} is not installed (see tools/noise/README.md)") from None
    except subprocess.TimeoutExpired:
        return ""
    if done.returncode and not done.stdout:
        raise SystemExit(f"{' '.join(command)}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout.decode("utf-8", errors="replace")


def _tesseract(image, dpi, language, psm, more=()) -> list[Seen]:
    command = ["tesseract", "stdin", "stdout", "-l", language, "--psm", str(psm), "--dpi", str(dpi), *more, "tsv"]
    words, lines = [], {}
    for record in _run(command, image, "PNG").splitlines()[1:]:
        fields = record.split("\t")
        if len(fields) < 12 or fields[0] != "5" or not fields[11].strip():
            continue
        line = lines.setdefault(tuple(fields[1:5]), len(lines))
        x, y, width, height = map(int, fields[6:10])
        words.append(Seen(fields[11].strip(), x, y, x + width, y + height, line))
    return words


def _close(words, letters, line):
    """Makes a word of the letters so far, if there are any."""
    if letters:
        text = "".join(c for c, *_ in letters)
        boxes = list(zip(*(box for _, *box in letters)))
        words.append(Seen(text, min(boxes[0]), min(boxes[1]), max(boxes[2]), max(boxes[3]), line))
        letters.clear()


def _ocrad(image) -> list[Seen]:
    """Ocrad's result file lists the characters with their boxes; a blank has a box of its own."""
    words, line, letters = [], -1, []

    for record in _run(["ocrad", "-f", "-F", "utf8", "-x", "-", "-o", os.devnull, "-"], image, "PPM").splitlines():
        if record.startswith("line "):
            _close(words, letters, line)
            line += 1
            continue
        found = re.match(r"\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+);\s*\d+(?:, '(.)')?", record)
        if not found or line < 0:
            continue
        x, y, width, height = map(int, found.groups()[:4])
        if found[5] and not found[5].isspace():
            letters.append((found[5], x, y, x + width, y + height))
        elif found[5]:
            _close(words, letters, line)
        else:  # seen, but not known
            letters.append(("_", x, y, x + width, y + height))
    _close(words, letters, line)
    return words


def _gocr(image) -> list[Seen]:
    """Gocr's XML is not quite well-formed, so its elements are picked out one by one."""
    words, line, letters = [], -1, []

    for tag in re.findall(r"<(?:line|space|box)\b[^>]*>", _run(["gocr", "-f", "XML", "-"], image, "PPM")):
        if tag.startswith("<box"):
            numbers = [int(n) for n in re.findall(r'\b(?:x|y|dx|dy)="(-?\d+)"', tag)]
            value = re.search(r'value="(.*?)"(?=\s|/|>)', tag)
            if len(numbers) < 4 or not value or line < 0:
                continue
            text = xml.fromstring(f"<t>{value[1].replace('<', '&lt;')}</t>").text or "_"
            x, y, width, height = numbers[:4]
            letters.append((text, x, y, x + width, y + height))
        else:
            _close(words, letters, line)
            line += tag.startswith("<line")
    _close(words, letters, line)
    return words
