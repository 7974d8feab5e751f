"""What happened, read from the database: entries of the journal, messages in inboxes, due dates that were passed over."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account, Person
from inspect_app.campaigns.models import Occurrence, Visit
from inspect_app.campaigns.rules import OccurrenceRule, OccurrenceState
from inspect_app.conclusions.models import Conclusion, ExplanationRound
from inspect_app.followup.models import CorrectiveAction
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.clock import ZONE
from inspect_app.kernel.outbox import InboxMessage
from inspect_app.units.models import Unit

KEY_PARTS = re.compile("[|:]")
RULES = {rule.value for rule in OccurrenceRule}
# Which paper an operation makes or receives.
PAPERS = {
    "fieldwork.receive_self_report": "self_report",
    "fieldwork.close": "minutes",
    "conclusions.send": "draft_for_explanation",
    "conclusions.submit_explanation": "explanation",
    "conclusions.issue": "notice_of_conclusions",
    "followup.report": "remediation_report",
}


@dataclass(frozen=True)
class Event:
    """One thing that happened, in plain values: codes of the plan's files and never an id, so that two runs compare."""

    at: datetime
    kind: str
    visit: str | None = None
    unit: str | None = None
    person: str | None = None
    due: date | None = None
    document: str | None = None

    def line(self) -> str:
        """The event as a line of JSON, its time as in Vietnam."""
        plain = {**asdict(self), "at": self.at.astimezone(ZONE).isoformat(timespec="seconds")}
        plain["due"] = self.due.isoformat() if self.due else None
        return json.dumps(plain, ensure_ascii=False)

    @property
    def order(self) -> tuple[datetime, tuple[str, ...]]:
        """By time; at the same moment by what is told, so that the order never depends on ids."""
        rest = (self.kind, self.visit, self.unit, self.person, self.due, self.document)
        return self.at, tuple(str(each or "") for each in rest)


class EventReader:
    """Reads what is new since it read last."""

    def __init__(self) -> None:
        self._sequence = 0
        self._told: set[UUID] = set()
        self._passed: set[UUID] = set()
        self._names: dict[UUID, str] = {}
        self._visits: dict[UUID, tuple[str, str]] = {}

    def new(self, session: Session, since: datetime) -> list[Event]:
        """The new events in their order; messages and due dates are looked for from `since` on."""
        self._learn(session)
        found = [*self._entries(session), *self._messages(session, since), *self._skipped(session, since)]
        return sorted(found, key=lambda event: event.order)

    def _learn(self, session: Session) -> None:
        for model in (Unit, Person):
            self._names |= {row_id: code for row_id, code in session.execute(select(model.id, model.code)) if code}
        people = select(Account.id, Person.code).join(Person, Person.id == Account.person_id)
        self._names |= {account_id: code for account_id, code in session.execute(people) if code}
        visits = select(Visit.id, Visit.code, Unit.code).join(Unit, Unit.id == Visit.unit_id)
        self._visits |= {visit_id: (code, unit) for visit_id, code, unit in session.execute(visits)}
        actions = select(CorrectiveAction.id, CorrectiveAction.visit_id)
        self._visits |= {action: self._visits[visit] for action, visit in session.execute(actions)}
        rounds = select(ExplanationRound.id, Conclusion.visit_id).join(Conclusion)
        self._visits |= {asked: self._visits[visit] for asked, visit in session.execute(rounds)}

    def _where(self, thing: UUID | None) -> tuple[str | None, str | None]:
        """Visit and unit of a visit, of a corrective action or of what a unit is to explain."""
        return (None, None) if thing is None else self._visits.get(thing, (None, None))

    def _entries(self, session: Session) -> Iterator[Event]:
        entry = JournalEntry
        columns = (entry.sequence, entry.at, entry.verb, entry.visit_id, entry.unit_id, entry.person_id)
        query = select(*columns).where(entry.sequence > self._sequence).order_by(entry.sequence)
        rows = session.execute(query).all()
        self._sequence = rows[-1].sequence if rows else self._sequence
        for row in rows:
            visit, unit = self._where(row.visit_id)
            unit = unit or self._names.get(row.unit_id)
            person = self._names.get(row.person_id)
            yield Event(row.at, row.verb, visit, unit, person, None, PAPERS.get(row.verb))

    def _messages(self, session: Session, since: datetime) -> Iterator[Event]:
        box = InboxMessage
        query = select(box.id, box.account_id, box.dedupe_key, box.created_at).where(box.created_at >= since)
        yield from self._fresh(session.execute(query).all(), self._told, self._message)

    def _fresh(self, rows: Iterable[Any], seen: set[UUID], read: Any) -> Iterator[Event]:
        for row in rows:
            if row.id not in seen:
                seen.add(row.id)
                yield read(row)

    def _message(self, row: Row[Any]) -> Event:
        person = self._names.get(row.account_id)
        # Keys are made of parts by `|` or `:`; the first says what is told, a later one may be an id.
        kind, *rest = KEY_PARTS.split(row.dedupe_key)
        if kind in RULES:
            visit, unit = self._where(UUID(rest[0]))
            return Event(row.created_at, f"notice.{kind}", visit, unit, person, date.fromisoformat(rest[1]))
        visit, unit = self._where(_uuid(rest[0]) if rest else None)
        return Event(row.created_at, f"message.{kind}", visit, unit, person)

    def _skipped(self, session: Session, since: datetime) -> Iterator[Event]:
        one = Occurrence
        columns = (one.id, one.rule, one.target_id, one.due_on, one.ran_at)
        query = select(*columns).where(one.state == OccurrenceState.SKIPPED, one.ran_at >= since)
        yield from self._fresh(session.execute(query).all(), self._passed, self._passed_over)

    def _passed_over(self, row: Row[Any]) -> Event:
        visit, unit = self._where(row.target_id)
        return Event(row.ran_at, f"skipped.{row.rule.value}", visit, unit, None, row.due_on)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
