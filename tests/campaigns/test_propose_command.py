"""`plan propose` as a person runs it."""

import json
import os
import signal

import pytest
from sqlalchemy import func, select

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.planning import proposing
from inspect_app.campaigns.planning.solving import solve_problem
from inspect_app.campaigns.proposal_command import _stopped_by_hand
from inspect_app.campaigns.queries import campaign_by_code
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import Role
from tests.campaigns.shipped import shipped_campaign
from tests.campaigns.test_commands import run
from tests.factories.people import make_player


@pytest.fixture
def loaded(session):
    shipped_campaign(session)
    return session


def test_a_proposal_is_json_alone_with_a_reason_for_each_visit_and_changes_nothing(loaded):
    entries = loaded.scalar(select(func.count()).select_from(JournalEntry))
    result = run("propose", "quang-nam-2024", "--ignore-dates", "--json", session=loaded)
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["optimal"]
    assert told["cost"] == told["bound"] == sum(told["costs"].values())
    assert (len(told["visits"]), told["hidden"], told["unplaced"], told["violations"]) == (29, 11, [], [])
    assert all(visit["reason"] for visit in told["visits"])
    assert loaded.scalar(select(func.count()).select_from(JournalEntry)) == entries
    assert "chứng minh" in result.stderr


def test_secret_visits_are_told_only_to_who_may_know_of_them(loaded):
    coordinator = make_player(loaded, Role.COORDINATOR)
    inspector = make_player(loaded, Role.INSPECTOR)
    secret = loaded.scalars(select(Visit.code).where(Visit.unannounced)).all()
    for player, hidden in ((coordinator, 0), (inspector, 11)):
        name = player.account.username
        result = run("propose", "quang-nam-2024", "--json", "--seconds", "1", "--as", name, session=loaded)
        told = json.loads(result.stdout)
        assert told["hidden"] == hidden
        assert any(code in result.stdout for code in secret) == (hidden == 0)
    lines = run("propose", "quang-nam-2024", "--seconds", "1", session=loaded).stdout
    assert "11 cuộc đột xuất được giữ kín" in lines
    assert not any(code in lines for code in secret)


def test_a_visit_without_a_place_is_told_with_causes_and_ways_out_and_exit_1(loaded):
    campaign = campaign_by_code(loaded, "quang-nam-2024")
    for code in ("TD-01", "TD-02"):
        visit = loaded.scalars(select(Visit).where(Visit.campaign_id == campaign.id, Visit.code == code)).one()
        visit.window_start, visit.window_end = (
            visit.window_start.replace(month=6, day=10),
            visit.window_end.replace(month=6, day=12),
        )
    loaded.flush()
    result = run("propose", "quang-nam-2024", "--ignore-dates", session=loaded)
    assert result.exit_code == 1
    assert "chưa xếp được" in result.stdout
    assert "người của đoàn bận ở TD-0" in result.stdout
    assert "nới thời gian thêm" in result.stdout
    assert "1 cuộc chưa xếp được." in result.stderr


def test_a_pin_is_kept(loaded):
    result = run("propose", "quang-nam-2024", "--json", "--seconds", "1", "--pin", "TD-01", session=loaded)
    pinned = {visit["visit"]: visit for visit in json.loads(result.stdout)["visits"] if visit["pinned"]}
    assert pinned.keys() == {"TD-01"}
    assert pinned["TD-01"]["after"]["starts"] == "2024-04-22"


def test_wrong_use_is_exit_2(loaded):
    for arguments in (
        ["nowhere"],
        ["quang-nam-2024", "--pin", "TD-06"],
        ["quang-nam-2024", "--as", "nobody"],
        ["quang-nam-2024", "--seconds", "0"],
        [],
    ):
        assert run("propose", *arguments, session=loaded).exit_code == 2, arguments


def test_the_first_ctrl_c_stops_the_search_and_leaves_the_second_to_python():
    before = signal.getsignal(signal.SIGINT)
    with _stopped_by_hand() as stop:
        assert not stop()
        os.kill(os.getpid(), signal.SIGINT)
        assert stop()
        assert signal.getsignal(signal.SIGINT) is before
    assert signal.getsignal(signal.SIGINT) is before


def test_a_plan_that_breaks_a_rule_is_never_shown(loaded, monkeypatch):
    monkeypatch.setattr(proposing, "solve_problem", _one_day_off(solve_problem))
    with pytest.raises(AssertionError, match="ngày"):
        run("propose", "quang-nam-2024", "--seconds", "1", session=loaded)


def _one_day_off(solve):
    def solved(problem, seed, **more):
        plan, proof = solve(problem, seed, **more)
        placement = plan.placements["TD-06"]
        sunday = placement.first.replace(day=8)
        return plan.moved(type(placement)(placement.visit, sunday, sunday, placement.team, placement.members)), proof

    return solved
