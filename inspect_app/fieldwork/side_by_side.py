"""What waits at a visit as its page shows it: every value in words, beside the one that stands there now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from inspect_app.campaigns.models import Visit
from inspect_app.checklists.rules import ChecklistVersion, Item
from inspect_app.fieldwork.asked import Asked, asked_of
from inspect_app.fieldwork.history import (
    Written,
    changes_by_ids,
    names_of,
    shown_as_asked,
    written_by,
    written_revision,
)
from inspect_app.fieldwork.matters import Matters, matters_of, obstacle_to_taking
from inspect_app.fieldwork.minutes_beside import written_minutes
from inspect_app.fieldwork.models import (
    AnswerRevision,
    Change,
    ChangeKind,
    Evidence,
    HeldChange,
    Photo,
    Settlement,
    StrayChange,
)
from inspect_app.fieldwork.photo_words import problem_text
from inspect_app.fieldwork.queries import evidence_of, minutes_of, newest_revision
from inspect_app.fieldwork.shown_values import ShownValue, shown_text
from inspect_app.fieldwork.words import cause_words, kind_name, settlement_name
from inspect_app.kernel.language import gettext as _


@dataclass(frozen=True)
class Standing:
    """What stands now at an item or in the minutes; `seen` names it, None where nothing stands."""

    seen: UUID | None = None
    written: Written | None = None
    photos: Sequence[Evidence] = ()


@dataclass(frozen=True)
class Waiting:
    """A held change: what it is and says, why it waits, its author's photos of the item, why it cannot be taken."""

    held: HeldChange
    what: str
    cause: str
    written: Written
    photos: Sequence[Evidence]
    obstacle: str | None


@dataclass(frozen=True)
class Disagreement:
    """An item with several values: what stands, and what waits beside it."""

    item: Item
    standing: Standing
    values: Sequence[Waiting]


@dataclass(frozen=True)
class Single:
    """One held change that is decided by itself, with what stands at its item.

    `asked` is the question that its tablet asked, where the visit has another version of the checklist by now.
    """

    item: Item | None
    standing: Standing
    waiting: Waiting
    asked: Asked | None = None


@dataclass(frozen=True)
class Settled:
    """Something that was decided: what, by whom, when and why."""

    item_id: str | None
    what: str
    value: ShownValue
    author: str
    outcome: str
    decided_by: str | None
    decided_at: datetime
    reason: str | None


@dataclass(frozen=True)
class Board:
    """Everything that waits at a visit, and what was decided there."""

    disagreements: Sequence[Disagreement] = ()
    quarantined: Sequence[Single] = ()
    shelved: Sequence[Single] = ()
    strays: Sequence[tuple[StrayChange, ShownValue]] = ()
    photos: Sequence[tuple[Photo, str]] = ()
    settled: Sequence[Settled] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not (self.disagreements or self.quarantined or self.shelved or self.strays or self.photos)


@dataclass
class _Reading:
    """What building the board needs at hand."""

    session: Session
    visit: Visit
    version: ChecklistVersion
    names: Mapping[UUID, str]
    evidence: Mapping[str, Sequence[Evidence]]
    standing: dict[str | None, Standing] = field(default_factory=dict)

    def item(self, item_id: str | None) -> Item | None:
        """The item of the visit's checklist, if it has it."""
        return self.version.item(item_id) if item_id and self.version.has(item_id) else None

    def shown(self, change: Change) -> ShownValue:
        """What a change says."""
        return shown_as_asked(self.session, self.version, change, {str(one): name for one, name in self.names.items()})

    def at(self, item_id: str | None) -> Standing:
        """What stands at an item; read once."""
        if item_id not in self.standing:
            self.standing[item_id] = self._read_standing(item_id)
        return self.standing[item_id]

    def _read_standing(self, item_id: str | None) -> Standing:
        item = self.item(item_id)
        row = newest_revision(self.session, self.visit.id, item.id) if item else None
        if item is None or row is None:
            return Standing()
        change = changes_by_ids(self.session, [row.change_id]).get(row.change_id) if row.change_id else None
        written = written_revision(item, row, change, self.names)
        return Standing(row.id, written, photos=self.photos(item.id, row.person_id))

    def photos(self, item_id: str | None, person_id: UUID) -> Sequence[Evidence]:
        """The photos that a person gave to an item."""
        return [each for each in self.evidence.get(item_id or "", ()) if each.added_by == person_id]

    def waiting(self, held: HeldChange) -> Waiting:
        """A held change as the page shows it."""
        change = held.change
        written = written_by(change, self.shown(change), self.names)
        photos = self.photos(change.item_id, change.person_id)
        obstacle = obstacle_to_taking(self.session, held)
        return Waiting(held, kind_name(change.kind), cause_words(held.cause), written, photos, obstacle)

    def single(self, held: HeldChange) -> Single:
        """A held change that is decided by itself."""
        asked = asked_of(self.session, held.change, self.version)
        return Single(self.item(held.item_id), self._beside(held), self.waiting(held), asked)

    def _beside(self, held: HeldChange) -> Standing:
        """What stands where the change would write."""
        if held.change.kind is ChangeKind.ANSWER:
            return self.at(held.item_id)
        minutes = minutes_of(self.session, self.visit.id) if held.change.kind is ChangeKind.MINUTES else None
        if minutes is None:
            return Standing()
        return Standing(minutes.seen, written_minutes(self.session, minutes, self.names))


