"""From cells to rows of a plan: headings found by their names in any order, every problem told by its cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from inspect_app.campaigns.tables.columns import CODES_SHEET, Column, column_of
from inspect_app.campaigns.tables.days import NoDays, Span, day_of, span_of
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import fold
from inspect_app.kernel.workbooks import CellProblem, Formula, Refused, Sheet, Value, Workbook, place, text_of

HEADING_SEARCH = 40
DATED = (Column.SPAN, Column.STARTS, Column.ENDS)
FOOTERS = ("noi nhan", "nguoi lap", "tong cong", "cong", "ghi chu:")


@dataclass(frozen=True)
class Codes:
    """A line of the sheet of codes."""

    number: str
    code: str
    unit_code: str
    stream_code: str
    members: str


@dataclass
class PlanRow:
    """A row of the table: its texts, its days (None where the cell is empty), and where each stands."""

    row: int
    texts: Mapping[Column, str]
    places: Mapping[Column, str]
    span: Span | None
    problems: list[CellProblem] = field(default_factory=list)

    def place_of(self, *columns: Column) -> str:
        """The cell of the first of these columns that the table has."""
        return next((self.places[one] for one in columns if one in self.places), place(self.row, 0))

    def say(self, message: str, *columns: Column) -> None:
        """Adds a problem at a cell."""
        self.problems.append(CellProblem(self.place_of(*columns), message))


@dataclass(frozen=True)
class PlanTable:
    """Everything that was read of a file."""

    sheet: str
    rows: tuple[PlanRow, ...]
    codes: tuple[Codes, ...]
    campaign_code: str
    notes: tuple[str, ...]


def read_table(book: Workbook, year: int) -> PlanTable:
    """The rows of the first sheet that has the headings. Raises Refused when there is none."""
    for sheet in book.sheets:
        heads = _heads(sheet)
        if heads is not None:
            rows = tuple(_rows(sheet, *heads, year=year, since_1904=book.since_1904))
            codes, campaign_code = _codes(book)
            hidden = sorted(row.row + 1 for row in rows if row.row in sheet.hidden)
            notes = [_("Dòng đang ẩn cũng được đọc: %(rows)s.", rows=", ".join(map(str, hidden)))] if hidden else []
            return PlanTable(sheet.name, rows, codes, campaign_code, tuple(notes))
    raise Refused(
        _("Không tìm thấy hàng tiêu đề. Bảng cần có cột “Đơn vị” và cột “Thời gian” (hoặc “Từ ngày”, “Đến ngày”).")
    )


def _heads(sheet: Sheet) -> tuple[int, dict[Column, int]] | None:
    """The row after the headings, and which column each is; headings may stand in two rows."""
    if sheet.name == CODES_SHEET:
        return None
    for row in range(min(len(sheet.rows), HEADING_SEARCH)):
        found = _named(sheet, row)
        if Column.UNIT not in found or not any(one in found for one in DATED):
            continue
        under = _named(sheet, row + 1)
        if Column.STARTS in under and Column.ENDS in under:
            found.pop(Column.SPAN, None)
            return row + 2, {**found, **{one: under[one] for one in under if one in DATED or one not in found}}
        return row + 1, found
    return None


def _named(sheet: Sheet, row: int) -> dict[Column, int]:
    found: dict[Column, int] = {}
    width = max((len(cells) for cells in sheet.rows[row : row + 1]), default=0)
    for index in range(width):
        value = sheet.at(row, index)
        column = column_of(value) if isinstance(value, str) else None
        if column is not None:
            found.setdefault(column, index)
    return found


def _rows(sheet: Sheet, first: int, heads: dict[Column, int], *, year: int, since_1904: bool) -> Iterator[PlanRow]:
    for row in range(first, len(sheet.rows)):
        cells = {column: sheet.at(row, index) for column, index in heads.items()}
        if not any(text_of(value) for column, value in cells.items() if column is not Column.NUMBER):
            continue
        unit = fold(text_of(cells.get(Column.UNIT)))
        if not unit and sheet.begins_with(row, FOOTERS):
            return
        read = PlanRow(
            row,
            {column: text_of(value) for column, value in cells.items()},
            {column: place(row, index) for column, index in heads.items()},
            None,
        )
        _check_formulas(read, cells)
        read.span = _span(read, cells, year, since_1904)
        yield read


def _check_formulas(row: PlanRow, cells: Mapping[Column, Value | Formula]) -> None:
    for column, value in cells.items():
        if isinstance(value, Formula) and column is not Column.NUMBER:
            row.say(value.problem, column)


def _span(row: PlanRow, cells: Mapping[Column, Value | Formula], year: int, since_1904: bool) -> Span | None:
    try:
        if Column.STARTS in cells:
            return _two_cells(row, cells, year, since_1904)
        value = cells.get(Column.SPAN)
        if value is None or isinstance(value, Formula):
            return None
        return span_of(value, year=year, since_1904=since_1904)
    except NoDays as problem:
        row.say(str(problem), Column.SPAN, Column.STARTS)
        return None


def _two_cells(row: PlanRow, cells: Mapping[Column, Value | Formula], year: int, since_1904: bool) -> Span | None:
    first, last = cells.get(Column.STARTS), cells.get(Column.ENDS)
    if isinstance(first, Formula) or isinstance(last, Formula) or (first is None and last is None):
        return None
    if first is None:
        row.say(_("thiếu ngày bắt đầu"), Column.STARTS)
        return None
    whole = span_of(first, year=year, since_1904=since_1904)
    if last is None or last == first or whole.starts_on is None:
        return whole
    try:
        end = day_of(last, year=year, since_1904=since_1904)
    except NoDays as problem:
        row.say(str(problem), Column.ENDS)
        return None
    if whole.starts_on != whole.ends_on or end < whole.starts_on:
        row.say(_("ngày kết thúc trước ngày bắt đầu"), Column.ENDS)
        return None
    return Span(whole.starts_on, end)


def _codes(book: Workbook) -> tuple[tuple[Codes, ...], str]:
    """The sheet of codes; whoever made the table by hand has none."""
    sheet = next((one for one in book.sheets if one.name == CODES_SHEET), None)
    if sheet is None or not sheet.rows:
        return (), ""
    lines = []
    for row in range(1, len(sheet.rows)):
        number, code, unit, stream, members = (text_of(sheet.at(row, column)) for column in range(5))
        if code:
            lines.append(Codes(number, code, unit, stream, members))
    return tuple(lines), text_of(sheet.at(0, 5))
