"""The coordinator at his desk: he asks for a plan, the planner works it off as its process does, and he publishes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session, sessionmaker

from inspect_app.campaigns.models import PlanningRun
from inspect_app.campaigns.operations import ask_for_plan, publish_proposal
from inspect_app.campaigns.operations.planning import LEAST_SECONDS
from inspect_app.campaigns.plan_work import work_off
from inspect_app.campaigns.queries import campaign_by_code
from inspect_app.cli.demonstration.campaign import plan_visits
from inspect_app.cli.demonstration.cast import COORDINATOR
from inspect_app.cli.demonstration.stage import Act, Stage
from inspect_app.cli.demonstration.visits import plan_visit
from inspect_app.cli.replay.checking import Checker
from inspect_app.kernel.clock import shift_to
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.state import CLOCK_SHIFT, set_fact

FIRST_REASON = "Xếp lịch lần đầu bằng bộ lập lịch, không theo ngày mẫu (dữ liệu mẫu)."
# How long the coordinator reads a proposal before he publishes it.
READING = timedelta(minutes=10)

Days = tuple[date | None, date | None]


def _play_all(stage: Stage, _now: datetime) -> None:
    plan_visits(stage)


@dataclass
class Desk:
    """Where plans are asked for and published. The search takes no virtual time and is limited in work, never by a clock."""

    transactions: sessionmaker[Session]
    checker: Checker
    _asked: tuple[UUID, datetime] | None = None

    @property
    def waits(self) -> bool:
        """Whether a plan was asked for that nobody has worked off; its question must be committed first."""
        return self._asked is not None

    def plan_first(self, stage: Stage, now: datetime) -> None:
        """Asks for the first plan of the campaign, its sample dates forgotten."""
        self.ask(stage, now, FIRST_REASON, ignore_sample=True, then=_play_all)

    def ask(
        self,
        stage: Stage,
        now: datetime,
        reason: str,
        *,
        ignore_sample: bool = False,
        weights: Mapping[str, int] | None = None,
        then: Act,
    ) -> None:
        """Asks for a plan, which is published for the reason a little later; `then` sees to what it left undone.

        Where there is nothing that a planner could place, only `then` is done.
        """
        campaign = campaign_by_code(stage.session, stage.folder.plan.campaign.code)
        try:
            run = ask_for_plan(
                stage.session,
                stage.actor(COORDINATOR, now),
                campaign,
                seconds=LEAST_SECONDS,
                ignore_sample=ignore_sample,
                weights=weights,
                now=now,
            )
        except RuleBroken:
            then(stage, now)
            return
        self._asked = run.id, now
        stage.agenda.put(now + READING, partial(self._publish, run.id, reason, then))

    def work(self) -> None:
        """The planner's work on what was asked, in transactions of its own."""
        if self._asked is None:
            return
        run_id, now = self._asked
        self._asked = None
        self._set_clock(shift_to(now))
        work_off(self.transactions, run_id, clock=lambda: now)
        self._set_clock(timedelta())

    def _set_clock(self, shift: timedelta) -> None:
        """The planner's process reads the domain time from the database."""
        with self.transactions.begin() as session:
            set_fact(session, CLOCK_SHIFT, str(shift.total_seconds()))

    def _publish(self, run_id: UUID, reason: str, then: Act, stage: Stage, now: datetime) -> None:
        """Everything that was read still stands, since nobody else acted meanwhile; a refusal is a fault of the product."""
        run = stage.session.get_one(PlanningRun, run_id)
        before = _days(run)
        publish_proposal(stage.session, stage.actor(COORDINATOR, now), run, reason=reason, now=now)
        self.checker.published(stage.session, run, now)
        if not run.options["ignore_sample"]:
            for code, days in _days(run).items():
                if days != before[code]:
                    plan_visit(stage, code, since=now)
        then(stage, now)


def _days(run: PlanningRun) -> dict[str, Days]:
    visits = sorted((line.visit for line in run.lines), key=lambda visit: visit.code)
    return {visit.code: (visit.starts_on, visit.ends_on) for visit in visits}
