"""Typesets the blocks of a document as A4 pages; no pixels here, only places in points.

A `Layout` has the printed rows of the document in reading order (what the truth file holds) and
the pages with the pieces to draw. Every piece of text lies in a `Strip`, a stretch of one printed
line on the page that belongs to one row; a table row has a strip for every line of every cell.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

import fonts
from source import RECIPIENTS, SUBJECT, Block

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM

HEADING = re.compile(r"^((PHẦN|CHƯƠNG|MỤC|Phần|Chương|Mục|Điều)\s+[\dIVXA-Z]+\b|[IVX]{1,5}\.|\d{1,2}(\.\d{1,2})*\.)\s*")
BASIS = re.compile(r"^(Căn cứ|Theo đề nghị|Xét|Thực hiện .*;$)")
BREAK = re.compile(r"(?<=[\w)][-/])(?=[^\W\d_])")


@dataclass
class Word:
    text: str
    x: float
    baseline: float
    size: float
    style: str


@dataclass
class Strip:
    """One printed line (or one line of a cell): the words to draw and the band they stand in."""

    row: int
    cell: int | None
    top: float
    bottom: float
    words: list[Word] = field(default_factory=list)
    glued: bool = False  # goes on a word that the strip before began


@dataclass
class Cell:
    row: int
    number: int
    box: tuple[float, float, float, float]
    strips: list[Strip] = field(default_factory=list)


@dataclass
class Page:
    strips: list[Strip] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)


@dataclass
class Row:
    """A line of the truth: text, kind (blank, letterhead, title, heading, basis, body, table, signature, page)."""

    text: str
    kind: str
    page: int


@dataclass
class Design:
    """How a document looks; drawn once for a document, the same at all levels."""

    family: str
    size: float
    leading: float
    left: float
    right: float
    top: float
    bottom: float
    indent: float
    space: float
    table_size: float
    page_numbers: bool
    break_codes: bool
    justify: bool
    repeat_head: bool

    @staticmethod
    def draw(rng: random.Random) -> "Design":
        family = rng.choices(list(fonts.FAMILIES), list(fonts.FAMILIES.values()))[0]
        return Design(
            family=family,
            size=rng.choice([13, 13, 13.5, 14, 14]) - (1 if family == "Arimo" else 0),
            leading=rng.uniform(1.18, 1.42),
            left=rng.uniform(28, 34) * MM,
            right=rng.uniform(15, 20) * MM,
            top=rng.uniform(18, 24) * MM,
            bottom=rng.uniform(18, 24) * MM,
            indent=rng.choice([10, 12.7, 12.7]) * MM,
            space=rng.uniform(3, 7),
            table_size=rng.choice([11, 12, 12, 12.5]),
            page_numbers=rng.random() < 0.75,
            break_codes=rng.random() < 0.7,
            justify=rng.random() < 0.85,
            repeat_head=rng.random() < 0.5,
        )


class Layout:
    """The typeset document."""

    def __init__(self, blocks: list[Block], design: Design) -> None:
        self.design = design
        self.rows: list[Row] = []
        self.pages: list[Page] = [Page()]
        self._y = design.top
        self._measure = WIDTH - design.left - design.right
        for block in blocks:
            self._blank()
            if block.kind == "letterhead":
                self._letterhead(block.lines)
            elif block.kind == "signature":
                self._signature(block.lines)
            elif block.kind == "table":
                self._table(block.lines)
            else:
                self._text([line[0] for line in block.lines])
        while self.rows and self.rows[-1].kind == "blank":
            self.rows.pop()

    # -- rows and pages

    def _row(self, text: str, kind: str) -> int:
        self.rows.append(Row(text, kind, len(self.pages)))
        return len(self.rows) - 1

    def _blank(self, space: float | None = None) -> None:
        if self.rows and self.rows[-1].kind != "blank":
            self._row("", "blank")
            self._y += self.design.space if space is None else space

    def _room(self, height: float) -> bool:
        """Turns the page if `height` is not left on it; true if it did."""
        design = self.design
        if self._y + height <= HEIGHT - design.bottom or not self.pages[-1].strips + self.pages[-1].cells:
            return False
        self._blank()
        self.pages.append(Page())
        self._y = design.top
        if design.page_numbers:
            number = str(len(self.pages))
            width = self._width(number, "regular", 13)
            self._strip(self._row(number, "page"), [(number, (WIDTH - width) / 2, "regular", 13)], 16)
            self._y = design.top + 22
            self._blank()
        return True

    def _strip(self, row: int, columns, height: float) -> None:
        """Puts columns (text, x, style, size) side by side on the line at the pen, and moves the pen below."""
        strip = Strip(row, None, self._y, self._y + height)
        baseline = self._y + 0.74 * height
        for text, x, style, size in columns:
            self._words(strip, text.split(), x, baseline, style, size, 0.0)
        self.pages[-1].strips.append(strip)
        self._y += height

    def _words(self, strip, words, x, baseline, style, size, extra) -> None:
        blank = self._width(" ", style, size) + extra
        for word in words:
            strip.words.append(Word(word, x, baseline, size, style))
            x += self._width(word, style, size) + blank

    def _width(self, text: str, style: str, size: float) -> float:
        return fonts.width(text, self.design.family, style, size)

    # -- line breaking

    def _wrap(self, text, style, size, first, rest, codes=True) -> list[tuple[str, bool]]:
        """Breaks greedily at blanks, after "-" and "/" within codes, and within words too long for a line.

        Gives lines with a mark whether the line goes on the word that the one before began.
        """
        atoms: list[tuple[str, bool]] = []
        for word in text.split():
            if atoms and word in ("-", "–", "+"):  # at a line's start it would read as a list mark
                atoms[-1] = (f"{atoms[-1][0]} {word}", atoms[-1][1])
                continue
            parts = BREAK.split(word) if codes and len(word) > 5 and any(c.isdigit() or c.isupper() for c in word) else [word]
            atoms += [(part, i > 0) for i, part in enumerate(parts)]
        lines, line, glued, room = [], "", False, first
        for part, joins in atoms:
            tried = line + ("" if joins or not line else " ") + part
            if line and self._width(tried, style, size) > room:
                lines.append((line, glued))
                line, glued, room = part, joins, rest
            else:
                line = tried
            while self._width(line, style, size) > room and len(line) > 1:
                keep = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or self._width(line[:n], style, size) <= room)
                lines.append((line[:keep], glued))
                line, glued, room = line[keep:], True, rest
        return lines + [(line, glued)] if line else lines

    # -- text

    def _text(self, paragraphs: list[str]) -> None:
        """A block of paragraphs; one that begins with a line in capitals, and a short one right after it, is centred."""
        design = self.design
        first = paragraphs[0]
        centred = _capitals(first) and len(first) < 90 and not HEADING.match(first) and not first.endswith((".", ";", ","))
        if not centred and self._after_title() and len(paragraphs) <= 3:
            centred = all(_is_title(p) for p in paragraphs)
        long_before = False
        for i, paragraph in enumerate(paragraphs):
            if centred and (i == 0 or _is_title(paragraph)):
                style = "italic" if paragraph.startswith("(") else "bold"
                lines = self._wrap(paragraph, style, design.size, self._measure * 0.88, self._measure * 0.88, False)
                for text, _ in lines:
                    self._room(2 * self._pitch())
                    x = design.left + (self._measure - self._width(text, style, design.size)) / 2
                    self._strip(self._row(text, "title"), [(text, x, style, design.size)], self._pitch())
                continue
            kind, style = _kind(paragraph)
            lines = self._wrap(
                paragraph, style, design.size, self._measure - design.indent, self._measure, design.break_codes
            )
            long = len(lines) > 1
            if i and (long or long_before):
                self._blank()
            long_before = long
            self._paragraph(lines, kind, style)

    def _after_title(self) -> bool:
        rows = [row for row in self.rows if row.kind != "blank"]
        return bool(rows) and rows[-1].kind == "title" and _capitals(rows[-1].text)

    def _paragraph(self, lines, kind, style) -> None:
        design = self.design
        for i, (text, glued) in enumerate(lines):
            # A heading does not stand last on a page, nor a paragraph's first line of many.
            self._room(self._pitch() * (2 if i == 0 and (kind == "heading" or len(lines) > 2) else 1))
            x = design.left + (design.indent if i == 0 else 0)
            words = text.split()
            slack = design.left + self._measure - x - self._width(text, style, design.size)
            stretch = slack / (len(words) - 1) if design.justify and i + 1 < len(lines) and len(words) > 1 else 0.0
            strip = Strip(self._row(text, kind), None, self._y, self._y + self._pitch(), glued=glued)
            self._words(strip, words, x, self._y + 0.74 * self._pitch(), style, design.size, min(stretch, 14.0))
            self.pages[-1].strips.append(strip)
            self._y += self._pitch()

    def _pitch(self) -> float:
        return self.design.size * self.design.leading

    # -- two columns

    def _letterhead(self, lines) -> None:
        design, gap = self.design, 14.0
        size = min(design.size - 0.5, 13.0)

        def widths(size):
            pairs = [line for line in lines if len(line) == 2]
            left = max((self._width(p[0], "bold", size) for p in pairs), default=0)
            return left, max((self._width(p[1], "bold", size) for p in pairs), default=0)

        while size > 10.5 and sum(widths(size)) + gap > self._measure:
            size -= 0.25
        left, right = widths(size)
        left = min(left, self._measure - gap - right) if right < self._measure * 0.62 else left
        for number, line in enumerate(lines):
            text, other = line[0], line[1] if len(line) == 2 else ""
            dated = bool(re.match(r"^Số\b", text)) or "ngày" in other
            style = "regular" if dated or SUBJECT.match(text) or number == 0 else "bold"
            room = left if other else max(left, 0.4 * self._measure)
            rows_left = self._wrap(text, style, size, room, room, False)
            style_right = "italic" if dated else "bold"
            rows_right = self._wrap(other, style_right, size, right + 1, right + 1, False)
            for i in range(max(len(rows_left), len(rows_right))):
                columns = []
                if i < len(rows_left):
                    t = rows_left[i][0]
                    columns.append((t, max(design.left, design.left + (left - self._width(t, style, size)) / 2), style, size))
                if i < len(rows_right):
                    t = rows_right[i][0]
                    x = design.left + self._measure - right + (right - self._width(t, style_right, size)) / 2
                    columns.append((t, x, style_right, size))
                self._two_columns(columns, "letterhead", size * 1.35)

    def _signature(self, lines) -> None:
        design = self.design
        width = self._measure * 0.5
        left_size, right_size = min(11.5, design.size - 1.5), min(13.5, design.size)
        # Without recipients at the left, two bodies sign side by side.
        both = not any(RECIPIENTS.match(line[0]) or line[0][:1] in "-–+" for line in lines)
        for number, line in enumerate(lines):
            left_style = "bold" if both else "bold-italic" if RECIPIENTS.match(line[0]) else "regular"
            left = self._wrap(line[0], left_style, left_size, width - 12, width - 12, False)
            right = self._wrap(line[1], "bold", right_size, width, width, False) if len(line) == 2 else []
            if number == 0:
                self._room(min(len(lines), 14) * right_size * 1.3)  # typists keep it on one page
            for i in range(max(len(left), len(right))):
                self._room(right_size * 1.3)
                columns = [(left[i][0], design.left, left_style, left_size)] if i < len(left) else []
                if i < len(right):
                    text = right[i][0]
                    x = design.left + width + (width - self._width(text, "bold", right_size)) / 2
                    columns.append((text, x, "bold", right_size))
                self._two_columns(columns, "signature", right_size * 1.3)

    def _two_columns(self, columns, kind, height) -> None:
        text = " ".join(column[0] for column in columns if column[0])
        self._strip(self._row(text, kind), columns, height)

    # -- tables

    def _table(self, rows: list[list[str]]) -> None:
        design, size = self.design, self.design.table_size
        columns = self._column_widths(rows, size)
        pitch, pad = size * 1.22, 3.5
        self._y += 4
        head_again = design.repeat_head and len(rows) > 3
        for number, row in enumerate(rows):
            style = "bold" if number == 0 or sum(bool(c) for c in row) <= 2 and len(columns) > 3 else "regular"
            cells = self._cells(row, columns, style, size, pad)
            height = max(len(lines) for lines in cells) * pitch + 2 * pad
            if self._room(height) and number and head_again:
                self._table_row(rows[0], self._cells(rows[0], columns, "bold", size, pad), columns, "bold", size, pitch, pad)
            self._table_row(row, cells, columns, style, size, pitch, pad)
        self._y += 4

    def _cells(self, row, columns, style, size, pad):
        return [self._wrap(text, style, size, w - 2 * pad, w - 2 * pad, False) for text, w in zip(row, columns)]

    def _table_row(self, row, cells, columns, style, size, pitch, pad) -> None:
        page, index = self.pages[-1], self._row("\t".join(row), "table")
        height = max(len(lines) for lines in cells) * pitch + 2 * pad
        x, y = self.design.left, self._y
        for number, width in enumerate(columns):
            page.rules += [(x, y, x + width, y), (x, y + height, x + width, y + height)]
            page.rules += [(x, y, x, y + height), (x + width, y, x + width, y + height)]
            if number < len(cells) and cells[number]:
                cell = Cell(index, number, (x, y, x + width, y + height))
                for i, (text, glued) in enumerate(cells[number]):
                    top = y + pad + i * pitch
                    strip = Strip(index, number, top, top + pitch, glued=glued)
                    self._words(strip, text.split(), x + pad, top + 0.78 * pitch, style, size, 0.0)
                    cell.strips.append(strip)
                page.cells.append(cell)
            x += width
        self._y = y + height

    def _column_widths(self, rows, size) -> list[float]:
        """Every column gets its widest word; what is left is shared out by the amount of text."""
        count = max(len(row) for row in rows)
        cells = [[row[i] if i < len(row) else "" for row in rows] for i in range(count)]
        least = [
            max((self._width(w, "bold", size) for text in column for w in text.split()), default=0) + 9 for column in cells
        ]
        if sum(least) >= self._measure:
            return [w * self._measure / sum(least) for w in least]
        spare = self._measure - sum(least)
        wanted = [max(0.0, max(self._width(t, "bold", size) for t in column) + 9 - low) for column, low in zip(cells, least)]
        share = [w if sum(wanted) <= spare else w**0.6 for w in wanted]
        total = sum(share) or 1.0
        return [low + spare * s / total for low, s in zip(least, share)]


def _capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and all(c.isupper() for c in letters)


def _is_title(text: str) -> bool:
    return len(text) < 220 and not text.endswith((".", ";", ":")) and text[0] not in "-–+" and not HEADING.match(text)


def _kind(paragraph: str) -> tuple[str, str]:
    if BASIS.match(paragraph):
        return "basis", "italic"
    short = len(paragraph) < 90 and not paragraph.endswith((".", ";"))
    if HEADING.match(paragraph) and short:
        return "heading", "bold"
    return "body", "regular"
