"""What loading a plan changes, in words that may be shown to whoever loads it: no secret unit, no secret day. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ChangedThing(StrEnum):
    """What kind of thing a change is about."""

    CAMPAIGN = "campaign"
    STREAM = "stream"
    VISIT = "visit"
    DRAW = "draw"
    UNIT = "unit"
    PERSON = "person"
    ABSENCE = "absence"
    CLOSURE = "closure"


@dataclass(frozen=True)
class PlanChange:
    """One change: of what, its code and label, the fields (before, after), and a note when something is kept."""

    thing: ChangedThing
    code: str
    label: str
    fields: Mapping[str, tuple[object, object]] = field(default_factory=dict)
    note: str | None = None


@dataclass(frozen=True)
class PlanChanges:
    """Everything that a load does; `kept` is what the file asks for and the load does not do, with the reason."""

    added: tuple[PlanChange, ...] = ()
    changed: tuple[PlanChange, ...] = ()
    removed: tuple[PlanChange, ...] = ()
    kept: tuple[PlanChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written."""
        return not (self.added or self.changed or self.removed)
