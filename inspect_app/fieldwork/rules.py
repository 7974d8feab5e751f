"""Fieldwork's plain values: an answer as given, and what is still missing before closing. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ANSWER_MAX = 10_000


@dataclass(frozen=True)
class GivenAnswer:
    """What somebody answered: the kind's plain JSON value, or not applicable with its reason, and a note."""

    value: Mapping[str, Any] | None
    not_applicable: bool
    reason: str | None
    note: str
    verdict: str | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered: a note alone is no answer."""
        return self.value is None and not self.not_applicable


@dataclass(frozen=True)
class Gap:
    """Something that stands in the way of closing the visit: where it is, and what to do about it."""

    item_id: str | None
    message: str


@dataclass(frozen=True)
class Progress:
    """How many of the items that apply are answered."""

    done: int
    of: int

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left."""
        return self.done >= self.of


def same_answer(before: GivenAnswer | None, after: GivenAnswer) -> bool:
    """Whether saving would change nothing: a second press of the button makes no second revision."""
    return before is not None and before == after
