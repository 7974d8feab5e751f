"""`inspect-app jobs`: every due date with its state, and running what is due by hand."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

import click
from sqlalchemy.orm import Session

from inspect_app.campaigns.words import occurrence_state_name, rule_name
from inspect_app.jobs.leases import wait_for_turn
from inspect_app.jobs.queries import Line, OccurrenceFilter, visible_lines
from inspect_app.jobs.tasks import run_due
from inspect_app.jobs.words import target_name
from inspect_app.kernel.actors import SYSTEM
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.state import stored_clock

OpenDatabase = Callable[[], AbstractContextManager[Session]]
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def jobs() -> None:
    """What ran by the clock, and what will.

    \b
    Example:  inspect-app jobs list --from 2024-06-01 --until 2024-06-30
              inspect-app jobs run-due
    """


@jobs.command("list")
@click.option("--from", "since", type=DAY, help="The first day, as 2024-06-01.")
@click.option("--until", type=DAY, help="The last day, as 2024-06-30.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, alone on standard output.")
@click.pass_obj
def list_jobs(open_database: OpenDatabase, since: datetime | None, until: datetime | None, as_json: bool) -> None:
    """Every due date, past and future, one a line: day, state, rule, what it is about, result.

    Whoever may use the shell of the server may know of unannounced visits: they are listed too.

    \b
    Example:  inspect-app jobs list --from 2024-06-01 --until 2024-06-30
              inspect-app jobs list --json
    """
    first, last = _day(since), _day(until)
    if first is not None and last is not None and last < first:
        raise click.BadParameter(_("Ngày cuối trước ngày đầu."), param_hint="--until")
    with open_database() as session:
        found = visible_lines(session, SYSTEM, OccurrenceFilter(since=first, until=last))
        if as_json:
            click.echo(json.dumps([_plain(line) for line in found], ensure_ascii=False, indent=2))
            return
        for line in found:
            click.echo(_printed(line))
        if not found:
            click.echo(_("Không có việc nào theo lịch trong khoảng này."), err=True)


@jobs.command("run-due")
@click.pass_obj
def run_now(open_database: OpenDatabase) -> None:
    """Runs what is due by today, once, beside a scheduler or without one; what is told already is not told again.

    Mail that this makes is sent by the scheduler.

    \b
    Example:  inspect-app jobs run-due
    """
    with open_database() as session:
        wait_for_turn(session)
        summary = run_due(session, now=stored_clock(session).now())
    click.echo(summary.sentence())
    if summary.failed:
        click.echo(_("Các việc gặp lỗi, sẽ được thử lại: %(names)s.", names="; ".join(summary.failed)), err=True)
        click.get_current_context().exit(1)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment is not None else None


def _printed(line: Line) -> str:
    one = line.occurrence
    parts = [f"{one.due_on:%Y-%m-%d}", occurrence_state_name(one.state), rule_name(one.rule), target_name(line)]
    return "  ".join([*parts, *([one.result] if one.result else [])])


def _plain(line: Line) -> dict[str, Any]:
    one = line.occurrence
    return {
        "due_on": one.due_on.isoformat(),
        "state": one.state.value,
        "rule": one.rule.value,
        "target_kind": one.target_kind.value,
        "target_id": str(one.target_id),
        "target": target_name(line),
        "campaign": line.campaign.code,
        "ran_at": one.ran_at.isoformat() if one.ran_at else None,
        "result": one.result,
    }
