"""The number register: taking, reserving, recording and cancelling numbers. A body is locked while its numbers are counted."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.events import publish
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean
from inspect_app.registry.events import NumberRecorded
from inspect_app.registry.models import IssuedPaper, IssuingBody, NumberBook, RegisterEntry
from inspect_app.registry.permissions import may_keep_register, may_record_number
from inspect_app.registry.queries import entry_by_id, find_body, find_book, first_rules, numbers_taken
from inspect_app.registry.rules import (
    LETTER_TYPE,
    EntryState,
    NumberSource,
    PaperNumber,
    full_sign,
    next_number,
    series_of,
    typed_number,
)
from inspect_app.units.models import Unit

REASON_MAX = 600


@dataclass(frozen=True)
class NumberWanted:
    """How a paper gets its number: typed as the office gave it, or one that was reserved; by itself neither."""

    typed: str = ""
    reserved_id: UUID | None = None


def body_for(session: Session, unit_id: UUID, team: str = "") -> IssuingBody:
    """The issuing body of a unit, or of a team that works with its seal; made when it is first needed."""
    known = find_body(session, unit_id, team)
    if known is None:
        # Two who need it first at once: one makes it, the other waits and finds it.
        session.execute(select(Unit.id).where(Unit.id == unit_id).with_for_update(key_share=True))
        known = find_body(session, unit_id, team)
    if known is None:
        known = IssuingBody(unit_id=unit_id, team=team)
        session.add(known)
        session.flush()
    return known


def add_body(session: Session, actor: Actor, unit: Unit, *, now: datetime) -> IssuingBody:
    """Opens the registry of a unit before its first paper, so that its numbering can be laid down. Raises Forbidden."""
    may_keep_register.require(actor, None)
    if find_body(session, unit.id, "") is None:
        body = body_for(session, unit.id)
        summary = f"Mở sổ văn bản của {unit.name}"
        record(session, actor, "registry.add_body", body, now=now, unit_id=unit.id, summary=summary)
    return body_for(session, unit.id)


def open_book(session: Session, body: IssuingBody, year: int, *, now: datetime) -> NumberBook:
    """The register of a body and year; the body is locked until the commit, so that two never count at once.

    The first time of a year it is opened by the rules of the year before; at first the office gives the numbers.
    """
    session.execute(select(IssuingBody.id).where(IssuingBody.id == body.id).with_for_update(key_share=True))
    book = find_book(session, body.id, year)
    if book is None:
        book = NumberBook(**first_rules(session, body, year), opened_at=now)
        session.add(book)
        session.flush()
    else:
        session.refresh(book)
    return book


def set_numbering(
    session: Session,
    actor: Actor,
    body: IssuingBody,
    year: int,
    *,
    source: NumberSource,
    one_series: bool,
    first_number: int,
    now: datetime,
) -> None:
    """Lays down who gives a body's numbers in a year, and whether all types share one series (Điều 15.1c).

    Raises Forbidden; RuleBroken once a number of the year was taken, or for a first number below 1.
    """
    may_keep_register.require(actor, None)
    book = open_book(session, body, year, now=now)
    wanted = {"source": source, "one_series": one_series, "first_number": first_number}
    changes = {name: (getattr(book, name), value) for name, value in wanted.items() if getattr(book, name) != value}
    if not changes:
        return
    if first_number < 1:
        raise RuleBroken("first_number", _("Số đầu tiên nhỏ nhất là 01."))
    if session.scalar(select(RegisterEntry.id).where(RegisterEntry.book_id == book.id).limit(1)) is not None:
        raise RuleBroken(None, _("Sổ năm %(year)d đã có số nên giữ nguyên cách đánh số đến hết năm.", year=year))
    for name, value in wanted.items():
        setattr(book, name, value)
    session.flush()
    record(
        session,
        actor,
        "registry.numbering",
        book,
        now=now,
        unit_id=body.unit_id,
        summary=f"Đặt cách đánh số văn bản của {body.name} năm {year}",
        changes=changes,
    )


def take_number(
    session: Session,
    actor: Actor,
    book: NumberBook,
    type_sign: str,
    *,
    purpose: str,
    wanted: NumberWanted,
    now: datetime,
) -> RegisterEntry | None:
    """The number for a paper that is about to be issued, reserved until it is; None when the office gives it later.

    `book` comes from `open_book` of this transaction. Raises RuleBroken for a number that is taken, that cannot be
    printed, or that is not for us to type.
    """
    if wanted.reserved_id is not None:
        return _reserved(session, book, type_sign, wanted.reserved_id)
    typed = wanted.typed.strip()
    if book.source is NumberSource.OWN:
        if typed:
            raise RuleBroken("number", _("Số của cơ quan này do phần mềm cấp theo thứ tự. Hãy để trống ô số."))
        return _next(session, actor, book, type_sign, purpose, now)
    if not typed:
        return None
    number = typed_number(typed, letters=False)
    return _enter(session, actor, book, type_sign, number, purpose, now)


def reserve_number(
    session: Session, actor: Actor, book: NumberBook, type_sign: str, *, purpose: str, now: datetime
) -> RegisterEntry:
    """Reserves the next number for a paper to come. Raises Forbidden, RuleBroken where the office gives the numbers."""
    may_keep_register.require(actor, None)
    purpose = _worded(purpose, "purpose", _("Hãy ghi số này giữ cho văn bản nào."))
    if book.source is not NumberSource.OWN:
        raise RuleBroken(None, _("Số của cơ quan này do văn thư cấp ngoài phần mềm, nên không giữ trước ở đây được."))
    entry = _next(session, actor, book, type_sign, purpose, now)
    _tell(session, actor, entry, "registry.reserve", f"Giữ số {entry.paper_number}", now)
    return entry


def cancel_number(session: Session, actor: Actor, entry: RegisterEntry, *, reason: str, now: datetime) -> None:
    """Cancels a reserved number that is not used; it stays taken. Raises Forbidden, Conflict, RuleBroken."""
    may_keep_register.require(actor, None)
    reason = _worded(reason, "reason", _("Hãy ghi lý do hủy số; sổ phải giải thích được mọi số không dùng."))
    _lock(session, entry)
    if entry.state is not EntryState.RESERVED:
        raise Conflict(_("Số này đã dùng hoặc đã hủy."))
    _cancel(session, actor, entry, reason, now)
    _tell(session, actor, entry, "registry.cancel", f"Hủy số {entry.paper_number}", now, reason=reason)


def settle_entry(session: Session, actor: Actor, entry: RegisterEntry, paper: IssuedPaper, *, now: datetime) -> None:
    """Marks a reserved number as issued with its paper."""
    entry.state, entry.paper_id = EntryState.ISSUED, paper.id
    entry.settled_by, entry.settled_at = actor.person_id, now
    session.flush()
    session.expire(entry, ["paper"])
    session.expire(paper, ["entries"])


def record_number(session: Session, actor: Actor, paper: IssuedPaper, *, typed: str, now: datetime) -> None:
    """Writes down the number that the office gave to a paper which left with the place empty.

    Raises Forbidden; Conflict when it has a number; RuleBroken for one that another paper has.
    """
    may_record_number.require(actor, paper)
    book = open_book(session, paper.body, paper.year, now=now)
    session.refresh(paper, ["entries"])
    if paper.entry is not None:
        raise Conflict(_("Văn bản này đã có số trong sổ."))
    entry = _enter(session, actor, book, paper.type_sign, typed_number(typed, letters=True), paper.title, now)
    settle_entry(session, actor, entry, paper, now=now)
    text = full_sign(entry.paper_number, paper.sign)
    _tell(session, actor, entry, "registry.record", f"Ghi số {text}", now, unit_id=paper.unit_id)
    publish(session, NumberRecorded(paper), actor=actor, now=now)


def correct_number(
    session: Session, actor: Actor, paper: IssuedPaper, *, typed: str, reason: str, now: datetime
) -> None:
    """Puts right a number of the office that was written down wrongly: the wrong entry stays, cancelled with the reason.

    Raises Forbidden; Conflict when there is none, or it stands on the paper itself; RuleBroken as `record_number`.
    """
    may_record_number.require(actor, paper)
    reason = _worded(reason, "reason", _("Hãy ghi vì sao số đã ghi là sai."))
    open_book(session, paper.body, paper.year, now=now)
    session.refresh(paper, ["entries"])
    entry = paper.entry
    if entry is None or entry.source is not NumberSource.OFFICE or printed_number(paper) is not None:
        raise Conflict(_("Số này in trên văn bản nên không sửa trong sổ được. Văn bản sai phải được thay thế."))
    if typed_number(typed, letters=True) == entry.paper_number:
        raise RuleBroken("number", _("Số này trùng với số đã ghi."))
    _cancel(session, actor, entry, reason, now)
    _tell(session, actor, entry, "registry.correct", f"Ghi nhầm số {entry.paper_number}", now, reason=reason)
    session.expire(paper, ["entries"])
    record_number(session, actor, paper, typed=typed, now=now)


def printed_number(paper: IssuedPaper) -> int | None:
    """The number that stands on the paper's own sheet; None when its place was left empty."""
    number = (paper.sheet.get("letterhead") or {}).get("number")
    return number if isinstance(number, int) else None


