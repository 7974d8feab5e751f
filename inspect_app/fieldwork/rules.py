"""Fieldwork's plain values: an answer as given, and what is still missing before closing. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

ANSWER_MAX = 10_000


class GivenAnswer(NamedTuple):
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


class Named(NamedTuple):
    """One value of an item: its number, and the name that no other value ever bears."""

    revision: int
    name: UUID | None


NOTHING = Named(0, None)


class StandingAnswer(NamedTuple):
    """The answer that stands at an item: the id of its row, what was given, by whom and when, and what names it."""

    id: UUID
    visit_id: UUID
    item_id: str
    given: GivenAnswer
    named: Named
    by: UUID
    at: datetime

    @property
    def revision(self) -> int:
        """How many values the item has had."""
        return self.named.revision


class Meeting(StrEnum):
    """What a tablet's answer meets at its item."""

    APPLIED = "applied"
    SAME = "same"
    CONFLICT = "conflict"


def meet(present: Named, before_his_eyes: Named, *, is_same: bool) -> Meeting:
    """What becomes of an answer written with `before_his_eyes` known, where `present` stands (docs/tablets.md).

    Where nothing stands there is nothing to overwrite. What stands is replaced only by who had seen it, by number
    and by name, since after a restore another value may bear the same number.
    """
    if is_same:
        return Meeting.SAME
    return Meeting.APPLIED if present in (NOTHING, before_his_eyes) else Meeting.CONFLICT
