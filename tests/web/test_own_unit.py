"""Several hats give nobody more rights over his own unit: he keeps only what the unit itself may do."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import RoleAssignment
from inspect_app.accounts.queries import actor_for
from inspect_app.campaigns import permissions as campaigns
from inspect_app.campaigns.models import TeamMember
from inspect_app.campaigns.operations import cancel_visit, change_team, schedule_visit
from inspect_app.campaigns.queries import working_calendar
from inspect_app.conclusions.operations import (
    Wording,
    begin_draft,
    issue_conclusion,
    save_requests,
    save_wording,
    send_back,
    submit_draft,
)
from inspect_app.fieldwork import permissions as fieldwork
from inspect_app.fieldwork.intake import ReceivedFile
from inspect_app.fieldwork.models import HeldChange, Photo, StrayChange
from inspect_app.fieldwork.operations import (
    MinutesDetails,
    add_evidence,
    answer_item,
    begin_fieldwork,
    close_fieldwork,
    note_minutes,
    receive_self_report,
)
from inspect_app.fieldwork.operations.settling import set_aside_held, set_aside_stray, take_held, waive_photo
from inspect_app.findings.operations import edit_finding, withdraw_finding
from inspect_app.findings.queries import standing_findings
from inspect_app.followup.operations import decide_report, report_action
from inspect_app.followup.queries import actions_of_visit
from inspect_app.kernel.actors import TEAM_ROLES, Actor, Role
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from tests.factories.held import make_device, make_held, make_photo, make_stray
from tests.factories.journeys import ISSUING, Journey, make_journey, verdict
from tests.factories.moments import NOW, TODAY
from tests.factories.people import Player, make_player

FILE = ReceivedFile("0" * 64, "a.pdf", "application/pdf", 1)
EVERY_HAT = (Role.COORDINATOR, Role.SIGNATORY, Role.AUDITOR, Role.RATING_AUTHORITY, *sorted(TEAM_ROLES))


def _many_hats(journey: Journey) -> Player:
    """Contact of the unit, with every other role there is, and smuggled into the team as its deputy."""
    session = journey.session
    player = make_player(session, *EVERY_HAT, (Role.UNIT_CONTACT, journey.unit), name="Nhiều vai")
    session.add(TeamMember(visit_id=journey.visit.id, person_id=player.person.id, role=Role.DEPUTY, position=9))
    session.flush()
    session.refresh(journey.visit, ["team"])
    return player


def _former_head(journey: Journey) -> Player:
    """Head of the unit until last month, and now in the team; nobody noted where he worked."""
    player = _many_hats(journey)
    held = journey.session.scalars(
        select(RoleAssignment).where(RoleAssignment.person_id == player.person.id, RoleAssignment.unit_id.is_not(None))
    ).one()
    held.role, held.valid_to = Role.HEAD_OF_UNIT, TODAY - timedelta(days=30)
    journey.session.flush()
    return Player(player.person, player.account, actor_for(journey.session, player.account, TODAY))


def _waiting(journey: Journey) -> tuple[HeldChange, StrayChange, Photo]:
    """One of each thing that waits for a decision at the visit."""
    session, visit = journey.session, journey.visit
    device = make_device(session, journey.inspector)
    return make_held(session, device, visit), make_stray(session, device, visit), make_photo(session, device, visit)


def _writes(journey: Journey, actor: Actor) -> list[Callable[[], object]]:
    session, visit = journey.session, journey.visit
    details = MinutesDetails("x", "", "", "", 3)
    found: list[Callable[[], object]] = [
        lambda: begin_fieldwork(session, actor, visit, place="x", now=NOW),
        lambda: answer_item(session, actor, visit, "CV06", verdict("pass"), now=NOW),
        lambda: add_evidence(session, actor, visit, "CV06", FILE, caption="", now=NOW),
        lambda: note_minutes(session, actor, visit, details, now=NOW),
        lambda: close_fieldwork(session, actor, visit, gaps=(), sheet={}, pdf_sha256="0" * 64, now=NOW),
        lambda: schedule_visit(session, actor, visit, starts_on=None, ends_on=None, reason="x", now=NOW),
        lambda: change_team(session, actor, visit, members=[], reason="x", now=NOW),
        lambda: cancel_visit(session, actor, visit, reason="x", now=NOW),
    ]
    held, stray, photo = _waiting(journey)
    found += [
        lambda: take_held(session, actor, held, reason="x", seen=None, now=NOW),
        lambda: set_aside_held(session, actor, held, reason="x", now=NOW),
        lambda: set_aside_stray(session, actor, visit, stray, reason="x", now=NOW),
        lambda: waive_photo(session, actor, photo, reason="x", now=NOW),
    ]
    for finding in standing_findings(session, visit.id):
        found += [
            partial(
                edit_finding,
                session,
                actor,
                finding,
                text="x",
                grade=finding.grade,
                area=finding.area,
                reason="x",
                now=NOW,
            ),
            partial(withdraw_finding, session, actor, finding, reason="x", now=NOW),
        ]
    return found


@pytest.mark.parametrize("who", [_many_hats, _former_head])
def test_no_hat_lets_a_person_of_the_unit_write_on_its_visit(
    session: Session, who: Callable[[Journey], Player]
) -> None:
    journey = make_journey(session)
    actor = who(journey).actor
    for write in _writes(journey, actor):
        with pytest.raises((Forbidden, Conflict)):
            write()
    journey.begin()
    journey.answer("CV06", "fail", "Thiếu")
    for write in _writes(journey, actor):
        with pytest.raises((Forbidden, Conflict)):
            write()
    assert not fieldwork.may_read_fieldwork(actor, journey.visit)
    assert not campaigns.may_schedule(actor, journey.visit)


@pytest.mark.parametrize("who", [_many_hats, _former_head])
def test_no_hat_lets_a_person_of_the_unit_write_its_conclusion_or_verify_its_work(
    session: Session, who: Callable[[Journey], Player]
) -> None:
    journey = make_journey(session)
    actor = who(journey).actor
    journey.begin()
    journey.answer("CV06", "fail", "Thiếu")
    journey.close()
    journey.confirm_findings()
    with pytest.raises(Forbidden):
        begin_draft(session, actor, journey.visit, due_days=5, now=NOW)
    conclusion = journey.submitted()
    calendar = working_calendar(journey.visit.campaign)
    for write in (
        lambda: save_wording(session, actor, conclusion, Wording(), now=NOW),
        lambda: save_requests(session, actor, conclusion, [], now=NOW),
        lambda: submit_draft(session, actor, conclusion, now=NOW),
        lambda: send_back(session, actor, conclusion, reason="x", now=NOW),
        lambda: issue_conclusion(session, actor, conclusion, journey.delegation, ISSUING, calendar=calendar, now=NOW),
    ):
        with pytest.raises(Forbidden):
            write()
    journey.issue(conclusion)
    action = actions_of_visit(session, journey.visit.id)[0]
    report_action(session, journey.contact.actor, action, text="Đã làm", files=(), now=NOW)
    with pytest.raises(Forbidden):
        decide_report(session, actor, action, accepted=True, reason="", now=NOW)


def test_a_former_head_is_put_on_no_team_within_the_year(session: Session) -> None:
    journey = make_journey(session)
    former = _former_head(journey)
    members = [(former.person.id, Role.LEAD)]
    with pytest.raises(RuleBroken, match="thuộc đơn vị"):
        change_team(session, journey.coordinator.actor, journey.visit, members=members, reason="x", now=NOW)


def test_a_unit_that_was_not_told_learns_of_its_visit_by_no_address(session: Session) -> None:
    journey = make_journey(session)
    journey.visit.notice_sent_at = None
    session.flush()
    assert not fieldwork.may_read_self_report(journey.contact.actor, journey.visit)
    with pytest.raises(Forbidden):
        receive_self_report(
            session, journey.contact.actor, journey.visit, FILE, received_on=TODAY, given_by="x", note="", now=NOW
        )
