"""The tables of conclusions. An issued one never changes again: the database itself refuses."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Delegation, Person
from inspect_app.campaigns.models import Visit
from inspect_app.conclusions.rules import ApprovalPart, ConclusionState
from inspect_app.findings.models import Finding
from inspect_app.kernel.guards import guard
from inspect_app.kernel.tables import Base, Identified
from inspect_app.registry.models import IssuedPaper

if TYPE_CHECKING:
    from inspect_app.conclusions.models.explanations import ExplanationRound

request_finding = Table(
    "request_finding",
    Base.metadata,
    Column("request_id", ForeignKey("conclusion_request.id"), primary_key=True),
    Column("finding_id", ForeignKey("finding.id"), primary_key=True),
)


class Conclusion(Identified, Base):
    """The notice of conclusions of one visit: what the drafter words, and, once issued, the frozen sheet and bytes."""

    __tablename__ = "conclusion"
    __table_args__ = (
        UniqueConstraint("visit_id"),
        CheckConstraint(
            "(state = 'issued') = (issued_at IS NOT NULL AND sheet IS NOT NULL AND pdf_sha256 IS NOT NULL "
            "AND signer_id IS NOT NULL AND delegation_id IS NOT NULL)",
            name="issued_whole",
        ),
        CheckConstraint("(skipped_at IS NULL) = (skip_reason IS NULL)", name="skipped_with_reason"),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"))
    state: Mapped[ConclusionState] = mapped_column(default=ConclusionState.DRAFT)
    opening: Mapped[str] = mapped_column(default="")
    general: Mapped[str] = mapped_column(default="")
    strengths: Mapped[dict[str, Any]]
    objective_causes: Mapped[str] = mapped_column(default="")
    subjective_causes: Mapped[str] = mapped_column(default="")
    responsibility: Mapped[str] = mapped_column(default="")
    recommendations: Mapped[str] = mapped_column(default="")
    recipients: Mapped[str] = mapped_column(default="")
    # On what each sentence stands and what that said when it was worded, by part (drafting.parts.Tied).
    sources: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    return_reason: Mapped[str | None]
    # Why the unit was not asked to explain, where the campaign allows that; drafts of before that step have it, too.
    skip_reason: Mapped[str | None]
    skipped_at: Mapped[datetime | None]
    skipped_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    signer_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    delegation_id: Mapped[UUID | None] = mapped_column(ForeignKey("delegation.id"))
    issued_at: Mapped[datetime | None]
    issued_on: Mapped[date | None]
    # Read when the paper is printed, not with every list: it is as long as the paper.
    sheet: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    # Its paper in the register; papers of before the register have none.
    paper_id: Mapped[UUID | None] = mapped_column(ForeignKey("issued_paper.id"))

    visit: Mapped[Visit] = relationship()
    signer: Mapped[Person | None] = relationship(foreign_keys=[signer_id])
    delegation: Mapped[Delegation | None] = relationship()
    paper: Mapped[IssuedPaper | None] = relationship()
    requests: Mapped[list["ConclusionRequest"]] = relationship(
        back_populates="conclusion",
        order_by="ConclusionRequest.position",
        primaryjoin="and_(ConclusionRequest.conclusion_id == Conclusion.id, ConclusionRequest.paper_id.is_(None))",
    )
    approvals: Mapped[list["Approval"]] = relationship(back_populates="conclusion", order_by="Approval.at")
    rounds: Mapped[list["ExplanationRound"]] = relationship(
        back_populates="conclusion", order_by="ExplanationRound.number"
    )


class ConclusionRequest(Identified, Base):
    """One thing that the unit must put right: what, who, and within how many working days of the issue."""

    __tablename__ = "conclusion_request"
    __table_args__ = (
        UniqueConstraint("conclusion_id", "position"),
        CheckConstraint("due_days BETWEEN 1 AND 365", name="due_within_a_year"),
    )

    conclusion_id: Mapped[UUID] = mapped_column(ForeignKey("conclusion.id"))
    position: Mapped[int]
    text: Mapped[str]
    owner: Mapped[str] = mapped_column(String(300))
    due_days: Mapped[int]
    due_on: Mapped[date | None]
    # What its findings said when it was worded, by their labels.
    said: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    # The notice that added it after the issue; None for what the conclusion asked for at first.
    paper_id: Mapped[UUID | None] = mapped_column(ForeignKey("issued_paper.id"))

    conclusion: Mapped[Conclusion] = relationship(back_populates="requests")
    findings: Mapped[list[Finding]] = relationship(secondary=request_finding, order_by=Finding.number)


class Approval(Identified, Base):
    """A person's approval in one part; two different persons are needed."""

    __tablename__ = "approval"
    __table_args__ = (
        UniqueConstraint("conclusion_id", "person_id"),
        UniqueConstraint("conclusion_id", "part"),
    )

    conclusion_id: Mapped[UUID] = mapped_column(ForeignKey("conclusion.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    part: Mapped[ApprovalPart]
    at: Mapped[datetime]

    conclusion: Mapped[Conclusion] = relationship(back_populates="approvals")
    person: Mapped[Person] = relationship()


ISSUED = "EXISTS (SELECT 1 FROM conclusion WHERE conclusion.id = {row}.conclusion_id AND conclusion.state = 'issued')"
REFUSAL = "an issued conclusion never changes: a correction is a new document"

guard("conclusion", "issued", "UPDATE", "DELETE", when="OLD.state = 'issued'", message=REFUSAL)
_FIRST = f"NEW.paper_id IS NULL AND {ISSUED.format(row='NEW')}"
guard("conclusion_request", "issued", "INSERT", when=_FIRST, message=REFUSAL)
guard("approval", "issued", "INSERT", when=ISSUED.format(row="NEW"), message=REFUSAL)
for _name in ("conclusion_request", "approval"):
    guard(_name, "issued", "UPDATE", "DELETE", when=ISSUED.format(row="OLD"), message=REFUSAL)
_OF_REQUEST = (
    "EXISTS (SELECT 1 FROM conclusion_request JOIN conclusion ON conclusion.id = conclusion_request.conclusion_id "
    "WHERE conclusion_request.id = {row}.request_id AND conclusion.state = 'issued')"
)
_OF_FIRST = _OF_REQUEST.format(row="NEW").removesuffix(")") + " AND conclusion_request.paper_id IS NULL)"
guard("request_finding", "issued", "INSERT", when=_OF_FIRST, message=REFUSAL)
guard("request_finding", "issued", "UPDATE", "DELETE", when=_OF_REQUEST.format(row="OLD"), message=REFUSAL)
