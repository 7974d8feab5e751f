"""The record of what the scheduler did, for the page: one row for a run that did something, one for a failure that lasts."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from inspect_app.jobs.models import JobRun
from inspect_app.jobs.queries import last_run

DUE = "due"
MAIL = "mail"
CLOSINGS = "closings"
KEPT = timedelta(days=90)


def record_run(
    session: Session,
    task: str,
    *,
    started_at: datetime,
    ended_at: datetime,
    summary: str = "",
    error: str | None = None,
) -> None:
    """Keeps a run (times are real). The same failure as last time makes that row last longer instead of a new one."""
    last = last_run(session, task)
    if error is not None and last is not None and last.error == error:
        last.ended_at, last.times = ended_at, last.times + 1
    else:
        session.add(JobRun(task=task, started_at=started_at, ended_at=ended_at, summary=summary, error=error))
    session.execute(delete(JobRun).where(JobRun.ended_at < ended_at - KEPT))
    session.flush()
