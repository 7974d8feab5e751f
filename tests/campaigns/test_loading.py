"""Loading a plan: once, twice, changed, late."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from inspect_app.campaigns.files import read_folder
from inspect_app.campaigns.following.recorded import recorded_source
from inspect_app.campaigns.models import Campaign, Occurrence, Visit
from inspect_app.campaigns.notice_settings import notice_settings
from inspect_app.campaigns.operations import (
    begin_visit,
    cancel_visit,
    draw_unannounced,
    load_plan,
    mark_notice_sent,
    schedule_visit,
)
from inspect_app.campaigns.queries import campaign_by_code, visit_by_code
from inspect_app.campaigns.rules import (
    ChangedThing,
    NoticeSettings,
    OccurrenceRule,
    OccurrenceState,
    VisitOrigin,
    VisitState,
)
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import SYSTEM, Role
from inspect_app.kernel.errors import Forbidden
from inspect_app.kernel.outbox import InboxMessage, OutgoingMail
from inspect_app.units.models import Unit
from tests.campaigns.folders import CHECKLISTS, SHIPPED, read, variant
from tests.campaigns.shipped import BEFORE, shipped_campaign
from tests.factories.people import make_player

LATE = datetime(2024, 11, 4, 2, tzinfo=UTC)
JUNE = datetime(2024, 6, 17, 2, tzinfo=UTC)
TD07 = 'unit: "STNMT", dates: {starts: 2024-04-15, ends: 2024-04-16}'


@pytest.fixture
def shipped(session):
    """The shipped campaign, loaded a week before it begins."""
    return shipped_campaign(session)


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def everything(session):
    tables = (Campaign, Visit, Occurrence, JournalEntry, Unit, InboxMessage, OutgoingMail)
    return [count(session, table) for table in tables]


def states_of(session, visit):
    rows = session.execute(
        select(Occurrence.rule, Occurrence.due_on, Occurrence.state).where(Occurrence.target_id == visit.id)
    )
    return {(rule, due_on): state for rule, due_on, state in rows}


def test_the_shipped_plan_becomes_forty_visits_and_their_due_dates(session):
    changes = load_plan(session, SYSTEM, read(SHIPPED), now=BEFORE)
    campaign = campaign_by_code(session, "quang-nam-2024")
    assert count(session, Visit) == 40
    assert campaign.official_number is None
    assert len([one for one in changes.added if one.thing is ChangedThing.VISIT]) == 29
    assert [stream.code for stream in campaign.streams] == ["toan-dien", "y-te", "mot-cua", "cong-vu"]
    td07 = visit_by_code(session, campaign, "TD-07")
    assert next(Role(member.role) for member in td07.team) is Role.LEAD
    assert states_of(session, td07)[OccurrenceRule.NOTICE, date(2024, 4, 1)] is OccurrenceState.PENDING
    assert not states_of(session, visit_by_code(session, campaign, "TD-06"))
    reports = select(Occurrence).where(Occurrence.rule == OccurrenceRule.MONTHLY_REPORT)
    assert len(session.scalars(reports).all()) == 6


def test_the_same_plan_again_changes_and_writes_nothing(session, shipped):
    before = everything(session)
    changes = load_plan(session, SYSTEM, read(SHIPPED), now=JUNE)
    assert changes.is_empty
    assert not changes.kept
    assert not session.new
    assert not session.dirty
    assert everything(session) == before


def test_a_changed_date_moves_the_visit_and_its_due_dates(session, shipped, tmp_path):
    folder = read(variant(tmp_path, ("plan.yaml", TD07, TD07.replace("04-15", "04-23").replace("04-16", "04-24"))))
    (change,) = load_plan(session, SYSTEM, folder, now=BEFORE).changed
    assert change.code == "TD-07"
    assert change.fields == {"dates": (["2024-04-15", "2024-04-16"], ["2024-04-23", "2024-04-24"])}
    visit = visit_by_code(session, shipped, "TD-07")
    assert visit.starts_on == date(2024, 4, 23)
    states = states_of(session, visit)
    assert states[OccurrenceRule.NOTICE, date(2024, 4, 1)] is OccurrenceState.SUPERSEDED
    assert states[OccurrenceRule.NOTICE, date(2024, 4, 8)] is OccurrenceState.PENDING


def test_a_visit_that_left_the_file_is_cancelled_and_comes_back_with_it(session, shipped, tmp_path):
    line = next(line for line in (SHIPPED / "plan.yaml").read_text("utf-8").splitlines(True) if "TD-09" in line)
    changes = load_plan(session, SYSTEM, read(variant(tmp_path, ("plan.yaml", line, ""))), now=BEFORE)
    visit = visit_by_code(session, shipped, "TD-09")
    assert [one.code for one in changes.removed] == ["TD-09"]
    assert visit.cancelled_at == BEFORE
    assert set(states_of(session, visit).values()) == {OccurrenceState.SUPERSEDED}
    load_plan(session, SYSTEM, read(SHIPPED), now=BEFORE)
    assert visit.state is VisitState.SCHEDULED
    assert set(states_of(session, visit).values()) == {OccurrenceState.PENDING}


def test_a_visit_that_has_begun_is_kept_and_told(session, shipped, tmp_path):
    visit = visit_by_code(session, shipped, "TD-07")
    begin_visit(session, SYSTEM, visit, now=datetime(2024, 4, 15, 1, tzinfo=UTC))
    folder = read(variant(tmp_path, ("plan.yaml", TD07, TD07.replace("04-16", "04-17"))))
    changes = load_plan(session, SYSTEM, folder, now=JUNE)
    assert [one.code for one in changes.kept] == ["TD-07"]
    assert visit.ends_on == date(2024, 4, 16)


def test_a_unit_that_was_told_keeps_its_visit(session, shipped, tmp_path):
    visit = visit_by_code(session, shipped, "TD-09")
    mark_notice_sent(session, SYSTEM, visit, now=BEFORE)
    folder = read(variant(tmp_path, ("plan.yaml", 'unit: "SXD"', 'unit: "SCT"')))
    changes = load_plan(session, SYSTEM, folder, now=BEFORE)
    assert [one.code for one in changes.kept] == ["TD-09"]
    assert visit.unit.code == "SXD"


def test_what_was_changed_by_hand_stays_unless_the_file_changed_it_too(session, shipped, tmp_path):
    visit = visit_by_code(session, shipped, "TD-09")
    schedule_visit(
        session, SYSTEM, visit, starts_on=date(2024, 5, 30), ends_on=date(2024, 5, 31), reason="họp", now=BEFORE
    )
    load_plan(session, SYSTEM, read(variant(tmp_path, ("plan.yaml", "year: 2024", "year: 2024\n  "))), now=BEFORE)
    assert visit.starts_on == date(2024, 5, 30)
    edit = ("plan.yaml", "{starts: 2024-05-28, ends: 2024-05-29}", "{starts: 2024-05-27, ends: 2024-05-28}")
    load_plan(session, SYSTEM, read(variant(tmp_path, edit)), now=BEFORE)
    assert visit.starts_on == date(2024, 5, 27)


def test_a_visit_cancelled_by_hand_stays_cancelled(session, shipped, tmp_path):
    visit = visit_by_code(session, shipped, "TD-09")
    cancel_visit(session, SYSTEM, visit, reason="đơn vị sáp nhập", now=BEFORE)
    load_plan(session, SYSTEM, read(variant(tmp_path, ("plan.yaml", "year: 2024", "year: 2024\n  "))), now=BEFORE)
    assert visit.state is VisitState.CANCELLED


def test_a_new_deadline_moves_the_due_dates_of_visits_that_have_begun_too(session, shipped, tmp_path):
    visit = visit_by_code(session, shipped, "TD-07")
    begin_visit(session, SYSTEM, visit, now=datetime(2024, 4, 15, 1, tzinfo=UTC))
    folder = read(variant(tmp_path, ("plan.yaml", "team_report: {days: 7", "team_report: {days: 5")))
    load_plan(session, SYSTEM, folder, now=datetime(2024, 4, 16, 1, tzinfo=UTC))
    assert states_of(session, visit)[OccurrenceRule.TEAM_REPORT_DUE, date(2024, 4, 24)] is OccurrenceState.PENDING


def test_new_days_of_the_notices_move_the_due_dates_that_are_to_come_and_the_next_campaign_keeps_them(
    session, shipped, tmp_path
):
    edits = (
        ("plan.yaml", "escalate_after: {self_report: 1, minutes: 3", "escalate_after: {self_report: 1, minutes: 5"),
        ("plan.yaml", "hours: {starts: 7, ends: 19, summary: 7}", "hours: {starts: 8, ends: 17, summary: 9}"),
    )
    visit = visit_by_code(session, shipped, "TD-07")
    assert states_of(session, visit)[OccurrenceRule.MINUTES_OVERDUE, date(2024, 4, 22)] is OccurrenceState.PENDING
    changes = load_plan(session, SYSTEM, read(variant(tmp_path, *edits)), now=BEFORE)
    assert "notices" in changes.changed[0].fields
    states = states_of(session, visit)
    assert states[OccurrenceRule.MINUTES_OVERDUE, date(2024, 4, 22)] is OccurrenceState.SUPERSEDED
    assert states[OccurrenceRule.MINUTES_OVERDUE, date(2024, 4, 24)] is OccurrenceState.PENDING
    assert notice_settings(shipped) == NoticeSettings(first_hour=8, last_hour=17, summary_hour=9, minutes_after=5)
    kept = recorded_source(session, shipped, date(2024, 12, 1)).plan.notices
    assert kept is not None
    assert kept.settings() == notice_settings(shipped)


def test_a_plan_loaded_after_its_dates_sends_nothing(session):
    load_plan(session, SYSTEM, read(SHIPPED), now=LATE)
    states = set(session.scalars(select(Occurrence.state)))
    assert states == {OccurrenceState.SKIPPED}
    assert set(session.scalars(select(Occurrence.result))) == {"nạp sau ngày đến hạn"}
    assert count(session, InboxMessage) == count(session, OutgoingMail) == 0


def test_a_plan_loaded_in_the_middle_still_tells_the_units_that_are_to_come(session):
    load_plan(session, SYSTEM, read(SHIPPED), now=JUNE)
    campaign = campaign_by_code(session, "quang-nam-2024")
    soon = states_of(session, visit_by_code(session, campaign, "YT-04"))
    assert soon[OccurrenceRule.NOTICE, date(2024, 6, 17)] is OccurrenceState.PENDING
    past = states_of(session, visit_by_code(session, campaign, "TD-07"))
    assert set(past.values()) == {OccurrenceState.SKIPPED}


def test_unannounced_visits_are_drawn_to_the_count_of_each_pool(session, shipped):
    drawn = session.scalars(select(Visit).where(Visit.origin == VisitOrigin.DRAWN)).all()
    assert {pool: sum(visit.pool == pool for visit in drawn) for pool in {visit.pool for visit in drawn}} == {
        "cap-tinh": 4,
        "cap-huyen": 3,
        "cap-xa": 4,
    }
    assert all(visit.unannounced and visit.secret and visit.starts_on == visit.ends_on for visit in drawn)
    assert len({visit.unit_id for visit in drawn}) == 11
    days_of_first_team = [visit.starts_on for visit in drawn if visit.pool != "cap-xa"]
    assert len(set(days_of_first_team)) == 7


def test_the_draw_is_the_same_for_the_same_seed_and_never_drawn_again(session, shipped):
    before = sorted((visit.code, visit.unit_id, visit.starts_on) for visit in session.scalars(select(Visit)))
    assert draw_unannounced(session, SYSTEM, shipped, now=BEFORE) == []
    assert before == sorted((visit.code, visit.unit_id, visit.starts_on) for visit in session.scalars(select(Visit)))


def test_a_cancelled_unannounced_visit_is_replaced_by_another_unit_on_a_coming_day(session, shipped):
    old = visit_by_code(session, shipped, "CVX-01")
    cancel_visit(session, SYSTEM, old, reason="lộ thông tin", now=JUNE)
    draw_unannounced(session, SYSTEM, shipped, now=JUNE)
    new = visit_by_code(session, shipped, "CVX-05")
    assert new.unit_id != old.unit_id
    assert new.starts_on is not None
    assert new.starts_on > date(2024, 6, 17)


def test_neither_the_changes_nor_the_journal_tell_a_drawn_unit_or_day(session):
    changes = load_plan(session, SYSTEM, read(SHIPPED), now=BEFORE, seed="a seed")
    drawn = session.scalars(select(Visit).where(Visit.origin == VisitOrigin.DRAWN)).all()
    secret_day = date(2024, 7, 1)
    schedule_visit(session, SYSTEM, drawn[1], starts_on=secret_day, ends_on=secret_day, reason="thử", now=BEFORE)
    cancel_visit(session, SYSTEM, drawn[0], reason="thử", now=BEFORE)
    entries = session.scalars(select(JournalEntry).where(JournalEntry.verb.startswith("campaigns."))).all()
    open_things = {ChangedThing.CAMPAIGN, ChangedThing.STREAM, ChangedThing.VISIT, ChangedThing.DRAW}
    told = [one for one in (*changes.added, *changes.changed) if one.thing in open_things]
    text = f"{told} {[(e.summary, e.changes, e.unit_id, e.reason) for e in entries]}"
    named = {visit.unit.name for visit in session.scalars(select(Visit).where(Visit.origin == VisitOrigin.PLAN))}
    for visit in drawn:
        assert str(visit.unit_id) not in text
        assert visit.unit.name in named or visit.unit.name not in text
    assert "2024-07-01" not in text
    assert "a seed" not in text


def test_only_a_coordinator_loads_a_plan(session):
    for role in set(Role) - {Role.COORDINATOR}:
        player = make_player(session, role)
        with pytest.raises(Forbidden):
            load_plan(session, player.actor, read(SHIPPED), now=BEFORE)


def test_another_version_of_the_checklist_reaches_the_visits_that_have_not_begun_and_no_other(
    session, shipped, tmp_path
):
    begun, waits = (visit_by_code(session, shipped, code) for code in ("TD-07", "TD-08"))
    begin_visit(session, SYSTEM, begun, now=JUNE)
    changed = variant(tmp_path, ("plan.yaml", "{code: toan-dien, version: 1}", "{code: toan-dien, version: 2}"))
    done = load_plan(session, SYSTEM, read_folder(changed, [*CHECKLISTS, ("toan-dien", 2)]), now=JUNE)
    session.refresh(begun)
    session.refresh(waits)
    assert (begun.checklist_version, waits.checklist_version) == (1, 2)
    told = {change.code: change.fields.get("checklist") for change in done.changed if change.code == waits.code}
    assert told == {waits.code: ("toan-dien v1", "toan-dien v2")}
