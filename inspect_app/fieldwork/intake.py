"""Files from outside: told by their content, photos decoded and written anew without metadata or location."""

import io
import warnings
from dataclasses import dataclass
from pathlib import PurePosixPath

import puremagic
from PIL import Image, ImageOps, UnidentifiedImageError

from inspect_app.fieldwork.jpeg import is_plain_jpeg
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.files import FileStore
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
LONGEST_EDGE = 2400
JPEG = "image/jpeg"
PHOTO_FORMATS = ("JPEG", "PNG", "WEBP")
PDF = "application/pdf"
OFFICE = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NAME_MAX = 120


@dataclass(frozen=True)
class ReceivedFile:
    """A file that was looked at and stored."""

    sha256: str
    filename: str
    media_type: str
    size: int


@dataclass(frozen=True)
class SentPhoto:
    """What the store holds of a tablet's photo, and whether it is one."""

    sha256: str
    size: int
    is_photo: bool


def safe_name(filename: str, suffix: str) -> str:
    """The name to show and to offer at a download: no path, no control or override characters, the right suffix."""
    last = PurePosixPath(clean(filename).replace("\\", "/")).name
    stem = "".join(c for c in PurePosixPath(last).stem if c.isprintable() and c not in '<>:"/|?*').strip(". ")
    return f"{stem[:NAME_MAX] or 'tep'}{suffix}"


def _decoded(data: bytes) -> Image.Image:
    """The whole picture. Raises RuleBroken when it is not one, broken or too large."""
    try:
        return _loaded(data)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise RuleBroken(
            "files", _("Tệp này không phải ảnh JPEG, PNG hoặc WebP đọc được. Hãy chụp hoặc chọn lại ảnh.")
        ) from error
    except Image.DecompressionBombWarning as error:
        raise RuleBroken("files", _("Ảnh lớn hơn 50 triệu điểm ảnh. Hãy chụp lại ở cỡ nhỏ hơn.")) from error


def _loaded(data: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        image = Image.open(io.BytesIO(data), formats=PHOTO_FORMATS)
        if image.width * image.height > MAX_PIXELS:
            raise RuleBroken("files", _("Ảnh lớn hơn 50 triệu điểm ảnh. Hãy chụp lại ở cỡ nhỏ hơn."))
        image.load()
    return image


def _fresh(image: Image.Image) -> bytes:
    """The picture as a JPEG made of its pixels alone."""
    upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    # A fresh picture from the pixels alone: whatever else the file carried stays behind.
    plain = Image.new("RGB", upright.size)
    plain.paste(upright)
    written = io.BytesIO()
    plain.save(written, "JPEG", quality=82, optimize=True)
    return written.getvalue()


def _checked_size(data: bytes, field: str) -> None:
    if not data:
        raise RuleBroken(field, _("Tệp trống. Hãy chọn lại tệp."))
    if len(data) > MAX_BYTES:
        raise RuleBroken(field, _("Tệp lớn hơn 20 MB. Hãy chọn tệp nhỏ hơn."))


def receive_photo(store: FileStore, data: bytes, filename: str) -> ReceivedFile:
    """Keeps a photo (JPEG, PNG or WebP) as a fresh JPEG. Raises RuleBroken for anything else, broken or too large."""
    _checked_size(data, "files")
    stored = store.put(_fresh(_decoded(data)))
    return ReceivedFile(stored.sha256, safe_name(filename, ".jpg"), JPEG, stored.size)


def receive_sent_photo(store: FileStore, data: bytes) -> SentPhoto:
    """Keeps what a tablet sent as a photo: the very bytes, so that their hash stays true, if they are only a picture.

    What stands beside the picture is left behind as by `receive_photo`. What no picture can be made of is kept as it is.
    """
    try:
        _checked_size(data, "files")
        image = _decoded(data)
    except RuleBroken:
        stored = store.put(data)
        return SentPhoto(stored.sha256, stored.size, is_photo=False)
    plain = is_plain_jpeg(data) and max(image.size) <= LONGEST_EDGE
    stored = store.put(data if plain else _fresh(image))
    return SentPhoto(stored.sha256, stored.size, is_photo=True)


def receive_document(store: FileStore, data: bytes, filename: str) -> ReceivedFile:
    """Keeps a PDF, DOCX or XLSX file as it is, or a photo as a fresh JPEG. Raises RuleBroken for anything else."""
    _checked_size(data, "file")
    if data.startswith(b"%PDF-"):
        stored = store.put(data)
        return ReceivedFile(stored.sha256, safe_name(filename, ".pdf"), PDF, stored.size)
    suffix = PurePosixPath(clean(filename)).suffix.lower()
    if suffix in OFFICE and suffix in _suffixes(data):
        stored = store.put(data)
        return ReceivedFile(stored.sha256, safe_name(filename, suffix), OFFICE[suffix], stored.size)
    try:
        return receive_photo(store, data, filename)
    except RuleBroken as error:
        raise RuleBroken("file", _("Chỉ nhận tệp PDF, DOCX, XLSX hoặc ảnh. Hãy chọn lại tệp.")) from error


def _suffixes(data: bytes) -> set[str]:
    try:
        return {str(match.extension) for match in puremagic.magic_string(data)}
    except (puremagic.PureError, ValueError):
        return set()
