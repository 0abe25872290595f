"""Draws typeset pages as grey images."""

from __future__ import annotations

from PIL import Image, ImageDraw

import fonts
from typeset import HEIGHT, WIDTH, Page


def render(page: Page, family: str, dpi: int) -> Image.Image:
    scale = dpi / 72
    image = Image.new("L", (round(WIDTH * scale), round(HEIGHT * scale)), 255)
    draw = ImageDraw.Draw(image)
    for x0, y0, x1, y1 in page.rules:
        draw.line([(x0 * scale, y0 * scale), (x1 * scale, y1 * scale)], fill=20, width=max(1, round(0.5 * scale)))
    strips = page.strips + [strip for cell in page.cells for strip in cell.strips]
    for strip in strips:
        for word in strip.words:
            face = fonts.font(family, word.style, round(word.size * scale, 2))
            draw.text((word.x * scale, word.baseline * scale), word.text, fill=0, font=face, anchor="ls")
    return image
