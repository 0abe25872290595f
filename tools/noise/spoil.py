"""Spoils a clean page image the way copiers, fax machines and scanners do.

Lengths are in points (1/72 inch), so that a level means the same at every resolution. The only
geometric change is a rotation about the middle of the page, which the caller needs to know.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image


@dataclass(frozen=True)
class Level:
    """Ranges to draw from; `generations` is how often the page went through a copier."""

    dpi: tuple[int, ...]
    skew: float  # largest rotation in degrees
    generations: tuple[int, int]
    blur: tuple[float, float]  # optics, in points
    gain: tuple[float, float]  # threshold of the copier: below 0.5 strokes swell, above they starve
    grain: tuple[float, float]  # toner grain, as a share of black
    specks: tuple[float, float]  # dots of dirt for each square inch
    paper: tuple[int, int]  # grey of the paper
    shade: float  # uneven light, in grey levels
    sensor: tuple[float, float]  # scanner noise, in grey levels
    bitonal: float  # probability of a black-and-white scan
    jpeg: tuple[int, int]


LEVELS = {
    "clean": Level((300,), 0.0, (0, 0), (0, 0), (0.5, 0.5), (0, 0), (0, 0), (255, 255), 0, (0, 0), 0, (95, 95)),
    "light": Level((200, 240, 300), 0.3, (1, 1), (0.10, 0.20), (0.42, 0.52), (0.02, 0.08), (0, 0.3), (236, 252), 8, (2, 6), 0.15, (65, 90)),
    "medium": Level((150, 200, 240, 300), 0.6, (1, 2), (0.16, 0.28), (0.36, 0.54), (0.05, 0.14), (0.2, 1.5), (222, 250), 18, (4, 11), 0.35, (40, 75)),
    "heavy": Level((150, 150, 200, 240), 0.9, (2, 2), (0.24, 0.36), (0.30, 0.58), (0.10, 0.22), (1.0, 5.0), (205, 244), 30, (8, 17), 0.6, (20, 45)),
}


def spoil(clean: Image.Image, dpi: int, level: Level, rng: np.random.Generator) -> tuple[Image.Image, float]:
    """The spoilt page and the angle in degrees that it was turned by."""
    scale = dpi / 72
    ink = 1 - np.asarray(clean, dtype=np.float32) / 255
    for _ in range(rng.integers(level.generations[0], level.generations[1] + 1)):
        ink = _copy(ink, scale, level, rng)
    ink = _speckle(ink, scale, level, rng)
    page = Image.fromarray(np.uint8(np.clip(255 * (1 - ink), 0, 255)))
    angle = float(rng.uniform(-level.skew, level.skew))
    if angle:
        page = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    return _scan(page, level, rng), angle


def _copy(ink, scale, level, rng):
    """One pass through a copier: optics smear, toner grain eats at the edges, the drum thresholds."""
    ink = _blur(ink, rng.uniform(*level.blur) * scale)
    grain = rng.standard_normal(ink.shape, dtype=np.float32)
    grain = _blur(grain, 0.12 * scale)
    ink = ink + grain * (rng.uniform(*level.grain) / max(1e-6, float(grain.std()))) * (ink > 0.05)
    uneven = _cloud(ink.shape, rng) * 0.04
    threshold = rng.uniform(*level.gain) + uneven
    return 1 / (1 + np.exp(np.clip((threshold - ink) * 14, -30, 30)))


def _speckle(ink, scale, level, rng):
    height, width = ink.shape
    square_inches = height * width / (scale * 72) ** 2
    for _ in range(rng.poisson(rng.uniform(*level.specks) * square_inches)):
        y, x = rng.integers(height), rng.integers(width)
        radius = max(1, int(rng.uniform(0.1, 0.45) * scale))
        ink[y : y + radius, x : x + radius] = rng.uniform(0.5, 1.0) if rng.random() < 0.8 else 0.0
    return ink


def _scan(page, level, rng):
    grey = np.asarray(page, dtype=np.float32)
    paper = rng.uniform(*level.paper)
    black = rng.uniform(0, 40) if level.shade else 0.0
    grey = black + grey * (paper - black) / 255 + _cloud(grey.shape, rng) * level.shade
    grey += rng.standard_normal(grey.shape, dtype=np.float32) * rng.uniform(*level.sensor)
    if rng.random() < level.bitonal:
        cut = (black + paper) / 2 * rng.uniform(0.9, 1.1)
        return Image.fromarray(np.uint8(255 * (grey > cut)))
    packed = BytesIO()
    quality = int(rng.integers(level.jpeg[0], level.jpeg[1] + 1))
    Image.fromarray(np.uint8(np.clip(grey, 0, 255))).save(packed, "JPEG", quality=quality)
    return Image.open(packed).convert("L")


def _cloud(shape, rng):
    """A smooth field between about -1 and 1: uneven light, uneven toner."""
    coarse = Image.fromarray(rng.uniform(-1, 1, (5, 4)).astype(np.float32))
    return np.asarray(coarse.resize((shape[1], shape[0]), Image.Resampling.BICUBIC))


def _blur(field, sigma):
    """Gaussian blur; Pillow's works on bytes only, which is too coarse before a threshold."""
    reach = int(np.ceil(3 * sigma))
    if reach < 1:
        return field
    taps = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2).astype(np.float32)
    taps /= taps.sum()
    for axis in (0, 1):
        pad = [(reach, reach) if a == axis else (0, 0) for a in (0, 1)]
        padded, size = np.pad(field, pad, mode="edge"), field.shape[axis]
        field = np.zeros_like(field)
        for i, tap in enumerate(taps):
            field += tap * (padded[i : i + size] if axis == 0 else padded[:, i : i + size])
    return field
