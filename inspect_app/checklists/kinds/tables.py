"""Rows of inputs: what the kinds with a table share."""

from typing import Any

from inspect_app.checklists.kinds.base import BadValue, InputProblem, Raw
from inspect_app.checklists.kinds.reading import words
from inspect_app.kernel.language import gettext as _

MOST_ROWS = 300
BLANK_ROWS = 3
PAPER_ROWS = 18


def filled_rows(raw: Raw, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """The rows in which anything was entered, with their place in the form. Raises BadValue for too many."""
    rows: list[Any] = list(raw.get("rows") or [])
    texts = [{name: words(row, name) for name in columns} for row in rows if isinstance(row, dict)]
    filled = [(index, row) for index, row in enumerate(texts) if any(row.values())]
    if len(filled) > MOST_ROWS:
        raise BadValue([InputProblem("rows", _("Bảng có quá %(n)s dòng. Hãy bớt dòng.", n=MOST_ROWS))])
    return filled


def paper_rows(raw: Raw, columns: tuple[str, ...], at_least: int = 0) -> tuple[tuple[str, ...], ...]:
    """The rows on paper: what was entered, or empty ones to write in."""
    filled = [tuple(row[name] for name in columns) for _index, row in filled_rows(raw, columns)]
    return tuple(filled) or (("",) * len(columns),) * max(PAPER_ROWS, at_least)


def as_in_form(problems: list[InputProblem], raw: Raw, columns: tuple[str, ...]) -> list[InputProblem]:
    """Problems numbered by the rows of a value, numbered by the rows of the form, which has empty ones between."""
    places = [index for index, _row in filled_rows(raw, columns)]
    found: list[InputProblem] = []
    for problem in problems:
        table, _dash, rest = problem.input.partition("-")
        number, _dash, column = rest.partition("-")
        name = f"{table}-{places[int(number)]}-{column}" if column else problem.input
        found.append(InputProblem(name, problem.message))
    return found


def with_blank_rows(raw: Raw, columns: tuple[str, ...], at_least: int = 0) -> list[dict[str, str]]:
    """The rows to show: what was entered, then some empty ones, so that a table grows without a script."""
    rows = [{name: words(row, name) for name in columns} for row in raw.get("rows") or [] if isinstance(row, dict)]
    while rows and not any(rows[-1].values()):
        rows.pop()
    blank = max(BLANK_ROWS, at_least - len(rows))
    return rows + [dict.fromkeys(columns, "") for _index in range(blank)]
