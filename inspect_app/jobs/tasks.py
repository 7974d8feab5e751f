"""The bodies of the jobs: what is due is told once, and what waits in the outbox leaves."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.campaigns.models import Occurrence, Visit
from inspect_app.campaigns.operations import finish_occurrence, mark_notice_sent
from inspect_app.campaigns.queries import deadlines_of, due_occurrences, visible_visits
from inspect_app.campaigns.rules import OccurrenceRule, TargetKind
from inspect_app.conclusions.models import ExplanationRound
from inspect_app.conclusions.queries import conclusion_of
from inspect_app.conclusions.rules import ConclusionState
from inspect_app.fieldwork.queries import self_reports_of
from inspect_app.followup.models import CorrectiveAction
from inspect_app.followup.queries import actions_of_visit, open_actions_due
from inspect_app.jobs.notices import (
    Notice,
    campaign_notice,
    explanation_notice,
    no_contact_notice,
    remediation_notice,
    visit_notice,
)
from inspect_app.jobs.posting import Message, post
from inspect_app.jobs.queries import Line, lines
from inspect_app.jobs.recipients import Recipients
from inspect_app.jobs.rules import (
    Decision,
    Outcome,
    Reason,
    VisitFacts,
    decide_campaign,
    decide_explanation,
    decide_remediation,
    decide_visit,
    is_late,
    is_quiet_when_late,
    superseded_by_later,
)
from inspect_app.jobs.summaries import make_summaries
from inspect_app.jobs.words import reason_sentence
from inspect_app.kernel.actors import SYSTEM
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.kernel.language import gettext as _

logger = logging.getLogger(__name__)
REMEDIATION = (OccurrenceRule.REMEDIATION_REMINDER, OccurrenceRule.REMEDIATION_DUE)


@dataclass(frozen=True)
class RunSummary:
    """What one run did: due dates told and passed over, those that wait for somebody to tell, messages made."""

    told: int = 0
    skipped: int = 0
    waiting: int = 0
    messages: int = 0
    summaries: int = 0
    failed: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was done and nothing failed."""
        return not (self.told or self.skipped or self.messages or self.summaries or self.failed)

    def sentence(self) -> str:
        """The run in one sentence."""
        counts = {"told": self.told, "skipped": self.skipped, "messages": self.messages}
        text = _("Đã báo %(told)s việc, bỏ qua %(skipped)s việc, gửi %(messages)s tin vào hộp thư.", **counts)
        if self.waiting:
            text += " " + _("%(n)s thông báo chờ đơn vị có đầu mối.", n=self.waiting)
        if self.summaries:
            text += " " + _("%(n)s thư tóm tắt ngày.", n=self.summaries)
        return text


def run_due(session: Session, *, now: datetime) -> RunSummary:
    """Runs every due date that waits until today, then makes the day's summaries, in the caller's transaction.

    Run again, it does nothing again. A due date whose run fails stays waiting and is named in the summary; the others
    run all the same.
    """
    with use_language(DEFAULT_LANGUAGE):
        summary = _Run(session, now).all_due()
        return replace(summary, summaries=make_summaries(session, now=now))


@dataclass
class _Told:
    """What came of one due date: its messages and what is kept with it; without a result it goes on waiting."""

    messages: list[Message] = field(default_factory=list)
    result: str | None = None
    skipped: bool = False


