"""The tables of corrective actions. Reports and decisions are only ever added."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Person
from inspect_app.campaigns.models import Visit
from inspect_app.conclusions.models import ConclusionRequest
from inspect_app.followup.rules import ActionState, is_late
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.guards import guard
from inspect_app.kernel.tables import Base, Identified
from inspect_app.units.models import Unit


class CorrectiveAction(Identified, Base):
    """What one request of an issued conclusion asks of the unit."""

    __tablename__ = "corrective_action"
    __table_args__ = (
        CheckConstraint(
            "(state = 'verified') = (verified_on IS NOT NULL AND verified_by IS NOT NULL)", name="verified_whole"
        ),
    )

    request_id: Mapped[UUID] = mapped_column(ForeignKey("conclusion_request.id"), unique=True)
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    due_on: Mapped[date] = mapped_column(index=True)
    # As a notice that replaces the first one words it; None while the first wording counts.
    reworded: Mapped[str | None]
    reowned: Mapped[str | None] = mapped_column(String(300))
    state: Mapped[ActionState] = mapped_column(default=ActionState.OPEN)
    verified_on: Mapped[date | None]
    verified_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    # The notice that replaces which withdrew the request, and why.
    paper_id: Mapped[UUID | None] = mapped_column(ForeignKey("issued_paper.id"))
    withdrawn_reason: Mapped[str | None] = mapped_column(String(1000))
    created_at: Mapped[datetime]

    request: Mapped[ConclusionRequest] = relationship()
    visit: Mapped[Visit] = relationship()
    unit: Mapped[Unit] = relationship()
    reports: Mapped[list["ActionReport"]] = relationship(back_populates="action", order_by="ActionReport.at")
    decisions: Mapped[list["ActionDecision"]] = relationship(back_populates="action", order_by="ActionDecision.at")

    @property
    def text(self) -> str:
        """What is asked, as the notice that counts words it."""
        return self.reworded or self.request.text

    @property
    def owner(self) -> str:
        """Who has to do it, as the notice that counts says."""
        return self.reowned or self.request.owner

    @property
    def reported_on(self) -> date | None:
        """The day of the first report that waits for the team; None while the unit has to report."""
        if self.state is not ActionState.REPORTED:
            return None
        decided = {decision.report_id for decision in self.decisions}
        in_order = sorted(self.reports, key=lambda report: (report.at, report.id))
        last = max((place for place, report in enumerate(in_order) if report.id in decided), default=-1)
        waiting = in_order[last + 1 :]
        return local_date(waiting[0].at) if waiting else None

    def is_late(self, today: date) -> bool:
        """Whether the unit is late with it."""
        late = is_late(self.state, self.due_on, today)
        return late and is_late(self.state, self.due_on, today, self.reported_on)


class ActionReport(Identified, Base):
    """What the unit's contact reported, with its proof."""

    __tablename__ = "action_report"

    action_id: Mapped[UUID] = mapped_column(ForeignKey("corrective_action.id"), index=True)
    text: Mapped[str]
    files: Mapped[list[Any]]
    reported_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    action: Mapped[CorrectiveAction] = relationship(back_populates="reports")
    person: Mapped[Person] = relationship()


class ActionDecision(Identified, Base):
    """What the lead decided on a report: verified, or returned with a reason."""

    __tablename__ = "action_decision"
    __table_args__ = (CheckConstraint("accepted OR reason IS NOT NULL", name="returned_with_reason"),)

    action_id: Mapped[UUID] = mapped_column(ForeignKey("corrective_action.id"), index=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("action_report.id"), unique=True)
    accepted: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(String(4000))
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    action: Mapped[CorrectiveAction] = relationship(back_populates="decisions")
    report: Mapped[ActionReport] = relationship()
    person: Mapped[Person] = relationship()


for _name in ("action_report", "action_decision"):
    guard(_name, "kept", "UPDATE", "DELETE", when="OLD.id IS NOT NULL", message="what was reported or decided stays")
guard(
    "corrective_action",
    "verified",
    "UPDATE",
    when="OLD.state IN ('verified', 'withdrawn')",
    message="a verified or withdrawn action never changes",
)
# Silence of the unit or a wish of the team withdraws nothing: a notice of the register that replaces another does.
_WITHDRAWN = (
    "(NEW.state = 'withdrawn') <> (NEW.paper_id IS NOT NULL) OR (NEW.paper_id IS NULL) <> (NEW.withdrawn_reason IS NULL) "
    "OR (NEW.paper_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM correction "
    "JOIN conclusion ON conclusion.id = correction.conclusion_id "
    "WHERE correction.paper_id = NEW.paper_id AND conclusion.visit_id = NEW.visit_id))"
)
guard(
    "corrective_action",
    "by_notice",
    "INSERT",
    "UPDATE",
    when=_WITHDRAWN,
    message="a corrective action is withdrawn by a notice that replaces, with its reason",
)
guard("corrective_action", "kept", "DELETE", when="OLD.id IS NOT NULL", message="a corrective action is never deleted")
