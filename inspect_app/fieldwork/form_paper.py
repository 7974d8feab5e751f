"""A visit's checklist on paper: the blank form for the team, or the form with what is answered so far."""

from datetime import datetime

from inspect_app.campaigns.board import span_text
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.papers.citing import participants
from inspect_app.checklists.kinds import BadValue, kind_named
from inspect_app.checklists.paper import Filled, form_sections
from inspect_app.checklists.rules import Item
from inspect_app.documents.sheets import ChecklistFormSheet
from inspect_app.fieldwork.models import Answer
from inspect_app.fieldwork.paper import evidence_mark
from inspect_app.fieldwork.standing import Standing
from inspect_app.kernel.formats import format_datetime
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language


@use_language(DEFAULT_LANGUAGE)  # papers are Vietnamese, whatever their maker reads
def visit_form(visit: Visit, standing: Standing, *, filled_at: datetime | None) -> ChecklistFormSheet:
    """The form of a visit: blank without `filled_at`, else with the answers as they stand at that moment."""
    is_filled = filled_at is not None
    items = {item.id: item for item in standing.version.items}
    known = {item_id: answer for item_id, answer in standing.answers.items() if item_id in items} if is_filled else {}
    marks = {item_id: tuple(evidence_mark(each.number) for each in rows) for item_id, rows in standing.evidence.items()}
    filled = {item_id: _filled(items[item_id], answer) for item_id, answer in known.items()}
    return ChecklistFormSheet(
        sample=visit.campaign.is_sample,
        title=standing.version.title.vi,
        label=standing.version.label,
        unit=visit.unit.name,
        visit=visit.code,
        days=span_text(visit),
        team=participants(visit.team),
        sections=form_sections(standing.version, filled, marks if is_filled else {}),
        printed=format_datetime(filled_at) if filled_at else "",
    )


def _filled(item: Item, answer: Answer) -> Filled:
    kind = kind_named(item.kind)
    raw = kind.blank()
    if answer.value is not None:
        try:
            raw = kind.to_raw(kind.from_json(answer.value, item.options))
        except BadValue:
            raw = kind.blank()
    by = f"{answer.person.name}, {format_datetime(answer.answered_at)}"
    return Filled(raw, bool(answer.not_applicable), answer.reason or "", answer.note, by)
