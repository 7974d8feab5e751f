"""The two clocks: domain time, which a demonstration may shift, and real time for sessions, tokens and leases.

Only this module reads the machine's clock; the edges read it once and hand `now` and `today` down.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def real_now() -> datetime:
    """Real time, aware, in UTC: for sessions, cookies, tokens, rate limits and leases."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Clock:
    """Domain time: real time moved by the shift that is stored with a demonstration's database."""

    shift: timedelta = timedelta()

    @property
    def is_shifted(self) -> bool:
        """Whether this is a demonstration's clock."""
        return self.shift != timedelta()

    def now(self) -> datetime:
        """Domain time, aware, in UTC."""
        return real_now() + self.shift


def shift_to(moment: datetime) -> timedelta:
    """The shift after which the domain clock shows `moment` now."""
    return moment - real_now()


def local_date(now: datetime) -> date:
    """The date in Vietnam at `now`."""
    return now.astimezone(ZONE).date()


def at_local(day: date, hour: time) -> datetime:
    """The instant (UTC) of an hour of the day in Vietnam."""
    return datetime.combine(day, hour, tzinfo=ZONE).astimezone(UTC)
