"""What a due date does when its day has come, or has passed while nobody ran it: who is told, what is passed over. Pure.

How many days lie before and after, and in which hours people are told, are the campaign's `NoticeSettings`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from inspect_app.campaigns.rules import OccurrenceRule, TargetKind
from inspect_app.followup.rules import ENDED, ActionState

STALE_AFTER = timedelta(days=31)

# A mail that is refused for the time being is tried again after 5 minutes, then 10, 20 … and at most every two hours.
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=2)
MOST_TRIES = 48
MAIL_STALE_AFTER = timedelta(days=3)
SILENT_AFTER = timedelta(minutes=3)

Key = TypeVar("Key")


class Audience(StrEnum):
    """A group of people who are told."""

    TEAM = "team"
    DESK = "desk"
    VERIFIERS = "verifiers"
    COORDINATORS = "coordinators"
    SIGNATORIES = "signatories"
    UNIT_CONTACTS = "unit_contacts"
    UNIT_HEADS = "unit_heads"


class CatchUp(StrEnum):
    """Until when a due date that was missed is still told."""

    BEFORE_VISIT = "before_visit"
    UNTIL_VISIT = "until_visit"
    UNTIL_ITS_DAY = "until_its_day"
    AS_OVERDUE = "as_overdue"
    LATEST_ONLY = "latest_only"


ESCALATED_TO = (Audience.VERIFIERS, Audience.COORDINATORS)

CATCH_UP: Mapping[OccurrenceRule, CatchUp] = {
    OccurrenceRule.NOTICE: CatchUp.BEFORE_VISIT,
    OccurrenceRule.SELF_REPORT_REMINDER: CatchUp.UNTIL_ITS_DAY,
    OccurrenceRule.VISIT_EVE: CatchUp.UNTIL_VISIT,
    OccurrenceRule.MINUTES_CHASE: CatchUp.AS_OVERDUE,
    OccurrenceRule.TEAM_REPORT_DUE: CatchUp.AS_OVERDUE,
    OccurrenceRule.CONCLUSION_DUE: CatchUp.AS_OVERDUE,
    OccurrenceRule.SELF_REPORT_OVERDUE: CatchUp.BEFORE_VISIT,
    OccurrenceRule.MINUTES_OVERDUE: CatchUp.AS_OVERDUE,
    OccurrenceRule.TEAM_REPORT_OVERDUE: CatchUp.AS_OVERDUE,
    OccurrenceRule.CONCLUSION_OVERDUE: CatchUp.AS_OVERDUE,
    OccurrenceRule.EXPLANATION_REMINDER: CatchUp.UNTIL_ITS_DAY,
    OccurrenceRule.EXPLANATION_DUE: CatchUp.UNTIL_ITS_DAY,
    OccurrenceRule.EXPLANATION_OVERDUE: CatchUp.AS_OVERDUE,
    OccurrenceRule.REMEDIATION_REMINDER: CatchUp.UNTIL_ITS_DAY,
    OccurrenceRule.REMEDIATION_DUE: CatchUp.AS_OVERDUE,
    OccurrenceRule.MONTHLY_REPORT: CatchUp.LATEST_ONLY,
    OccurrenceRule.CAMPAIGN_END: CatchUp.LATEST_ONLY,
}


class Outcome(StrEnum):
    """What is done with a due date."""

    TELL = "tell"
    SKIP = "skip"


class Reason(StrEnum):
    """Why a due date was passed over."""

    GONE = "gone"
    CANCELLED = "cancelled"
    UNANNOUNCED = "unannounced"
    NOTICE_SENT = "notice_sent"
    NOT_NOTICED = "not_noticed"
    SELF_REPORT_RECEIVED = "self_report_received"
    BEGUN = "begun"
    NOT_BEGUN = "not_begun"
    CLOSED = "closed"
    REPORTED = "reported"
    EXPLAINED = "explained"
    LAPSED = "lapsed"
    ISSUED = "issued"
    VERIFIED = "verified"
    NO_ACTION = "no_action"
    PASSED = "passed"
    TOLD_LATER = "told_later"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Decision:
    """What to do, and if passed over, why."""

    outcome: Outcome
    reason: Reason | None = None
    audiences: tuple[Audience, ...] = ()


def skip(reason: Reason) -> Decision:
    """Passed over for the reason."""
    return Decision(Outcome.SKIP, reason)


def tell(*audiences: Audience) -> Decision:
    """Told to these groups."""
    return Decision(Outcome.TELL, audiences=audiences)


@dataclass(frozen=True)
class VisitFacts:
    """How far a visit is, as its due dates ask."""

    starts_on: date | None
    unannounced: bool = False
    cancelled: bool = False
    notice_sent: bool = False
    self_report_on: date | None = None
    self_report_received: bool = False
    begun: bool = False
    closed: bool = False
    reported: bool = False
    submitted: bool = False
    issued: bool = False
    conclusion_on: date | None = None


def decide_visit(rule: OccurrenceRule, due_on: date, facts: VisitFacts, today: date) -> Decision:
    """What a visit's due date does today. What is done already is never asked for again."""
    if facts.cancelled:
        return skip(Reason.CANCELLED)
    if facts.starts_on is None:
        return skip(Reason.GONE)
    if facts.issued:
        return skip(Reason.ISSUED)
    match rule:
        case OccurrenceRule.NOTICE:
            return _notice(facts, facts.starts_on, today)
        case OccurrenceRule.SELF_REPORT_REMINDER:
            return _self_report(facts, facts.starts_on, today)
        case OccurrenceRule.VISIT_EVE:
            return _eve(facts, facts.starts_on, today)
        case OccurrenceRule.MINUTES_CHASE:
            return _minutes(facts)
        case OccurrenceRule.TEAM_REPORT_DUE:
            return _team_report(facts)
        case OccurrenceRule.CONCLUSION_DUE:
            return _conclusion(facts, due_on, today)
        case _:
            return _escalated(rule, facts, facts.starts_on, today)


