"""Of a picture: where its ink lies, of which colour that is, and whether the page shines through its ground."""

from collections import Counter
from colorsys import rgb_to_hsv
from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError

from inspect_app.documents.checking.pages import Picture

PIXELS_LIMIT = 40_000_000
SAMPLE = 160  # pixels to a side that are looked at
SEEN = 96  # of 255: what is less opaque is ground
LIGHT = 235  # of 255 in each part: as good as white
GREY = 0.25  # saturation below it: black or grey
RED, BLUE = ((0.92, 1.0), (0.0, 0.08)), ((0.5, 0.8),)  # hues, of 1
MOST = 0.5  # of the inked pixels have the colour


def picture_of(shape: Any, height: float) -> Picture:
    """A picture that pdfminer laid out; `height` is that of its page, in points."""
    x0, x1, top, bottom = shape.x0, shape.x1, height - shape.y1, height - shape.y0
    try:
        colours, ground, clear = _pixels(shape.stream)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OSError, UnidentifiedImageError):
        return Picture(x0, x1, top, bottom)
    inked = ground.getbbox()
    if inked is None:
        return Picture(x0, x1, top, bottom)
    wide, tall = (x1 - x0) / ground.width, (bottom - top) / ground.height
    left, upper, right, lower = inked
    ink = _ink(colours, ground)
    return Picture(x0 + left * wide, x0 + right * wide, top + upper * tall, top + lower * tall, ink, clear)


def _pixels(stream: Any) -> tuple[Image.Image, Image.Image, bool]:
    """The colours of a picture, where it has ink (255) or ground (0), both small, and whether the ground is clear.

    Raises ValueError for a picture that is too large or of a kind that is not read.
    """
    from pdfminer.pdftypes import resolve1

    whole = _decoded(stream)
    size = (min(whole.width, SAMPLE), min(whole.height, SAMPLE))
    colours = whole.convert("RGB").resize(size)
    mask = resolve1(stream.get("SMask"))
    if mask is not None:
        seen = _decoded(mask).convert("L").resize(size).point(lambda value: 255 if value > SEEN else 0)
        if seen.getextrema()[0] == 0:
            return colours, seen, True
    return colours, colours.convert("L").point(lambda value: 255 if value < LIGHT else 0), False


def _decoded(stream: Any) -> Image.Image:
    from pdfminer.pdftypes import resolve1

    width, height = int(resolve1(stream.get("Width"))), int(resolve1(stream.get("Height")))
    if not 0 < width * height <= PIXELS_LIMIT:
        raise ValueError(f"a picture of {width} by {height}")
    data = stream.get_data()
    if data[:2] == b"\xff\xd8" or data[:4] == b"\x00\x00\x00\x0c":
        return Image.open(BytesIO(data))
    if int(resolve1(stream.get("BitsPerComponent")) or 0) != 8:
        raise ValueError("bits that are not read")
    parts = len(data) // (width * height)
    if parts == 1:
        return _one_part(stream, (width, height), data)
    return Image.frombytes({3: "RGB", 4: "CMYK"}[parts], (width, height), data[: width * height * parts])


def _one_part(stream: Any, size: tuple[int, int], data: bytes) -> Image.Image:
    """A picture of one part for each pixel: grey, or a place in a palette of colours."""
    from pdfminer.pdftypes import PDFStream, resolve1
    from pdfminer.psparser import literal_name

    made = Image.frombytes("L", size, data[: size[0] * size[1]])
    space = resolve1(stream.get("ColorSpace"))
    if isinstance(space, list) and literal_name(resolve1(space[0])) == "Indexed":
        palette = resolve1(space[3])
        colours = palette.get_data() if isinstance(palette, PDFStream) else palette
        made = made.copy()
        made.putpalette(colours[: 3 * (int(resolve1(space[2])) + 1)])
    return made


def _ink(colours: Image.Image, ground: Image.Image) -> str:
    counted: Counter[str] = Counter()
    for place in range(colours.width * colours.height):
        at = (place % colours.width, place // colours.width)
        value = colours.getpixel(at)
        if ground.getpixel(at) and isinstance(value, tuple) and min(value[:3]) < LIGHT:
            counted[_name(value)] += 1
    if not counted:
        return ""
    name, count = counted.most_common(1)[0]
    return name if count >= MOST * counted.total() else "other"


def _name(value: tuple[int, ...]) -> str:
    hue, saturation, _brightness = rgb_to_hsv(*(part / 255 for part in value[:3]))
    if saturation < GREY:
        return "black"
    if any(low <= hue <= high for low, high in RED):
        return "red"
    return "blue" if any(low <= hue <= high for low, high in BLUE) else "other"
