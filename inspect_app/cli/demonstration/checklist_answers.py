"""The answers of a whole visit: what is wrong there, what does not apply, and everything else as it should be."""

from collections.abc import Mapping
from dataclasses import dataclass

from inspect_app.checklists.answers import AnswerValue, answered, checked_answer
from inspect_app.checklists.kinds import kind_named
from inspect_app.checklists.rules import ChecklistVersion, Item, applies
from inspect_app.cli.demonstration.answering import SILENT, Ground, Typed, good_answer, late_dossiers
from inspect_app.cli.demonstration.casting import APOLOGY_FLAWS, Casting
from inspect_app.cli.demonstration.flaws import LEVELS
from inspect_app.cli.demonstration.remarks import ALL_APOLOGISED, NO_LATE_DOSSIERS, NOT_HERE, REMARKS
from inspect_app.fieldwork.rules import GivenAnswer
from inspect_app.units.models import Unit

REMARKED = 0.7


@dataclass(frozen=True)
class PlannedAnswer:
    """One answer of the visit, and whether it is a shortcoming worth a picture."""

    item: Item
    given: GivenAnswer
    is_flaw: bool


def checked(item: Item, typed: Typed) -> AnswerValue:
    """The answer as a page would read and check it. Raises BadValue."""
    kind = kind_named(item.kind)
    plain = None
    if not typed.reason:
        value = kind.parse(typed.raw or {}, item.options)
        plain = kind.to_json(value) if value is not None else None
    return checked_answer(item, plain, not_applicable=bool(typed.reason), reason=typed.reason or None, note=typed.note)


def as_given(answer: AnswerValue) -> GivenAnswer:
    """The same as fieldwork keeps it."""
    verdict = answer.verdict.value if answer.verdict else None
    return GivenAnswer(answer.value, answer.not_applicable, answer.reason, answer.note, verdict)


def planned_answers(version: ChecklistVersion, casting: Casting, unit: Unit, ground: Ground) -> list[PlannedAnswer]:
    """Every answer to the items that apply, in the order of the checklist."""
    reasons = _reasons(version.code, LEVELS[unit.kind])
    found = {item.id: checked(item, _typed(version.code, item, casting, reasons, ground)) for item in version.items}
    known = {item.id: answered(found[item.id], item) for item in version.items}
    applying = applies(version.items, {item_id: one for item_id, one in known.items() if one is not None})
    return [
        PlannedAnswer(item, as_given(found[item.id]), casting.flaw_of(item.id) is not None)
        for item in version.items
        if item.id in applying
    ]


def _reasons(checklist: str, level: str) -> Mapping[str, str]:
    return {
        item: one.reason for one in NOT_HERE if one.checklist == checklist and level in one.levels for item in one.items
    }


def _typed(checklist: str, item: Item, casting: Casting, reasons: Mapping[str, str], ground: Ground) -> Typed:
    apology = APOLOGY_FLAWS.get(checklist)
    flaw = casting.flaw_of(item.id)
    if flaw is not None:
        raw = flaw.raw or {"verdict": flaw.verdict}
        return Typed(late_dossiers(ground, silent=SILENT) if item.kind == "dossiers" else raw, flaw.note)
    if item.id in reasons:
        return Typed(reason=reasons[item.id])
    if apology is not None and item.id == apology.item:
        if casting.late == "none":
            return Typed(reason=NO_LATE_DOSSIERS)
        raw = late_dossiers(ground, silent=0) if item.kind == "dossiers" else {"verdict": "pass"}
        return Typed(raw, ALL_APOLOGISED)
    remark = REMARKS.get(item.id, "") if ground.lots.random() < REMARKED else ""
    return Typed(good_answer(item, ground), remark)