def _escalated(rule: OccurrenceRule, facts: VisitFacts, starts_on: date, today: date) -> Decision:
    """What goes to the team's lead and the coordinators because those who were reminded have not done it."""
    match rule:
        case OccurrenceRule.SELF_REPORT_OVERDUE:
            return _self_report_overdue(facts, starts_on, today)
        case OccurrenceRule.MINUTES_OVERDUE:
            return skip(Reason.CLOSED) if facts.closed else tell(*ESCALATED_TO)
        case OccurrenceRule.TEAM_REPORT_OVERDUE:
            if facts.reported:
                return skip(Reason.REPORTED)
            return tell(*ESCALATED_TO) if facts.begun else skip(Reason.NOT_BEGUN)
        case OccurrenceRule.CONCLUSION_OVERDUE:
            return tell(*ESCALATED_TO, Audience.SIGNATORIES) if facts.begun else skip(Reason.NOT_BEGUN)
        case _:
            return skip(Reason.GONE)


def _self_report_overdue(facts: VisitFacts, starts_on: date, today: date) -> Decision:
    if facts.unannounced:
        return skip(Reason.UNANNOUNCED)
    if facts.self_report_received:
        return skip(Reason.SELF_REPORT_RECEIVED)
    if facts.begun or today >= starts_on:
        return skip(Reason.PASSED)
    return tell(*ESCALATED_TO, Audience.UNIT_HEADS) if facts.notice_sent else skip(Reason.NOT_NOTICED)


def _notice(facts: VisitFacts, starts_on: date, today: date) -> Decision:
    if facts.unannounced:
        return skip(Reason.UNANNOUNCED)
    if facts.notice_sent:
        return skip(Reason.NOTICE_SENT)
    if facts.begun or today >= starts_on:
        return skip(Reason.PASSED)
    return tell(Audience.UNIT_CONTACTS, Audience.UNIT_HEADS)


def _self_report(facts: VisitFacts, starts_on: date, today: date) -> Decision:
    if facts.unannounced:
        return skip(Reason.UNANNOUNCED)
    if facts.self_report_received:
        return skip(Reason.SELF_REPORT_RECEIVED)
    if facts.begun or today > (facts.self_report_on or starts_on):
        return skip(Reason.PASSED)
    if not facts.notice_sent:
        return skip(Reason.NOT_NOTICED)
    return tell(Audience.UNIT_CONTACTS)


def _eve(facts: VisitFacts, starts_on: date, today: date) -> Decision:
    if facts.begun:
        return skip(Reason.BEGUN)
    if today > starts_on:
        return skip(Reason.PASSED)
    return tell(Audience.TEAM)


def _minutes(facts: VisitFacts) -> Decision:
    if facts.closed:
        return skip(Reason.CLOSED)
    return tell(Audience.DESK) if facts.begun else tell(Audience.DESK, Audience.COORDINATORS)


def _team_report(facts: VisitFacts) -> Decision:
    if facts.reported:
        return skip(Reason.REPORTED)
    # Whoever did not hold the visit is asked about its minutes already.
    return tell(Audience.DESK) if facts.begun else skip(Reason.NOT_BEGUN)


def _conclusion(facts: VisitFacts, due_on: date, today: date) -> Decision:
    if not facts.begun:
        return skip(Reason.NOT_BEGUN)
    if facts.conclusion_on is not None and due_on < facts.conclusion_on < today:
        return skip(Reason.PASSED)
    if facts.submitted:
        return tell(Audience.SIGNATORIES, Audience.COORDINATORS)
    return tell(Audience.DESK, Audience.COORDINATORS)


