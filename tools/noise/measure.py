"""Edit distances and error rates."""

from __future__ import annotations

from collections.abc import Sequence


def distance(a: Sequence, b: Sequence) -> int:
    """Levenshtein distance (Myers' bit vectors, so a page's lines cost nothing)."""
    if not a or not b:
        return len(a) + len(b)
    where: dict = {}
    for i, item in enumerate(a):
        where[item] = where.get(item, 0) | 1 << i
    full, top = (1 << len(a)) - 1, 1 << (len(a) - 1)
    plus, minus, score = full, 0, len(a)
    for item in b:
        match = where.get(item, 0)
        zero = (((match & plus) + plus) ^ plus) | match | minus
        up, down = minus | ~(zero | plus) & full, plus & zero
        score += bool(up & top) - bool(down & top)
        up, down = (up << 1 | 1) & full, down << 1 & full
        plus, minus = down | ~(zero | up) & full, up & zero
    return score


class Rates:
    """Error counts summed over lines (micro averages)."""

    def __init__(self) -> None:
        self.lines = self.lost = self.bad = self.characters = self.edits = self.syllables = self.wrong = 0

    def add(self, truth: str, ocr: str) -> None:
        edits = distance(truth, ocr)
        self.lines += 1
        self.lost += not ocr
        self.bad += edits > 0.6 * len(truth)
        self.characters += len(truth)
        self.edits += edits
        self.syllables += len(truth.split())
        self.wrong += distance(truth.split(), ocr.split())

    @property
    def character_rate(self) -> float:
        return self.edits / max(1, self.characters)

    @property
    def syllable_rate(self) -> float:
        return self.wrong / max(1, self.syllables)

    def row(self) -> str:
        return (
            f"{self.lines:6} lines  CER {self.character_rate:.3f}  syllables wrong {self.syllable_rate:.3f}"
            f"  lost {self.lost / max(1, self.lines):.3f}  unreadable {self.bad / max(1, self.lines):.3f}"
        )
