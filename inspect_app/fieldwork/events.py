"""What fieldwork tells the rooms above, in the same transaction."""

from dataclasses import dataclass

from inspect_app.campaigns.models import Visit
from inspect_app.fieldwork.rules import StandingAnswer


@dataclass(frozen=True)
class AnswersApplied:
    """Answers of a visit were given or changed."""

    visit: Visit
    answers: tuple[StandingAnswer, ...]


@dataclass(frozen=True)
class EvidenceChanged:
    """The evidence of an item was added to or withdrawn from."""

    visit: Visit
    item_id: str


@dataclass(frozen=True)
class FieldworkClosed:
    """The lead closed the fieldwork of a visit."""

    visit: Visit


@dataclass(frozen=True)
class FieldworkBegun:
    """The team opened the fieldwork of a visit on the spot."""

    visit: Visit
