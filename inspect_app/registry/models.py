"""The tables of the registry. Numbers and issued papers never change: the database itself refuses."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Delegation, Person
from inspect_app.kernel.guards import guard
from inspect_app.kernel.tables import Base, Identified
from inspect_app.registry.rules import (
    AboutKind,
    AmendmentKind,
    DraftState,
    EntryState,
    NumberSource,
    PaperNumber,
    PaperState,
)
from inspect_app.units.models import Unit


class IssuingBody(Identified, Base):
    """A body that issues papers: a unit, or (with `team`) a team that is named as issuing body and uses its seal."""

    __tablename__ = "issuing_body"
    __table_args__ = (UniqueConstraint("unit_id", "team"),)

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    team: Mapped[str] = mapped_column(String(200), default="")

    unit: Mapped[Unit] = relationship()

    @property
    def name(self) -> str:
        """How the register names it."""
        return self.team or self.unit.name


class NumberBook(Identified, Base):
    """The register of one body and year: who gives the numbers, and whether all types share one series."""

    __tablename__ = "number_book"
    __table_args__ = (
        UniqueConstraint("body_id", "year"),
        CheckConstraint("first_number >= 1", name="from_one"),
    )

    body_id: Mapped[UUID] = mapped_column(ForeignKey("issuing_body.id"))
    year: Mapped[int]
    source: Mapped[NumberSource] = mapped_column(default=NumberSource.OFFICE)
    one_series: Mapped[bool] = mapped_column(default=True)
    # Above 1 only where a body begins to count here in the middle of a year; the numbers before stand elsewhere.
    first_number: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime]

    body: Mapped[IssuingBody] = relationship()


class IssuedPaper(Identified, Base):
    """A paper as it was issued: its sheet and the hashes of its bytes. It never changes; what comes later is beside it."""

    __tablename__ = "issued_paper"
    __table_args__ = (
        Index("ix_issued_paper_about", "about_kind", "about_id"),
        Index("ix_issued_paper_year_body", "year", "body_id"),
        CheckConstraint("prepared_by IS NULL OR prepared_by <> signer_id", name="two_persons"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    type_sign: Mapped[str] = mapped_column(String(10))
    sign: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(600))
    search_title: Mapped[str] = mapped_column(String(900))
    about_kind: Mapped[AboutKind]
    about_id: Mapped[UUID]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"), index=True)
    body_id: Mapped[UUID] = mapped_column(ForeignKey("issuing_body.id"))
    year: Mapped[int]
    # Read when the paper is printed, not with every list: it is as long as the paper.
    sheet: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    pdf_sha256: Mapped[str] = mapped_column(String(64))
    docx_sha256: Mapped[str | None] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(64), unique=True)
    prepared_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    signer_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    delegation_id: Mapped[UUID] = mapped_column(ForeignKey("delegation.id"))
    issued_at: Mapped[datetime]
    issued_on: Mapped[date]

    unit: Mapped[Unit | None] = relationship()
    body: Mapped[IssuingBody] = relationship()
    preparer: Mapped[Person | None] = relationship(foreign_keys=[prepared_by])
    signer: Mapped[Person] = relationship(foreign_keys=[signer_id])
    delegation: Mapped[Delegation] = relationship()
    entries: Mapped[list["RegisterEntry"]] = relationship(back_populates="paper", viewonly=True)
    amends: Mapped["PaperAmendment | None"] = relationship(
        foreign_keys="PaperAmendment.paper_id", back_populates="paper", viewonly=True
    )
    amended_by: Mapped[list["PaperAmendment"]] = relationship(
        foreign_keys="PaperAmendment.amended_id", back_populates="amended", viewonly=True
    )
    withdrawal: Mapped["PaperWithdrawal | None"] = relationship(viewonly=True)
    signed_copies: Mapped[list["SignedCopy"]] = relationship(
        back_populates="paper", viewonly=True, order_by="SignedCopy.brought_at, SignedCopy.id"
    )

    @property
    def entry(self) -> "RegisterEntry | None":
        """The number under which it stands in the register; None until there is one."""
        return next((entry for entry in self.entries if entry.state is EntryState.ISSUED), None)

    @property
    def number(self) -> PaperNumber | None:
        """Its number, if it has one."""
        return self.entry.paper_number if self.entry else None

    @property
    def state(self) -> PaperState:
        """Whether it still counts, by what was put beside it."""
        if self.withdrawal is not None:
            return PaperState.WITHDRAWN
        replaced = any(one.how is AmendmentKind.REPLACES for one in self.amended_by)
        return PaperState.REPLACED if replaced else PaperState.CURRENT


class RegisterEntry(Identified, Base):
    """One number of a register: reserved, then issued with its paper, or cancelled with a reason. Never deleted."""

    __tablename__ = "register_entry"
    __table_args__ = (
        # A number of ours is taken for good; one of the office that was written down wrongly may come again.
        Index(
            "uq_register_entry_live",
            "book_id",
            "series",
            "number",
            "suffix",
            unique=True,
            sqlite_where=text("source = 'own' OR state <> 'cancelled'"),
            postgresql_where=text("source = 'own' OR state <> 'cancelled'"),
        ),
        Index(
            "uq_register_entry_paper",
            "paper_id",
            unique=True,
            sqlite_where=text("state = 'issued'"),
            postgresql_where=text("state = 'issued'"),
        ),
        CheckConstraint("number >= 1", name="from_one"),
        CheckConstraint("source <> 'own' OR suffix = ''", name="own_without_letter"),
        CheckConstraint("(state = 'issued' AND paper_id IS NOT NULL) OR state <> 'issued'", name="issued_with_paper"),
        CheckConstraint("(state = 'reserved') = (settled_at IS NULL)", name="settled_when"),
        CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled_by_somebody"),
        CheckConstraint("(state = 'cancelled') = (reason IS NOT NULL)", name="cancelled_with_reason"),
    )

    book_id: Mapped[UUID] = mapped_column(ForeignKey("number_book.id"))
    series: Mapped[str] = mapped_column(String(10))
    number: Mapped[int]
    suffix: Mapped[str] = mapped_column(String(1), default="")
    source: Mapped[NumberSource]
    type_sign: Mapped[str] = mapped_column(String(10))
    purpose: Mapped[str] = mapped_column(String(600))
    taken_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime]
    state: Mapped[EntryState] = mapped_column(default=EntryState.RESERVED)
    paper_id: Mapped[UUID | None] = mapped_column(ForeignKey("issued_paper.id"))
    # Who and when: issued with the paper, or cancelled.
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(600))

    book: Mapped[NumberBook] = relationship()
    paper: Mapped[IssuedPaper | None] = relationship(back_populates="entries")
    taker: Mapped[Person] = relationship(foreign_keys=[taken_by])
    settler: Mapped[Person | None] = relationship(foreign_keys=[settled_by])

    @property
    def paper_number(self) -> PaperNumber:
        """The number as it stands on the paper."""
        return PaperNumber(self.number, self.suffix)


class PaperAmendment(Base):
    """A later paper that replaces or corrects an earlier one."""

    __tablename__ = "paper_amendment"
    __table_args__ = (
        CheckConstraint("paper_id <> amended_id", name="two_papers"),
        Index(
            "uq_paper_amendment_replaced_once",
            "amended_id",
            unique=True,
            sqlite_where=text("how = 'replaces'"),
            postgresql_where=text("how = 'replaces'"),
        ),
    )

    paper_id: Mapped[UUID] = mapped_column(ForeignKey("issued_paper.id"), primary_key=True)
    amended_id: Mapped[UUID] = mapped_column(ForeignKey("issued_paper.id"), index=True)
    how: Mapped[AmendmentKind]

    paper: Mapped[IssuedPaper] = relationship(foreign_keys=[paper_id], back_populates="amends")
    amended: Mapped[IssuedPaper] = relationship(foreign_keys=[amended_id], back_populates="amended_by")


class PaperWithdrawal(Base):
    """An issued paper taken back, and why."""

    __tablename__ = "paper_withdrawal"

    paper_id: Mapped[UUID] = mapped_column(ForeignKey("issued_paper.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(1000))
    withdrawn_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class SignedCopy(Identified, Base):
    """An issued paper as it came back with digital signatures: the hash of its bytes, and what was found in them."""

    __tablename__ = "signed_copy"
    __table_args__ = (UniqueConstraint("paper_id", "sha256"),)

    paper_id: Mapped[UUID] = mapped_column(ForeignKey("issued_paper.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    # What `documents.signing` found: who signed, when, by which certificate.
    verdict: Mapped[dict[str, Any]]
    brought_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    brought_at: Mapped[datetime]

    paper: Mapped[IssuedPaper] = relationship(back_populates="signed_copies")
    person: Mapped[Person] = relationship()


class PaperDraft(Identified, Base):
    """A paper that one person prepares and another issues; from the submission on its sheet stands still."""

    __tablename__ = "paper_draft"
    __table_args__ = (
        Index(
            "uq_paper_draft_open",
            "kind",
            "about_id",
            unique=True,
            sqlite_where=text("state IN ('draft', 'submitted')"),
            postgresql_where=text("state IN ('draft', 'submitted')"),
        ),
        CheckConstraint(
            "state NOT IN ('submitted', 'issued') OR "
            "(sheet IS NOT NULL AND submitted_at IS NOT NULL AND delegation_id IS NOT NULL)",
            name="submitted_whole",
        ),
        CheckConstraint("(state = 'issued') = (paper_id IS NOT NULL)", name="issued_with_paper"),
        CheckConstraint("state <> 'dropped' OR reason IS NOT NULL", name="dropped_with_reason"),
        CheckConstraint("(amends_id IS NULL) = (amends_how IS NULL)", name="amends_whole"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    about_kind: Mapped[AboutKind]
    about_id: Mapped[UUID] = mapped_column(index=True)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str] = mapped_column(String(600))
    # What the preparer words: by the names of the kind's fields.
    words: Mapped[dict[str, Any]]
    state: Mapped[DraftState] = mapped_column(default=DraftState.DRAFT)
    prepared_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    delegation_id: Mapped[UUID | None] = mapped_column(ForeignKey("delegation.id"))
    submitted_at: Mapped[datetime | None]
    sheet: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # Why it was sent back, or dropped, last.
    reason: Mapped[str | None] = mapped_column(String(1000))
    amends_id: Mapped[UUID | None] = mapped_column(ForeignKey("issued_paper.id"))
    amends_how: Mapped[AmendmentKind | None]
    paper_id: Mapped[UUID | None] = mapped_column(ForeignKey("issued_paper.id"), unique=True)

    unit: Mapped[Unit | None] = relationship()
    preparer: Mapped[Person] = relationship()
    delegation: Mapped[Delegation | None] = relationship()
    amends: Mapped[IssuedPaper | None] = relationship(foreign_keys=[amends_id])
    paper: Mapped[IssuedPaper | None] = relationship(foreign_keys=[paper_id])


_BOOK_IN_USE = "EXISTS (SELECT 1 FROM register_entry WHERE register_entry.book_id = OLD.id)"
_FOLLOWS = (
    "EXISTS (SELECT 1 FROM register_entry AS earlier WHERE earlier.book_id = NEW.book_id "
    "AND earlier.series = NEW.series AND earlier.number = NEW.number - 1)"
)
_BEGINS = (
    "EXISTS (SELECT 1 FROM number_book WHERE number_book.id = NEW.book_id AND number_book.first_number = NEW.number)"
)
_OF_BOOK = "EXISTS (SELECT 1 FROM number_book WHERE number_book.id = NEW.book_id AND number_book.source = NEW.source)"
_SERIES = (
    "EXISTS (SELECT 1 FROM number_book WHERE number_book.id = NEW.book_id "
    "AND (NEW.series = '') = number_book.one_series)"
)
_KEPT = ["book_id", "series", "number", "suffix", "source", "type_sign", "purpose", "taken_by", "taken_at"]
_CHANGED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in _KEPT)
_MISTYPED = (
    "OLD.state = 'issued' AND OLD.source = 'office' AND NEW.state = 'cancelled' "
    "AND NEW.paper_id IS NOT DISTINCT FROM OLD.paper_id"
)

guard("number_book", "used", "UPDATE", when=_BOOK_IN_USE, message="a register that has numbers keeps its rules")
guard("number_book", "kept", "DELETE", when="OLD.id IS NOT NULL", message="a register is never deleted")
guard("issuing_body", "kept", "UPDATE", "DELETE", when="OLD.id IS NOT NULL", message="an issuing body stays as it is")
guard(
    "register_entry",
    "in_order",
    "INSERT",
    when=f"NEW.source = 'own' AND NOT {_FOLLOWS} AND NOT {_BEGINS}",
    message="numbers follow one another without a gap",
)
guard(
    "register_entry",
    "of_book",
    "INSERT",
    when=f"NOT {_OF_BOOK} OR NOT {_SERIES}",
    message="a number keeps to the rules of its register",
)
guard("register_entry", "kept", "DELETE", when="OLD.id IS NOT NULL", message="a number is never deleted")
guard("register_entry", "same", "UPDATE", when=_CHANGED, message="a number of the register never changes")
guard(
    "register_entry",
    "settled",
    "UPDATE",
    when=f"OLD.state <> 'reserved' AND NOT ({_MISTYPED})",
    message="an issued or cancelled number never changes",
)
guard(
    "issued_paper",
    "issued",
    "UPDATE",
    "DELETE",
    when="OLD.id IS NOT NULL",
    message="an issued paper never changes: a correction is a new paper",
)
for _name in ("paper_amendment", "paper_withdrawal"):
    guard(_name, "kept", "UPDATE", "DELETE", when="OLD.paper_id IS NOT NULL", message="what was said of a paper stays")
guard("signed_copy", "kept", "UPDATE", "DELETE", when="OLD.id IS NOT NULL", message="a signed copy stays as it came")
guard(
    "signed_copy",
    "signed",
    "INSERT",
    when="EXISTS (SELECT 1 FROM issued_paper WHERE issued_paper.id = NEW.paper_id "
    "AND issued_paper.pdf_sha256 = NEW.sha256)",
    message="what was issued without a signature is no signed copy",
)
guard("paper_draft", "kept", "DELETE", when="OLD.id IS NOT NULL", message="what was prepared is never deleted")
guard(
    "paper_draft",
    "ended",
    "UPDATE",
    when="OLD.state IN ('issued', 'dropped')",
    message="an issued or dropped draft never changes",
)
guard(
    "paper_draft",
    "submitted",
    "UPDATE",
    when="OLD.state = 'submitted' AND NEW.state IN ('submitted', 'issued') "
    "AND (CAST(NEW.sheet AS TEXT) IS DISTINCT FROM CAST(OLD.sheet AS TEXT) OR NEW.title <> OLD.title "
    "OR CAST(NEW.words AS TEXT) <> CAST(OLD.words AS TEXT) OR NEW.prepared_by <> OLD.prepared_by "
    "OR NEW.about_id <> OLD.about_id OR NEW.kind <> OLD.kind)",
    message="a submitted paper stands still until it is sent back",
)
