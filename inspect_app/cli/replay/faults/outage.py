"""The scheduler is down for three days, and then catches up."""

from datetime import datetime, time, timedelta

from sqlalchemy import select

from inspect_app.campaigns.models import Occurrence
from inspect_app.campaigns.rules import OccurrenceState
from inspect_app.cli.demonstration.stage import Stage
from inspect_app.cli.replay.faults.choosing import once_planned
from inspect_app.cli.replay.playing import Play
from inspect_app.kernel.clock import at_local

DAYS = 3


def scheduler_goes_down(play: Play) -> None:
    """Three days from a day on which something is due."""
    once_planned(play, _choose)


def _choose(play: Play, stage: Stage, _now: datetime) -> None:
    query = select(Occurrence.due_on).where(Occurrence.state == OccurrenceState.PENDING).distinct()
    last = play.wish.until - timedelta(days=DAYS)
    days = [day for day in sorted(stage.session.scalars(query)) if play.wish.since <= day <= last]
    if not days:
        return
    first = stage.lots("scheduler-down").choice(days)
    down, up = at_local(first, time(0, 30)), at_local(first + timedelta(days=DAYS), time(10, 30))
    play.silences.append((down, up))
    play.mark(down, "fault.scheduler_down")
    play.mark(up, "fault.scheduler_up")
