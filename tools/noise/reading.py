"""Reads a spoilt page and gives every printed row the text that the engine saw in its place.

Alignment is by place, not by likeness: every word of the engine goes to the printed strip whose
band it lies in (after turning the page straight), so a row that an engine lost stays empty and
never takes its neighbour's text. Words outside every band (dirt read as letters) are dropped.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict

import numpy as np
from PIL import Image

from engines import Seen, read
from typeset import Page, Strip

ONE_BLOCK = 6  # Tesseract's mode for one block of lines, as the cells on a sheet are


def read_page(page: Page, image: Image.Image, angle: float, dpi: int, engine: str) -> dict[int, list[str] | str]:
    """Row number to text; for a table row, to the texts of its cells by number."""
    texts: dict = {}
    if page.strips:
        without = _wipe(page, image, angle, dpi)
        found = _assign(page.strips, _straighten(read(engine, without, dpi), image, angle), dpi / 72)
        if sum(map(bool, found)) < len(found) / 2:
            # On a page of few lines an engine's own threshold falls into the grey of the paper and all is
            # dirt to it; operators then scan again in black and white.
            cut = 0.55 * _tone(image)
            again = _straighten(read(engine, without.point(lambda v: 255 * (v > cut)), dpi), image, angle)
            found = max(found, _assign(page.strips, again, dpi / 72), key=lambda texts: sum(map(bool, texts)))
        for strip, text in zip(page.strips, found):
            texts[strip.row] = text
    if page.cells:
        for (row, number), text in _read_cells(page, image, angle, dpi, engine).items():
            texts.setdefault(row, {})[number] = text
    return texts


def _straighten(seen: list[Seen], image: Image.Image, angle: float) -> list[Seen]:
    """Turns the middles of the boxes back; the boxes keep their sizes."""
    cx, cy = image.width / 2, image.height / 2
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    turned = []
    for word in seen:
        x, y = (word.x0 + word.x1) / 2 - cx, (word.y0 + word.y1) / 2 - cy
        x, y = cx + x * cos - y * sin, cy + x * sin + y * cos
        w, h = (word.x1 - word.x0) / 2, (word.y1 - word.y0) / 2
        turned.append(Seen(word.text, x - w, y - h, x + w, y + h, word.line))
    return turned


def _assign(strips: list[Strip], seen: list[Seen], scale: float) -> list[str]:
    """The text of each strip. An engine's line goes to one strip as a whole if most of its words say so."""
    middles = np.array([(strip.top + strip.bottom) / 2 for strip in strips])
    heights = np.array([strip.bottom - strip.top for strip in strips])
    choice: dict[int, int] = {}
    lines: dict[int, list[int]] = defaultdict(list)
    for i, word in enumerate(seen):
        middle = (word.y0 + word.y1) / 2 / scale
        best = int(np.argmin(np.abs(middles - middle)))
        choice[i] = best if abs(middles[best] - middle) < 0.62 * heights[best] else -1
        lines[word.line].append(i)
    pieces: dict[int, list[list[int]]] = defaultdict(list)
    for members in lines.values():
        (best, votes), = Counter(choice[i] for i in members).most_common(1)
        if votes >= 0.6 * len(members):
            pieces[best].append(members)
            continue
        for strip in sorted({choice[i] for i in members}):
            pieces[strip].append([i for i in members if choice[i] == strip])
    return [_join(pieces.get(i, []), seen, strip, scale) for i, strip in enumerate(strips)]


def _join(pieces: list[list[int]], seen: list[Seen], strip: Strip, scale: float) -> str:
    """Puts the pieces of one strip side by side; of pieces over one another the widest stays."""
    left, right = strip.words[0].x * scale, strip.words[-1].x * scale
    kept: list[tuple[float, float, list[int]]] = []
    spans = [(min(seen[i].x0 for i in p), max(seen[i].x1 for i in p), p) for p in pieces]
    for x0, x1, piece in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        outside = x1 < left - 12 * scale or x0 > right + 120 * scale
        covered = sum(max(0.0, min(x1, b) - max(x0, a)) for a, b, _ in kept)
        if not outside and covered <= 0.3 * max(1.0, x1 - x0):
            kept.append((x0, x1, piece))
    return " ".join(seen[i].text for _, _, piece in sorted(kept) for i in piece)


def _wipe(page: Page, image: Image.Image, angle: float, dpi: int) -> Image.Image:
    """The page without its tables, which are read cell by cell."""
    if not page.cells:
        return image
    straight, scale, tone = _turn_back(image, angle), dpi / 72, _tone(image)
    for cell in page.cells:
        x0, y0, x1, y1 = (v * scale for v in cell.box)
        grown = (round(x0 - 3 * scale), round(y0 - 2 * scale), round(x1 + 3 * scale), round(y1 + 2 * scale))
        straight.paste(tone, grown)
    return straight.rotate(angle, Image.Resampling.BICUBIC, fillcolor=tone)


def _turn_back(image: Image.Image, angle: float) -> Image.Image:
    return image.rotate(-angle, Image.Resampling.BICUBIC, fillcolor=_tone(image)) if angle else image.copy()


def _tone(image: Image.Image) -> int:
    """The grey of the paper."""
    return int(np.median(np.asarray(image)[::7, ::7]))


def _read_cells(page: Page, image: Image.Image, angle: float, dpi: int, engine: str) -> dict[tuple[int, int], str]:
    """Cuts the cells out of the page inside their rules, lays them under one another on a sheet, reads it."""
    straight, scale, tone = _turn_back(image, angle), dpi / 72, _tone(image)
    cells = sorted(page.cells, key=lambda cell: (cell.number, cell.row))
    inset, gap, margin = 1.6 * scale, round(9 * scale), round(24 * scale)
    boxes = [tuple(round(v) for v in (c.box[0] * scale + inset, c.box[1] * scale + inset, c.box[2] * scale - inset, c.box[3] * scale - inset)) for c in cells]
    width = max(x1 - x0 for x0, _, x1, _ in boxes) + 2 * margin
    height = sum(y1 - y0 + gap for _, y0, _, y1 in boxes) + 2 * margin
    sheet, y, strips, owners = Image.new("L", (width, height), tone), margin, [], []
    for cell, box in zip(cells, boxes):
        sheet.paste(straight.crop(box), (margin, y))
        dx, dy = margin / scale - box[0] / scale, y / scale - box[1] / scale
        for strip in cell.strips:
            moved = Strip(strip.row, strip.cell, strip.top + dy, strip.bottom + dy, glued=strip.glued)
            moved.words = [type(w)(w.text, w.x + dx, w.baseline + dy, w.size, w.style) for w in strip.words]
            strips.append(moved)
            owners.append((cell.row, cell.number))
        y += box[3] - box[1] + gap
    texts: dict[tuple[int, int], str] = defaultdict(str)
    for owner, strip, text in zip(owners, strips, _assign(strips, read(engine, sheet, dpi, ONE_BLOCK), scale)):
        blank = "" if strip.glued or not texts[owner] or not text else " "
        texts[owner] += blank + text
    return texts
