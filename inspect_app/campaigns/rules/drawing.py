"""Drawing unannounced visits: units and days by a secret seed, the same every time for the same seed. Pure."""

import hashlib
import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Drawn:
    """A unit and the day on which it will be visited."""

    unit_code: str
    day: date


class DrawImpossible(ValueError):
    """There are fewer units or days left than visits to draw; `units` and `days` say how many there are."""

    def __init__(self, units: int, days: int) -> None:
        super().__init__(f"{units} units, {days} days")
        self.units = units
        self.days = days


def draw(seed: str, pool: str, units: Collection[str], days: Sequence[date], count: int) -> list[Drawn]:
    """Draws `count` different units and as many different days, spread over `days`, in the order of the days.

    Every choice is an HMAC-SHA256 of its name under the secret seed: nobody without the seed can foresee it, everybody
    with it can check it, and a pool that grows does not move what was drawn. Raises DrawImpossible.
    """
    choices = sorted(set(units), key=lambda code: _lot(seed, pool, "unit", code))
    open_days = sorted(set(days))
    if count > len(choices) or count > len(open_days):
        raise DrawImpossible(len(choices), len(open_days))
    spread = [_day_of_slice(seed, pool, open_days, part, count) for part in range(count)]
    order = sorted(choices[:count], key=lambda code: _lot(seed, pool, "order", code))
    return [Drawn(code, day) for code, day in zip(order, spread, strict=True)]


def _day_of_slice(seed: str, pool: str, days: Sequence[date], part: int, parts: int) -> date:
    first, end = part * len(days) // parts, (part + 1) * len(days) // parts
    return min(days[first:end], key=lambda day: _lot(seed, pool, "day", day.isoformat()))


def _lot(seed: str, pool: str, kind: str, name: str) -> bytes:
    return hmac.new(seed.encode(), f"{pool}\n{kind}\n{name}".encode(), hashlib.sha256).digest()
