"""The texts of an answer's form by the names of its inputs: what a page posts and what a tablet sends are read alike."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from inspect_app.checklists.answers import AnswerValue, text_problems, whole_answer
from inspect_app.checklists.kinds import BadValue, kind_named
from inspect_app.checklists.kinds.base import NOT_APPLICABLE, Kind
from inspect_app.checklists.kinds.tables import MOST_ROWS
from inspect_app.checklists.rules import Item
from inspect_app.kernel.text import clean

ROW = re.compile(r"rows-(?P<row>[0-9]{1,4})-(?P<column>[a-z0-9_]+)")
FURTHEST_ROW = 2 * MOST_ROWS
UNCHECKED = ("", "false")

Fields = Mapping[str, str | list[str]]


def collect(
    kind: Kind[Any, Any], names: Iterable[str], one: Callable[[str], str], many: Callable[[str], list[str]]
) -> dict[str, Any]:
    """The raw texts of a kind: `names` are all that were sent, `one` and `many` give the texts of a name."""
    raw = kind.blank()
    raw |= {name: one(name) for name in kind.inputs}
    raw |= {name: many(name) for name in kind.ticks}
    rows: dict[int, dict[str, str]] = {}
    for name in names if kind.columns else ():
        parts = ROW.fullmatch(name)
        if parts and parts["column"] in kind.columns and int(parts["row"]) <= FURTHEST_ROW:
            rows.setdefault(int(parts["row"]), {})[parts["column"]] = one(name)
    if rows:
        raw["rows"] = [rows.get(number, {}) for number in range(max(rows) + 1)]
    return raw


def read_texts(item: Item, fields: Fields) -> AnswerValue:
    """The answer that a tablet's fields say, judged like the page's form. Raises BadValue with every problem."""
    kind = kind_named(item.kind)

    def one(name: str) -> str:
        sent = fields.get(name, "")
        return sent if isinstance(sent, str) else (sent[0] if sent else "")

    def many(name: str) -> list[str]:
        sent = fields.get(name, [])
        return [sent] if isinstance(sent, str) else sent

    raw = collect(kind, fields, one, many)
    by_radio = kind.radio is not None and raw.get(kind.radio) == NOT_APPLICABLE
    not_applicable = by_radio or one("not_applicable") not in UNCHECKED
    reason, note, typed = one("reason"), one("note"), None
    if not not_applicable:
        try:
            typed = kind.parse(raw, item.options)
        except BadValue as bad:
            problems = text_problems(not_applicable=not_applicable, reason=clean(reason), note=clean(note))
            raise BadValue([*bad.problems, *problems]) from None
    return whole_answer(item, typed, not_applicable=not_applicable, reason=reason, note=note)