def decide_explanation(
    due_on: date, explained_by: date, today: date, *, submitted: bool, lapsed: bool, issued: bool
) -> Decision:
    """What a reminder of a unit's explanation does today; `explained_by` is the day by which it is due.

    The day after goes upward: to the head of the unit, the team's leaders and the coordinators.
    """
    if submitted or lapsed or issued:
        return skip(Reason.EXPLAINED if submitted else Reason.LAPSED if lapsed else Reason.ISSUED)
    if due_on <= explained_by < today:
        return skip(Reason.PASSED)
    if due_on < explained_by:
        return tell(Audience.UNIT_CONTACTS)
    if due_on == explained_by:
        return tell(Audience.UNIT_CONTACTS, Audience.UNIT_HEADS)
    return tell(Audience.UNIT_CONTACTS, Audience.UNIT_HEADS, *ESCALATED_TO)


def decide_remediation(due_on: date, actions_due_on: date, states: Collection[ActionState], today: date) -> Decision:
    """What a reminder about corrective actions does today; `actions_due_on` is the day on which they are due.

    A due date before that day is a reminder, one on it says that it is the last day, one after it that it has passed.
    """
    if not states:
        return skip(Reason.NO_ACTION)
    if all(state in ENDED for state in states):
        return skip(Reason.VERIFIED)
    if due_on <= actions_due_on < today:
        return skip(Reason.PASSED)
    audiences: list[Audience] = []
    if ActionState.OPEN in states:
        audiences.append(Audience.UNIT_CONTACTS)
    if ActionState.REPORTED in states:
        audiences.append(Audience.VERIFIERS)
    if due_on > actions_due_on:
        audiences += [Audience.UNIT_HEADS, Audience.VERIFIERS, Audience.COORDINATORS]
    return tell(*dict.fromkeys(audiences))


def decide_campaign(due_on: date, today: date) -> Decision:
    """What a campaign's report or end does today; after a month without a run it interests nobody any more."""
    return skip(Reason.PASSED) if today - due_on > STALE_AFTER else tell(Audience.COORDINATORS)


Waiting = tuple[OccurrenceRule, TargetKind, object, date]


def superseded_by_later(waiting: Sequence[Waiting]) -> set[int]:
    """The places in `waiting` after which the same rule is due for the same thing again: only the last one is told.

    So an outage of a month brings one message about a thing and not three.
    """
    last: dict[tuple[OccurrenceRule, TargetKind, object], date] = {}
    for rule, kind, target, due_on in waiting:
        key = (rule, kind, target)
        last[key] = max(due_on, last.get(key, due_on))
    return {place for place, (rule, kind, target, due_on) in enumerate(waiting) if due_on < last[(rule, kind, target)]}


def is_late(due_on: date, today: date) -> bool:
    """Whether a due date is told after its day: then it is told in the inbox, and by one mail for all of them."""
    return due_on < today


def is_quiet_when_late(rule: OccurrenceRule) -> bool:
    """Whether a late message of the rule spares the mailbox; a unit's notice never does."""
    return rule is not OccurrenceRule.NOTICE


def one_for_each_day(actions: Iterable[tuple[Key, int, date]], besides: date | None) -> dict[Key, date]:
    """Which actions carry reminders of their own: for each due day other than `besides`, the one with the lowest number.

    `actions` are (id, number, due day); `besides` is the day for which the visit itself has reminders.
    """
    chosen: dict[date, tuple[int, Key]] = {}
    for action_id, number, due_on in actions:
        if due_on != besides and (due_on not in chosen or number < chosen[due_on][0]):
            chosen[due_on] = (number, action_id)
    return {action_id: due_on for due_on, (_number, action_id) in chosen.items()}


def pause_after(tries: int) -> timedelta:
    """How long a mail rests after `tries` tries."""
    doublings = min(tries - 1, 10)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def is_stale_mail(created_at: datetime, now: datetime) -> bool:
    """Whether a mail is so old that it would only confuse; what it says stands in the inbox."""
    return now - created_at > MAIL_STALE_AFTER


def is_ticking(ticked_at: datetime | None, real_now: datetime) -> bool:
    """Whether a scheduler is at work: it looks every minute, so three without a look are a sign."""
    return ticked_at is not None and real_now - ticked_at <= SILENT_AFTER


def months_of(days: Iterable[date]) -> list[date]:
    """The first days of the months that the days lie in, in order."""
    return sorted({day.replace(day=1) for day in days})


def month_of(text: str) -> date | None:
    """The first day of a month written as `2024-06`; None for anything else."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
