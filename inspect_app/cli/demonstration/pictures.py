"""Sample evidence: small drawings that say that they are samples."""

import io
from collections.abc import Callable, Mapping
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from inspect_app.kernel.text import fold

SIZE = (560, 420)
MARK = "DỮ LIỆU MẪU"
# The fonts of the papers, then what most machines have.
FONTS = ("Arimo-Regular.ttf", "Tinos-Regular.ttf", "DejaVuSans.ttf")
PAPER, INK, WOOD, WALL, GREEN = "#fdfdf8", "#3a3f45", "#c8a97e", "#e9edf0", "#7d9a86"

Pen = ImageDraw.ImageDraw
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@cache
def _font(size: int) -> tuple[Font, bool]:
    """A font, and whether it knows Vietnamese letters."""
    for name in FONTS:
        try:
            return ImageFont.truetype(name, size), True
        except OSError:
            continue
    return ImageFont.load_default(size), False


def _write(pen: Pen, place: tuple[int, int], text: str, size: int, colour: str = INK) -> None:
    font, vietnamese = _font(size)
    pen.text(place, text if vietnamese else fold(text).upper(), font=font, fill=colour)


def _sheet(pen: Pen) -> None:
    pen.rectangle((175, 77, 385, 364), fill=PAPER, outline=INK, width=2)
    for line in range(12):
        pen.line((196, 119 + line * 18, 364 - 28 * (line % 3), 119 + line * 18), fill=INK, width=3)
    pen.rectangle((301, 322, 364, 350), outline="#b04a4a", width=4)


def _board(pen: Pen) -> None:
    pen.rectangle((63, 84, 497, 336), fill=GREEN, outline=INK, width=6)
    for column in range(4):
        for row in range(2):
            left, top = 84 + column * 104, 105 + row * 112
            pen.rectangle((left, top, left + 83, top + 98), fill=PAPER, outline=INK, width=2)
            for line in range(5):
                pen.line((left + 10, top + 15 + line * 15, left + 73, top + 15 + line * 15), fill=INK, width=2)


def _desk(pen: Pen) -> None:
    pen.rectangle((42, 266, 518, 301), fill=WOOD, outline=INK, width=3)
    pen.rectangle((77, 301, 98, 362), fill=WOOD, outline=INK, width=3)
    pen.rectangle((462, 301, 483, 362), fill=WOOD, outline=INK, width=3)
    pen.rectangle((231, 154, 392, 252), fill="#2f3b46", outline=INK, width=4)
    pen.rectangle((301, 252, 322, 266), fill=INK)
    pen.rectangle((98, 231, 182, 266), fill=PAPER, outline=INK, width=2)


def _screen(pen: Pen) -> None:
    pen.rectangle((63, 77, 497, 350), fill=PAPER, outline=INK, width=6)
    pen.rectangle((63, 77, 497, 112), fill="#4a6b8a")
    for row in range(7):
        top = 133 + row * 29
        pen.rectangle((84, top, 476, top + 21), outline="#9aa4ad", width=2)
        pen.rectangle((91, top + 8, 175, top + 15), fill="#c9d2da")
        pen.rectangle((392, top + 8, 462, top + 15), fill="#d9a441" if row == 2 else "#c9d2da")


DRAWINGS: Mapping[str, Callable[[Pen], None]] = {"sheet": _sheet, "board": _board, "desk": _desk, "screen": _screen}


def sample_picture(drawing: str, *lines: str) -> bytes:
    """A PNG of one of DRAWINGS with a few words under it; the mark of a sample stands across the top."""
    image = Image.new("RGB", SIZE, WALL)
    pen = ImageDraw.Draw(image)
    DRAWINGS[drawing](pen)
    pen.rectangle((0, 0, SIZE[0], 46), fill="#8a2f2f")
    _write(pen, (16, 8), MARK, 26, "#ffffff")
    for number, line in enumerate(lines):
        _write(pen, (16, 50) if number == 0 else (16, 372 + (number - 1) * 20), line, 15)
    written = io.BytesIO()
    image.save(written, "PNG", compress_level=1)
    return written.getvalue()
