"""Opening a spreadsheet that somebody sent, without trusting it: what is odd about it is refused before it is read.

A file is bytes of an unknown hand: its size unpacked, its parts and its markup are looked at first (zip bombs, entities,
macros, passwords); after that openpyxl reads cells as a stream, and no formula is ever worked out.
"""

import io
import math
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean, fold

LARGEST_FILE = 1_000_000
LARGEST_UNPACKED = 10_000_000
MOST_PARTS, MOST_RATIO, SMALL_PART = 300, 100, 100_000
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 3_000, 60, 2_000
LAST_ROW_READ, MOST_MERGED = 20_000, 100_000
# What a damaged archive makes the reader of archives raise, besides its own errors.
ODD = (NotImplementedError, RuntimeError, EOFError, OSError, UnicodeError, ValueError, IndexError, KeyError)
OLE, ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
FOREIGN = (".bin", ".zip", ".xlsx", ".xlsm", ".exe")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
HIDDEN = re.compile(rb'<(?:\w+:)?row\s(?=[^>]*\shidden="(?:1|true)")[^>]*?\br="(\d{1,7})"')

Value = str | int | float | date | datetime | None


class Refused(ValueError):
    """The file is not taken; the message says why and what to do."""


@dataclass(frozen=True)
class Formula:
    """A cell whose value somebody would have to work out: nobody does."""

    @property
    def problem(self) -> str:
        """What whoever filled the table is told of it."""
        return _("ô này có công thức; hãy chép rồi dán lại dạng giá trị")


@dataclass(frozen=True)
class Sheet:
    """The cells of a sheet by row and column (from 0), what is merged downwards, and which rows are hidden."""

    name: str
    rows: tuple[tuple[Value | Formula, ...], ...]
    hidden: frozenset[int] = frozenset()
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def at(self, row: int, column: int) -> Value | Formula:
        """The cell's value; that of a merged range is in all its cells."""
        row, column = self.merged.get((row, column), (row, column))
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else None

    def begins_with(self, row: int, words: tuple[str, ...]) -> bool:
        """Whether the first text of a row begins with one of the words, which are without diacritics."""
        texts = (fold(value) for value in self.rows[row] if isinstance(value, str))
        return next(texts, "").startswith(words)


@dataclass(frozen=True)
class Workbook:
    """The sheets, and whether its days are counted since 1904."""

    sheets: tuple[Sheet, ...]
    since_1904: bool


@dataclass(frozen=True)
class CellProblem:
    """What is wrong, and in which cell."""

    place: str
    message: str

    @property
    def as_one_reads(self) -> tuple[int, int, str]:
        """Row by row, and in a row from A to Z, then AA."""
        column = self.place.rstrip("0123456789")
        return int(self.place.removeprefix(column) or 0), len(column), column


def place(row: int, column: int) -> str:
    """`D12`."""
    return f"{letters(column)}{row + 1}"


