"""What the first page is made of: cards in parts."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_CARDS = 12


@dataclass(frozen=True)
class Card:
    """One thing that waits: where it leads, its state, and what to know."""

    title: str
    url: str | None
    eyebrow: str
    tone: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Part:
    """One group of things, with what to say when it is empty and where the whole list is."""

    title: str
    cards: Sequence[Card]
    empty: str
    more_url: str | None = None
    more_text: str = ""
    takes_along: bool = False
