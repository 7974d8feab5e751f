"""The tables of the scheduler: who leads, and what it did. All their times are real time."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from inspect_app.kernel.tables import Base, Identified

THE_LEASE = 1


class SchedulerLease(Base):
    """The one row by which one scheduler at a time leads. Each new leader has a higher fence."""

    __tablename__ = "scheduler_lease"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("(owner IS NULL) = (expires_at IS NULL)", name="owner_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=THE_LEASE, autoincrement=False)
    owner: Mapped[str | None] = mapped_column(String(120))
    fence: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime | None]
    ticked_at: Mapped[datetime | None]


class JobRun(Identified, Base):
    """A run of a task that did something or failed; the same failure again and again is one row that counts."""

    __tablename__ = "job_run"
    __table_args__ = (Index("ix_job_run_ended", "ended_at"),)

    task: Mapped[str] = mapped_column(String(40))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=1)
    summary: Mapped[str] = mapped_column(default="")
    error: Mapped[str | None]
