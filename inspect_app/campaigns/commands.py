"""`inspect-app plan`: check a campaign's folder, make or update the campaign from it, propose its visits' days."""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from inspect_app.campaigns.events import PlanFolderLoaded
from inspect_app.campaigns.files import CampaignFolder, read_folder
from inspect_app.campaigns.operations import load_plan
from inspect_app.campaigns.plan_work import alive, work_off
from inspect_app.campaigns.proposal_command import propose
from inspect_app.campaigns.rules import ChangedThing, PlanChange, PlanChanges
from inspect_app.campaigns.words import field_name, shown_value, thing_name
from inspect_app.checklists.library import ChecklistLibrary, load_library
from inspect_app.checklists.operations import record_versions
from inspect_app.kernel.actors import SYSTEM
from inspect_app.kernel.database import session_factory
from inspect_app.kernel.events import publish
from inspect_app.kernel.ids import new_id
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.settings import Settings
from inspect_app.kernel.state import stored_clock
from inspect_app.kernel.yaml_source import Problem, ProblemsFound

OpenDatabase = Callable[[], AbstractContextManager[Session]]
FOLDER = click.Path(path_type=Path)
# Lists of units and people are long and hold no surprise: they are counted.
COUNTED = (ChangedThing.UNIT, ChangedThing.PERSON)


@click.group()
def plan() -> None:
    """Checks and loads a campaign's folder (plan, units, teams, calendar), and proposes days and teams.

    \b
    Example:  inspect-app plan check schedules/quang-nam-2024
              inspect-app plan load schedules/quang-nam-2024
              inspect-app plan propose quang-nam-2024
    """


plan.add_command(propose)


@plan.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
def check(folder: Path) -> None:
    """Finds every problem in the folder's files: FILE:LINE:COL: message, on standard error. Exit 0 or 1.

    \b
    Example:  inspect-app plan check schedules/quang-nam-2024
    """
    found, _library = _read(folder)
    drawn = sum(draw.count for draw in found.plan.draws)
    click.echo(
        _(
            "%(folder)s: hợp lệ. %(visits)d cuộc kiểm tra, %(drawn)d cuộc rút thăm, %(units)d đơn vị, %(people)d người.",
            folder=folder,
            visits=len(found.plan.visits),
            drawn=drawn,
            units=len(found.units.units),
            people=len(found.teams.people),
        )
    )


@plan.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option("--yes", is_flag=True, help="Do not ask, even when somebody is at the terminal.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="The changes as JSON, alone on standard output.")
@click.pass_obj
def load(open_database: OpenDatabase, folder: Path, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Makes or updates the campaign and prints what changes; the same files again change nothing.

    Unannounced visits are drawn with a secret seed: neither their units nor their days are printed.

    \b
    Example:  inspect-app plan load schedules/quang-nam-2024
              inspect-app plan load schedules/quang-nam-2024 --dry-run
    """
    found, library = _read(folder)
    with open_database() as session:
        now = stored_clock(session).now()
        record_versions(session, library, now=now)
        changes = load_plan(session, SYSTEM, found, now=now)
        _tell_rooms_above(session, folder, found.plan.campaign.code, now)
        if as_json:
            click.echo(json.dumps(asdict(changes), ensure_ascii=False, indent=2, default=str))
        else:
            _print(changes)
        if dry_run or not _agreed(changes, yes=yes or as_json):
            session.rollback()
            click.echo(_("Chưa thay đổi gì trong cơ sở dữ liệu."), err=True)


@plan.command(hidden=True)
@click.argument("run", type=click.UUID)
@click.option("--worker", type=click.UUID, help="By which name it takes the run; whoever starts it knows it by that.")
@click.pass_obj
def work(open_database: OpenDatabase, run: UUID, worker: UUID | None) -> None:
    """Works off one run of the planner that a coordinator asked for; the scheduler starts it."""
    with open_database() as session:
        engine = session.get_bind()
        if isinstance(engine, Engine):
            transactions, name = session_factory(engine), worker or new_id()
            with alive(transactions, run, name):
                work_off(transactions, run, name)


def _tell_rooms_above(session: Session, folder: Path, campaign: str, now: datetime) -> None:
    try:
        publish(session, PlanFolderLoaded(folder, campaign), actor=SYSTEM, now=now)
    except ProblemsFound as found:
        _refuse(found.problems)
        sys.exit(1)


def _agreed(changes: PlanChanges, *, yes: bool) -> bool:
    if yes or changes.is_empty or not sys.stdin.isatty():
        return True
    return click.confirm(_("Thực hiện các thay đổi này?"), default=True, err=True)


def _read(folder: Path) -> tuple[CampaignFolder, ChecklistLibrary]:
    if not folder.is_dir():
        raise click.BadParameter(_("Không có thư mục %(folder)s.", folder=folder), param_hint="DIR")
    try:
        library = load_library(Settings.from_environment().site_dir)
        return read_folder(folder, library.pairs), library
    except ProblemsFound as found:
        _refuse(found.problems)
        sys.exit(1)


def _refuse(problems: Sequence[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)
    click.echo(_("%(n)d vấn đề. Hãy sửa theo từng dòng ở trên rồi kiểm tra lại.", n=len(problems)), err=True)


def _print(changes: PlanChanges) -> None:
    if changes.is_empty and not changes.kept:
        click.echo(_("Không có gì thay đổi."))
        return
    for mark, title, listed in (
        ("+", _("Thêm"), changes.added),
        ("~", _("Thay đổi"), changes.changed),
        ("-", _("Hủy"), changes.removed),
        ("!", _("Giữ nguyên"), changes.kept),
    ):
        if listed:
            click.echo(f"{title}:")
            for line in _lines(mark, listed):
                click.echo(line)


def _lines(mark: str, listed: Sequence[PlanChange]) -> Iterable[str]:
    for thing in COUNTED:
        number = sum(change.thing is thing for change in listed)
        if number:
            yield f"{mark} {thing_name(thing)}: {number}"
    for change in listed:
        if change.thing in COUNTED and not change.fields:
            continue
        note = f" – {change.note}" if change.note else ""
        yield f"{mark} {thing_name(change.thing)} {change.code}: {change.label}{note}"
        for name, (before, after) in change.fields.items():
            yield f"    {field_name(name)}: {shown_value(before)} → {shown_value(after)}"
