"""Items as the rules see them, without a file."""

from dataclasses import dataclass
from decimal import Decimal

from inspect_app.checklists.rules import Condition


@dataclass(frozen=True)
class PlainItem:
    """What conditions and scores need of an item."""

    id: str
    when: Condition | None = None
    section: str = "A"
    area: int | None = 1
    weight: Decimal = Decimal(1)
