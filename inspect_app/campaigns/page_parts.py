"""What higher rooms show on a visit's page: they hand it in, this room knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.rules import DeadlineKind, DueDate
from inspect_app.kernel.actors import Actor
from inspect_app.units.page_parts import PagePart


@dataclass(frozen=True)
class VisitLink:
    """One way on from the visit's page; the first primary one is the page's main button."""

    label: str
    url: str
    icon: str | None = None
    is_primary: bool = False


PartMaker = Callable[[Session, Actor, Visit, date], PagePart | None]
LinkMaker = Callable[[Session, Actor, Visit, date], VisitLink | None]

DoneFinder = Callable[[Session, Visit], frozenset[DeadlineKind]]
DueFinder = Callable[[Session, Visit], DueDate | None]

_part_makers: list[PartMaker] = []
_link_makers: list[LinkMaker] = []
_done_finders: list[DoneFinder] = []
_due_finders: list[DueFinder] = []


def add_visit_part(maker: PartMaker) -> None:
    """Adds a section to every visit's page; None from the maker leaves it out. Twice the same maker is once."""
    if maker not in _part_makers:
        _part_makers.append(maker)


def add_visit_link(maker: LinkMaker) -> None:
    """Adds a link to every visit's page; None from the maker leaves it out. Twice the same maker is once."""
    if maker not in _link_makers:
        _link_makers.append(maker)


def add_done_finder(finder: DoneFinder) -> None:
    """Adds somebody who knows which deadlines of a visit were met. Twice the same finder is once."""
    if finder not in _done_finders:
        _done_finders.append(finder)


def deadlines_met(session: Session, visit: Visit) -> frozenset[DeadlineKind]:
    """Which deadlines the higher rooms know to be met; what this room knows by the visit's marks is not among them."""
    return frozenset(kind for finder in _done_finders for kind in finder(session, visit))


def add_due_finder(finder: DueFinder) -> None:
    """Adds somebody who knows a due date of a visit that does not follow from its days. Twice the same finder is once."""
    if finder not in _due_finders:
        _due_finders.append(finder)


def other_due_dates(session: Session, visit: Visit) -> list[DueDate]:
    """The due dates that the higher rooms know."""
    found = (finder(session, visit) for finder in _due_finders)
    return [due for due in found if due is not None]


def visit_parts(session: Session, actor: Actor, visit: Visit, on: date) -> list[PagePart]:
    """The sections for this reader, in the order in which they were added."""
    made = (maker(session, actor, visit, on) for maker in _part_makers)
    return [part for part in made if part is not None]


def visit_links(session: Session, actor: Actor, visit: Visit, on: date) -> list[VisitLink]:
    """The links for this reader, in the order in which they were added."""
    made = (maker(session, actor, visit, on) for maker in _link_makers)
    return [link for link in made if link is not None]
