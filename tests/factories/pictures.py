"""Pictures for tests: small, each different by its number, as a tablet makes them or with something beside the picture."""

import io
from typing import Any

from PIL import Image


def make_jpeg(number: int = 1, *, side: int = 96, **options: Any) -> bytes:
    """A JPEG with nothing but its picture; `options` of Pillow's writer put something beside it."""
    picture = Image.new("RGB", (side, side), (number * 37 % 256, number * 91 % 256, number * 53 % 256))
    # What cannot be pressed together: the file is a few kilobytes long.
    picture.paste(Image.effect_noise((side, side), 80).convert("RGB"), (0, side // 2))
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=90, **options)
    return written.getvalue()


def make_png() -> bytes:
    """A PNG."""
    written = io.BytesIO()
    Image.new("RGB", (20, 20), "navy").save(written, "PNG")
    return written.getvalue()


def exif_with_a_place() -> bytes:
    """EXIF that says where a picture was taken."""
    exif = Image.Exif()
    exif[0x010F] = "MayAnhBiMat"
    exif.get_ifd(0x8825)[1] = "N"
    return exif.tobytes()
