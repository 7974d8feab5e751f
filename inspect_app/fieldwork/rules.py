"""Fieldwork's plain values: an answer as given, and what is still missing before closing. Pure."""

from collections.abc import Mapping, Sequence
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
    """Something that stands in the way of closing the visit: where it is, and what to do about it.

    `matter` is the place on the page of what waits for a decision; None for what is done in checklist or minutes.
    """

    item_id: str | None
    message: str
    matter: str | None = None


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


def unite_gaps(*lists: Sequence[Gap]) -> list[Gap]:
    """Several lists of gaps as one, each gap once, in their order."""
    return list(dict.fromkeys(gap for gaps in lists for gap in gaps))


def first_messages(gaps: Sequence[Gap], most: int = 5) -> str:
    """The first few gaps in words, for a refusal that must say which; `…` when there are more."""
    told = " ".join(gap.message for gap in gaps[:most])
    return told if len(gaps) <= most else f"{told} …"
