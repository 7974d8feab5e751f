"""Answers: saved once, changed with their history, refused to whoever belongs to the unit."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from inspect_app.fieldwork.operations import answer_item
from inspect_app.fieldwork.queries import answer_to, revisions_of
from inspect_app.fieldwork.rules import GivenAnswer
from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from tests.factories.journeys import Journey, make_journey, verdict
from tests.factories.moments import NOW
from tests.factories.people import make_player


@pytest.fixture
def journey(session: Session) -> Journey:
    journey = make_journey(session)
    journey.begin()
    return journey


def test_an_answer_is_kept_with_who_gave_it(journey: Journey) -> None:
    answer = journey.answer("CV01", "pass")
    assert (answer.verdict, answer.answered_by, answer.revision) == ("pass", journey.inspector.person.id, 1)


def test_the_same_answer_twice_makes_one_revision(journey: Journey) -> None:
    journey.answer("CV01", "pass")
    journey.answer("CV01", "pass")
    assert len(revisions_of(journey.session, journey.visit.id, "CV01")) == 1


def test_a_changed_answer_keeps_the_first_one(journey: Journey) -> None:
    journey.answer("CV01", "pass")
    journey.answer("CV01", "fail", "Không niêm yết")
    history = revisions_of(journey.session, journey.visit.id, "CV01")
    assert [revision.verdict for revision in history] == ["pass", "fail"]


def test_not_applicable_needs_a_reason(journey: Journey) -> None:
    wanted = GivenAnswer(None, True, " ", "", None)
    with pytest.raises(RuleBroken) as refusal:
        answer_item(journey.session, journey.inspector.actor, journey.visit, "CV02", wanted, now=NOW)
    assert refusal.value.field == "reason"


@pytest.mark.parametrize("who", ["contact", "head", "coordinator", "auditor", "chair", "signatory"])
def test_nobody_outside_the_team_answers(journey: Journey, who: str) -> None:
    player = getattr(journey, who)
    with pytest.raises(Forbidden):
        answer_item(journey.session, player.actor, journey.visit, "CV01", verdict("pass"), now=NOW)
    assert answer_to(journey.session, journey.visit.id, "CV01") is None


def test_a_member_who_is_also_head_of_the_unit_cannot_answer(journey: Journey) -> None:
    player = make_player(journey.session, Role.INSPECTOR, (Role.HEAD_OF_UNIT, journey.unit))
    journey.visit.team[1].person_id = player.person.id
    journey.session.flush()
    with pytest.raises(Forbidden):
        answer_item(journey.session, player.actor, journey.visit, "CV01", verdict("pass"), now=NOW)


def test_after_closing_a_change_needs_a_reason(journey: Journey) -> None:
    journey.answer("CV01", "pass")
    journey.close()
    with pytest.raises(RuleBroken) as refusal:
        journey.answer("CV01", "fail", "Thiếu")
    assert refusal.value.field == "change_reason"
    actor = journey.inspector.actor
    answer_item(
        journey.session, actor, journey.visit, "CV01", verdict("fail", "Thiếu"), now=NOW, change_reason="Ghi nhầm"
    )
    assert revisions_of(journey.session, journey.visit.id, "CV01")[-1].change_reason == "Ghi nhầm"


def test_an_issued_conclusion_freezes_the_answers(session: Session) -> None:
    journey = make_journey(session)
    journey.issued()
    with pytest.raises(Conflict):
        journey.answer("CV01", "pass")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE answer SET verdict = 'pass'",
        "DELETE FROM answer",
        "UPDATE answer_revision SET verdict = 'pass'",
        "DELETE FROM answer_revision",
        "UPDATE finding SET text = 'khác'",
        "DELETE FROM finding",
        "UPDATE conclusion SET state = 'draft'",
        "DELETE FROM conclusion_request",
        "UPDATE conclusion_request SET text = 'khác'",
        "DELETE FROM approval",
        "DELETE FROM request_finding",
        "UPDATE minutes SET place = 'khác'",
        "UPDATE visit SET frozen_at = NULL",
        "DELETE FROM visit",
        "UPDATE team_member SET role = 'observer'",
    ],
)
def test_no_sql_changes_a_frozen_visit(session: Session, statement: str) -> None:
    journey = make_journey(session)
    journey.issued()
    session.commit()
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text(statement))


def test_no_answer_is_inserted_into_a_frozen_visit(session: Session) -> None:
    journey = make_journey(session)
    journey.issued()
    session.commit()
    copied = (
        "INSERT INTO answer (id, visit_id, item_id, not_applicable, note, revision, answered_by, answered_at) "
        "SELECT visit_id, visit_id, 'CV09', not_applicable, note, 1, answered_by, answered_at FROM answer"
    )
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text(copied))