def text_of(value: Value | Formula) -> str:
    """The cell's text; a whole number without decimals, nothing for an empty cell or a formula."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None or isinstance(value, Formula) else str(value).strip()


def letters(index: int) -> str:
    """`0` is A, `27` is AB: a column as a spreadsheet names it."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def open_workbook(data: bytes) -> Workbook:
    """Reads the file's cells. Raises Refused for everything that is no plain workbook of a sensible size."""
    _check_kind(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _checked_parts(archive)
    except Refused:
        raise
    except (zipfile.BadZipFile, zlib.error, *ODD) as error:
        raise _damaged() from error
    return _read(data, parts)


def _damaged() -> Refused:
    return Refused(_("Tệp bị hỏng hoặc không phải bảng tính XLSX. Hãy mở bằng Excel, lưu lại dạng .xlsx rồi nộp lại."))


def _check_kind(data: bytes) -> None:
    if not data:
        raise Refused(_("Tệp trống. Hãy chọn lại tệp."))
    if len(data) > LARGEST_FILE:
        raise Refused(_("Tệp lớn hơn 1 MB. Hãy xóa ảnh và các trang tính thừa rồi nộp lại."))
    if data.startswith(OLE):
        if ENCRYPTED in data:
            raise Refused(_("Tệp có mật khẩu. Hãy bỏ mật khẩu (Tệp → Thông tin → Bảo vệ) rồi nộp lại."))
        raise Refused(_("Đây là tệp .xls đời cũ. Hãy lưu lại dạng .xlsx rồi nộp lại."))
    if not data.startswith(ZIP):
        raise Refused(_("Đây không phải bảng tính XLSX. Hãy lưu lại dạng .xlsx rồi nộp lại."))


def _checked_parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """The parts that are markup, unpacked within limits."""
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if len(infos) > MOST_PARTS or len(set(names)) != len(names):
        raise Refused(_("Tệp có quá nhiều phần bên trong. Hãy chép bảng sang một tệp mới rồi nộp lại."))
    if sum(info.file_size for info in infos) > LARGEST_UNPACKED or any(_is_bomb(info) for info in infos):
        raise Refused(_("Tệp giải nén ra quá lớn. Hãy chép riêng bảng kế hoạch sang một tệp mới rồi nộp lại."))
    if any(info.flag_bits & 1 for info in infos):
        raise Refused(_("Tệp có mật khẩu. Hãy bỏ mật khẩu (Tệp → Thông tin → Bảo vệ) rồi nộp lại."))
    if any(name.lower().endswith(FOREIGN) and "printersettings" not in name.lower() for name in names):
        raise Refused(_("Tệp có macro hoặc tệp khác bên trong. Hãy lưu lại dạng .xlsx không macro rồi nộp lại."))
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise Refused(_("Đây không phải bảng tính XLSX. Hãy lưu lại dạng .xlsx rồi nộp lại."))
    return {info.filename: _part(archive, info) for info in infos if info.filename.endswith((".xml", ".rels"))}


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > SMALL_PART and info.file_size > MOST_RATIO * max(info.compress_size, 1)


def _part(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as stream:
        # What the directory says may be a lie, so no more than that is read.
        part = stream.read(info.file_size + 1)
    head = part[:200]
    if len(part) > info.file_size or b"\x00" in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _damaged()
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise Refused(_("Tệp có khai báo lạ (DOCTYPE) bên trong nên không được đọc. Hãy chép bảng sang một tệp mới."))
    return part


def _read(data: bytes, parts: Mapping[str, bytes]) -> Workbook:
    # A third of a second to import, so only whoever reads a table waits for it.
    from openpyxl import load_workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False, rich_text=False)
        since_1904 = book.epoch == CALENDAR_MAC_1904
        sheets = tuple(_sheet(sheet, parts) for sheet in book.worksheets)
    except Refused:
        raise
    # What a broken workbook may raise inside the reader has no end; nothing was written yet.
    except Exception as error:
        raise _damaged() from error
    if not sheets:
        raise Refused(_("Tệp không có trang tính nào."))
    return Workbook(sheets, since_1904)


def _sheet(sheet: Any, parts: Mapping[str, bytes]) -> Sheet:
    # Some programs write a wrong size of the sheet; without it every row that is there is read.
    sheet.reset_dimensions()
    rows = [
        tuple(_value(cell, number, column) for column, cell in enumerate(row))
        for number, row in enumerate(sheet.iter_rows(max_row=LAST_ROW_READ, max_col=MOST_COLUMNS))
    ]
    if any(value is not None for row in rows[MOST_ROWS:] for value in row):
        raise Refused(_("Trang tính “%(name)s” có quá %(n)d dòng.", name=sheet.title, n=MOST_ROWS))
    markup = parts.get(str(sheet._worksheet_path).lstrip("/"), b"")
    hidden = frozenset(int(found[1]) - 1 for found in HIDDEN.finditer(markup))
    return Sheet(sheet.title, tuple(rows[:MOST_ROWS]), hidden, _merged(markup))


def _merged(markup: bytes) -> dict[tuple[int, int], tuple[int, int]]:
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    room = MOST_MERGED
    for found in MERGED.finditer(markup):
        left, top, right, bottom = _index(found[1]), int(found[2]) - 1, _index(found[3]), int(found[4]) - 1
        columns = range(left, min(right + 1, MOST_COLUMNS))
        rows = range(top, min(bottom + 1, MOST_ROWS))
        room -= len(rows) * len(columns) + 1
        if room < 0:
            raise Refused(_("Bảng có quá nhiều ô gộp. Hãy bỏ gộp ô rồi nộp lại."))
        merged |= {(row, column): (top, left) for row in rows for column in columns}
    return merged


def _index(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _value(cell: Any, row: int, column: int) -> Value | Formula:
    value = cell.value
    if cell.data_type == "f":
        return Formula()
    if isinstance(value, float) and not math.isfinite(value):
        # No number that anybody meant: it is read, and refused, as the text that it shows.
        return str(value)
    if value is None or isinstance(value, int | float | date | datetime):
        return value
    text = clean(str(value))
    if len(text) > LONGEST_CELL:
        raise Refused(_("Ô %(place)s dài quá %(n)d ký tự.", place=place(row, column), n=LONGEST_CELL))
    return text or None