def board_of(session: Session, visit: Visit, version: ChecklistVersion) -> Board:
    """What waits at a visit, and what was decided."""
    matters = matters_of(session, visit.id)
    settled = _settled_rows(session, visit.id)
    strays, photos = _settled_strays(session, visit.id), _waived_photos(session, visit.id)
    reading = _Reading(
        session,
        visit,
        version,
        _names(session, visit, matters, settled, strays, photos),
        evidence_of(session, visit.id),
    )
    disagreements, alone = _disagreements(reading, matters)
    return Board(
        disagreements=disagreements,
        quarantined=[*alone, *(reading.single(row) for row in matters.quarantined)],
        shelved=[reading.single(row) for row in matters.shelved],
        strays=[(stray, shown_text(stray.text)) for stray in matters.strays],
        photos=[(photo, problem_text(photo.problem) if photo.problem else "") for photo in matters.photos],
        settled=sorted(
            [
                *(_settled(reading, row) for row in settled),
                *(_settled_stray(reading, row) for row in strays),
                *(_settled_photo(reading, row) for row in photos),
            ],
            key=lambda row: row.decided_at,
        ),
    )


def _disagreements(reading: _Reading, matters: Matters) -> tuple[list[Disagreement], list[Single]]:
    """Items with several values, and what is in conflict but is no answer to an item of the checklist."""
    found: list[Disagreement] = []
    alone: list[Single] = []
    for item_id, rows in matters.conflicts_by_item():
        item = reading.item(item_id)
        if item is None:
            alone += [reading.single(row) for row in rows]
        else:
            found.append(Disagreement(item, reading.at(item_id), [reading.waiting(row) for row in rows]))
    return found, alone


def _names(
    session: Session,
    visit: Visit,
    matters: Matters,
    settled: Sequence[HeldChange],
    strays: Sequence[StrayChange],
    photos: Sequence[Photo],
) -> dict[UUID, str]:
    people: list[UUID | None] = [member.person_id for member in visit.team]
    people += [row.settled_by for row in settled] + [stray.settled_by for stray in strays]
    people += [photo.waived_by for photo in photos]
    people += [row.change.carried_by for row in (*matters.conflicts, *matters.quarantined, *matters.shelved, *settled)]
    brought = select(Change.carried_by).join(AnswerRevision, AnswerRevision.change_id == Change.id)
    people += session.scalars(brought.where(AnswerRevision.visit_id == visit.id, Change.carried_by.is_not(None)))
    return names_of(session, people)


def _settled_rows(session: Session, visit_id: UUID) -> Sequence[HeldChange]:
    change = joinedload(HeldChange.change)
    query = select(HeldChange).options(change.joinedload(Change.person), change.joinedload(Change.device))
    return session.scalars(query.where(HeldChange.visit_id == visit_id, HeldChange.settled_at.is_not(None))).all()


def _settled_strays(session: Session, visit_id: UUID) -> Sequence[StrayChange]:
    query = select(StrayChange).options(joinedload(StrayChange.device))
    return session.scalars(query.where(StrayChange.visit_id == visit_id, StrayChange.settled_at.is_not(None))).all()


def _waived_photos(session: Session, visit_id: UUID) -> Sequence[Photo]:
    query = select(Photo).options(joinedload(Photo.change).joinedload(Change.person))
    return session.scalars(query.where(Photo.visit_id == visit_id, Photo.waived_at.is_not(None))).all()


def _settled(reading: _Reading, row: HeldChange) -> Settled:
    change = row.change
    outcome = settlement_name(row.settlement) if row.settlement else ""
    author = f"{change.person.name} ({change.device.label})"
    decider = reading.names.get(row.settled_by) if row.settled_by else None
    at = row.settled_at or row.held_at
    what = kind_name(change.kind)
    return Settled(row.item_id, what, reading.shown(change), author, outcome, decider, at, row.reason)


def _settled_stray(reading: _Reading, row: StrayChange) -> Settled:
    decider = reading.names.get(row.settled_by) if row.settled_by else None
    at = row.settled_at or row.received_at
    return Settled(
        None,
        _("Nội dung không đọc được"),
        shown_text(row.text),
        row.device.label,
        settlement_name(Settlement.SET_ASIDE),
        decider,
        at,
        row.reason,
    )


def _settled_photo(reading: _Reading, row: Photo) -> Settled:
    decider = reading.names.get(row.waived_by) if row.waived_by else None
    at, author = row.waived_at or row.change.received_at, row.change.person.name
    value = ShownValue(note=row.caption)
    return Settled(
        row.item_id, kind_name(ChangeKind.PHOTO), value, author, _("Không chờ nữa"), decider, at, row.waive_reason
    )
