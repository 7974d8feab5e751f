"""Pictures of a paper: those that stand in its HTML, and drawn signatures, which become pictures here."""

import base64
import binascii
import re
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import Element

from PIL import Image, ImageDraw, UnidentifiedImageError

from inspect_app.documents.word.markup import SVG, unknown
from inspect_app.documents.word.model import Picture, Suffix
from inspect_app.kernel.language import gettext as _

DOTS_AN_INCH: Final = 150
MM_AN_INCH: Final = 25.4
MOST_PIXELS: Final = 40_000_000
SOURCE: Final = re.compile(r"data:image/(png|jpeg);base64,([A-Za-z0-9+/=\s]*)\Z")
QR_SIDE: Final = 22.0  # mm
DRAWN_SIZE: Final = (46.0, 18.4)  # mm, of the room for a signature
DRAWN_PIXELS: Final = (1000, 400)  # the units of a stroke
INK: Final = 9
DRAWN_ALT: Final = "Chữ ký vẽ trên màn hình"  # papers are Vietnamese, whatever their maker reads
POINT: Final = re.compile(r"([ML]) ?(-?\d+) (-?\d+)")


def figure(element: Element, most_width: float) -> Picture:
    """A picture of the document, at 150 dots an inch and at most `most_width` mm wide."""
    data, suffix, size = _content(element)
    width = size[0] / DOTS_AN_INCH * MM_AN_INCH
    scale = min(1.0, most_width / width)
    height = size[1] / DOTS_AN_INCH * MM_AN_INCH * scale
    return Picture(data=data, suffix=suffix, width=width * scale, height=height, alt=_alt(element))


def code(element: Element) -> Picture:
    """A QR code, at its fixed size."""
    data, suffix, _size = _content(element)
    return Picture(data=data, suffix=suffix, width=QR_SIDE, height=QR_SIDE, alt=_alt(element))


def drawn(element: Element) -> Picture:
    """The strokes of a signature as black ink on nothing. Raises UnknownMarkup for any other drawing."""
    paths = list(element)
    if len(paths) != 1 or paths[0].tag != f"{SVG}path" or element.get("viewBox") != "0 0 1000 400":
        raise unknown(element, _("chỉ vẽ được nét chữ ký"))
    image = Image.new("LA", DRAWN_PIXELS, (0, 0))
    brush = ImageDraw.Draw(image)
    before: tuple[int, int] | None = None
    for letter, x, y in POINT.findall(paths[0].get("d", "")):
        here = (int(x), int(y))
        if letter == "L" and before is not None:
            brush.line((before, here), fill=(0, 255), width=INK)
        brush.ellipse((here[0] - 4, here[1] - 4, here[0] + 4, here[1] + 4), fill=(0, 255))
        before = here
    into = BytesIO()
    image.save(into, "PNG", optimize=False)
    return Picture(data=into.getvalue(), suffix="png", width=DRAWN_SIZE[0], height=DRAWN_SIZE[1], alt=DRAWN_ALT)


def _content(element: Element) -> tuple[bytes, Suffix, tuple[int, int]]:
    found = SOURCE.match(element.get("src", ""))
    if not found:
        raise unknown(element, _("ảnh phải là PNG hoặc JPEG nằm ngay trong văn bản"))
    try:
        data = base64.b64decode(found[2], validate=False)
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
            size, suffix = image.size, image.format
    except (binascii.Error, UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as error:
        raise unknown(element, _("ảnh không đọc được")) from error
    if size[0] * size[1] > MOST_PIXELS:
        raise unknown(element, _("ảnh quá lớn"))
    return data, "png" if suffix == "PNG" else "jpeg", size


def _alt(element: Element) -> str:
    alt = element.get("alt", "").strip()
    if not alt:
        raise unknown(element, _("ảnh thiếu lời mô tả (alt)"))
    return alt