def _reserved(session: Session, book: NumberBook, type_sign: str, entry_id: UUID) -> RegisterEntry:
    entry = entry_by_id(session, entry_id)
    session.refresh(entry, ["state"])
    if entry.book_id != book.id or entry.state is not EntryState.RESERVED or entry.type_sign != type_sign:
        raise RuleBroken("reserved", _("Số đã giữ này không còn dùng được cho văn bản này. Hãy chọn lại."))
    return entry


def _next(
    session: Session, actor: Actor, book: NumberBook, type_sign: str, purpose: str, now: datetime
) -> RegisterEntry:
    series = series_of(type_sign, one_series=book.one_series)
    number = PaperNumber(next_number(numbers_taken(session, book.id, series), book.first_number))
    return _add(session, actor, book, type_sign, number, purpose, now)


def _enter(
    session: Session,
    actor: Actor,
    book: NumberBook,
    type_sign: str,
    number: PaperNumber,
    purpose: str,
    now: datetime,
) -> RegisterEntry:
    if book.source is not NumberSource.OFFICE:
        raise Conflict(_("Số của cơ quan này do phần mềm cấp khi phát hành."))
    taken = session.scalar(
        select(RegisterEntry).where(
            RegisterEntry.book_id == book.id,
            RegisterEntry.series == series_of(type_sign, one_series=book.one_series),
            RegisterEntry.number == number.number,
            RegisterEntry.suffix == number.suffix,
            RegisterEntry.state != EntryState.CANCELLED,
        )
    )
    if taken is not None:
        raise RuleBroken(
            "number",
            _("Số %(number)s năm %(year)d đã ghi cho “%(title)s”. Hãy kiểm tra lại với văn thư.",
              number=str(number), year=book.year, title=taken.purpose),
        )  # fmt: skip
    return _add(session, actor, book, type_sign, number, purpose, now)


