"""From cells to figures: headings found by their names in any order, every problem told by its cell.

An empty cell says nothing and keeps what stands. A cell that a spreadsheet may have changed by itself (a day, a value in a
format of percent, a formula) is refused and never guessed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import fold
from inspect_app.kernel.workbooks import CellProblem, Formula, Refused, Sheet, Value, Workbook, place, text_of
from inspect_app.ratings.tables.columns import COUNTS, FIGURES, Column, column_of

HEADING_SEARCH = 40
FOOTERS = ("tong cong", "cong", "tong", "toan tinh", "noi nhan", "nguoi lap", "ghi chu")
PERCENT = re.compile(r"\d+(?:[.,]\d+)?")
# In groups of three, as they are printed, or without.
COUNT = re.compile(r"\d{1,3}(?:[. ]\d{3})+|\d+")


class _Unclear(ValueError):
    """A cell that is no figure; the message says why and what to write."""


@dataclass
class FigureRow:
    """A row of the table: the unit as it is named, the figures that it says, and where each stands."""

    row: int
    code: str
    unit: str
    places: Mapping[Column, str]
    index: Decimal | None = None
    counts: dict[Column, int] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)

    def say(self, message: str, *columns: Column) -> None:
        """Adds a problem at the first of these columns that the table has."""
        at = next((self.places[one] for one in columns if one in self.places), place(self.row, 0))
        self.problems.append(CellProblem(at, message))

    @property
    def says_nothing(self) -> bool:
        """Whether no figure was given, nor one that could not be read."""
        return self.index is None and not self.counts and not self.problems


def read_figures(book: Workbook) -> tuple[FigureRow, ...]:
    """The rows of the first sheet that has the headings. Raises Refused when there is none, or no row under it."""
    for sheet in book.sheets:
        for row in range(min(len(sheet.rows), HEADING_SEARCH)):
            heads = _named(sheet, row)
            if heads.keys() & {Column.CODE, Column.UNIT} and heads.keys() & set(FIGURES):
                rows = tuple(_rows(sheet, row + 1, heads))
                if not rows:
                    raise Refused(_("Bảng không có dòng nào dưới hàng tiêu đề."))
                return rows
    raise Refused(
        _(
            "Không tìm thấy hàng tiêu đề. Bảng cần có cột “Mã đơn vị” hoặc “Đơn vị” và ít nhất một cột số liệu. "
            "Hãy tải bảng mẫu về để điền."
        )
    )


def _named(sheet: Sheet, row: int) -> dict[Column, int]:
    found: dict[Column, int] = {}
    for index in range(len(sheet.rows[row])):
        value = sheet.at(row, index)
        column = column_of(value) if isinstance(value, str) else None
        if column is None:
            continue
        if column in found:
            message = _("Hai cột cùng tên “%(name)s” (ô %(cell)s). Hãy bỏ một cột.", name=value, cell=place(row, index))
            raise Refused(message)
        found[column] = index
    return found


def _rows(sheet: Sheet, first: int, heads: Mapping[Column, int]) -> Iterator[FigureRow]:
    for row in range(first, len(sheet.rows)):
        cells = {column: sheet.at(row, index) for column, index in heads.items()}
        code, unit = text_of(cells.get(Column.CODE)), text_of(cells.get(Column.UNIT))
        # The line of sums, or what is written under a table.
        if not code and (not unit or fold(unit).startswith(FOOTERS)) and sheet.begins_with(row, FOOTERS):
            return
        read = FigureRow(row, code, unit, {column: place(row, index) for column, index in heads.items()})
        _read_cells(read, cells)
        if code or unit or not read.says_nothing:
            yield read


def _read_cells(row: FigureRow, cells: Mapping[Column, Value | Formula]) -> None:
    for column in (Column.CODE, Column.UNIT):
        name = cells.get(column)
        if isinstance(name, Formula):
            row.say(name.problem, column)
    for column in FIGURES:
        value = cells.get(column)
        if value is None:
            continue
        try:
            if column is Column.INDEX:
                row.index = _percent(value)
            elif column in COUNTS:
                row.counts[column] = _count(value)
        except _Unclear as unclear:
            row.say(str(unclear), column)


def _refuse_odd(value: Value | Formula) -> None:
    if isinstance(value, Formula):
        raise _Unclear(value.problem)
    if isinstance(value, date):
        raise _Unclear(_("bảng tính đã đổi ô này thành ngày; hãy đặt dạng Văn bản hoặc Số rồi ghi lại"))
    if isinstance(value, bool):
        raise _Unclear(_("ô này không phải là số; hãy ghi ví dụ 92,5"))


def _percent(value: Value | Formula) -> Decimal:
    """An index in percent: 92,5 or 92.5, with or without the sign."""
    _refuse_odd(value)
    if isinstance(value, int | float):
        if 0 < value <= 1:
            shown, percent = (f"{one:.10g}".replace(".", ",") for one in (value, value * 100))
            raise _Unclear(
                _(
                    "%(value)s có phải là %(percent)s %% không? Hãy bỏ định dạng phần trăm rồi ghi lại",
                    value=shown,
                    percent=percent,
                )
            )
        return Decimal(str(value))
    text = str(value).removesuffix("%").strip()
    if not PERCENT.fullmatch(text):
        raise _Unclear(_("“%(text)s” không phải là chỉ số phần trăm; hãy ghi ví dụ 92,5", text=text[:40]))
    return Decimal(text.replace(",", "."))


def _count(value: Value | Formula) -> int:
    _refuse_odd(value)
    if isinstance(value, float) and not value.is_integer():
        raise _Unclear(_("số hồ sơ là số nguyên, không có phần lẻ"))
    text = str(int(value)) if isinstance(value, int | float) else str(value).replace("\u00a0", " ")
    if not COUNT.fullmatch(text):
        raise _Unclear(_("“%(text)s” không phải là số hồ sơ; hãy ghi số nguyên, ví dụ 9120", text=text[:40]))
    return int(text.replace(".", "").replace(" ", ""))
