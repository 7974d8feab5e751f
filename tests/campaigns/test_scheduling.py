"""The coordinator's hand on a visit, and the marks of its life."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from inspect_app.campaigns.models import Occurrence, TeamMember, Visit
from inspect_app.campaigns.operations import (
    begin_visit,
    cancel_visit,
    change_team,
    mark_closed,
    mark_frozen,
    mark_notice_sent,
    schedule_visit,
)
from inspect_app.campaigns.queries import due_occurrences
from inspect_app.campaigns.rules import OccurrenceRule, OccurrenceState, VisitState
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import SYSTEM, Role
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.outbox import InboxMessage
from tests.factories.moments import NOW, TODAY
from tests.factories.people import make_person, make_player
from tests.factories.units import make_unit
from tests.factories.visits import make_campaign, make_stream, make_visit

TUESDAY = date(2024, 6, 25)


@pytest.fixture
def coordinator(session):
    return make_player(session, Role.COORDINATOR, name="Điều phối mẫu").actor


def schedule(session, actor, visit, first, last=None, **more):
    return schedule_visit(session, actor, visit, starts_on=first, ends_on=last or first, now=NOW, **more)


def last_entry(session):
    return session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()


def test_a_date_brings_the_due_dates_and_a_journal_entry(session, coordinator):
    visit = make_visit(session, starts_on=None)
    assert schedule(session, coordinator, visit, TUESDAY)
    assert visit.state is VisitState.SCHEDULED
    rules = set(session.scalars(select(Occurrence.rule).where(Occurrence.target_id == visit.id)))
    assert OccurrenceRule.NOTICE in rules
    entry = last_entry(session)
    assert entry.verb == "campaigns.schedule_visit"
    assert entry.changes["starts_on"] == [None, "2024-06-25"]


def test_the_same_dates_again_write_nothing(session, coordinator):
    visit = make_visit(session, starts_on=TUESDAY)
    assert not schedule(session, coordinator, visit, TUESDAY)
    assert last_entry(session) is None


def test_moving_a_visit_asks_for_a_reason_and_supersedes_its_due_dates(session, coordinator):
    visit = make_visit(session, starts_on=None)
    schedule(session, coordinator, visit, TUESDAY)
    with pytest.raises(RuleBroken) as refusal:
        schedule(session, coordinator, visit, date(2024, 7, 2))
    assert refusal.value.field == "reason"
    schedule(session, coordinator, visit, date(2024, 7, 2), reason="Đơn vị họp HĐND")
    states = {
        row.due_on: row.state
        for row in session.scalars(select(Occurrence).where(Occurrence.rule == OccurrenceRule.VISIT_EVE))
    }
    assert states == {date(2024, 6, 24): OccurrenceState.SUPERSEDED, date(2024, 7, 1): OccurrenceState.PENDING}
    assert last_entry(session).reason == "Đơn vị họp HĐND"


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2024, 6, 22), date(2024, 6, 22), "starts_on"),
        (date(2024, 6, 21), date(2024, 6, 24), "ends_on"),
        (date(2024, 6, 26), date(2024, 6, 25), "ends_on"),
        (date(2024, 6, 14), date(2024, 6, 14), "starts_on"),
        (date(2024, 10, 1), date(2024, 10, 1), "starts_on"),
        (date(2024, 9, 3), date(2024, 9, 3), "starts_on"),
        (TUESDAY, None, "ends_on"),
        (None, TUESDAY, "starts_on"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(session, coordinator, first, last, field):
    visit = make_visit(session, starts_on=None)
    with pytest.raises(RuleBroken) as refusal:
        schedule_visit(session, coordinator, visit, starts_on=first, ends_on=last, now=NOW)
    assert refusal.value.field == field


def test_a_unit_is_not_visited_after_its_end(session, coordinator):
    visit = make_visit(session, starts_on=None)
    visit.unit.valid_to = date(2024, 6, 30)
    with pytest.raises(RuleBroken):
        schedule(session, coordinator, visit, date(2024, 7, 1))


def test_nobody_is_in_two_places_on_one_day(session, coordinator):
    lead = make_person(session, "Trưởng đoàn mẫu")
    other = make_visit(session, starts_on=TUESDAY, team=[(lead, Role.LEAD)])
    visit = make_visit(session, starts_on=None, team=[(lead, Role.LEAD)])
    with pytest.raises(RuleBroken) as refusal:
        schedule(session, coordinator, visit, TUESDAY)
    assert refusal.value.field == "team"
    assert other.unit.name not in refusal.value.message
    with pytest.raises(RuleBroken):
        change_team(
            session,
            coordinator,
            make_visit(session, starts_on=TUESDAY),
            members=[(lead.id, Role.LEAD)],
            reason="",
            now=NOW,
        )


def test_a_unit_has_one_visit_a_day(session, coordinator):
    unit = make_unit(session)
    make_visit(session, unit=unit, starts_on=TUESDAY)
    with pytest.raises(RuleBroken):
        schedule(session, coordinator, make_visit(session, unit=unit, starts_on=None), TUESDAY)


def test_a_secret_visit_of_the_unit_does_not_show_through_a_refusal(session, coordinator):
    unit = make_unit(session)
    make_visit(session, unit=unit, starts_on=TUESDAY, unannounced=True)
    assert schedule(session, coordinator, make_visit(session, unit=unit, starts_on=None), TUESDAY)


def test_who_belongs_to_the_unit_does_not_inspect_it(session, coordinator):
    visit = make_visit(session, starts_on=TUESDAY)
    for person in (
        make_person(session, "Người của đơn vị", works_at=visit.unit),
        make_player(session, (Role.HEAD_OF_UNIT, visit.unit)).person,
    ):
        with pytest.raises(RuleBroken) as refusal:
            change_team(session, coordinator, visit, members=[(person.id, Role.LEAD)], reason="", now=NOW)
        assert refusal.value.field == "team"


@pytest.mark.parametrize("roles", [[Role.INSPECTOR], [Role.LEAD, Role.LEAD], [Role.LEAD, Role.AUDITOR]])
def test_a_team_has_one_lead_and_only_parts_of_a_team(session, coordinator, roles):
    visit = make_visit(session, starts_on=TUESDAY)
    members = [(make_person(session).id, role) for role in roles]
    with pytest.raises(RuleBroken):
        change_team(session, coordinator, visit, members=members, reason="", now=NOW)


def test_a_member_is_replaced_with_a_reason_and_hears_of_it(session, coordinator):
    old, new = make_player(session, name="Cũ"), make_player(session, name="Mới")
    visit = make_visit(session, starts_on=TUESDAY, team=[(old.person, Role.LEAD)])
    with pytest.raises(RuleBroken):
        change_team(session, coordinator, visit, members=[(new.person.id, Role.LEAD)], reason="", now=NOW)
    assert change_team(session, coordinator, visit, members=[(new.person.id, Role.LEAD)], reason="Bận", now=NOW)
    assert [member.person_id for member in visit.team] == [new.person.id]
    assert list(session.scalars(select(InboxMessage.account_id))) == [new.account.id]
    assert not change_team(session, coordinator, visit, members=[(new.person.id, Role.LEAD)], reason="Bận", now=NOW)


def test_a_told_unit_hears_of_a_new_date_and_an_untold_one_does_not(session, coordinator):
    for noticed in (True, False):
        visit = make_visit(session, starts_on=TUESDAY, noticed=noticed)
        contact = make_player(session, (Role.UNIT_CONTACT, visit.unit))
        schedule(session, coordinator, visit, date(2024, 7, 2), reason="Đổi lịch")
        told = list(session.scalars(select(InboxMessage).where(InboxMessage.account_id == contact.account.id)))
        assert bool(told) is noticed


def test_a_message_about_a_secret_visit_names_neither_unit_nor_day(session, coordinator):
    member = make_player(session)
    visit = make_visit(session, starts_on=TUESDAY, unannounced=True, team=[(member.person, Role.LEAD)])
    contact = make_player(session, (Role.UNIT_CONTACT, visit.unit))
    schedule(session, coordinator, visit, date(2024, 7, 2), reason="Đổi lịch")
    messages = session.scalars(select(InboxMessage)).all()
    assert [message.account_id for message in messages] == [member.account.id]
    assert contact.account.id not in [message.account_id for message in messages]
    for message in messages:
        assert visit.unit.name not in message.subject + message.body
        assert "02/07" not in message.subject + message.body


def test_a_cancelled_visit_keeps_its_reason_and_drops_its_due_dates(session, coordinator):
    visit = make_visit(session, starts_on=None)
    schedule(session, coordinator, visit, TUESDAY)
    with pytest.raises(RuleBroken):
        cancel_visit(session, coordinator, visit, reason="  ", now=NOW)
    cancel_visit(session, coordinator, visit, reason="Đơn vị sáp nhập", now=NOW)
    assert visit.state is VisitState.CANCELLED
    assert not [one for one in due_occurrences(session, date(2024, 12, 31)) if one.target_id == visit.id]
    with pytest.raises(Conflict):
        schedule(session, coordinator, visit, TUESDAY)


def test_only_coordinators_schedule_and_not_a_secret_at_their_own_unit(session, coordinator):
    visit = make_visit(session, starts_on=None, unannounced=True)
    own = make_player(session, Role.COORDINATOR, works_at=visit.unit).actor
    others = [make_player(session, role).actor for role in set(Role) - {Role.COORDINATOR}]
    for actor in (own, *others):
        with pytest.raises(Forbidden):
            schedule(session, actor, visit, TUESDAY)
        with pytest.raises(Forbidden):
            change_team(session, actor, visit, members=[], reason="", now=NOW)
        with pytest.raises(Forbidden):
            cancel_visit(session, actor, visit, reason="x", now=NOW)


def test_the_team_begins_on_the_day_and_the_unit_never_does(session):
    lead, observer = make_player(session), make_player(session)
    visit = make_visit(session, team=[(lead.person, Role.LEAD), (observer.person, Role.OBSERVER)])
    head = make_player(session, Role.COORDINATOR, (Role.HEAD_OF_UNIT, visit.unit))
    for actor in (observer.actor, head.actor, make_player(session, Role.LEAD).actor):
        with pytest.raises(Forbidden):
            begin_visit(session, actor, visit, now=NOW)
    begin_visit(session, lead.actor, visit, now=NOW)
    assert visit.state is VisitState.UNDER_WAY
    with pytest.raises(Conflict):
        begin_visit(session, lead.actor, visit, now=NOW)


def test_a_visit_does_not_begin_early_or_without_a_team(session, coordinator):
    lead = make_person(session)
    with pytest.raises(RuleBroken):
        begin_visit(session, coordinator, make_visit(session, starts_on=TUESDAY, team=[(lead, Role.LEAD)]), now=NOW)
    with pytest.raises(RuleBroken):
        begin_visit(session, coordinator, make_visit(session), now=NOW)
    with pytest.raises(Conflict):
        begin_visit(session, coordinator, make_visit(session, starts_on=None), now=NOW)


def test_the_marks_come_in_their_order(session):
    visit = make_visit(session)
    for mark in (mark_closed, mark_frozen):
        with pytest.raises(Conflict):
            mark(session, SYSTEM, visit, now=NOW)
    assert mark_notice_sent(session, SYSTEM, visit, now=NOW)
    assert not mark_notice_sent(session, SYSTEM, visit, now=NOW)
    with pytest.raises(Conflict):
        mark_notice_sent(session, SYSTEM, make_visit(session, unannounced=True), now=NOW)


def test_freezing_brings_the_days_for_putting_right(session):
    visit = make_visit(session, closed=True)
    mark_frozen(session, SYSTEM, visit, now=NOW)
    assert visit.state is VisitState.CONCLUDED
    due = session.scalars(select(Occurrence.due_on).where(Occurrence.rule == OccurrenceRule.REMEDIATION_DUE))
    assert sorted(due) == [date(2024, 7, 17), date(2024, 7, 18)]


@pytest.fixture
def frozen(session):
    visit = make_visit(session, closed=True, team=[(make_person(session), Role.LEAD)])
    mark_frozen(session, SYSTEM, visit, now=NOW)
    return visit


@pytest.mark.parametrize(
    "statement",
    [
        update(Visit).values(ends_on=date(2024, 7, 1)),
        update(Visit).values(frozen_at=None),
        delete(TeamMember),
        update(TeamMember).values(role=Role.INSPECTOR),
        text("DELETE FROM visit"),
    ],
)
def test_the_database_itself_refuses_to_change_a_frozen_visit(session, frozen, statement):
    with pytest.raises(DBAPIError, match=r"never changes|FOREIGN KEY|foreign key"), session.begin_nested():
        session.execute(statement)


def test_nobody_joins_the_team_of_a_frozen_visit(session, frozen):
    person = make_person(session)
    session.add(TeamMember(visit_id=frozen.id, person_id=person.id, role=Role.INSPECTOR))
    with pytest.raises(DBAPIError, match="never changes"):
        session.flush()


def test_a_visit_has_both_dates_or_none(session):
    visit = make_visit(session)
    visit.ends_on = None
    with pytest.raises(DBAPIError):
        session.flush()


def test_what_is_due_is_what_waits_until_today(session, coordinator):
    stream = make_stream(session, make_campaign(session))
    visit = make_visit(session, stream=stream, starts_on=None)
    schedule(session, coordinator, visit, TUESDAY)
    assert {one.rule for one in due_occurrences(session, TODAY)} == {
        OccurrenceRule.NOTICE,
        OccurrenceRule.SELF_REPORT_REMINDER,
    }
    later = datetime(2024, 6, 24, 1, tzinfo=UTC).date()
    assert OccurrenceRule.VISIT_EVE in {one.rule for one in due_occurrences(session, later)}
