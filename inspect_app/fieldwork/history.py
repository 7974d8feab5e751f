"""Every value that an item ever got: who wrote it on which tablet, what became of it, and who decided that and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from inspect_app.accounts.models import Person
from inspect_app.campaigns.models import Visit
from inspect_app.checklists.queries import version_of
from inspect_app.checklists.rules import ChecklistVersion, Item
from inspect_app.fieldwork.asked import asked_of
from inspect_app.fieldwork.models import AnswerRevision, Change, ChangeKind, HeldChange
from inspect_app.fieldwork.queries import revisions_of
from inspect_app.fieldwork.shown_values import ShownValue, shown_change, shown_revision
from inspect_app.fieldwork.words import settlement_name
from inspect_app.kernel.language import gettext as _


@dataclass(frozen=True)
class Written:
    """A value with its origin. `at` is the server's time; `told_at` the tablet's own, None for the server's page."""

    value: ShownValue
    who: str
    at: datetime
    told_at: datetime | None = None
    device: str | None = None
    carried_by: str | None = None


@dataclass(frozen=True)
class Past:
    """One line of an item's history: a value that stood there (`revision`), or one that a tablet sent besides."""

    written: Written
    revision: int | None
    stands: bool
    reason: str | None
    held: HeldChange | None = None
    decided_by: str | None = None

    @property
    def outcome(self) -> str:
        """What became of the value, in words."""
        if self.stands:
            return _("Đang có")
        if self.revision is not None:
            return _("Đã thay bằng giá trị sau")
        if self.held is not None:
            return settlement_name(self.held.settlement) if self.held.settlement else _("Chờ quyết định")
        return _("Giống giá trị đang có lúc đó")

    @property
    def tone(self) -> str:
        """The tone of the outcome's badge."""
        waits = self.held is not None and self.held.settled_at is None
        return "good" if self.stands else "warn" if waits else "plain"


def names_of(session: Session, person_ids: Sequence[UUID | None]) -> dict[UUID, str]:
    """The names of some people."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_({one for one in person_ids if one})))
    return {row.id: row.name for row in rows}


def item_history(session: Session, visit: Visit, item: Item) -> list[Past]:
    """Everything that was ever received for an item, oldest first by the server's clock."""
    revisions = revisions_of(session, visit.id, item.id)
    changes = {change.id: change for change in _changes(session, visit.id, item.id)}
    held = {row.change_id: row for row in _held(session, visit.id, item.id)}
    people = [row.settled_by for row in held.values()] + [change.carried_by for change in changes.values()]
    names = names_of(session, people)
    newest = max((row.revision for row in revisions), default=0)
    found = [
        _of_revision(item, row, changes.get(row.change_id) if row.change_id else None, held, names, newest)
        for row in revisions
    ]
    brought = {row.change_id for row in revisions}
    version = version_of(session, visit.checklist_code, visit.checklist_version)
    found += [
        _of_change(one, shown_as_asked(session, version, one, {}), held.get(one.id), names)
        for one in changes.values()
        if one.id not in brought
    ]
    return sorted(found, key=lambda past: (past.written.at, past.revision or newest + 1))


def written_by(change: Change, value: ShownValue, names: Mapping[UUID, str]) -> Written:
    """A change's value with its origin."""
    return Written(
        value=value,
        who=change.person.name,
        at=change.received_at,
        told_at=change.told_at,
        device=change.device.label,
        carried_by=names.get(change.carried_by) if change.carried_by else None,
    )


def shown_as_asked(session: Session, version: ChecklistVersion, change: Change, names: Mapping[str, str]) -> ShownValue:
    """What a change says, read by the question that stood on its tablet; `version` is the visit's checklist."""
    item_id, asked = change.item_id, asked_of(session, change, version)
    if asked is None:
        return shown_change(version.item(item_id) if item_id and version.has(item_id) else None, change, names)
    value = shown_change(asked.item, change, names)
    if asked.is_same or asked.item is None:
        return value
    return replace(value, asked=f"{asked.item.text} ({asked.label})")


def written_revision(item: Item, row: AnswerRevision, change: Change | None, names: Mapping[UUID, str]) -> Written:
    """A value that stood at the item with its origin: a tablet's change, or the server's page."""
    value = shown_revision(item, row)
    return Written(value, row.person.name, row.at) if change is None else written_by(change, value, names)


def changes_by_ids(session: Session, ids: Sequence[UUID]) -> dict[UUID, Change]:
    """Some changes with their people and tablets."""
    query = select(Change).options(joinedload(Change.person), joinedload(Change.device)).where(Change.id.in_(ids))
    return {change.id: change for change in session.scalars(query)}


def _changes(session: Session, visit_id: UUID, item_id: str) -> Sequence[Change]:
    query = (
        select(Change)
        .options(joinedload(Change.person), joinedload(Change.device))
        .where(Change.visit_id == visit_id, Change.item_id == item_id, Change.kind == ChangeKind.ANSWER)
        .order_by(Change.received_at, Change.sequence)
    )
    return session.scalars(query).all()


def _held(session: Session, visit_id: UUID, item_id: str) -> Sequence[HeldChange]:
    query = select(HeldChange).where(HeldChange.visit_id == visit_id, HeldChange.item_id == item_id)
    return session.scalars(query).all()


def _of_revision(
    item: Item,
    row: AnswerRevision,
    change: Change | None,
    held: Mapping[UUID, HeldChange],
    names: Mapping[UUID, str],
    newest: int,
) -> Past:
    decision = held.get(change.id) if change else None
    written = written_revision(item, row, change, names)
    return Past(
        # What waited came to stand by the decision, not when it was received.
        written=replace(written, at=row.at),
        revision=row.revision,
        stands=row.revision == newest,
        reason=row.change_reason,
        held=decision,
        decided_by=_decider(decision, names),
    )


def _of_change(change: Change, value: ShownValue, held: HeldChange | None, names: Mapping[UUID, str]) -> Past:
    written = written_by(change, value, names)
    reason = change.body.get("change_reason")
    told = reason if isinstance(reason, str) else None
    return Past(written, None, False, told, held, _decider(held, names))


def _decider(held: HeldChange | None, names: Mapping[UUID, str]) -> str | None:
    return names.get(held.settled_by) if held is not None and held.settled_by else None
