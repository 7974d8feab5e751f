"""Opening a Word file that somebody sent, without trusting it: what is odd about it is refused before it is read."""

import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _

LARGEST_FILE: Final = 10_000_000
LARGEST_UNPACKED: Final = 60_000_000
LARGEST_PART: Final = 20_000_000
MOST_PARTS, MOST_RATIO, SMALL_PART = 500, 100, 100_000
OLE, ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
# What a damaged archive makes the reader of archives raise, besides its own errors.
ODD = (NotImplementedError, RuntimeError, EOFError, OSError, UnicodeError, ValueError, IndexError, KeyError)
FOREIGN: Final = re.compile(r"vbaproject|vbadata|activex|embeddings/|\.(bin|exe|zip|docm|dotm|ole)$", re.IGNORECASE)
PRINTER: Final = "printersettings"
MACROS: Final = b"macroEnabled"
OTHER_WRITER: Final = b"LibreOffice"
READ: Final = re.compile(
    r"(word/(document|header\d*[-\w]*|footer\d*[-\w]*|comments|footnotes|endnotes)|docProps/\w+)\.xml\Z"
)


@dataclass(frozen=True)
class Opened:
    """The parts of the file that are read, as trees by their name."""

    parts: Mapping[str, Any]

    @property
    def body(self) -> Any:
        """The body of the document."""
        return self.parts["word/document.xml"][0]


def open_word(data: bytes) -> Opened:
    """Reads the parts that hold text. Raises RuleBroken for all that is no plain DOCX of a sensible size."""
    _check_kind(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = _checked_parts(archive)
    except RuleBroken:
        raise
    except (zipfile.BadZipFile, zlib.error, *ODD) as error:
        raise _damaged() from error
    trees = {name: _tree(part) for name, part in parts.items()}
    if "word/document.xml" not in trees or len(trees["word/document.xml"]) == 0:
        raise _damaged()
    return Opened(trees)


def _damaged() -> RuleBroken:
    message = _("Tệp bị hỏng hoặc không phải tệp Word. Hãy mở bằng Word, lưu lại dạng .docx rồi nộp lại.")
    return RuleBroken("file", message)


def _check_kind(data: bytes) -> None:
    if not data:
        raise RuleBroken("file", _("Tệp trống. Hãy chọn lại tệp."))
    if len(data) > LARGEST_FILE:
        raise RuleBroken("file", _("Tệp lớn hơn 10 MB. Hãy bỏ bớt ảnh rồi nộp lại."))
    if data.startswith(OLE):
        if ENCRYPTED in data:
            raise RuleBroken("file", _("Tệp có mật khẩu. Hãy bỏ mật khẩu (Tệp → Thông tin → Bảo vệ) rồi nộp lại."))
        raise RuleBroken("file", _("Đây là tệp .doc đời cũ. Hãy lưu lại dạng .docx rồi nộp lại."))
    if not data.startswith(ZIP):
        raise _damaged()


def _checked_parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if len(infos) > MOST_PARTS or len({name.lower() for name in names}) != len(names):
        raise RuleBroken("file", _("Tệp có quá nhiều phần bên trong. Hãy tải lại bản Word của dự thảo và sửa trên đó."))
    if sum(info.file_size for info in infos) > LARGEST_UNPACKED or any(map(_is_bomb, infos)):
        raise RuleBroken("file", _("Tệp giải nén ra quá lớn. Hãy bỏ bớt ảnh rồi nộp lại."))
    if any(info.flag_bits & 1 for info in infos):
        raise RuleBroken("file", _("Tệp có mật khẩu. Hãy bỏ mật khẩu (Tệp → Thông tin → Bảo vệ) rồi nộp lại."))
    if any(FOREIGN.search(name) and PRINTER not in name.lower() for name in names):
        raise _with_macros()
    if "[Content_Types].xml" not in names or "word/document.xml" not in names:
        raise _damaged()
    if MACROS in _part(archive, archive.getinfo("[Content_Types].xml")):
        raise _with_macros()
    parts = {info.filename: _part(archive, info) for info in infos if READ.match(info.filename)}
    if OTHER_WRITER in parts.get("docProps/app.xml", b""):
        message = _("Tệp được lưu bằng LibreOffice, làm mất phần nhiều đoạn của các trường. Hãy sửa và lưu bằng Word.")
        raise RuleBroken("file", message)
    return parts


def _with_macros() -> RuleBroken:
    return RuleBroken(
        "file", _("Tệp có macro hoặc tệp khác bên trong. Hãy lưu lại dạng .docx không macro rồi nộp lại.")
    )


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > SMALL_PART and info.file_size > MOST_RATIO * max(info.compress_size, 1)


def _part(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.file_size > LARGEST_PART:
        raise RuleBroken("file", _("Tệp giải nén ra quá lớn. Hãy bỏ bớt ảnh rồi nộp lại."))
    with archive.open(info) as stream:
        # What the directory says may be a lie, so no more than that is read.
        part = stream.read(info.file_size + 1)
    head = part[:200]
    if len(part) > info.file_size or b"\x00" in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _damaged()
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        message = _("Tệp có khai báo lạ (DOCTYPE) bên trong nên không được đọc. Hãy tải lại bản Word của dự thảo.")
        raise RuleBroken("file", message)
    return part


def _tree(part: bytes) -> Any:
    # Bounded in depth and text, and without entities; only whoever reads a file that came back waits for it.
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(part, parser)
    except etree.LxmlError as error:
        raise _damaged() from error
