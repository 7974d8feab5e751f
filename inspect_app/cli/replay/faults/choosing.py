"""When and where a fault strikes: drawn from the seed once the plan is there."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from inspect_app.campaigns.models import Visit
from inspect_app.cli.demonstration.stage import Act
from inspect_app.cli.replay.coordinator import standing_visits
from inspect_app.cli.replay.playing import Play

# A fault needs some days of the campaign before and after it.
FIRST_WEEKS, LAST_DAYS = 4, 10


def once_planned(play: Play, choose: Callable[..., None]) -> None:
    """Calls `choose(play, stage, now)` in the afternoon on which the plan came, when every visit has its days."""
    act: Act = partial(choose, play)
    play.at(play.wish.opening, 15, 0, act)


def coming_visits(play: Play, *, after: date | None = None) -> Sequence[Visit]:
    """The visits with days inside what is told, not too near its ends."""
    first = max(after or play.wish.since, play.wish.opening + timedelta(weeks=FIRST_WEEKS))
    last = play.wish.until - timedelta(days=LAST_DAYS)
    return [
        visit
        for visit in standing_visits(play.stage)
        if visit.starts_on is not None
        and visit.ends_on is not None
        and first <= visit.starts_on
        and visit.ends_on <= last
    ]
