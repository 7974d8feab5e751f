"""The tables of findings."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.campaigns.models import Visit
from inspect_app.checklists.rules import Grade
from inspect_app.fieldwork.models.records import FROZEN, ITEM_ID, REFUSAL
from inspect_app.findings.rules import FindingState
from inspect_app.kernel.guards import guard
from inspect_app.kernel.tables import Base, Identified
from inspect_app.registry.models import IssuedPaper


class Finding(Identified, Base):
    """A shortcoming (or a remark) at a visit. What becomes of it afterwards stands in the followup room."""

    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("visit_id", "number"),
        CheckConstraint("area IS NULL OR area BETWEEN 1 AND 7", name="area_is_one_of_seven"),
        CheckConstraint("state NOT IN ('merged', 'withdrawn') OR reason IS NOT NULL", name="ended_with_reason"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into_another"),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    number: Mapped[int]
    item_id: Mapped[str] = mapped_column(ITEM_ID)
    area: Mapped[int | None]
    grade: Mapped[Grade]
    state: Mapped[FindingState] = mapped_column(default=FindingState.DRAFT)
    text: Mapped[str]
    basis: Mapped[list[Any]]
    evidence_numbers: Mapped[list[Any]]
    answer_revision: Mapped[int]
    needs_review: Mapped[bool] = mapped_column(default=False)
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("finding.id"))
    reason: Mapped[str | None]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    # The notice that added it after the issue of the conclusion; None for what the inspection itself found.
    paper_id: Mapped[UUID | None] = mapped_column(ForeignKey("issued_paper.id"))

    visit: Mapped[Visit] = relationship()
    merged_into: Mapped["Finding | None"] = relationship(remote_side="Finding.id")
    paper: Mapped[IssuedPaper | None] = relationship()
    withdrawal: Mapped["FindingWithdrawal | None"] = relationship(back_populates="finding")

    @property
    def label(self) -> str:
        """How papers name it: `TD-05/03`."""
        return f"{self.visit.code}/{self.number:02d}"

    @property
    def mark(self) -> str:
        """What stands now, in short: whoever changes it tells which one he had before his eyes."""
        stands = repr((self.text, self.grade.value, self.area, self.state.value, self.answer_revision))
        return hashlib.sha256(stands.encode()).hexdigest()


class FindingWithdrawal(Base):
    """What a notice that replaces took back of an issued conclusion: the finding stays as it was, and counts no more."""

    __tablename__ = "finding_withdrawal"

    finding_id: Mapped[UUID] = mapped_column(ForeignKey("finding.id"), primary_key=True)
    paper_id: Mapped[UUID] = mapped_column(ForeignKey("issued_paper.id"), index=True)
    reason: Mapped[str] = mapped_column(String(1000))
    withdrawn_at: Mapped[datetime]

    finding: Mapped[Finding] = relationship(back_populates="withdrawal")
    paper: Mapped[IssuedPaper] = relationship()


_OWN = f"NEW.paper_id IS NULL AND {FROZEN.format(row='NEW')}"

guard("finding", "frozen", "INSERT", when=_OWN, message=REFUSAL)
guard(
    "finding_withdrawal",
    "kept",
    "UPDATE",
    "DELETE",
    when="OLD.finding_id IS NOT NULL",
    message="what was withdrawn by a notice stays withdrawn",
)
guard("finding", "frozen", "UPDATE", "DELETE", when=FROZEN.format(row="OLD"), message=REFUSAL)
guard("finding", "kept", "DELETE", when="OLD.id IS NOT NULL", message="a finding is never deleted, only withdrawn")
