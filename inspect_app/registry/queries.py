"""Reading the registry: books, numbers, issued papers and drafts."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from inspect_app.accounts.models import Delegation
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.text import clean, fold
from inspect_app.registry.models import (
    IssuedPaper,
    IssuingBody,
    NumberBook,
    PaperAmendment,
    PaperDraft,
    PaperWithdrawal,
    RegisterEntry,
    SignedCopy,
)
from inspect_app.registry.rules import (
    AboutKind,
    AmendmentKind,
    DraftState,
    EntryState,
    NumberSource,
    missing_numbers,
)
from inspect_app.units.models import Unit

OPEN_DRAFTS = (DraftState.DRAFT, DraftState.SUBMITTED)
Row = TypeVar("Row")


def paper_by_id(session: Session, paper_id: UUID) -> IssuedPaper:
    """The issued paper; raises NotFound."""
    return _known(session.get(IssuedPaper, paper_id))


def paper_by_code(session: Session, code: str) -> IssuedPaper | None:
    """The issued paper with a verification code, if it is ours."""
    return session.scalar(select(IssuedPaper).where(IssuedPaper.code == code))


def signed_copy_by_hash(session: Session, paper: IssuedPaper, sha256: str) -> SignedCopy | None:
    """The signed copy of the paper with these bytes, if it came back."""
    return session.scalar(select(SignedCopy).where(SignedCopy.paper_id == paper.id, SignedCopy.sha256 == sha256))


def papers_unsigned(session: Session) -> Sequence[IssuedPaper]:
    """The papers that count and of which no signed copy came back, the longest waiting first."""
    came = select(SignedCopy.id).where(SignedCopy.paper_id == IssuedPaper.id).exists()
    taken_back = select(PaperWithdrawal.paper_id).where(PaperWithdrawal.paper_id == IssuedPaper.id).exists()
    replaced = (
        select(PaperAmendment.paper_id)
        .where(PaperAmendment.amended_id == IssuedPaper.id, PaperAmendment.how == AmendmentKind.REPLACES)
        .exists()
    )
    query = select(IssuedPaper).where(~came, ~taken_back, ~replaced)
    return session.scalars(query.options(*_WHOLE).order_by(IssuedPaper.issued_at, IssuedPaper.id)).all()


def entry_by_id(session: Session, entry_id: UUID) -> RegisterEntry:
    """The number; raises NotFound."""
    return _known(session.get(RegisterEntry, entry_id))


def draft_by_id(session: Session, draft_id: UUID) -> PaperDraft:
    """The draft; raises NotFound."""
    return _known(session.get(PaperDraft, draft_id))


def book_by_id(session: Session, book_id: UUID) -> NumberBook:
    """The register of a body and year; raises NotFound."""
    return _known(session.get(NumberBook, book_id))


def _known(row: Row | None) -> Row:
    if row is None:
        raise NotFound
    return row


def body_by_id(session: Session, body_id: UUID) -> IssuingBody:
    """The issuing body; raises NotFound."""
    return _known(session.get(IssuingBody, body_id))


def all_bodies(session: Session) -> Sequence[IssuingBody]:
    """Every body that issued or numbered anything, by its name."""
    rows = session.scalars(select(IssuingBody).options(joinedload(IssuingBody.unit)))
    return sorted(rows, key=lambda body: (body.team, body.unit.name))


def book_years(session: Session) -> Sequence[int]:
    """The years in which papers were issued or numbers taken."""
    issued = set(session.scalars(select(IssuedPaper.year).distinct()))
    return sorted(issued | set(session.scalars(select(NumberBook.year).distinct())))


def find_body(session: Session, unit_id: UUID, team: str) -> IssuingBody | None:
    """The issuing body, if it issued or numbered anything yet."""
    return session.scalar(select(IssuingBody).where(IssuingBody.unit_id == unit_id, IssuingBody.team == team))


def find_book(session: Session, body_id: UUID, year: int) -> NumberBook | None:
    """The register of the body and year, if it was opened."""
    return session.scalar(select(NumberBook).where(NumberBook.body_id == body_id, NumberBook.year == year))


def book_before(session: Session, body_id: UUID, year: int) -> NumberBook | None:
    """The latest register of an earlier year: its rules go on until somebody sets others."""
    query = select(NumberBook).where(NumberBook.body_id == body_id, NumberBook.year < year)
    return session.scalar(query.order_by(NumberBook.year.desc()))


def book_of_year(session: Session, body: IssuingBody, year: int, now: datetime) -> NumberBook:
    """The register of a body and year, or the one that would be opened by the rules of the year before."""
    known = find_book(session, body.id, year)
    return known or NumberBook(**first_rules(session, body, year), opened_at=now)


def first_rules(session: Session, body: IssuingBody, year: int) -> dict[str, Any]:
    """By what a register is opened: the rules of the year before; at first the office gives the numbers."""
    before = book_before(session, body.id, year)
    source, one_series = (before.source, before.one_series) if before else (NumberSource.OFFICE, True)
    return {"body_id": body.id, "year": year, "source": source, "one_series": one_series, "first_number": 1}


def books(session: Session, year: int | None = None) -> Sequence[NumberBook]:
    """The registers, the newest year first; of one year if one is given."""
    query = select(NumberBook).options(joinedload(NumberBook.body).joinedload(IssuingBody.unit))
    if year is not None:
        query = query.where(NumberBook.year == year)
    return session.scalars(query.order_by(NumberBook.year.desc(), NumberBook.id)).all()


def numbers_taken(session: Session, book_id: UUID, series: str) -> Sequence[int]:
    """Every number of a series that was ever taken, cancelled ones too."""
    query = select(RegisterEntry.number).where(RegisterEntry.book_id == book_id, RegisterEntry.series == series)
    return session.scalars(query.order_by(RegisterEntry.number)).all()


@dataclass(frozen=True)
class Gap:
    """What a register does not explain: numbers that nobody took, or one reserved in a year that has ended."""

    book: NumberBook
    series: str
    number: int
    entry: RegisterEntry | None = None


def unexplained_gaps(session: Session, year: int | None, today: date) -> list[Gap]:
    """Every gap of the registers that give their own numbers; those of an office are kept by the office."""
    found: list[Gap] = []
    for book in books(session, year):
        if book.source is not NumberSource.OWN:
            continue
        entries = session.scalars(
            select(RegisterEntry).where(RegisterEntry.book_id == book.id).order_by(RegisterEntry.number)
        ).all()
        for series in sorted({entry.series for entry in entries}):
            taken = [entry.number for entry in entries if entry.series == series]
            found += [Gap(book, series, number) for number in missing_numbers(taken, book.first_number)]
        if book.year < today.year:
            waiting = [entry for entry in entries if entry.state is EntryState.RESERVED]
            found += [Gap(book, entry.series, entry.number, entry) for entry in waiting]
    return found


def reserved_entries(session: Session, book_ids: Collection[UUID]) -> Sequence[RegisterEntry]:
    """The numbers that wait for their paper."""
    query = select(RegisterEntry).where(RegisterEntry.book_id.in_(book_ids), RegisterEntry.state == EntryState.RESERVED)
    return session.scalars(query.order_by(RegisterEntry.series, RegisterEntry.number)).all()


@dataclass(frozen=True)
class RegisterFilter:
    """What the register is narrowed by; all that is empty narrows nothing."""

    year: int | None = None
    body_id: UUID | None = None
    words: str = ""
    without_number: bool = False
    # The reader's own units: the titles of papers about them are not his to search.
    own_units: frozenset[UUID] = frozenset()


_WHOLE = (
    joinedload(IssuedPaper.body).joinedload(IssuingBody.unit),
    joinedload(IssuedPaper.unit),
    joinedload(IssuedPaper.signer),
    joinedload(IssuedPaper.withdrawal),
    selectinload(IssuedPaper.entries),
    selectinload(IssuedPaper.amended_by),
)
_HAS_NUMBER = (
    select(RegisterEntry.id)
    .where(RegisterEntry.paper_id == IssuedPaper.id, RegisterEntry.state == EntryState.ISSUED)
    .exists()
)


def papers_page(
    session: Session, narrow: RegisterFilter, *, offset: int, limit: int
) -> tuple[Sequence[IssuedPaper], int]:
    """One page of the issued papers, the newest first, and how many the filter leaves in all."""
    query = _narrowed(select(IssuedPaper), narrow)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    order = IssuedPaper.issued_on.desc(), IssuedPaper.id.desc()
    return session.scalars(query.options(*_WHOLE).order_by(*order).offset(offset).limit(limit)).all(), total


def _narrowed(query: Select[IssuedPaper], narrow: RegisterFilter) -> Select[IssuedPaper]:
    if narrow.year is not None:
        query = query.where(IssuedPaper.year == narrow.year)
    if narrow.body_id is not None:
        query = query.where(IssuedPaper.body_id == narrow.body_id)
    if narrow.without_number:
        query = query.where(~_HAS_NUMBER)
    for word in fold(clean(narrow.words)).split():
        query = query.where(_names(word, narrow.own_units))
    return query


def _names(word: str, own_units: frozenset[UUID]) -> ColumnElement[bool]:
    in_title = IssuedPaper.search_title.contains(word, autoescape=True)
    if own_units:
        in_title = and_(in_title, or_(IssuedPaper.unit_id.is_(None), IssuedPaper.unit_id.not_in(own_units)))
    if not (word.isascii() and word.isdigit() and len(word) < 6):
        return in_title
    numbered = (
        select(RegisterEntry.id)
        .where(
            RegisterEntry.paper_id == IssuedPaper.id,
            RegisterEntry.state == EntryState.ISSUED,
            RegisterEntry.number == int(word),
        )
        .exists()
    )
    return or_(in_title, numbered)


def unused_entries(session: Session, narrow: RegisterFilter) -> Sequence[RegisterEntry]:
    """The reserved and cancelled numbers of the same books: the register shows every number that was taken."""
    query = (
        select(RegisterEntry)
        .join(NumberBook)
        .where(RegisterEntry.state.in_((EntryState.RESERVED, EntryState.CANCELLED)))
        .options(joinedload(RegisterEntry.book).joinedload(NumberBook.body).joinedload(IssuingBody.unit))
    )
    if narrow.year is not None:
        query = query.where(NumberBook.year == narrow.year)
    if narrow.body_id is not None:
        query = query.where(NumberBook.body_id == narrow.body_id)
    return session.scalars(query.order_by(RegisterEntry.series, RegisterEntry.number)).all()


def papers_about(session: Session, about: AboutKind, ids: Iterable[UUID]) -> Sequence[IssuedPaper]:
    """The papers issued about some things of one kind, the oldest first."""
    query = select(IssuedPaper).where(IssuedPaper.about_kind == about, IssuedPaper.about_id.in_(list(ids)))
    return session.scalars(query.options(*_WHOLE).order_by(IssuedPaper.issued_at, IssuedPaper.id)).all()


def current_paper(session: Session, kind: str, about_id: UUID) -> IssuedPaper | None:
    """The newest paper of a kind about a thing that no later one replaces."""
    replaced = (
        select(PaperAmendment.paper_id)
        .where(PaperAmendment.amended_id == IssuedPaper.id, PaperAmendment.how == AmendmentKind.REPLACES)
        .exists()
    )
    query = select(IssuedPaper).where(IssuedPaper.kind == kind, IssuedPaper.about_id == about_id, ~replaced)
    return session.scalars(query.order_by(IssuedPaper.issued_at.desc(), IssuedPaper.id.desc())).first()


def current_papers(session: Session, kind: str, about_ids: Iterable[UUID]) -> dict[UUID, IssuedPaper]:
    """The same for many things, by the thing's id."""
    query = select(IssuedPaper).where(IssuedPaper.kind == kind, IssuedPaper.about_id.in_(list(about_ids)))
    rows = session.scalars(query.options(*_WHOLE).order_by(IssuedPaper.issued_at, IssuedPaper.id)).all()
    return {row.about_id: row for row in rows if not any(one.how is AmendmentKind.REPLACES for one in row.amended_by)}


