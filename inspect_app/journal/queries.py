"""Reading the journal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from inspect_app.journal.models import JournalEntry, JournalHead
from inspect_app.journal.rules import GENESIS, Break, SealedEntry, first_break
from inspect_app.kernel.calendar import ONE_DAY
from inspect_app.kernel.clock import at_local
from inspect_app.kernel.folding import Folded
from inspect_app.kernel.rows import read_rows, table_of
from inspect_app.kernel.text import clean, fold

PAGE = 500
_SEARCHED = Folded(JournalEntry.summary + " " + JournalEntry.actor + " " + func.coalesce(JournalEntry.reason, ""))


def sealed(entry: JournalEntry | Row[Any], sequence: int | None = None) -> SealedEntry:
    """The plain values of an entry that are under its seal; `sequence` where it is about to get its number."""

    def text(value: UUID | None) -> str | None:
        return str(value) if value else None

    return SealedEntry(
        sequence=sequence or entry.sequence or 0,
        id=str(entry.id),
        at=entry.at.isoformat(),
        actor=entry.actor,
        person_id=text(entry.person_id),
        verb=entry.verb,
        subject_kind=entry.subject_kind,
        subject_id=text(entry.subject_id),
        visit_id=text(entry.visit_id),
        unit_id=text(entry.unit_id),
        summary=entry.summary,
        changes=entry.changes,
        reason=entry.reason,
    )


def head(session: Session) -> tuple[int, str]:
    """The chain's end: sequence and hash; (0, zeros) before the first entry."""
    row = session.execute(select(JournalHead.sequence, JournalHead.hash)).one_or_none()
    return (row.sequence, row.hash) if row else (0, GENESIS)


def all_sealed(session: Session) -> Iterator[tuple[SealedEntry, str]]:
    """Every entry in order, page by page."""
    last = 0
    while True:
        query = select(JournalEntry).where(JournalEntry.sequence > last).order_by(JournalEntry.sequence).limit(PAGE)
        page = session.scalars(query).all()
        for entry in page:
            yield sealed(entry), entry.hash or ""
        if len(page) < PAGE:
            return
        last = page[-1].sequence or 0


def verify(session: Session) -> Break | None:
    """The first break of the chain, or None when it holds from its beginning to its head."""
    return first_break(all_sealed(session), head(session))


def entries_of(session: Session, subject_id: UUID) -> Sequence[JournalEntry]:
    """What happened to one thing, oldest first."""
    query = select(JournalEntry).where(JournalEntry.subject_id == subject_id).order_by(JournalEntry.sequence)
    return session.scalars(query).all()


def sealed_entries_of(session: Session, subject_id: UUID) -> list[tuple[SealedEntry, str, str]]:
    """The sealed entries of one thing, oldest first, each with the hash before it and its own: so its seal can be checked."""
    found: list[tuple[SealedEntry, str, str]] = []
    for entry in entries_of(session, subject_id):
        if entry.sequence is None or entry.hash is None:
            continue
        before = session.scalar(select(JournalEntry.hash).where(JournalEntry.sequence == entry.sequence - 1))
        found.append((sealed(entry), before or GENESIS, entry.hash))
    return found


def entries_of_visit(session: Session, visit_id: UUID) -> Sequence[JournalEntry]:
    """What happened at one visit, oldest first."""
    query = select(JournalEntry).where(JournalEntry.visit_id == visit_id).order_by(JournalEntry.sequence)
    return session.scalars(query).all()


@dataclass(frozen=True)
class JournalFilter:
    """What narrows the journal: words of summary, actor or reason, days (both counted, in Vietnam), and visits.

    `hidden_visits` are those of which the reader may not know, or whose working papers are not for him;
    `hidden_subjects` other things that are not for him.
    """

    words: str = ""
    first: date | None = None
    last: date | None = None
    visits: Sequence[UUID] | None = None
    hidden_visits: Sequence[UUID] = ()
    hidden_subjects: Sequence[UUID] = ()


def search_entries(
    session: Session, narrow: JournalFilter, *, before: int | None = None, limit: int
) -> Sequence[JournalEntry]:
    """The newest sealed entries that fit; `before` continues the list. Words are found whatever their diacritics and case."""
    query = _narrowed(narrow)
    if before is not None:
        query = query.where(JournalEntry.sequence < before)
    return session.scalars(query.order_by(JournalEntry.sequence.desc()).limit(limit)).all()


def _narrowed(narrow: JournalFilter) -> Select[JournalEntry]:
    query: Select[JournalEntry] = select(JournalEntry).where(JournalEntry.sequence.is_not(None))
    if narrow.hidden_visits:
        known = JournalEntry.visit_id.not_in(narrow.hidden_visits)
        query = query.where(or_(JournalEntry.visit_id.is_(None), known))
    if narrow.hidden_subjects:
        known = JournalEntry.subject_id.not_in(narrow.hidden_subjects)
        query = query.where(or_(JournalEntry.subject_id.is_(None), known))
    if narrow.visits is not None:
        query = query.where(JournalEntry.visit_id.in_(narrow.visits))
    if narrow.first is not None:
        query = query.where(JournalEntry.at >= at_local(narrow.first, time()))
    if narrow.last is not None:
        query = query.where(JournalEntry.at < at_local(narrow.last + ONE_DAY, time()))
    for word in fold(clean(narrow.words)).split():
        query = query.where(_SEARCHED.contains(word, autoescape=True))
    return query


def newest_of_visit(session: Session, visit_id: UUID) -> tuple[int, UUID | None]:
    """How many entries a visit has, this transaction's own among them, and the newest one's id."""
    (row,) = read_rows(session, NEWEST, {"visit": visit_id})
    return row[0], row[1]


_ENTRIES = table_of(JournalEntry)
_OF_VISIT = _ENTRIES.c.visit_id == bindparam("visit")
_NEWEST_ID = select(_ENTRIES.c.id).where(_OF_VISIT).order_by(_ENTRIES.c.id.desc()).limit(1).scalar_subquery()
NEWEST = select(func.count(), _NEWEST_ID).select_from(_ENTRIES).where(_OF_VISIT)
