"""What inspectors type when all is well: sample values by kind of answer, and why an item does not apply."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from inspect_app.checklists.rules import Item
from inspect_app.cli.demonstration.flaws import DESKS
from inspect_app.cli.demonstration.remarks import INITIATIVES
from inspect_app.kernel.calendar import WorkingCalendar

TERM = 10
SAMPLED = 5
SILENT = 3
WEEKS_BACK = 14


@dataclass(frozen=True)
class Typed:
    """What an inspector enters for one item; a `reason` says that it does not apply."""

    raw: Mapping[str, Any] | None = None
    note: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Ground:
    """What sample values are made from: the unit's code, the first day of the visit, its dossiers, and the lots."""

    unit_code: str
    day: date
    resolved: int
    late: int
    calendar: WorkingCalendar
    lots: Random


def good_answer(item: Item, ground: Ground) -> Mapping[str, Any]:
    """What is typed where nothing is wrong."""
    return _MAKERS[item.kind](item, ground)


def _verdict(_item: Item, _ground: Ground) -> Mapping[str, Any]:
    return {"verdict": "pass"}


def _yes_no(item: Item, _ground: Ground) -> Mapping[str, Any]:
    return {"yes": "yes" if item.options.expected else "no"}


def _number(item: Item, ground: Ground) -> Mapping[str, Any]:
    if item.options.passes is not None:
        return {"number": "0"}
    return {"number": f"{ground.lots.randint(715, 915) / 10:.1f}".replace(".", ",")}


def _ratio(item: Item, ground: Ground) -> Mapping[str, Any]:
    limits = item.options.passes
    if limits is not None and limits.lt is not None:
        return {"part": str(ground.late), "whole": str(ground.resolved)}
    if limits is not None:
        whole = ground.lots.randint(24, 140)
        return {"part": str(whole), "whole": str(whole)}
    whole = ground.lots.randint(20, 44) if item.id == "A02" else ground.lots.randint(600, 4200)
    part = whole * ground.lots.randint(52, 93) // 100
    return {"part": str(part), "whole": str(whole)}


def _date(_item: Item, ground: Ground) -> Mapping[str, Any]:
    day = ground.calendar.next_working_day(date(2023, 12, 28) + timedelta(days=ground.lots.randint(0, 20)))
    return {"day": day.isoformat()}


def _choice(item: Item, _ground: Ground) -> Mapping[str, Any]:
    return {"choice": next(choice.id for choice in item.options.choices if choice.verdict == "pass")}


def _choices(item: Item, _ground: Ground) -> Mapping[str, Any]:
    return {"choices": [choice.id for choice in item.options.choices]}


def _text(_item: Item, ground: Ground) -> Mapping[str, Any]:
    return {"text": ground.lots.choice(INITIATIVES)}


def _tally(item: Item, ground: Ground) -> Mapping[str, Any]:
    good = int(item.options.at_least) + ground.lots.randint(0, 4)
    return {"good": str(good), "bad": "0" if item.options.passes is not None else "1"}


def _attendance(_item: Item, ground: Ground) -> Mapping[str, Any]:
    rows = []
    for desk in DESKS:
        establishment, excused = ground.lots.randint(6, 14), ground.lots.randint(0, 1)
        rows.append(
            {
                "division": desk,
                "establishment": str(establishment),
                "present": str(establishment - excused),
                "excused": str(excused),
                "unexcused": "0",
            }
        )
    return {"rows": rows}


def _dossiers(item: Item, ground: Ground) -> Mapping[str, Any]:
    return {"rows": [dossier(ground, number, late=False) for number in range(max(int(item.options.at_least), 3))]}


def late_dossiers(ground: Ground, *, silent: int) -> Mapping[str, Any]:
    """A sample of late dossiers, the last `silent` of them without an apology."""
    apologised = SAMPLED - silent
    rows = [dossier(ground, number, late=True, apologised=number < apologised) for number in range(SAMPLED)]
    return {"rows": rows}


def dossier(ground: Ground, number: int, *, late: bool, apologised: bool = True) -> dict[str, str]:
    """One sampled dossier of the weeks before the visit; its code says that it is a sample."""
    weeks = WEEKS_BACK - 2 * (number % 5)
    received = ground.calendar.next_working_day(
        ground.day - timedelta(weeks=weeks) + timedelta(days=ground.lots.randint(0, 6))
    )
    due = ground.calendar.add_working_days(received, TERM)
    told = late and apologised
    last_due = ground.calendar.add_working_days(due, 4) if told else due
    result = ground.calendar.add_working_days(due, ground.lots.randint(1, 4) if late else -ground.lots.randint(0, 3))
    return {
        "code": f"MAU.{ground.unit_code}-{received:%y%m%d}-{ground.lots.randint(1, 60):04d}",
        "received": received.isoformat(),
        "first_due": due.isoformat(),
        "last_due": last_due.isoformat(),
        "result_on": result.isoformat(),
        "form01": "yes",
        "form05": "yes",
        "form04": ("yes" if told else "no") if late else "na",
        "supplements": "0",
        "reschedules": "1" if told else "0",
        "apology": ("yes" if told else "no") if late else "na",
    }


_MAKERS: Mapping[str, Callable[[Item, Ground], Mapping[str, Any]]] = {
    "verdict": _verdict,
    "yes_no": _yes_no,
    "number": _number,
    "ratio": _ratio,
    "date": _date,
    "choice": _choice,
    "choices": _choices,
    "text": _text,
    "tally": _tally,
    "attendance": _attendance,
    "dossiers": _dossiers,
}
