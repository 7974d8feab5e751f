"""A notice that replaces an issued one: its explicit list of changes, the two persons, and the paper once it is issued."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Person
from inspect_app.conclusions.models.papers import Conclusion
from inspect_app.conclusions.rules import CorrectionState
from inspect_app.kernel.guards import guard
from inspect_app.kernel.tables import Base, Identified
from inspect_app.registry.models import IssuedPaper


class Correction(Identified, Base):
    """What is worded anew, withdrawn and added in a notice that replaces the one that counted (correcting.parts.Change).

    `sources` ties sentences to data as `Conclusion.sources` does; `confirmed` holds where the drafter keeps a sentence
    although the data say otherwise: key, sentence, told, reason, who, when.
    """

    __tablename__ = "correction"
    __table_args__ = (
        Index(
            "uq_correction_open",
            "conclusion_id",
            unique=True,
            sqlite_where=text("state IN ('draft', 'submitted')"),
            postgresql_where=text("state IN ('draft', 'submitted')"),
        ),
        CheckConstraint("(state = 'issued') = (paper_id IS NOT NULL)", name="issued_with_paper"),
        CheckConstraint("state <> 'dropped' OR note IS NOT NULL", name="dropped_with_reason"),
        CheckConstraint("state NOT IN ('submitted', 'issued') OR approved_by IS NOT NULL", name="submitted_by_lead"),
        CheckConstraint(
            "signer_id IS NULL OR (signer_id <> approved_by AND signer_id <> drafted_by)", name="two_persons"
        ),
    )

    conclusion_id: Mapped[UUID] = mapped_column(ForeignKey("conclusion.id"), index=True)
    base_id: Mapped[UUID] = mapped_column(ForeignKey("issued_paper.id"))
    reason: Mapped[str] = mapped_column(String(1000))
    changes: Mapped[list[Any]]
    sources: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    confirmed: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    state: Mapped[CorrectionState] = mapped_column(default=CorrectionState.DRAFT)
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None]
    # Why it was sent back, or dropped, last.
    note: Mapped[str | None] = mapped_column(String(4000))
    signer_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    issued_on: Mapped[date | None]
    paper_id: Mapped[UUID | None] = mapped_column(ForeignKey("issued_paper.id"), unique=True)

    conclusion: Mapped[Conclusion] = relationship()
    base: Mapped[IssuedPaper] = relationship(foreign_keys=[base_id])
    paper: Mapped[IssuedPaper | None] = relationship(foreign_keys=[paper_id])
    drafter: Mapped[Person] = relationship(foreign_keys=[drafted_by])
    approver: Mapped[Person | None] = relationship(foreign_keys=[approved_by])
    signer: Mapped[Person | None] = relationship(foreign_keys=[signer_id])


guard(
    "correction",
    "ended",
    "UPDATE",
    when="OLD.state IN ('issued', 'dropped')",
    message="an issued or dropped correction never changes",
)
guard(
    "correction",
    "submitted",
    "UPDATE",
    when="OLD.state = 'submitted' AND NEW.state IN ('submitted', 'issued') AND "
    "(CAST(NEW.changes AS TEXT) <> CAST(OLD.changes AS TEXT) OR NEW.reason <> OLD.reason "
    "OR CAST(NEW.sources AS TEXT) <> CAST(OLD.sources AS TEXT) "
    "OR CAST(NEW.confirmed AS TEXT) <> CAST(OLD.confirmed AS TEXT) "
    "OR NEW.base_id <> OLD.base_id OR NEW.approved_by <> OLD.approved_by)",
    message="a submitted correction stands still until it is sent back",
)
guard("correction", "kept", "DELETE", when="OLD.id IS NOT NULL", message="a correction is never deleted")

# Only the paper that replaces the base of an approved correction, in the transaction of its issue, adds to a conclusion
# or takes a finding back.
BY_NOTICE = (
    "EXISTS (SELECT 1 FROM correction JOIN conclusion ON conclusion.id = correction.conclusion_id "
    "JOIN paper_amendment ON paper_amendment.amended_id = correction.base_id "
    "WHERE correction.state = 'submitted' AND paper_amendment.how = 'replaces' "
    "AND paper_amendment.paper_id = {paper} AND {of})"
)
NOT_BY_NOTICE = "an issued conclusion is changed by a notice that replaces it, and by nothing else"
_OF_FINDING = "(SELECT finding.visit_id FROM finding WHERE finding.id = NEW.finding_id)"
_ADDED_REQUEST = BY_NOTICE.format(
    paper="conclusion_request.paper_id", of="conclusion.id = conclusion_request.conclusion_id"
)
_IN_ADDED = (
    "EXISTS (SELECT 1 FROM conclusion_request WHERE conclusion_request.id = NEW.request_id "
    "AND conclusion_request.paper_id IS NOT NULL AND NOT {by_notice})"
)

guard(
    "finding",
    "by_notice",
    "INSERT",
    when="NEW.paper_id IS NOT NULL AND NOT "
    + BY_NOTICE.format(paper="NEW.paper_id", of="conclusion.visit_id = NEW.visit_id"),
    message=NOT_BY_NOTICE,
)
guard(
    "finding_withdrawal",
    "by_notice",
    "INSERT",
    when="NOT " + BY_NOTICE.format(paper="NEW.paper_id", of=f"conclusion.visit_id = {_OF_FINDING}"),
    message=NOT_BY_NOTICE,
)
guard(
    "conclusion_request",
    "by_notice",
    "INSERT",
    when="NEW.paper_id IS NOT NULL AND NOT "
    + BY_NOTICE.format(paper="NEW.paper_id", of="conclusion.id = NEW.conclusion_id"),
    message=NOT_BY_NOTICE,
)
guard(
    "request_finding",
    "by_notice",
    "INSERT",
    when=_IN_ADDED.format(by_notice=_ADDED_REQUEST),
    message=NOT_BY_NOTICE,
)
