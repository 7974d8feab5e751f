"""The tables of a campaign: streams, visits, teams and due dates. Who reads them asks `queries.visible_visits`."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Person
from inspect_app.campaigns.rules import (
    OccurrenceRule,
    OccurrenceState,
    StreamKind,
    TargetKind,
    VisitOrigin,
    VisitState,
    visit_state,
)
from inspect_app.kernel.actors import Role
from inspect_app.kernel.guards import guard
from inspect_app.kernel.tables import Base, Identified
from inspect_app.units.models import Unit


class Campaign(Identified, Base):
    """A year's inspection campaign, made from its folder of files."""

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("window_start <= window_end", name="window_forward"),
        CheckConstraint("(official_number IS NULL) = (official_date IS NULL)", name="number_with_date"),
    )

    code: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(400))
    year: Mapped[int]
    window_start: Mapped[date]
    window_end: Mapped[date]
    official_number: Mapped[str | None] = mapped_column(String(60))
    official_date: Mapped[date | None]
    settings: Mapped[dict[str, Any]]
    plan_sha256: Mapped[str] = mapped_column(String(64))
    secret_seed: Mapped[str] = mapped_column(String(64))
    is_sample: Mapped[bool] = mapped_column(default=False)

    streams: Mapped[list["Stream"]] = relationship(back_populates="campaign", order_by="Stream.position")

    def __repr__(self) -> str:
        return f"<Campaign {self.code}>"


class Stream(Identified, Base):
    """One line of work of a campaign: comprehensive, a theme, or civil service."""

    __tablename__ = "stream"
    __table_args__ = (UniqueConstraint("campaign_id", "code"),)

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(400))
    kind: Mapped[StreamKind]
    checklist_code: Mapped[str] = mapped_column(String(60))
    checklist_version: Mapped[int]
    unannounced: Mapped[bool] = mapped_column(default=False)
    team_basis: Mapped[str] = mapped_column(default="")

    campaign: Mapped[Campaign] = relationship(back_populates="streams")


class Visit(Identified, Base):
    """One inspection of one unit. Its state is told by its marks; a frozen one never changes again."""

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("campaign_id", "code"),
        CheckConstraint("(starts_on IS NULL) = (ends_on IS NULL)", name="both_dates"),
        CheckConstraint("starts_on <= ends_on", name="dates_forward"),
        CheckConstraint("window_start <= window_end", name="window_forward"),
        CheckConstraint("closed_at IS NULL OR begun_at IS NOT NULL", name="closed_after_begun"),
        CheckConstraint("frozen_at IS NULL OR closed_at IS NOT NULL", name="frozen_after_closed"),
        CheckConstraint("cancelled_at IS NULL OR begun_at IS NULL", name="cancelled_before_begun"),
        CheckConstraint("(cancelled_at IS NULL) = (cancel_reason IS NULL)", name="cancelled_with_reason"),
        Index("ix_visit_campaign_starts", "campaign_id", "starts_on"),
    )

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"))
    stream_id: Mapped[UUID] = mapped_column(ForeignKey("stream.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    window_start: Mapped[date]
    window_end: Mapped[date]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    schedule_note: Mapped[str | None] = mapped_column(String(200))
    unannounced: Mapped[bool] = mapped_column(default=False)
    origin: Mapped[VisitOrigin] = mapped_column(default=VisitOrigin.PLAN)
    pool: Mapped[str | None] = mapped_column(String(40))
    checklist_code: Mapped[str] = mapped_column(String(60))
    checklist_version: Mapped[int]
    notice_sent_at: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    frozen_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None]

    campaign: Mapped[Campaign] = relationship()
    stream: Mapped[Stream] = relationship()
    unit: Mapped[Unit] = relationship()
    team: Mapped[list["TeamMember"]] = relationship(
        back_populates="visit", order_by="TeamMember.position", cascade="all, delete-orphan"
    )

    @property
    def state(self) -> VisitState:
        """Where the visit stands."""
        return visit_state(
            starts_on=self.starts_on,
            begun_at=self.begun_at,
            closed_at=self.closed_at,
            frozen_at=self.frozen_at,
            cancelled_at=self.cancelled_at,
        )

    @property
    def secret(self) -> bool:
        """Whether only its team and the coordinators may know of it: unannounced and not begun."""
        return self.unannounced and self.begun_at is None

    def __repr__(self) -> str:
        return f"<Visit {self.code}>"


class TeamMember(Identified, Base):
    """A person on a visit's team, with his part in it."""

    __tablename__ = "team_member"
    __table_args__ = (UniqueConstraint("visit_id", "person_id"),)

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role]
    position: Mapped[int] = mapped_column(default=0)

    visit: Mapped[Visit] = relationship(back_populates="team")
    person: Mapped[Person] = relationship()


class Occurrence(Identified, Base):
    """One due date of one rule for one target: run once, or passed over with its reason."""

    __tablename__ = "occurrence"
    __table_args__ = (
        UniqueConstraint("rule", "target_kind", "target_id", "due_on"),
        Index("ix_occurrence_state_due", "state", "due_on"),
    )

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    rule: Mapped[OccurrenceRule]
    target_kind: Mapped[TargetKind]
    target_id: Mapped[UUID] = mapped_column(index=True)
    due_on: Mapped[date]
    state: Mapped[OccurrenceState] = mapped_column(default=OccurrenceState.PENDING)
    ran_at: Mapped[datetime | None]
    result: Mapped[str | None]


FROZEN_TEAM = "EXISTS (SELECT 1 FROM visit WHERE visit.id = {row}.visit_id AND visit.frozen_at IS NOT NULL)"

guard("visit", "frozen", "UPDATE", "DELETE", when="OLD.frozen_at IS NOT NULL", message="a frozen visit never changes")
guard(
    "team_member",
    "frozen",
    "INSERT",
    when=FROZEN_TEAM.format(row="NEW"),
    message="the team of a frozen visit never changes",
)
guard(
    "team_member",
    "frozen",
    "UPDATE",
    "DELETE",
    when=FROZEN_TEAM.format(row="OLD"),
    message="the team of a frozen visit never changes",
)
