"""The tables of a campaign: streams, visits, teams and due dates. Who reads them asks `queries.visible_visits`."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, event, inspect, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Account, Person
from inspect_app.campaigns.rules import (
    BondKind,
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
    visits: Mapped[list["Visit"]] = relationship(viewonly=True)

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
    # How often what a calendar shows of it was changed, and when last (domain time).
    schedule_revision: Mapped[int] = mapped_column(default=0, server_default="0")
    schedule_changed_at: Mapped[datetime | None]

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


class VisitPin(Identified, Base):
    """A visit that no planner moves, and why; who pinned it stands in the journal."""

    __tablename__ = "visit_pin"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), unique=True)
    why: Mapped[str] = mapped_column(String(1000))
    pinned_at: Mapped[datetime]


class VisitBond(Identified, Base):
    """What ties a visit to an earlier one: it looks again at its open actions, or goes with it to the unit."""

    __tablename__ = "visit_bond"
    __table_args__ = (UniqueConstraint("visit_id", "kind"), CheckConstraint("visit_id <> other_id", name="two_visits"))

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"))
    other_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    kind: Mapped[BondKind]

    visit: Mapped[Visit] = relationship(foreign_keys=[visit_id])
    other: Mapped[Visit] = relationship(foreign_keys=[other_id])


class Absence(Identified, Base):
    """Days on which a person cannot be sent anywhere: leave, a course, an illness."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="days_forward"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    why: Mapped[str] = mapped_column(String(200))

    person: Mapped[Person] = relationship()


class UnitClosure(Identified, Base):
    """Days on which a unit receives no team, and with `with_below` nor do the units under it: a session, a storm."""

    __tablename__ = "unit_closure"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="days_forward"),)

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    with_below: Mapped[bool] = mapped_column(default=False)
    first_day: Mapped[date]
    last_day: Mapped[date]
    why: Mapped[str] = mapped_column(String(200))

    unit: Mapped[Unit] = relationship()


class PlanningRun(Identified, Base):
    """The planner asked once for a campaign, and what came of it; its state is told by its marks.

    `fingerprint` is that of all it read: a proposal made from other facts than those of today is not published.
    Progress (`taken_at`, `alive_at`) is in real time, since a solver works in no other. `worker` is who works on it: what
    another says of it is not written. `broken_off` counts the searches that ended without a word.
    """

    __tablename__ = "planning_run"
    __table_args__ = (
        CheckConstraint("(published_at IS NULL) = (published_by IS NULL)", name="published_by_somebody"),
        CheckConstraint("published_at IS NULL OR discarded_at IS NULL", name="one_end"),
    )

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    options: Mapped[dict[str, Any]]
    fingerprint: Mapped[str] = mapped_column(String(64))
    taken_at: Mapped[datetime | None]
    alive_at: Mapped[datetime | None]
    worker: Mapped[UUID | None]
    broken_off: Mapped[int] = mapped_column(default=0, server_default="0")
    progress: Mapped[dict[str, Any]]
    stop_asked_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[dict[str, Any]]
    error: Mapped[str | None]
    published_at: Mapped[datetime | None]
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    discarded_at: Mapped[datetime | None]

    campaign: Mapped[Campaign] = relationship()
    lines: Mapped[list["ProposedVisit"]] = relationship(back_populates="run", cascade="all, delete-orphan")


class ProposedVisit(Identified, Base):
    """What a run proposes for one visit: days and people, or none with the causes and the ways out."""

    __tablename__ = "proposed_visit"
    __table_args__ = (
        UniqueConstraint("run_id", "visit_id"),
        CheckConstraint("(starts_on IS NULL) = (ends_on IS NULL)", name="both_dates"),
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("planning_run.id"))
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    members: Mapped[list[Any]]
    why: Mapped[list[Any]]
    ways_out: Mapped[list[Any]]

    run: Mapped[PlanningRun] = relationship(back_populates="lines")
    visit: Mapped[Visit] = relationship()


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


class CalendarFeed(Identified, Base):
    """A secret address at which a calendar program reads a person's visits, or a unit's; its time is real time."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        Index(
            "uq_calendar_feed_own_live",
            "account_id",
            unique=True,
            sqlite_where=text("unit_id IS NULL AND revoked_at IS NULL"),
            postgresql_where=text("unit_id IS NULL AND revoked_at IS NULL"),
        ),
        Index(
            "uq_calendar_feed_unit_live",
            "account_id",
            "unit_id",
            unique=True,
            sqlite_where=text("unit_id IS NOT NULL AND revoked_at IS NULL"),
            postgresql_where=text("unit_id IS NOT NULL AND revoked_at IS NULL"),
        ),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"), index=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()
    unit: Mapped[Unit | None] = relationship()


# What a calendar shows of a visit: each change makes its next revision, whoever writes it.
SHOWN_BY_CALENDARS = (
    Visit.starts_on,
    Visit.ends_on,
    Visit.schedule_note,
    Visit.unit_id,
    Visit.stream_id,
    Visit.notice_sent_at,
    Visit.begun_at,
    Visit.cancelled_at,
)


def _make_next_revision(visit: Visit) -> None:
    if inspect(visit).persistent:
        visit.schedule_revision = Visit.schedule_revision + 1
    # The operation that writes it says when; see `operations.due_dates`.
    visit.schedule_changed_at = None


def _value_set(visit: Visit, value: object, before: object, _initiator: object) -> None:
    if value != before:
        _make_next_revision(visit)


def _team_changed(visit: Visit, _member: TeamMember, _initiator: object) -> None:
    _make_next_revision(visit)


def _part_set(member: TeamMember, value: object, before: object, _initiator: object) -> None:
    if inspect(member).persistent and value != before:
        _make_next_revision(member.visit)


for _column in SHOWN_BY_CALENDARS:
    event.listen(_column, "set", _value_set, active_history=True)
for _moment in ("append", "remove"):
    event.listen(Visit.team, _moment, _team_changed)
event.listen(TeamMember.role, "set", _part_set, active_history=True)

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
