"""What a unit says to the draft of its conclusion, and what the team answers: what was sent and submitted never changes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Person
from inspect_app.checklists.rules import Grade
from inspect_app.conclusions.models.papers import Conclusion
from inspect_app.conclusions.rules import PointAnswer, Stance
from inspect_app.findings.models import Finding
from inspect_app.kernel.guards import guard
from inspect_app.kernel.tables import Base, Identified


class ExplanationRound(Identified, Base):
    """The draft's shortcomings as they were sent to the unit once, by when it is to explain, and what came of it.

    `lapsed_at`: the team noted that nothing had come by the day. What comes after that is received all the same, and late.
    """

    __tablename__ = "explanation_round"
    __table_args__ = (
        UniqueConstraint("conclusion_id", "number"),
        CheckConstraint("(submitted_at IS NULL) = (submitted_by IS NULL)", name="submitted_by_somebody"),
        CheckConstraint("(lapsed_at IS NULL) = (lapsed_by IS NULL)", name="lapsed_by_somebody"),
        CheckConstraint("submitted_at IS NOT NULL OR NOT late", name="late_when_submitted"),
    )

    conclusion_id: Mapped[UUID] = mapped_column(ForeignKey("conclusion.id"))
    number: Mapped[int]
    sent_at: Mapped[datetime]
    sent_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date]
    lapsed_at: Mapped[datetime | None]
    lapsed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    late: Mapped[bool] = mapped_column(default=False)
    # An explanation on paper that the team's desk entered: when it came, who entered it, and the scan of it.
    received_on: Mapped[date | None]
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    scan: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    # What was sent by mistake is taken back with a reason; what the unit read stays readable.
    recalled_at: Mapped[datetime | None]
    recalled_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recall_reason: Mapped[str | None] = mapped_column(String(1000))

    conclusion: Mapped[Conclusion] = relationship(back_populates="rounds")
    submitter: Mapped[Person | None] = relationship(foreign_keys=[submitted_by])
    enterer: Mapped[Person | None] = relationship(foreign_keys=[entered_by])
    points: Mapped[list["ExplanationPoint"]] = relationship(
        back_populates="round", order_by="ExplanationPoint.position"
    )

    @property
    def is_open(self) -> bool:
        """Whether the unit may still write: it has not submitted, nothing was recalled, and the paper is not issued."""
        return self.submitted_at is None and self.recalled_at is None and self.conclusion.issued_at is None


class ExplanationPoint(Identified, Base):
    """One shortcoming as the unit read it: its words, basis and requests of that day, whatever becomes of the finding."""

    __tablename__ = "explanation_point"
    __table_args__ = (UniqueConstraint("round_id", "position"), UniqueConstraint("round_id", "finding_id"))

    round_id: Mapped[UUID] = mapped_column(ForeignKey("explanation_round.id"))
    position: Mapped[int]
    finding_id: Mapped[UUID] = mapped_column(ForeignKey("finding.id"), index=True)
    area: Mapped[int | None]
    grade: Mapped[Grade]
    text: Mapped[str]
    basis: Mapped[str]
    requests: Mapped[list[Any]]

    round: Mapped[ExplanationRound] = relationship(back_populates="points")
    finding: Mapped[Finding] = relationship()
    explanation: Mapped["Explanation | None"] = relationship(back_populates="point")
    answer: Mapped["ExplanationAnswer | None"] = relationship(back_populates="point")


class Explanation(Identified, Base):
    """What the unit says to one point: kept as it is written, fixed when the round is submitted."""

    __tablename__ = "explanation"

    point_id: Mapped[UUID] = mapped_column(ForeignKey("explanation_point.id"), unique=True)
    stance: Mapped[Stance | None]
    text: Mapped[str] = mapped_column(default="")
    files: Mapped[list[Any]]
    revision: Mapped[int] = mapped_column(default=1)
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]

    point: Mapped[ExplanationPoint] = relationship(back_populates="explanation")
    writer: Mapped[Person] = relationship()


class ExplanationAnswer(Identified, Base):
    """What the team answers to one point. `needs_review`: an explanation came after it, so it is looked at again."""

    __tablename__ = "explanation_answer"

    point_id: Mapped[UUID] = mapped_column(ForeignKey("explanation_point.id"), unique=True)
    answer: Mapped[PointAnswer]
    reason: Mapped[str] = mapped_column(String(4000), default="")
    needs_review: Mapped[bool] = mapped_column(default=False)
    answered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime]

    point: Mapped[ExplanationPoint] = relationship(back_populates="answer")
    person: Mapped[Person] = relationship()


_SENT = "what was sent to the unit never changes"
_SUBMITTED = "a submitted explanation never changes"
_ISSUED = "an issued conclusion never changes: a correction is a new document"
_IN_SUBMITTED = (
    "EXISTS (SELECT 1 FROM explanation_point JOIN explanation_round ON explanation_round.id = explanation_point.round_id "
    "WHERE explanation_point.id = {row}.point_id AND explanation_round.submitted_at IS NOT NULL)"
)
_IN_ISSUED = (
    "EXISTS (SELECT 1 FROM explanation_point JOIN explanation_round ON explanation_round.id = explanation_point.round_id "
    "JOIN conclusion ON conclusion.id = explanation_round.conclusion_id "
    "WHERE explanation_point.id = {row}.point_id AND conclusion.state = 'issued')"
)
_ROUND_OF_ISSUED = (
    "EXISTS (SELECT 1 FROM conclusion WHERE conclusion.id = {row}.conclusion_id AND conclusion.state = 'issued')"
)

guard("explanation_round", "issued", "INSERT", when=_ROUND_OF_ISSUED.format(row="NEW"), message=_ISSUED)
guard("explanation_round", "issued", "UPDATE", when=_ROUND_OF_ISSUED.format(row="OLD"), message=_ISSUED)
guard("explanation_round", "submitted", "UPDATE", when="OLD.submitted_at IS NOT NULL", message=_SUBMITTED)
guard(
    "explanation_round",
    "sent",
    "UPDATE",
    when="OLD.conclusion_id <> NEW.conclusion_id OR OLD.number <> NEW.number OR OLD.sent_at <> NEW.sent_at "
    "OR OLD.sent_by <> NEW.sent_by OR OLD.due_on <> NEW.due_on OR (OLD.lapsed_at IS NOT NULL AND NEW.lapsed_at IS NULL)",
    message=_SENT,
)
guard("explanation_round", "kept", "DELETE", when="OLD.id IS NOT NULL", message=_SENT)
guard(
    "explanation_point",
    "sent",
    "INSERT",
    when="EXISTS (SELECT 1 FROM explanation_round JOIN conclusion ON conclusion.id = explanation_round.conclusion_id "
    "WHERE explanation_round.id = NEW.round_id "
    "AND (explanation_round.submitted_at IS NOT NULL OR conclusion.state = 'issued'))",
    message=_SENT,
)
guard("explanation_point", "sent", "UPDATE", "DELETE", when="OLD.id IS NOT NULL", message=_SENT)
guard("explanation", "kept", "DELETE", when="OLD.id IS NOT NULL", message="what the unit wrote is never deleted")
guard("explanation", "submitted", "INSERT", when=_IN_SUBMITTED.format(row="NEW"), message=_SUBMITTED)
guard("explanation", "submitted", "UPDATE", when=_IN_SUBMITTED.format(row="OLD"), message=_SUBMITTED)
guard("explanation", "issued", "INSERT", when=_IN_ISSUED.format(row="NEW"), message=_ISSUED)
guard("explanation", "issued", "UPDATE", when=_IN_ISSUED.format(row="OLD"), message=_ISSUED)
guard("explanation_answer", "issued", "INSERT", when=_IN_ISSUED.format(row="NEW"), message=_ISSUED)
guard("explanation_answer", "issued", "UPDATE", when=_IN_ISSUED.format(row="OLD"), message=_ISSUED)
guard("explanation_answer", "kept", "DELETE", when="OLD.id IS NOT NULL", message="an answer is never deleted")

_IN_RECALLED = (
    "EXISTS (SELECT 1 FROM explanation_point JOIN explanation_round ON explanation_round.id = explanation_point.round_id "
    "WHERE explanation_point.id = {row}.point_id AND explanation_round.recalled_at IS NOT NULL)"
)
_RECALLED = "what was recalled from the unit stands still"
guard("explanation_round", "recalled", "UPDATE", when="OLD.recalled_at IS NOT NULL", message=_RECALLED)
guard("explanation", "recalled", "INSERT", when=_IN_RECALLED.format(row="NEW"), message=_RECALLED)
guard("explanation", "recalled", "UPDATE", when=_IN_RECALLED.format(row="OLD"), message=_RECALLED)
guard(
    "explanation_round",
    "recall_reason",
    "UPDATE",
    when="(NEW.recalled_at IS NULL) <> (NEW.recall_reason IS NULL) OR (NEW.recalled_at IS NULL) <> (NEW.recalled_by IS NULL) "
    "OR (NEW.recalled_at IS NOT NULL AND NEW.submitted_at IS NOT NULL)",
    message="what was sent is recalled with a reason, and not once it was submitted",
)
guard(
    "explanation_round",
    "by_post",
    "UPDATE",
    when="(NEW.received_on IS NULL) <> (NEW.entered_by IS NULL) "
    "OR (NEW.received_on IS NOT NULL AND (NEW.submitted_at IS NULL OR CAST(NEW.scan AS TEXT) = '[]'))",
    message="an explanation on paper is entered with its day, by somebody, and with its scan",
)
