"""What higher rooms show on a unit's page (its visits, its ratings): they hand the parts in, units knows none."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from inspect_app.kernel.actors import Actor
from inspect_app.units.models import Unit


@dataclass(frozen=True)
class PagePart:
    """One section: a template that is included, and what it shows, as `part.values`."""

    template: str
    values: dict[str, Any] = field(default_factory=dict)


PartMaker = Callable[[Session, Actor, Unit, date], PagePart | None]

_makers: list[PartMaker] = []


def add_part(maker: PartMaker) -> None:
    """Adds a section to every unit's page; None from the maker leaves it out. Twice the same maker is once."""
    if maker not in _makers:
        _makers.append(maker)


def parts_of(session: Session, actor: Actor, unit: Unit, on: date) -> list[PagePart]:
    """The sections for this reader, in the order in which they were added."""
    made = (maker(session, actor, unit, on) for maker in _makers)
    return [part for part in made if part is not None]
