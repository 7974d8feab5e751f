"""`inspect-app jobs` as an operator runs it."""

import json
from contextlib import contextmanager
from datetime import date, time

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from inspect_app.campaigns.operations import refresh_campaign_occurrences, refresh_occurrences
from inspect_app.jobs.commands import jobs
from inspect_app.kernel.actors import Role
from inspect_app.kernel.clock import at_local, shift_to
from inspect_app.kernel.outbox import InboxMessage
from inspect_app.kernel.state import CLOCK_SHIFT, set_fact
from tests.factories.people import make_player
from tests.factories.units import make_unit
from tests.factories.visits import make_campaign, make_stream, make_visit

NOTICE_DAY = date(2024, 6, 4)
BEFORE = at_local(date(2024, 5, 6), time(9))


def run(session, *arguments):
    @contextmanager
    def database():
        with session.begin_nested():
            yield session

    result = CliRunner().invoke(jobs, list(arguments), obj=database)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def stand_at(session, moment):
    """Moves the domain clock of this database."""
    set_fact(session, CLOCK_SHIFT, str(shift_to(moment).total_seconds()))


@pytest.fixture
def campaign(session):
    """A campaign with an announced and an unannounced visit on 18 June 2024."""
    campaign = make_campaign(session)
    for name, unannounced in (("Sở Tài chính", False), ("Sở Chim Hoàng Yến", True)):
        unit = make_unit(session, name)
        make_player(session, (Role.UNIT_CONTACT, unit), works_at=unit)
        stream = make_stream(session, campaign, unannounced=unannounced)
        refresh_occurrences(
            session, make_visit(session, unit=unit, stream=stream, starts_on=date(2024, 6, 18)), now=BEFORE
        )
    refresh_campaign_occurrences(session, campaign, now=BEFORE)
    return campaign


def test_every_due_date_is_one_line_past_and_future(session, campaign):
    lines = run(session, "list").stdout.splitlines()
    assert len(lines) == 26
    assert lines == sorted(lines, key=lambda line: line[:10])
    assert any(line.startswith("2024-06-04  Chờ đến ngày  Gửi thông báo lịch kiểm tra  TD-") for line in lines)
    assert any("Sở Chim Hoàng Yến" in line for line in lines)
    assert any("2024-09-30" in line and campaign.title in line for line in lines)


def test_from_and_until_narrow_it(session, campaign):
    lines = run(session, "list", "--from", "2024-06-04", "--until", "2024-06-10").stdout.splitlines()
    assert [line[:10] for line in lines] == ["2024-06-04", "2024-06-10"]
    nothing = run(session, "list", "--from", "2030-01-01")
    assert nothing.exit_code == 0
    assert nothing.stdout == ""
    assert "Không có việc nào" in nothing.stderr


def test_json_is_alone_on_standard_output(session, campaign):
    found = json.loads(run(session, "list", "--json").stdout)
    assert len(found) == 26
    assert {one["state"] for one in found} == {"pending", "skipped"}
    assert {one["rule"] for one in found} >= {"notice", "visit_eve", "monthly_report", "campaign_end"}
    assert all(one["campaign"] == campaign.code for one in found)
    assert json.loads(run(session, "list", "--json", "--from", "2030-01-01").stdout) == []


def test_running_by_hand_tells_once_and_says_so(session, campaign):
    stand_at(session, at_local(NOTICE_DAY, time(9)))
    first = run(session, "run-due")
    assert first.exit_code == 0
    assert "Đã báo 1 việc" in first.stdout
    assert "Đã báo 0 việc" in run(session, "run-due").stdout
    assert session.scalar(select(func.count()).select_from(InboxMessage)) == 1
    assert "2024-06-04  Đã chạy" in run(session, "list").stdout


def test_a_due_date_that_fails_is_exit_1_and_named(session, campaign, monkeypatch):
    stand_at(session, at_local(NOTICE_DAY, time(9)))

    def fail(*_arguments, **_more):
        raise ValueError("broken on purpose")

    monkeypatch.setattr("inspect_app.jobs.tasks.visit_notice", fail)
    result = run(session, "run-due")
    assert result.exit_code == 1
    assert "notice" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--from", "hôm qua"],
        ["list", "--from", "2024-06-31"],
        ["list", "--x"],
        ["list", "--from", "2024-06-02", "--until", "2024-06-01"],
        ["nothing"],
    ],
)
def test_wrong_use_is_exit_2(session, arguments):
    assert run(session, *arguments).exit_code == 2
