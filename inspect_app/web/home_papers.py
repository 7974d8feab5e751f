"""The conclusions on the first page: drafts, what waits for a signature, and what a unit is to explain."""

from collections.abc import Sequence
from uuid import UUID

from flask import url_for

from inspect_app.campaigns.models import Visit
from inspect_app.conclusions.explanation_queries import newest_standing, rounds_waiting
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.permissions import may_begin_draft, may_draft, may_issue, may_lapse
from inspect_app.conclusions.queries import conclusions_of_visits
from inspect_app.conclusions.rules import ConclusionState
from inspect_app.conclusions.words import conclusion_state_name, conclusion_state_tone
from inspect_app.kernel.actors import Role
from inspect_app.kernel.formats import format_date, format_day_count
from inspect_app.kernel.language import gettext as _
from inspect_app.web.cards import MOST_CARDS, Card, Part
from inspect_app.webkit.context import actor, session, today, working_calendar

SOON = 2


def explanation_cards(visits: Sequence[Visit], own: frozenset[UUID]) -> list[Card]:
    """What the unit is to explain, the nearest due first."""
    cards: list[Card] = []
    for each in rounds_waiting(session(), [visit.id for visit in visits if visit.unit_id in own]):
        days = working_calendar().days_left(today(), each.due_on)
        url = url_for("conclusions.explanation", conclusion_id=each.conclusion_id)
        eyebrow = f"{each.conclusion.visit.code} · " + _("hạn %(day)s", day=format_date(each.due_on))
        note = _("%(n)d thiếu sót cần ý kiến", n=len(each.points))
        tone = "bad" if days < 0 else "warn" if days <= SOON else "wait"
        cards.append(Card(_("Giải trình dự thảo kết luận"), url, eyebrow, tone, format_day_count(days), note))
    return cards


def _conclusion_card(conclusion: Conclusion) -> Card:
    return Card(
        title=conclusion.visit.unit.name,
        url=url_for("conclusions.show", conclusion_id=conclusion.id),
        eyebrow=conclusion.visit.code,
        tone=conclusion_state_tone(conclusion.state),
        state=conclusion_state_name(conclusion.state),
        note=_paper_note(conclusion),
    )


def _paper_note(conclusion: Conclusion) -> str:
    if conclusion.return_reason:
        return _("Đã bị trả lại: xem lý do")
    asked = newest_standing(conclusion)
    if asked is None or conclusion.state is not ConclusionState.EXPLAINING:
        return ""
    days = working_calendar().days_left(today(), asked.due_on)
    return _("Hạn giải trình %(day)s, %(left)s", day=format_date(asked.due_on), left=format_day_count(days))


def _is_with_the_unit(conclusion: Conclusion) -> bool:
    """Whether it waits for the unit, and the reader is one of those who go on when the day has passed."""
    return conclusion.state is ConclusionState.EXPLAINING and may_lapse(actor(), conclusion)


def papers_part(visits: Sequence[Visit]) -> Part | None:
    """The papers that wait for the reader, or for the unit under his eyes."""
    who = actor()
    if not any(who.has(role) for role in (Role.LEAD, Role.DEPUTY, Role.SECRETARY, Role.COORDINATOR, Role.SIGNATORY)):
        return None
    known = conclusions_of_visits(session(), [visit.id for visit in visits])
    cards = [
        _conclusion_card(each)
        for each in known.values()
        if may_issue(who, each) or may_draft(who, each) or _is_with_the_unit(each)
    ]
    for visit in visits:
        if visit.id not in known and may_begin_draft(who, visit):
            note = _("Đã khép lại, chưa có dự thảo kết luận")
            cards.append(
                Card(visit.unit.name, url_for("conclusions.index"), visit.code, "wait", _("Chờ dự thảo"), note)
            )
    title = _("Kết luận chờ ký") if who.has(Role.SIGNATORY) else _("Văn bản đang làm")
    return Part(
        title,
        cards[:MOST_CARDS],
        _("Không có văn bản nào chờ bạn."),
        url_for("conclusions.index"),
        _("Xem mọi kết luận"),
    )
