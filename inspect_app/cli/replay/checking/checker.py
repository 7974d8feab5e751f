"""The checker: after each tick, each publication of a plan, each evening, and at the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from inspect_app.campaigns.files import CampaignFolder
from inspect_app.campaigns.models import PlanningRun
from inspect_app.cli.replay.checking.answers import lost_answers
from inspect_app.cli.replay.checking.books import rows
from inspect_app.cli.replay.checking.chain import Chain
from inspect_app.cli.replay.checking.days import Days
from inspect_app.cli.replay.checking.finding import Finding
from inspect_app.cli.replay.checking.marks import (
    doubled_messages,
    gaps_in_numbers,
    issued_by_one,
    outside_working_days,
    unsent_mail,
)
from inspect_app.cli.replay.checking.notices import Notices
from inspect_app.cli.replay.checking.planned import Planned
from inspect_app.cli.replay.checking.published import broken_rules
from inspect_app.cli.replay.checking.ratings import not_reproducible
from inspect_app.cli.replay.checking.register import unexplained_numbers
from inspect_app.fieldwork.rules import GivenAnswer


@dataclass
class Checker:
    """What it was told by those who play, and what it found broken."""

    folder: CampaignFolder
    given: Sequence[tuple[str, str, GivenAnswer]]
    mails: Sequence[tuple[str, str]]
    broken: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._days = Days(self.folder)
        self._notices = Notices(self.folder, self._days)
        self._chain = Chain()

    def after_tick(self, session: Session, moment: datetime) -> None:
        """Holds a tick against who had to be told."""
        self.broken += self._notices.after(session, moment)

    def published(self, session: Session, run: PlanningRun, now: datetime) -> None:
        """Holds a plan that was just published against its proposal and the rules of a plan."""
        self.broken += broken_rules(session, run, now)

    def evening(self, session: Session) -> None:
        """The day's links of the journal, and its marks."""
        self.broken += self._chain.further(session)

    def end(self, session: Session, until: date) -> None:
        """Everything that is looked at once."""
        self.broken += outside_working_days(session, self._days)
        self.broken += gaps_in_numbers(session)
        self.broken += issued_by_one(session)
        self.broken += unexplained_numbers(session)
        self.broken += doubled_messages(session)
        self.broken += unsent_mail(session, self.mails)
        self.broken += lost_answers(session, self.given)
        self.broken += not_reproducible(session)
        self.broken += Planned(self.folder, self._days).missing(session, until)
        for run in rows(session, "job_run", "id", "task", "error"):
            if run.error:
                self.broken.append(Finding("scheduler", run.task, run.error))
