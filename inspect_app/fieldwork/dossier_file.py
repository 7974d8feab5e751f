"""A file with a list of dossiers, as a one-stop system exports it: read as the answer's own table, every fault with its line."""

import re
from dataclasses import dataclass

from inspect_app.checklists.kinds import BadValue, kind_named
from inspect_app.checklists.kinds.dossiers import DATES
from inspect_app.checklists.kinds.tables import MOST_ROWS
from inspect_app.kernel.csv_source import Cell, Row, read_table
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import fold
from inspect_app.kernel.yaml_source import Problem, ProblemsFound

MOST_DOSSIERS = 2_000
# Systems export a day with its hour; the table of dossiers knows days only.
TIME = re.compile(r"[ T]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?([.,][0-9]+)?$")
# What an inspector sees for himself (forms, apologies) is not taken from a list.
HEADINGS = {
    "code": "Mã hồ sơ",
    "received": "Ngày tiếp nhận",
    "first_due": "Hẹn trả lần đầu",
    "last_due": "Hẹn trả lần cuối",
    "result_on": "Ngày trả kết quả",
    "supplements": "Số lần bổ sung",
    "reschedules": "Số lần hẹn lại",
}
Dossier = dict[str, str]


@dataclass(frozen=True)
class ReadList:
    """The dossiers, and the headings of columns that were left out."""

    rows: tuple[Dossier, ...]
    left_out: tuple[str, ...]


def read_dossiers(name: str, data: bytes) -> ReadList:
    """The dossiers of a CSV file; columns are known by their headings, in any order. Raises ProblemsFound."""
    table = read_table(name, data)
    columns, left_out = _columns(table.header)
    if "code" not in columns:
        message = _("Thiếu cột “%(heading)s”. Dòng đầu phải là tên các cột", heading=HEADINGS["code"])
        raise ProblemsFound([Problem(table.header[0].place, message)])
    if len(table.rows) > MOST_DOSSIERS:
        message = _("Danh sách có %(n)s hồ sơ, tối đa %(most)s. Hãy tách bớt", n=len(table.rows), most=MOST_DOSSIERS)
        raise ProblemsFound([Problem(table.rows[MOST_DOSSIERS][0].place, message)])
    if not table.rows:
        raise ProblemsFound([Problem(table.header[0].place, _("Danh sách không có hồ sơ nào"))])
    rows, problems = _checked(table.rows, columns)
    problems += _repeated(table.rows, columns["code"])
    if problems:
        raise ProblemsFound(sorted(problems, key=lambda problem: (problem.place.line, problem.place.column)))
    return ReadList(tuple(rows), tuple(left_out))


def _columns(header: Row) -> tuple[dict[str, int], list[str]]:
    known = {fold(heading): name for name, heading in HEADINGS.items()} | {name: name for name in HEADINGS}
    columns: dict[str, int] = {}
    left_out: list[str] = []
    for place, cell in enumerate(header):
        name = known.get(fold(cell.text))
        if name is None or name in columns:
            left_out.append(cell.text)
        else:
            columns[name] = place
    return columns, [text for text in left_out if text]


def _checked(rows: list[Row], columns: dict[str, int]) -> tuple[list[Dossier], list[Problem]]:
    """Each piece is read by the kind itself, so that what it would refuse later is refused now."""
    kind = kind_named("dossiers")
    options = kind.options_model()
    found: list[Dossier] = []
    problems = [
        Problem(_cell(row, columns["code"]).place, _("Hãy nhập mã hồ sơ.")) for row in rows if not _code(row, columns)
    ]
    for start in range(0, len(rows), MOST_ROWS):
        piece = rows[start : start + MOST_ROWS]
        try:
            value = kind.parse({"rows": [_texts(row, columns) for row in piece]}, options)
        except BadValue as bad:
            problems += [_placed(problem.input, problem.message, piece, columns) for problem in bad.problems]
            continue
        told = kind.to_raw(value)["rows"] if value is not None else []
        found += [{name: row[name] for name in HEADINGS if row[name]} for row in told]
    return found, problems


def _code(row: Row, columns: dict[str, int]) -> str:
    return _cell(row, columns["code"]).text


def _texts(row: Row, columns: dict[str, int]) -> Dossier:
    texts = {name: _cell(row, place).text for name, place in columns.items()}
    return {name: TIME.sub("", text) if name in DATES else text for name, text in texts.items()}


def _placed(name: str, message: str, rows: list[Row], columns: dict[str, int]) -> Problem:
    _rows, _dash, rest = name.partition("-")
    number, _dash, column = rest.partition("-")
    return Problem(_cell(rows[int(number)], columns.get(column, 0)).place, message)


def _cell(row: Row, place: int) -> Cell:
    return row[place] if place < len(row) else Cell("", row[-1].place)


def _repeated(rows: list[Row], place: int) -> list[Problem]:
    first: dict[str, int] = {}
    problems: list[Problem] = []
    for row in rows:
        cell = _cell(row, place)
        if cell.text and cell.text in first:
            message = _("Mã hồ sơ này đã có ở dòng %(line)d", line=first[cell.text])
            problems.append(Problem(cell.place, message))
        first.setdefault(cell.text, cell.place.line)
    return problems
