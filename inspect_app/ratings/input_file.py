"""The inputs of a rating as a CSV file: `unit,contents_met,index,late,total`, refused whole when one row is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from inspect_app.kernel.csv_source import Cell, Row, Table, read_table
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import nfc
from inspect_app.kernel.yaml_source import Problem, ProblemsFound, did_you_mean
from inspect_app.ratings.rules import Inputs, Share

COLUMNS = ("unit", "contents_met", "index", "late", "total")
ANSWERS: dict[str, bool | None] = {"yes": True, "no": False, "": None}
COUNT = re.compile(r"[0-9]+")
PERCENT = re.compile(r"[0-9]+([.,][0-9]+)?")
NEGATIVE = re.compile(r"[-\u2212][0-9]+([.,][0-9]+)?")
MAX_DIGITS = 4000
FULL = 100


@dataclass(frozen=True)
class UnitInputs:
    """One row: a unit as it is named in the file, and the inputs of its head."""

    unit: str
    inputs: Inputs


def read_inputs(name: str, data: bytes) -> list[UnitInputs]:
    """The rows of a file, in their order. Raises ProblemsFound with every problem of every row; then nothing counts."""
    table = read_table(name, data)
    problems = list(_header_problems(table))
    if problems:
        raise ProblemsFound(problems)
    reader = _Rows(table)
    rows = [found for row in table.rows if (found := reader.take(row)) is not None]
    if reader.problems:
        raise ProblemsFound(reader.problems)
    return rows


def _header_problems(table: Table) -> Iterator[Problem]:
    names = [cell.text for cell in table.header]
    for number, cell in enumerate(table.header):
        if not cell.text:
            yield Problem(cell.place, _("Cột này không có tên. Hãy bỏ cột thừa"))
        elif cell.text not in COLUMNS:
            message = _("Không có cột “%(column)s”", column=cell.text[:40])
            yield Problem(cell.place, f"{message}; {did_you_mean(cell.text, COLUMNS)}")
        elif cell.text in names[:number]:
            yield Problem(cell.place, _("Cột “%(column)s” lặp lại. Hãy bỏ một cột", column=cell.text))
    missing = [column for column in COLUMNS if column not in names]
    if missing:
        message = _(
            "Thiếu cột %(missing)s. Dòng đầu phải có các cột %(columns)s, ngăn bằng dấu phẩy hoặc dấu chấm phẩy",
            missing=", ".join(missing),
            columns=", ".join(COLUMNS),
        )
        yield Problem(table.header[0].place, message)


class _Rows:
    """Reads row after row and keeps every problem."""

    def __init__(self, table: Table) -> None:
        self.order = [cell.text for cell in table.header]
        self.separator = table.separator
        self.problems: list[Problem] = []
        self.lines: dict[str, int] = {}

    def refuse(self, cell: Cell, message: str) -> None:
        """Notes a problem at a cell."""
        self.problems.append(Problem(cell.place, message))

    def take(self, row: Row) -> UnitInputs | None:
        """The row's inputs; None when it cannot be used, with the problems noted."""
        if len(row) != len(self.order):
            self._refuse_length(row)
            return None
        cells = dict(zip(self.order, row, strict=True))
        before = len(self.problems)
        unit = self._unit(cells["unit"])
        contents = self._contents(cells["contents_met"])
        index = self._index(cells["index"])
        share = self._share(cells["late"], cells["total"])
        return None if len(self.problems) > before else UnitInputs(unit, Inputs(contents, index, share))

    def _refuse_length(self, row: Row) -> None:
        wanted = len(self.order)
        message = _("Dòng có %(found)d ô, cần %(wanted)d ô", found=len(row), wanted=wanted)
        if len(row) > wanted and self.separator == ",":
            advice = _('Số thập phân viết bằng dấu phẩy phải đặt trong dấu ngoặc kép, như "92,5"')
            message = f"{message}. {advice}"
        self.refuse(row[wanted] if len(row) > wanted else row[0], message)

    def _unit(self, cell: Cell) -> str:
        unit = " ".join(nfc(cell.text).split())
        if not any(character.isalnum() for character in unit):
            self.refuse(cell, _("Thiếu tên đơn vị"))
        elif unit in self.lines:
            self.refuse(cell, _("Đơn vị “%(unit)s” đã có ở dòng %(line)d", unit=unit[:80], line=self.lines[unit]))
        else:
            self.lines[unit] = cell.place.line
        return unit

    def _contents(self, cell: Cell) -> bool | None:
        answer = cell.text.lower()
        if answer not in ANSWERS:
            self.refuse(cell, _("“%(text)s” phải là yes, no hoặc để trống", text=cell.text[:40]))
            return None
        return ANSWERS[answer]

    def _index(self, cell: Cell) -> Decimal | None:
        if not cell.text or not self._is_number(cell, PERCENT):
            return None
        index = Decimal(cell.text.replace(",", "."))
        if index > FULL:
            self.refuse(cell, _("Chỉ số %(index)s nằm ngoài khoảng 0 đến 100", index=cell.text[:40]))
        return index

    def _share(self, late_cell: Cell, total_cell: Cell) -> Share | None:
        if bool(late_cell.text) != bool(total_cell.text):
            blank = total_cell if late_cell.text else late_cell
            self.refuse(blank, _("Số hồ sơ trễ hẹn và tổng số hồ sơ phải cùng có hoặc cùng để trống"))
        late, total = self._count(late_cell), self._count(total_cell)
        if late is None or total is None:
            return None
        if late > total:
            message = _("Số hồ sơ trễ hẹn %(late)s lớn hơn tổng số %(total)s", late=late, total=total)
            self.refuse(late_cell, message)
            return None
        return Share(late, total)

    def _count(self, cell: Cell) -> int | None:
        if not cell.text or not self._is_number(cell, COUNT):
            return None
        return int(cell.text)

    def _is_number(self, cell: Cell, pattern: re.Pattern[str]) -> bool:
        """Whether the cell is written as asked; otherwise its problem is noted."""
        if len(cell.text) > MAX_DIGITS:
            self.refuse(cell, _("Số có quá nhiều chữ số (tối đa %(most)d)", most=MAX_DIGITS))
        elif pattern.fullmatch(cell.text):
            return True
        elif NEGATIVE.fullmatch(cell.text):
            self.refuse(cell, _("“%(text)s” là số âm", text=cell.text[:40]))
        else:
            wanted = _("Số hồ sơ phải là số nguyên, chỉ gồm chữ số")
            if pattern is PERCENT:
                wanted = _("Chỉ số phải là số phần trăm, như 92,5 hoặc 92.5")
            self.refuse(cell, _("“%(text)s” không hợp lệ. %(wanted)s", text=cell.text[:40], wanted=wanted))
        return False
