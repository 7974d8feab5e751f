"""Leave and closed days in a campaign's folder: noted by a load, taken back with their line, never at odds with the page."""

from datetime import UTC, date, datetime

from sqlalchemy import func, select

from inspect_app.accounts.queries import code_of
from inspect_app.campaigns.models import Absence, Campaign, UnitClosure
from inspect_app.campaigns.operations import forget_absence, load_plan, note_absence
from inspect_app.campaigns.queries import campaign_by_code
from inspect_app.campaigns.rules import ChangedThing
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import SYSTEM
from inspect_app.kernel.language import use_language
from tests.campaigns.folders import read, variant

NOW = datetime(2024, 3, 25, 2, tzinfo=UTC)
LEAVE = "leave:\n  - {person: mot-cua-thu-ky, starts: 2024-07-15, ends: 2024-07-19}"
MORE = "\n  - {person: y-te-thu-ky, starts: 2024-08-05, ends: 2024-08-06, why: duty}"
CLOSED = 'closures:\n  - {unit: "504", starts: 2024-09-16, ends: 2024-09-18, with_below: true, why: bão lũ}'


def load(session, tmp_path, *edits):
    return load_plan(session, SYSTEM, read(variant(tmp_path, *edits)), now=NOW, seed="a seed")


def with_days(session, tmp_path):
    return load(session, tmp_path, ("teams.yaml", "leave: []", LEAVE), ("calendar.yaml", "closures: []", CLOSED))


def kept(session):
    away = [
        (code_of(one.person), one.first_day, one.last_day, one.why)
        for one in session.scalars(select(Absence).order_by(Absence.first_day))
    ]
    closed = [
        (one.unit.code, one.first_day, one.last_day, one.with_below, one.why)
        for one in session.scalars(select(UnitClosure))
    ]
    return away, closed


SECRETARY = ("mot-cua-thu-ky", date(2024, 7, 15), date(2024, 7, 19), "nghỉ phép")
STORM = ("504", date(2024, 9, 16), date(2024, 9, 18), True, "bão lũ")


def test_leave_and_closed_days_of_the_files_are_noted_and_named_among_the_changes(session, tmp_path):
    with use_language("en"):
        changes = with_days(session, tmp_path)
    assert kept(session) == ([SECRETARY], [STORM])
    told = [(one.thing, one.code) for one in changes.added if one.thing in (ChangedThing.ABSENCE, ChangedThing.CLOSURE)]
    assert told == [(ChangedThing.ABSENCE, "mot-cua-thu-ky"), (ChangedThing.CLOSURE, "504")]


def test_the_same_days_again_and_the_days_of_another_edit_write_nothing(session, tmp_path):
    with_days(session, tmp_path)
    entries = session.scalar(select(func.count()).select_from(JournalEntry))
    assert load(session, tmp_path).is_empty
    assert session.scalar(select(func.count()).select_from(JournalEntry)) == entries
    changes = load(session, tmp_path, ("plan.yaml", "distance: 10", "distance: 9"))
    assert [one.thing for one in changes.changed] == [ChangedThing.CAMPAIGN]
    assert not changes.added
    assert kept(session) == ([SECRETARY], [STORM])


def test_a_line_that_left_the_file_takes_its_days_along_and_those_of_the_page_stay(session, tmp_path):
    with_days(session, tmp_path)
    person = session.scalars(select(Absence)).one().person
    note_absence(
        session, SYSTEM, person, first_day=date(2024, 8, 1), last_day=date(2024, 8, 2), why="việc riêng", now=NOW
    )
    changes = load(session, tmp_path, ("teams.yaml", LEAVE, "leave: []"))
    assert [(one.thing, one.code) for one in changes.removed] == [(ChangedThing.ABSENCE, "mot-cua-thu-ky")]
    assert [one[3] for one in kept(session)[0]] == ["việc riêng"]


def test_days_that_were_taken_back_on_the_page_do_not_return_with_an_unchanged_line(session, tmp_path):
    with_days(session, tmp_path)
    forget_absence(session, SYSTEM, session.scalars(select(Absence)).one(), now=NOW)
    load(session, tmp_path, ("teams.yaml", LEAVE, LEAVE + MORE))
    assert [(one[0], one[3]) for one in kept(session)[0]] == [("y-te-thu-ky", "đi công tác, đi học")]


def test_days_that_stand_on_the_page_already_are_not_noted_twice(session, tmp_path):
    load(session, tmp_path)
    person = next(one for one in campaign_people(session) if code_of(one) == "mot-cua-thu-ky")
    note_absence(
        session, SYSTEM, person, first_day=date(2024, 7, 15), last_day=date(2024, 7, 19), why="nghỉ phép", now=NOW
    )
    changes = load(session, tmp_path, ("teams.yaml", "leave: []", LEAVE))
    assert not changes.added
    assert kept(session)[0] == [SECRETARY]


def campaign_people(session):
    campaign: Campaign = campaign_by_code(session, "quang-nam-2024")
    return [member.person for visit in campaign.visits for member in visit.team]
