"""`inspect-app plan propose`: the planner at the command line."""

import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from types import FrameType

import click
from sqlalchemy.orm import Session

from inspect_app.accounts.queries import account_by_username, actor_for
from inspect_app.campaigns.permissions import may_see_visit
from inspect_app.campaigns.planning.problem import Problem
from inspect_app.campaigns.planning.proposal import Progress
from inspect_app.campaigns.planning.proposing import propose as plan_of
from inspect_app.campaigns.planning_ground import PlanningGround, planning_ground
from inspect_app.campaigns.proposal_output import progress_line, proposal_json, proposal_lines
from inspect_app.campaigns.queries import campaign_by_code
from inspect_app.kernel.actors import ANONYMOUS
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.state import stored_clock

OpenDatabase = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True)
class _Asked:
    """What was read for a run: the problem, the secret seed, and the visits that may be told to whoever asks."""

    problem: Problem
    seed: str
    seen: frozenset[str]


@click.command()
@click.argument("campaign")
@click.option("--json", "as_json", is_flag=True, help="The proposal as JSON, alone on standard output.")
@click.option("--ignore-dates", is_flag=True, help="Forget dates that are marked as a sample.")
@click.option(
    "--seconds", type=click.FloatRange(0.1, 3600), default=20.0, show_default=True, help="How much work it may do."
)
@click.option("--seed", default=None, help="Another seed than the campaign's own, for trying out.")
@click.option("--pin", "pinned", multiple=True, metavar="VISIT", help="Keep this visit where it is; may be repeated.")
@click.option(
    "--as", "username", default=None, metavar="USER", help="Tell also the secret visits that USER may know of."
)
@click.pass_obj
def propose(
    open_database: OpenDatabase,
    campaign: str,
    as_json: bool,
    ignore_dates: bool,
    seconds: float,
    seed: str | None,
    pinned: tuple[str, ...],
    username: str | None,
) -> None:
    """Proposes days and teams for the visits of CAMPAIGN, with reasons; changes nothing.

    The same campaign and seed give the same plan on every run. Ctrl-C stops the search and gives the best plan so far.
    Exit 0 when every visit has a place, 1 when some have none (they are told, with what is in their way).

    \b
    Example:  inspect-app plan propose quang-nam-2024 --ignore-dates
              inspect-app plan propose quang-nam-2024 --json --seconds 60
    """
    with open_database() as session:
        asked = _read(session, campaign, ignore_dates, seed, pinned, username)
    with _stopped_by_hand() as stop, _progress() as hear:
        proposal = plan_of(asked.problem, asked.seed, work=seconds, hear=hear, stop=stop)
    if as_json:
        click.echo(json.dumps(proposal_json(asked.problem, proposal, asked.seen), ensure_ascii=False, indent=2))
    else:
        for line in proposal_lines(asked.problem, proposal, asked.seen):
            click.echo(line)
    if proposal.unplaced:
        click.echo(_("%(n)d cuộc chưa xếp được.", n=len(proposal.unplaced)), err=True)
        sys.exit(1)


def _read(
    session: Session, code: str, ignore_dates: bool, seed: str | None, pinned: tuple[str, ...], username: str | None
) -> _Asked:
    try:
        campaign = campaign_by_code(session, code)
    except NotFound:
        raise click.BadParameter(_("Không có đợt kiểm tra “%(code)s”.", code=code), param_hint="CAMPAIGN") from None
    today = local_date(stored_clock(session).now())
    ground = planning_ground(session, campaign, today=today, ignore_sample_dates=ignore_dates, pinned=pinned)
    for visit in pinned:
        if visit not in ground.visits or ground.visits[visit].starts_on is None:
            raise click.BadParameter(_("Không có cuộc “%(code)s” đã có ngày.", code=visit), param_hint="--pin")
    actor = ANONYMOUS
    if username is not None:
        account = account_by_username(session, username)
        if account is None:
            raise click.BadParameter(_("Không có tài khoản “%(name)s”.", name=username), param_hint="--as")
        actor = actor_for(session, account, today)
    seen = frozenset(key for key, visit in ground.visits.items() if not visit.secret or may_see_visit(actor, visit))
    return _Asked(_checked(ground), seed or campaign.secret_seed, seen)


def _checked(ground: PlanningGround) -> Problem:
    if not ground.problem.visits:
        click.echo(_("Đợt kiểm tra không có cuộc nào để xếp."), err=True)
    return ground.problem


@contextmanager
def _stopped_by_hand() -> Iterator[Callable[[], bool]]:
    """The first Ctrl-C stops the search; a second one ends the program as ever."""
    asked: list[int] = []
    before = signal.getsignal(signal.SIGINT)

    def stop(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        signal.signal(signal.SIGINT, before)
        click.echo(_("Đang dừng; giữ lịch tốt nhất đến lúc này."), err=True)

    signal.signal(signal.SIGINT, stop)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _progress() -> Iterator[Callable[[Progress], None]]:
    """One line that is written over at a terminal, else one for each stage and each better plan."""
    written: list[str] = []
    at_terminal = sys.stderr.isatty()

    def hear(progress: Progress) -> None:
        line = progress_line(progress)
        if written and written[-1] == line:
            return
        written.append(line)
        click.echo(f"\r\033[K{line}" if at_terminal else line, err=True, nl=not at_terminal)

    yield hear
    if at_terminal and written:
        click.echo(err=True)
