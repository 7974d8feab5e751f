"""What is told at once: to whom it concerns, and to nobody else."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.followup.operations import decide_report, report_action
from inspect_app.followup.queries import actions_of_visit
from inspect_app.kernel.outbox import InboxMessage
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import NOW
from tests.factories.people import Player


@pytest.fixture
def journey(session: Session) -> Journey:
    journey = make_journey(session)
    journey.issued()
    return journey


def _subjects(journey: Journey, player: Player) -> list[str]:
    query = select(InboxMessage.subject).where(InboxMessage.account_id == player.account.id)
    return list(journey.session.scalars(query.order_by(InboxMessage.id)))


@pytest.mark.parametrize("who", ["contact", "head", "inspector"])
def test_an_issued_notice_is_told_to_the_unit_and_the_team(journey: Journey, who: str) -> None:
    assert any("đã phát hành" in subject for subject in _subjects(journey, getattr(journey, who)))


@pytest.mark.parametrize("who", ["auditor", "chair", "signatory"])
def test_an_issued_notice_is_told_to_nobody_else(journey: Journey, who: str) -> None:
    assert not any("đã phát hành" in subject for subject in _subjects(journey, getattr(journey, who)))


def test_a_report_is_told_to_the_lead_and_its_return_to_the_contact(journey: Journey) -> None:
    action = actions_of_visit(journey.session, journey.visit.id)[0]
    report_action(journey.session, journey.contact.actor, action, text="Đã làm", files=[], now=NOW)
    assert any("đã báo cáo khắc phục" in subject for subject in _subjects(journey, journey.lead))
    decide_report(journey.session, journey.lead.actor, action, accepted=False, reason="Thiếu ảnh", now=NOW)
    assert any("bị trả lại" in subject for subject in _subjects(journey, journey.contact))


def test_the_secretary_is_told_that_the_minutes_are_closed(journey: Journey) -> None:
    assert any("Đã khép lại" in subject for subject in _subjects(journey, journey.secretary))