class _Run:
    """One run: the day on which it takes place, and the people of that day."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now
        self._today = local_date(now)
        self._recipients = Recipients(session, self._today)

    def all_due(self) -> RunSummary:
        """Tells what is due, then puts all messages of the run into the inboxes."""
        due = due_occurrences(self._session, self._today)
        if not due:
            return RunSummary()
        later = superseded_by_later([(one.rule, one.target_kind, one.target_id, one.due_on) for one in due])
        summary, messages = RunSummary(), list[Message]()
        for place, line in enumerate(lines(self._session, due)):
            try:
                with self._session.begin_nested():
                    told = self._passed_over(Reason.TOLD_LATER) if place in later else self._tell(line)
                    self._keep(line.occurrence, told)
            except Exception:
                logger.exception("due date %s of %s failed", line.occurrence.rule, line.occurrence.target_id)
                summary = replace(summary, failed=(*summary.failed, f"{line.occurrence.rule} {line.occurrence.id}"))
                continue
            messages += told.messages
            summary = _counted(summary, told)
        made = post(self._session, messages, now=self._now)
        return replace(summary, messages=made)

    def _keep(self, occurrence: Occurrence, told: _Told) -> None:
        if told.result is not None:
            finish_occurrence(self._session, occurrence, now=self._now, result=told.result, skipped=told.skipped)

    def _passed_over(self, reason: Reason) -> _Told:
        return _Told(result=reason_sentence(reason), skipped=True)

    def _tell(self, line: Line) -> _Told:
        occurrence = line.occurrence
        if occurrence.target_kind is TargetKind.CAMPAIGN:
            return self._tell_campaign(line)
        visit = line.visit_meant
        if visit is None:
            return self._passed_over(Reason.GONE)
        if line.explanation is not None:
            return self._tell_explanation(occurrence, visit, line.explanation)
        if occurrence.rule in REMEDIATION:
            return self._tell_remediation(occurrence, visit, line.action)
        facts = self._facts(visit)
        decision = decide_visit(occurrence.rule, occurrence.due_on, facts, self._today)
        if occurrence.rule is OccurrenceRule.NOTICE and decision.outcome is Outcome.TELL:
            if not self._recipients.of_unit(visit):
                return self._nobody_there(visit)
            mark_notice_sent(self._session, SYSTEM, visit, now=self._now)
        return self._tell_people(
            occurrence,
            decision,
            visit,
            lambda: visit_notice(occurrence.rule, visit, submitted=facts.submitted, today=self._today),
        )

    def _facts(self, visit: Visit) -> VisitFacts:
        conclusion = conclusion_of(self._session, visit.id)
        deadlines = deadlines_of(visit)
        self_report = deadlines.self_report if deadlines is not None else None
        return VisitFacts(
            starts_on=visit.starts_on,
            unannounced=visit.unannounced,
            cancelled=visit.cancelled_at is not None,
            notice_sent=visit.notice_sent_at is not None,
            self_report_on=self_report.on if self_report is not None else None,
            self_report_received=bool(self_reports_of(self._session, visit.id)),
            begun=visit.begun_at is not None,
            closed=visit.closed_at is not None,
            reported=conclusion is not None and conclusion.state is not ConclusionState.DRAFT,
            submitted=conclusion is not None and conclusion.state is ConclusionState.SUBMITTED,
            issued=visit.frozen_at is not None,
            conclusion_on=deadlines.conclusion.on if deadlines is not None else None,
        )

    def _tell_explanation(self, occurrence: Occurrence, visit: Visit, asked: ExplanationRound) -> _Told:
        decision = decide_explanation(
            occurrence.due_on,
            asked.due_on,
            self._today,
            submitted=asked.submitted_at is not None,
            lapsed=asked.lapsed_at is not None or asked.recalled_at is not None,
            issued=visit.frozen_at is not None,
        )
        return self._tell_people(occurrence, decision, visit, lambda: explanation_notice(visit, asked, self._today))

    def _tell_remediation(self, occurrence: Occurrence, visit: Visit, action: CorrectiveAction | None) -> _Told:
        due_on = action.due_on if action is not None else self._general_day(visit)
        if due_on is None:
            return self._passed_over(Reason.NO_ACTION)
        actions = [one for one in actions_of_visit(self._session, visit.id) if one.due_on == due_on]
        states = [one.state for one in actions]
        decision = decide_remediation(occurrence.due_on, due_on, states, self._today)
        return self._tell_people(
            occurrence, decision, visit, lambda: remediation_notice(visit, actions, due_on, self._today)
        )

    def _general_day(self, visit: Visit) -> date | None:
        deadlines = deadlines_of(visit)
        return deadlines.remediation.on if deadlines is not None and deadlines.remediation is not None else None

    def _tell_people(
        self, occurrence: Occurrence, decision: Decision, visit: Visit, compose: Callable[[], Notice]
    ) -> _Told:
        if decision.outcome is Outcome.SKIP:
            return self._passed_over(decision.reason or Reason.GONE)
        accounts = self._recipients.of_visit(decision.audiences, visit)
        return self._told(occurrence, [(account, compose) for account in accounts])

    def _tell_campaign(self, line: Line) -> _Told:
        occurrence = line.occurrence
        decision = decide_campaign(occurrence.due_on, self._today)
        if decision.outcome is Outcome.SKIP:
            return self._passed_over(decision.reason or Reason.GONE)
        late = open_actions_due(self._session, self._today - timedelta(days=1))
        late_here = sum(action.visit.campaign_id == line.campaign.id for action in late)

        def compose_for(account: Account) -> Callable[[], Notice]:
            # Each reader's figures count only what he may know of.
            visits = visible_visits(self._session, self._recipients.actor(account), line.campaign)
            return lambda: campaign_notice(occurrence.rule, line.campaign, visits, late_here, occurrence.due_on)

        return self._told(occurrence, [(account, compose_for(account)) for account in self._recipients.coordinators()])

    def _told(self, occurrence: Occurrence, people: Sequence[tuple[Account, Callable[[], Notice]]]) -> _Told:
        if not people:
            return self._passed_over(Reason.NOBODY)
        late = is_late(occurrence.due_on, self._today)
        key = f"{occurrence.rule}|{occurrence.target_id}|{occurrence.due_on}"
        quiet = late and is_quiet_when_late(occurrence.rule)
        messages = [_message(account, compose, key, quiet=quiet) for account, compose in people]
        number = len(people)
        result = _("báo muộn cho %(n)s người", n=number) if late else _("đã báo %(n)s người", n=number)
        return _Told(messages, result)

    def _nobody_there(self, visit: Visit) -> _Told:
        """The unit has nobody to tell: the coordinators hear of it once, and the notice goes on waiting."""
        key = f"no-contact|{visit.id}|{visit.starts_on}"
        accounts = [
            account
            for account in self._recipients.coordinators()
            if not self._recipients.actor(account).belongs_to(visit.unit_id)
        ]
        return _Told([_message(account, lambda: no_contact_notice(visit), key) for account in accounts])


def _message(account: Account, compose: Callable[[], Notice], key: str, *, quiet: bool = False) -> Message:
    with use_language(account.language):
        return Message(account, compose(), key, quiet)


def _counted(summary: RunSummary, told: _Told) -> RunSummary:
    if told.result is None:
        return replace(summary, waiting=summary.waiting + 1)
    if told.skipped:
        return replace(summary, skipped=summary.skipped + 1)
    return replace(summary, told=summary.told + 1)
