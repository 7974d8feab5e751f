"""What an effect is given, and what it answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Device
from inspect_app.campaigns.models import Visit
from inspect_app.checklists.rules import ChecklistVersion
from inspect_app.fieldwork.models import Change, ChangeState, HeldChange, Why
from inspect_app.fieldwork.operations.answers import Written, changes_of, write_answers
from inspect_app.fieldwork.operations.effects.known import Known
from inspect_app.fieldwork.permissions import may_fill
from inspect_app.fieldwork.rules import GivenAnswer, StandingAnswer
from inspect_app.fieldwork.wire import WireChange
from inspect_app.kernel.actors import Actor


class Outcome(NamedTuple):
    """What became of a change.

    `why`, `cause` and `message` when it is held; `supersedes`: what of the same tablet it takes the place of; `then`
    writes what else refers to its row.
    """

    state: ChangeState
    revision: int | None = None
    why: Why | None = None
    cause: str = ""
    message: str | None = None
    supersedes: Sequence[HeldChange] = ()
    then: Callable[[Change], None] | None = None

    @property
    def stands_alone(self) -> bool:
        """Whether nothing but the receipt has to be written of it."""
        return self.why is None and self.then is None and not self.supersedes


@dataclass
class Gathered:
    """What the changes of one batch did at a visit: written together, told once in one journal entry and one event."""

    answers: dict[str, StandingAnswer] = field(default_factory=dict)
    # What stood at those items before.
    before: dict[str, GivenAnswer | None] = field(default_factory=dict)
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    received: int = 0
    known: Known = field(default_factory=Known)
    unwritten: list[Written] = field(default_factory=list)
    may_fill: tuple[Actor, bool] | None = None

    def answered(self, written: Written, present: StandingAnswer | None) -> None:
        """A value took the place of the present one; it is written later, with the others."""
        item_id = written.answer.item_id
        self.unwritten.append(written)
        self.before.setdefault(item_id, present.given if present else None)
        self.answers[item_id] = written.answer

    def told(self) -> dict[str, tuple[Any, Any]]:
        """What the journal says of all of it: each part of an item before and after."""
        parts = {
            f"{item_id}.{part}": pair
            for item_id, answer in self.answers.items()
            for part, pair in changes_of(self.before[item_id], answer.given).items()
        }
        return {**self.changes, **parts}

    def write(self, session: Session) -> None:
        """Writes the answers that were gathered since the last time."""
        written, self.unwritten = self.unwritten, []
        write_answers(session, written)

    def so_far(self) -> "Gathered":
        """What it holds now, to come back to."""
        return replace(self, answers=dict(self.answers), before=dict(self.before), changes=dict(self.changes))

    def back_to(self, kept: "Gathered") -> None:
        """Something failed: what was gathered since is told nowhere, what is known is read anew."""
        self.answers, self.before, self.changes = kept.answers, kept.before, kept.changes
        self.unwritten.clear()
        self.renew()

    def renew(self) -> None:
        """The visit may have changed: what is known of it is read and asked anew."""
        self.known.clear()
        self.may_fill = None

    def fills(self, actor: Actor, visit: Visit) -> bool:
        """Whether the actor may answer there; asked once for all changes of one person."""
        if self.may_fill is None or self.may_fill[0] is not actor:
            self.may_fill = actor, may_fill(actor, visit)
        return self.may_fill[1]


class Incoming(NamedTuple):
    """A change that was let through: whose it is, which visit and checklist it is about. The visit is locked."""

    session: Session
    actor: Actor
    device: Device
    visit: Visit
    version: ChecklistVersion
    wire: WireChange
    now: datetime
    gathered: Gathered

    @property
    def told_at(self) -> datetime:
        """When it was written by the tablet's clock; the moment of receipt where that clock told nonsense."""
        return self.wire.at or self.now


Effect = Callable[[Incoming], Outcome]


def shelved(cause: str, message: str) -> Outcome:
    """It cannot take effect as it is; its author corrects it, or the lead sets it aside."""
    return Outcome(ChangeState.SHELVED, why=Why.SHELF, cause=cause, message=message)


def quarantined(cause: str, message: str) -> Outcome:
    """It may not take effect by itself; a decision, or the beginning of the visit, may let it."""
    return Outcome(ChangeState.QUARANTINED, why=Why.QUARANTINE, cause=cause, message=message)


def in_conflict(message: str, supersedes: Sequence[HeldChange]) -> Outcome:
    """Somebody else wrote meanwhile: both values stand side by side until the lead decides."""
    return Outcome(ChangeState.CONFLICT, why=Why.CONFLICT, cause="conflict", message=message, supersedes=supersedes)
