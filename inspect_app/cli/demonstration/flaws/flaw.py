"""What goes wrong at a sample visit: one bad answer with everything that people write because of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Literal

from inspect_app.units.rules import UnitKind

# At which units a flaw can be found: departments and boards, districts, communes, sector bodies.
LEVELS: Mapping[UnitKind, str] = {
    UnitKind.SPECIALISED_AGENCY: "S",
    UnitKind.MANAGEMENT_BOARD: "S",
    UnitKind.DISTRICT: "H",
    UnitKind.COMMUNE: "X",
    UnitKind.SECTOR_BODY: "N",
}


@dataclass(frozen=True)
class Flaw:
    """A bad answer: `raw` as typed into the form (a verdict needs none), the inspector's note, the lead's wording, what
    the unit is asked to do within how many working days, and what it reports as done.

    `{a}` and `{b}` in the texts are sample figures, a few of some.
    """

    item: str
    verdict: Literal["partial", "fail"]
    note: str
    finding: str
    request: str
    done: str = ""
    raw: Mapping[str, Any] | None = None
    days: int = 22
    levels: str = "SHXN"

    def with_figures(self, lots: Random) -> "Flaw":
        """The same with sample figures in its texts."""
        figures = {"a": f"{lots.randint(2, 3):02d}", "b": f"{lots.randint(8, 14):02d}"}
        texts = ("note", "finding", "request", "done")
        return replace(self, **{name: getattr(self, name).format(**figures) for name in texts})
