"""Bar charts as PNG in black and white: the same values always give the same bytes.

A print at 300 dots an inch, as wide as the text of a page. Fills differ in pattern, not in shade alone, so that a copy
of a copy can still be read; every bar has its number.
"""

import io
from base64 import b64encode
from functools import cache
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

from inspect_app.documents.renderer import RenderFailed
from inspect_app.documents.sheets.chart import Chart
from inspect_app.kernel.language import gettext as _

# The fonts of the papers, metric twins of each other.
FONTS = ("Tinos-Regular.ttf", "LiberationSerif-Regular.ttf", "times.ttf")
WIDTH = 1890  # 160 mm at 300 dots an inch
SIZE = 46  # of the letters: 11 pt
LINE, PAD, BAR, GAP = 54, 16, 52, 34
LABELS = 620  # the column of the labels
END = 110  # room for the number behind the longest bar
BLACK, WHITE = 0, 255
HATCH = 14

Pen = ImageDraw.ImageDraw
Box = tuple[int, int, int, int]


def picture_of(chart: Chart) -> str:
    """The chart as an address within the document. Raises RenderFailed where no font of the papers is installed."""
    return f"data:image/png;base64,{b64encode(png_of(chart)).decode()}"


@cache
def png_of(chart: Chart) -> bytes:
    """The chart as PNG."""
    font = _font()
    names = [_wrapped(label, font) for label in chart.labels]
    lanes = 1 if chart.stacked else len(chart.series)
    heights = [max(len(lines) * LINE, lanes * BAR) + GAP for lines in names]
    top = LINE + 2 * PAD
    picture = Image.new("L", (WIDTH, top + sum(heights) + PAD), WHITE)
    pen = ImageDraw.Draw(picture)
    _legend(pen, chart, font)
    longest = max(_longest(chart), 1)
    y = top
    for place, (lines, height) in enumerate(zip(names, heights, strict=True)):
        _label(pen, lines, (y, height - GAP), font)
        _bars(picture, chart, place, (y, height - GAP), longest)
        y += height
    pen.line((LABELS, top - PAD // 2, LABELS, y - GAP // 2), fill=BLACK, width=3)
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True, dpi=(300, 300))
    return written.getvalue()


@cache
def _font() -> ImageFont.FreeTypeFont:
    for name in FONTS:
        try:
            return ImageFont.truetype(name, SIZE)
        except OSError:
            continue
    raise RenderFailed(_("Máy chủ thiếu phông chữ Tinos hoặc Liberation Serif để vẽ biểu đồ. Báo quản trị hệ thống."))


def _longest(chart: Chart) -> int:
    if chart.stacked:
        return max(sum(one.values[place] for one in chart.series) for place in range(len(chart.labels)))
    return max(value for one in chart.series for value in one.values)


def _wrapped(label: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """The label in as many lines as its column needs; a word that is wider than the column is left to run out."""
    lines = [""]
    for word in label.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or font.getlength(longer) <= LABELS - 2 * PAD:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _legend(pen: Pen, chart: Chart, font: ImageFont.FreeTypeFont) -> None:
    x = LABELS
    for number, one in enumerate(chart.series):
        _fill(pen, (x, PAD, x + 60, PAD + 40), number)
        pen.text((x + 76, PAD + 20), one.name, font=font, fill=BLACK, anchor="lm")
        x += 76 + round(font.getlength(one.name)) + 3 * PAD


def _label(pen: Pen, lines: list[str], place: tuple[int, int], font: ImageFont.FreeTypeFont) -> None:
    top, height = place
    y = top + (height - len(lines) * LINE) // 2 + LINE // 2
    for line in lines:
        pen.text((LABELS - PAD, y), line, font=font, fill=BLACK, anchor="rm")
        y += LINE


def _bars(picture: Image.Image, chart: Chart, place: int, room: tuple[int, int], longest: int) -> None:
    top, height = room
    lanes = 1 if chart.stacked else len(chart.series)
    pen, font = ImageDraw.Draw(picture), _font()
    y = top + (height - lanes * BAR) // 2
    scale = (WIDTH - LABELS - END) / longest
    if not chart.stacked:
        for number, one in enumerate(chart.series):
            end = LABELS + round(one.values[place] * scale)
            _fill(pen, (LABELS, y + 3, end, y + BAR - 3), number)
            _number(pen, one.values[place], (end + PAD, y + BAR // 2), font)
            y += BAR
        return
    counts = [0]
    for one in chart.series:
        counts.append(counts[-1] + one.values[place])
    for number, (before, after) in enumerate(pairwise(counts)):
        box = (LABELS + round(before * scale), y + 3, LABELS + round(after * scale), y + BAR - 3)
        _fill(pen, box, number)
        _inside(pen, after - before, box, font)
    _number(pen, counts[-1], (LABELS + round(counts[-1] * scale) + PAD, y + BAR // 2), font)


def _number(pen: Pen, value: int, at: tuple[int, int], font: ImageFont.FreeTypeFont) -> None:
    pen.text(at, str(value), font=font, fill=BLACK, anchor="lm")


def _inside(pen: Pen, value: int, box: Box, font: ImageFont.FreeTypeFont) -> None:
    """The number of a part on a white ground, where the part is wide enough to hold it."""
    width, middle = font.getlength(str(value)), (box[0] + box[2]) // 2
    if not value or box[2] - box[0] < width + 2 * PAD:
        return
    half, y = round(width) // 2 + 6, (box[1] + box[3]) // 2
    pen.rectangle((middle - half, y - 19, middle + half, y + 19), fill=WHITE)
    pen.text((middle, y), str(value), font=font, fill=BLACK, anchor="mm")


def _fill(pen: Pen, box: Box, number: int) -> None:
    """Black, hatched or white, always with an outline; nothing for a bar of no length."""
    left, top, right, bottom = box
    if right <= left:
        return
    pen.rectangle(box, fill=BLACK if number == 0 else WHITE, outline=BLACK, width=3)
    if number != 1:
        return
    height = bottom - top
    for start in range(left - height, right, HATCH):
        # A stroke from lower left to upper right, cut off at both ends of the bar.
        first, last = max(start, left), min(start + height, right)
        if first < last:
            pen.line((first, bottom - (first - start), last, bottom - (last - start)), fill=BLACK, width=3)
    pen.rectangle(box, outline=BLACK, width=3)
