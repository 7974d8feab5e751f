"""The replay: a month of the campaign in virtual time, the same for the same seed, and a checker that sees what is wrong."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from inspect_app.campaigns.files import read_folder
from inspect_app.campaigns.models import PlanningRun
from inspect_app.checklists.library import load_library
from inspect_app.cli import main
from inspect_app.cli.replay.checking import Checker
from inspect_app.cli.replay.events import Event
from inspect_app.cli.replay.picture import Frame, draw
from inspect_app.cli.replay.timeline import Course
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.kernel.clock import at_local
from inspect_app.kernel.database import make_engine, session_factory
from inspect_app.kernel.resources import resource_root

FOLDER = resource_root() / "schedules" / "quang-nam-2024"
SINCE, UNTIL = "2024-04-01", "2024-04-25"
OPENING = "2024-03-25"
KEYS = {"at", "kind", "visit", "unit", "person", "due", "document"}


@dataclass(frozen=True)
class Replayed:
    """A replay as its caller sees it."""

    lines: tuple[str, ...]
    database: Path
    picture: Path
    exit_code: int
    said: str


@pytest.fixture(scope="module")
def replayed(tmp_path_factory) -> Replayed:
    """The first weeks, with the scheduler down for three days, kept in a file."""
    place = tmp_path_factory.mktemp("replay")
    database, picture = place / "kept.db", place / "timeline.svg"
    command = ["replay", str(FOLDER), "--from", SINCE, "--until", UNTIL, "--fault", "scheduler-down", "--json"]
    result = CliRunner().invoke(main, [*command, "--database", str(database), "--picture", str(picture)])
    return Replayed(tuple(result.stdout.splitlines()), database, picture, result.exit_code, result.stderr)


def test_a_replay_with_an_outage_keeps_every_invariant(replayed):
    assert replayed.exit_code == 0, replayed.said
    events = [json.loads(line) for line in replayed.lines]
    assert all(set(event) == KEYS for event in events)
    assert all(event["at"].endswith("+07:00") and SINCE <= event["at"][:10] <= UNTIL for event in events)
    assert [event["at"] for event in events] == sorted(event["at"] for event in events)


def test_everything_that_an_inspection_is_made_of_happens(replayed):
    kinds = Counter(json.loads(line)["kind"] for line in replayed.lines)
    for kind in (
        "notice.notice",
        "campaigns.begin_visit",
        "fieldwork.close",
        "conclusions.submit",
        "fault.scheduler_down",
    ):
        assert kinds[kind], kind


def test_nothing_is_told_while_the_scheduler_is_down(replayed):
    events = [json.loads(line) for line in replayed.lines]
    down = next(event["at"] for event in events if event["kind"] == "fault.scheduler_down")
    up = next(event["at"] for event in events if event["kind"] == "fault.scheduler_up")
    assert not [event for event in events if event["kind"].startswith("notice.") and down < event["at"] < up]


def test_the_same_seed_gives_the_same_events_byte_for_byte_and_another_one_others():
    command = ["replay", str(FOLDER), "--from", SINCE, "--until", "2024-04-03", "--json", "--seed"]
    first, again, other = (CliRunner().invoke(main, [*command, seed]).stdout for seed in ("1", "1", "2"))
    assert first
    assert first == again
    assert first != other


def test_the_picture_shows_every_visit_of_the_plan(replayed):
    drawn = replayed.picture.read_text(encoding="utf-8")
    assert all(code in drawn for code in ("TD-01", "YT-07", "MC-08", "bộ lập lịch dừng"))


def _broken(replayed: Replayed, harm: str, look: Callable[[Checker, Session], None]) -> set[str]:
    """Which invariants the checker names after the harm; the harm itself is rolled back."""
    engine = make_engine(f"sqlite:///{replayed.database}")
    checker = Checker(_folder(), [], [])
    with session_factory(engine)() as session:
        for name in session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            session.execute(text(f'DROP TRIGGER "{name}"'))
        session.execute(text(harm))
        look(checker, session)
        session.rollback()
    engine.dispose()
    return {one.invariant for one in checker.broken}


def _folder():
    return read_folder(FOLDER, load_library().pairs)


@pytest.fixture(scope="module")
def planned_anew(tmp_path_factory) -> Replayed:
    """Five weeks without the sample dates: planned by the planner, and again for a typhoon and an ill member."""
    database = tmp_path_factory.mktemp("planned") / "kept.db"
    command = ["replay", str(FOLDER), "--from", OPENING, "--until", "2024-05-04", "--ignore-dates", "--json"]
    faults = ["--fault", "typhoon-week", "--fault", "member-ill"]
    result = CliRunner().invoke(main, [*command, *faults, "--database", str(database)])
    return Replayed(tuple(result.stdout.splitlines()), database, Path(), result.exit_code, result.stderr)


def test_without_the_sample_dates_the_coordinator_plans_and_plans_anew_and_every_invariant_holds(planned_anew):
    assert planned_anew.exit_code == 0, planned_anew.said
    events = [json.loads(line) for line in planned_anew.lines]
    asked = [event for event in events if event["kind"] == "campaigns.ask_for_plan"]
    published = [event for event in events if event["kind"] == "campaigns.publish_proposal"]
    assert [event["at"][:10] for event in asked] == [event["at"][:10] for event in published]
    assert len(published) == 3
    assert published[0]["at"] == "2024-03-25T10:10:00+07:00"
    assert {event["person"] for event in asked + published} == {"mau-dieu-phoi"}


def test_in_the_week_of_the_typhoon_that_was_planned_around_no_visit_begins(planned_anew):
    events = [json.loads(line) for line in planned_anew.lines]
    monday = date.fromisoformat(next(event["due"] for event in events if event["kind"] == "fault.typhoon_week"))
    lifted = [event["visit"] for event in events if event["kind"] == "campaigns.lift_visit"]
    placed = {event["visit"] for event in events if event["kind"] == "campaigns.publish_visit"}
    begun = [date.fromisoformat(event["at"][:10]) for event in events if event["kind"] == "campaigns.begin_visit"]
    assert lifted
    assert set(lifted) <= placed
    assert begun
    assert not [day for day in begun if monday <= day < monday + timedelta(days=7)]


def test_the_planner_in_the_replay_gives_the_same_plan_byte_for_byte(planned_anew):
    command = ["replay", str(FOLDER), "--from", OPENING, "--until", OPENING, "--ignore-dates", "--json"]
    first_day = tuple(CliRunner().invoke(main, command).stdout.splitlines())
    assert len(first_day) > 1
    assert first_day == planned_anew.lines[: len(first_day)]


@pytest.mark.parametrize(
    ("harm", "invariants"),
    [
        ("SELECT 1", set()),
        ("UPDATE visit SET starts_on = date(starts_on, '-1 day') WHERE id IN ({placed})", {"published plan"}),
        (
            "UPDATE visit SET starts_on = '2024-04-21', ends_on = '2024-04-21' WHERE id IN ({placed})",
            {"published plan"},
        ),
        ("DELETE FROM team_member WHERE role = 'lead' AND visit_id IN ({placed})", {"published plan"}),
    ],
)
def test_the_checker_sees_a_published_plan_that_does_not_stand(planned_anew, harm, invariants):
    newest = "SELECT id FROM planning_run ORDER BY asked_at DESC LIMIT 1"
    placed = f"SELECT visit_id FROM proposed_visit WHERE run_id = ({newest}) AND starts_on IS NOT NULL"

    def look(checker: Checker, session: Session) -> None:
        run = session.scalars(select(PlanningRun).order_by(PlanningRun.asked_at.desc())).first()
        assert run is not None
        checker.published(session, run, run.asked_at)

    assert _broken(planned_anew, harm.format(placed=placed), look) == invariants


HARMS = (
    ("UPDATE visit SET starts_on = '2024-04-14' WHERE code = 'TD-07'", "working days"),
    ("UPDATE finding SET number = number + 100 WHERE id = (SELECT min(id) FROM finding)", "numbering"),
    ("DELETE FROM occurrence WHERE rule = 'visit_eve'", "due dates"),
    ("UPDATE outgoing_mail SET sent_at = '2024-04-02 00:00:00.000000'", "mail"),
    ("UPDATE register_entry SET number = number + 1", "register"),
    ("DELETE FROM register_entry", "register"),
    ("UPDATE issued_paper SET about_id = id", "register"),
)


@pytest.mark.parametrize(("harm", "invariant"), HARMS)
def test_the_checker_sees_what_was_broken(replayed, harm, invariant):
    found = _broken(replayed, harm, lambda checker, session: checker.end(session, date.fromisoformat(UNTIL)))
    assert invariant in found


def test_the_checker_sees_an_entry_of_the_journal_that_was_altered(replayed):
    harm = "UPDATE journal_entry SET summary = 'khác' WHERE sequence = 7"
    assert _broken(replayed, harm, Checker.evening) == {"journal"}


def test_an_event_is_told_in_vietnamese_time_and_with_nothing_for_what_does_not_apply():
    line = Event(at_local(date(2024, 6, 4), time(7)), "notice.notice", "TD-10", due=date(2024, 6, 3)).line()
    assert json.loads(line) == {
        "at": "2024-06-04T07:00:00+07:00",
        "kind": "notice.notice",
        "visit": "TD-10",
        "unit": None,
        "person": None,
        "due": "2024-06-03",
        "document": None,
    }


def test_a_cancelled_visit_and_a_moved_one_are_counted_in_the_picture():
    first = date(2024, 6, 3)
    days = (first, first + timedelta(days=1))
    later = (first + timedelta(days=7), first + timedelta(days=8))
    moved = Course("TD-01", "Sở Y tế", "Toàn diện", False, days, later, later[1], None, True, None)
    given_up = Course("TD-02", "Xã <A>", "Toàn diện", False, days, None, None, None, False, first)
    drawn = draw(Frame("Đợt mẫu", first, date(2024, 7, 3), WorkingCalendar()), [moved, given_up])
    assert "1 dời ngày" in drawn
    assert "1 hủy" in drawn
    assert "Xã &lt;A&gt;" in drawn
