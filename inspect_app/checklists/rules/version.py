"""A published checklist: frozen, and equal wherever it is read."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from inspect_app.checklists.rules.conditions import Condition
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import current_language
from inspect_app.kernel.language import gettext as _


class Grade(StrEnum):
    """How heavy the finding is that a bad answer makes."""

    MAJOR = "major"
    MINOR = "minor"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages; as a string it is in the language of the moment. Documents take `.vi`."""

    vi: str
    en: str

    def __str__(self) -> str:
        return self.en if current_language() == "en" else self.vi


@dataclass(frozen=True, slots=True)
class Basis:
    """The legal basis of an item. `needs_checking`: nobody has yet held it against the official text."""

    document: str
    article: str | None
    needs_checking: bool
    note: str | None

    @property
    def label(self) -> str:
        """`Điều 19 khoản 9, Nghị định số 61/2018/NĐ-CP`: as officials cite it."""
        return f"{self.article}, {self.document}" if self.article else self.document


@dataclass(frozen=True)
class Item:
    """One checkable thing. `options` is the frozen options model of its kind; `area` 1..7 is the rating's."""

    id: str
    section: str
    text: Words
    kind: str
    options: Any
    area: int | None
    evidence: Words | None
    guidance: Words | None
    basis: tuple[Basis, ...]
    weight: Decimal
    grade: Grade
    when: Condition | None


@dataclass(frozen=True)
class Section:
    """A part of a checklist."""

    id: str
    title: Words
    area: int | None
    items: tuple[Item, ...]


@dataclass(frozen=True)
class ChecklistVersion:
    """One version of a checklist; `sha256` is of its file's bytes."""

    code: str
    version: int
    title: Words
    note: Words | None
    sections: tuple[Section, ...]
    sha256: str

    @property
    def label(self) -> str:
        """`toan-dien v1`."""
        return f"{self.code} v{self.version}"

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every item, in the order of the checklist."""
        return tuple(item for section in self.sections for item in section.items)

    @cached_property
    def _by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    def item(self, item_id: str) -> Item:
        """The item. Raises NotFound when this version has no such item."""
        found = self._by_id.get(item_id)
        if found is None:
            raise NotFound(_("Phiếu %(label)s không có mục %(item)s.", label=self.label, item=item_id))
        return found

    def has(self, item_id: str) -> bool:
        """Whether there is such an item."""
        return item_id in self._by_id

    def section_of(self, item_id: str) -> Section:
        """The section of an item. Raises NotFound like `item`."""
        wanted = self.item(item_id).section
        return next(section for section in self.sections if section.id == wanted)
