"""Corrective actions: reported by the unit's contact, verified or returned by the lead."""

from datetime import date, timedelta

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from inspect_app.followup.models import CorrectiveAction
from inspect_app.followup.operations import decide_report, report_action
from inspect_app.followup.queries import actions_of_visit, actions_of_visits, findings_put_right
from inspect_app.followup.rules import ActionMark, ActionState, verified_on
from inspect_app.kernel.errors import Forbidden, RuleBroken
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import NOW, TODAY


@pytest.fixture
def journey(session: Session) -> Journey:
    journey = make_journey(session)
    journey.issued()
    return journey


def _action(journey: Journey) -> CorrectiveAction:
    return actions_of_visit(journey.session, journey.visit.id)[0]


def _report(journey: Journey) -> None:
    report_action(journey.session, journey.contact.actor, _action(journey), text="Đã niêm yết", files=[], now=NOW)


def test_a_finding_is_open_until_its_action_is_verified(journey: Journey) -> None:
    finding_id = _action(journey).request.findings[0].id
    assert findings_put_right(journey.session, [journey.visit.id]) == {finding_id: None}
    _report(journey)
    decide_report(journey.session, journey.lead.actor, _action(journey), accepted=True, reason="", now=NOW)
    assert findings_put_right(journey.session, [journey.visit.id]) == {finding_id: TODAY}


def test_a_list_of_actions_does_not_read_the_papers_that_ask_for_them(journey: Journey) -> None:
    journey.session.expunge_all()
    (action,) = actions_of_visits(journey.session, [journey.visit.id])
    conclusion = action.request.conclusion
    assert "sheet" in inspect(conclusion).unloaded
    assert conclusion.sheet is not None, "it is read when somebody asks"


def test_a_returned_report_needs_a_reason_and_reopens_the_action(journey: Journey) -> None:
    _report(journey)
    action = _action(journey)
    with pytest.raises(RuleBroken):
        decide_report(journey.session, journey.lead.actor, action, accepted=False, reason=" ", now=NOW)
    decide_report(journey.session, journey.lead.actor, action, accepted=False, reason="Thiếu ảnh", now=NOW)
    assert action.state is ActionState.OPEN


@pytest.mark.parametrize("who", ["head", "lead", "coordinator", "inspector", "chair"])
def test_only_the_units_contact_reports(journey: Journey, who: str) -> None:
    with pytest.raises(Forbidden):
        report_action(journey.session, getattr(journey, who).actor, _action(journey), text="Đã làm", files=[], now=NOW)


@pytest.mark.parametrize("who", ["contact", "head", "coordinator", "inspector", "chair", "signatory"])
def test_only_the_lead_verifies(journey: Journey, who: str) -> None:
    _report(journey)
    with pytest.raises(Forbidden):
        decide_report(journey.session, getattr(journey, who).actor, _action(journey), accepted=True, reason="", now=NOW)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE corrective_action SET state = 'open', verified_on = NULL, verified_by = NULL",
        "DELETE FROM action_report",
        "UPDATE action_decision SET accepted = FALSE, reason = 'x'",
    ],
)
def test_no_sql_undoes_a_verification(journey: Journey, statement: str) -> None:
    _report(journey)
    decide_report(journey.session, journey.lead.actor, _action(journey), accepted=True, reason="", now=NOW)
    journey.session.commit()
    with pytest.raises(IntegrityError), journey.session.begin_nested():
        journey.session.execute(text(statement))


def test_a_finding_is_put_right_when_the_last_of_its_actions_is() -> None:
    first, last = date(2024, 7, 1), date(2024, 7, 9)
    assert verified_on([ActionMark(first), ActionMark(last)]) == last
    assert verified_on([ActionMark(first), ActionMark(None)]) is None
    assert verified_on([]) is None


def test_the_verification_keeps_its_own_day(journey: Journey) -> None:
    _report(journey)
    later = NOW + timedelta(days=10)
    decide_report(journey.session, journey.lead.actor, _action(journey), accepted=True, reason="", now=later)
    assert _action(journey).verified_on == TODAY + timedelta(days=10)


def test_a_unit_that_reported_in_time_is_not_late_because_nobody_verified_it(journey: Journey) -> None:
    action = _action(journey)
    after = action.due_on + timedelta(days=9)
    assert action.is_late(after)
    report_action(journey.session, journey.contact.actor, action, text="Đã làm", files=(), now=NOW)
    assert not action.is_late(after)
    more = NOW + timedelta(days=60)
    report_action(journey.session, journey.contact.actor, action, text="Bổ sung", files=(), now=more)
    journey.session.refresh(action)
    assert not action.is_late(after), "what was added later does not undo the first report"
    decide_report(journey.session, journey.lead.actor, action, accepted=False, reason="Thiếu", now=more)
    journey.session.refresh(action)
    assert action.is_late(after)
    report_action(journey.session, journey.contact.actor, action, text="Làm lại", files=(), now=more)
    journey.session.refresh(action)
    assert action.is_late(after), "this report came after the day"
