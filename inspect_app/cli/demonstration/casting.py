"""What happens at each visit: its shortcomings, its dossiers, and the days on which its papers are made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from inspect_app.cli.demonstration.flaws import FLAWS, LEVELS, NO_APOLOGY, NO_APOLOGY_ON_SYSTEM, Flaw
from inspect_app.cli.demonstration.remarks import NOT_HERE
from inspect_app.cli.demonstration.told_visits import TOLD, Told
from inspect_app.units.models import Unit

Late = Literal["none", "apologised", "silent"]
# Which item is about the apologies for late dossiers, by checklist.
APOLOGY_FLAWS: Mapping[str, Flaw] = {
    "toan-dien": NO_APOLOGY,
    "chuyen-de-mot-cua": NO_APOLOGY_ON_SYSTEM,
    "chuyen-de-y-te": next(flaw for flaw in FLAWS["chuyen-de-y-te"] if flaw.item == "YT24"),
}
HOW_MANY = {"toan-dien": (3, 5), "chuyen-de-mot-cua": (2, 4), "chuyen-de-y-te": (2, 4), "cong-vu": (2, 4)}
FEW = (2, 4)
RESOLVED = {"S": (700, 3800), "H": (1800, 6200), "X": (180, 640), "N": (500, 2400)}
SHARE_OF_VISITS: Mapping[Late, int] = {"none": 4, "apologised": 3, "silent": 3}


@dataclass(frozen=True)
class Course:
    """Working days after the last day of the visit on which the papers move on.

    The draft goes to the unit on the day on which it is worded. A `silent` unit explains nothing; then the team may go
    on from the sixth working day after that.
    """

    decided: int = 1
    begun: int = 3
    worded: int = 4
    submitted: int = 6
    issued: int = 12
    sent_back: int | None = None
    explained: int | None = None
    silent: bool = False

    @property
    def explains(self) -> int:
        """When the unit hands in its explanation."""
        return self.submitted - 1 if self.explained is None else self.explained


@dataclass(frozen=True)
class Casting:
    """What happens at one visit."""

    flaws: tuple[Flaw, ...]
    late: Late
    resolved: int
    late_count: int
    course: Course
    lots: Random
    told: Told = field(default_factory=Told)

    def flaw_of(self, item_id: str) -> Flaw | None:
        """The shortcoming at an item, if there is one."""
        return next((flaw for flaw in self.flaws if flaw.item == item_id), None)


def cast_visit(code: str, checklist: str, unit: Unit, lots: Random) -> Casting:
    """What happens at a visit: told for a few, drawn for the others; always the same for the same lots."""
    level = LEVELS[unit.kind]
    told = TOLD.get(code, Told())
    late: Late = told.late or lots.choices(list(SHARE_OF_VISITS), weights=list(SHARE_OF_VISITS.values()))[0]
    resolved = lots.randint(*RESOLVED[level])
    flaws = told.flaws or _drawn_flaws(checklist, level, lots)
    if late == "silent" and checklist in APOLOGY_FLAWS:
        flaws = (*flaws, APOLOGY_FLAWS[checklist])
    late_count = 0 if late == "none" else max(5, resolved * lots.randint(6, 42) // 1000)
    return Casting(
        flaws=flaws,
        late=late,
        resolved=told.resolved or resolved,
        late_count=told.late_count or late_count,
        course=Course(**told.course) if told.course else _drawn_course(lots),
        lots=lots,
        told=told,
    )


def _drawn_flaws(checklist: str, level: str, lots: Random) -> tuple[Flaw, ...]:
    elsewhere = {item for one in NOT_HERE if one.checklist == checklist and level in one.levels for item in one.items}
    apology = APOLOGY_FLAWS.get(checklist)
    possible = [
        flaw
        for flaw in FLAWS.get(checklist, ())
        if level in flaw.levels and flaw.item not in elsewhere and (apology is None or flaw.item != apology.item)
    ]
    chosen = lots.sample(possible, min(lots.randint(*HOW_MANY.get(checklist, FEW)), len(possible)))
    return tuple(flaw.with_figures(lots) for flaw in chosen)


def _drawn_course(lots: Random) -> Course:
    decided = lots.randint(1, 2)
    begun = decided + lots.randint(1, 2)
    worded = begun + lots.randint(0, 1)
    submitted = worded + lots.randint(1, 2) + 2
    return Course(decided, begun, worded, submitted, max(lots.randint(9, 14), submitted + 1))