def _add(
    session: Session,
    actor: Actor,
    book: NumberBook,
    type_sign: str,
    number: PaperNumber,
    purpose: str,
    now: datetime,
) -> RegisterEntry:
    if actor.person_id is None:
        raise Forbidden
    if local_date(now).year != book.year and book.source is NumberSource.OWN:
        raise Conflict(_("Sổ năm %(year)d đã khép; số mới thuộc sổ của năm nay.", year=book.year))
    entry = RegisterEntry(
        book_id=book.id,
        book=book,
        series=series_of(type_sign, one_series=book.one_series),
        number=number.number,
        suffix=number.suffix,
        source=book.source,
        type_sign=type_sign,
        purpose=clean(purpose)[:REASON_MAX],
        taken_by=actor.person_id,
        taken_at=now,
    )
    session.add(entry)
    session.flush()
    return entry


def _cancel(session: Session, actor: Actor, entry: RegisterEntry, reason: str, now: datetime) -> None:
    entry.state, entry.reason = EntryState.CANCELLED, reason
    entry.settled_by, entry.settled_at = actor.person_id, now
    session.flush()


def _lock(session: Session, entry: RegisterEntry) -> None:
    body = select(IssuingBody.id).join(NumberBook).where(NumberBook.id == entry.book_id)
    session.execute(body.with_for_update(key_share=True, of=IssuingBody))
    session.refresh(entry, ["state"])


def _worded(text: str, field: str, missing: str) -> str:
    text = clean(text)
    if not text:
        raise RuleBroken(field, missing)
    if len(text) > REASON_MAX:
        raise RuleBroken(field, _("Nội dung dài quá %(max)d ký tự. Hãy rút ngắn.", max=REASON_MAX))
    return text


def _tell(
    session: Session,
    actor: Actor,
    entry: RegisterEntry,
    verb: str,
    what: str,
    now: datetime,
    *,
    reason: str | None = None,
    unit_id: UUID | None = None,
) -> None:
    type_name = entry.type_sign or LETTER_TYPE
    record(
        session,
        actor,
        verb,
        entry,
        now=now,
        unit_id=unit_id,
        summary=f"{what} ({type_name}, {entry.book.body.name}, {entry.book.year})",
        reason=reason,
    )