def drafts_about(session: Session, about: AboutKind, ids: Iterable[UUID]) -> Sequence[PaperDraft]:
    """The drafts about some things that are still open."""
    query = select(PaperDraft).where(
        PaperDraft.about_kind == about, PaperDraft.about_id.in_(list(ids)), PaperDraft.state.in_(OPEN_DRAFTS)
    )
    return session.scalars(query.order_by(PaperDraft.created_at)).all()


def open_draft(session: Session, kind: str, about_id: UUID) -> PaperDraft | None:
    """The open draft of a kind about a thing; there is one at most."""
    query = select(PaperDraft).where(
        PaperDraft.kind == kind, PaperDraft.about_id == about_id, PaperDraft.state.in_(OPEN_DRAFTS)
    )
    return session.scalar(query)


def submitted_drafts(session: Session) -> Sequence[PaperDraft]:
    """The drafts that wait for a signature, the longest waiting first."""
    query = select(PaperDraft).where(PaperDraft.state == DraftState.SUBMITTED)
    return session.scalars(query.order_by(PaperDraft.submitted_at)).all()


def delegations_valid(session: Session, on: date, person_id: UUID | None = None) -> Sequence[Delegation]:
    """Every power to sign on a day; of one person if one is given. By unit and then by title."""
    query = (
        select(Delegation)
        .join(Unit)
        .where(Delegation.valid_from <= on, or_(Delegation.valid_to.is_(None), Delegation.valid_to >= on))
        .options(joinedload(Delegation.person), joinedload(Delegation.unit))
    )
    if person_id is not None:
        query = query.where(Delegation.person_id == person_id)
    return session.scalars(query.order_by(Unit.code, Delegation.title, Delegation.id)).all()
