"""Values in words, for who must choose between them: what was answered, or what a tablet's change says."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from inspect_app.checklists.kinds import BadValue, kind_named
from inspect_app.checklists.kinds.verdict import VerdictKind
from inspect_app.checklists.rules import Item
from inspect_app.fieldwork.models import AnswerRevision, Change, ChangeKind
from inspect_app.fieldwork.operations.effects.answers import read_answer
from inspect_app.fieldwork.rules import GivenAnswer
from inspect_app.fieldwork.words import part_name, value_name
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _

Texts = tuple[tuple[str, str], ...]
# Drawn lines say nothing in words, and the names of files and sheets are for machines.
UNTOLD = ("strokes", "sha256", "sheet_sha256", "sheet", "size", "photo", "id", "sequence", "visit", "base", "checklist")
LONGEST_TEXT = 4000


@dataclass(frozen=True)
class ShownValue:
    """A value in words; `texts` are the parts of what is no answer, or of what the form refuses (`problem` says why).

    `asked` is the question with its checklist's name, where the visit's checklist asks another by now.
    """

    verdict: str | None = None
    summary: str = ""
    note: str = ""
    texts: Texts = ()
    problem: str | None = None
    asked: str | None = None


def shown_answer(item: Item, given: GivenAnswer) -> ShownValue:
    """An answer by the summary of its kind; `không áp dụng` with its reason."""
    if given.not_applicable or given.value is None:
        return ShownValue(given.verdict, given.reason or "", given.note)
    kind = kind_named(item.kind)
    try:
        summary = kind.summary(kind.from_json(given.value, item.options), item.options)
    except BadValue:
        summary = json.dumps(given.value, ensure_ascii=False)
    return ShownValue(given.verdict, "" if kind.name == VerdictKind.name else summary, given.note)


def shown_revision(item: Item, row: AnswerRevision) -> ShownValue:
    """A value that the item has or had."""
    return shown_answer(item, GivenAnswer(row.value, row.not_applicable, row.reason, row.note, row.verdict))


def shown_change(item: Item | None, change: Change, names: Mapping[str, str]) -> ShownValue:
    """What a change says; `names` are people by the text of their id."""
    if change.kind is not ChangeKind.ANSWER:
        return ShownValue(texts=tuple(_texts(change.body, names)))
    problem = _("Phiếu kiểm tra của cuộc này không có mục đó.")
    if item is not None:
        try:
            return shown_answer(item, read_answer(item, change.body))
        except RuleBroken as broken:
            problem = broken.message
    return ShownValue(texts=tuple(_texts(change.body, names)), problem=problem)


def shown_text(text: str) -> ShownValue:
    """What can be read of a text that is no change: its parts if it is JSON, else its beginning as it came."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        read = None
    if isinstance(read, dict):
        return ShownValue(texts=tuple(_texts(read, {})))
    return ShownValue(texts=((_("Nguyên văn"), text[:LONGEST_TEXT]),))


def _texts(body: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in body.items():
        if name in UNTOLD or value is None or value in ("", [], {}):
            continue
        if isinstance(value, dict):
            yield from _texts(value, names)
        else:
            yield part_name(name), _("Có") if _is_ticked(name, value) else _told(value, names)[:LONGEST_TEXT]


def _is_ticked(name: str, value: Any) -> bool:
    """A box of a form is a letter in its fields."""
    return name in ("not_applicable", "none") and value == "y"


def _told(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, str):
        return names.get(value) or value_name(value)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)
