"""The checklist on paper: blank, to be filled by hand where no tablet works, or filled, to be read and signed.

No form of Nghị định 30/2020 stands behind it: it is a working paper of the team, and bears no number.
"""

from dataclasses import dataclass
from typing import ClassVar

from inspect_app.documents.sheets.form import Participant
from inspect_app.documents.sheets.plain import Plain
from inspect_app.documents.sheets.stored import StoredSheet


@dataclass(frozen=True, kw_only=True)
class Box(Plain):
    """A box to tick."""

    text: str
    ticked: bool = False


@dataclass(frozen=True, kw_only=True)
class Blank(Plain):
    """A place to write: its label, what stands there already, its unit, and how many lines it has."""

    label: str
    value: str = ""
    unit: str = ""
    lines: int = 1


@dataclass(frozen=True, kw_only=True)
class Grid(Plain):
    """A table to fill, on a page of its own; the first column is the wide one."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class PaperAnswer(Plain):
    """How an answer is given on paper."""

    boxes: tuple[Box, ...] = ()
    blanks: tuple[Blank, ...] = ()
    grid: Grid | None = None


@dataclass(frozen=True, kw_only=True)
class FormItem(Plain):
    """One item: what is asked, on which basis, how it is answered, and what was remarked, by whom."""

    code: str
    text: str
    basis: str = ""
    needs: str = ""
    when: str = ""
    answer: PaperAnswer
    notes: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class FormSection(Plain):
    """A section with its items."""

    code: str
    title: str
    items: tuple[FormItem, ...]


@dataclass(frozen=True, kw_only=True)
class ChecklistFormSheet(StoredSheet):
    """Everything that the form prints. Without a visit, who fills it writes the unit, day and team by hand.

    `printed` says of when the answers are; empty for a form to be filled by hand.
    """

    KIND: ClassVar[str] = "checklist_form"

    title: str
    label: str
    unit: str = ""
    visit: str = ""
    days: str = ""
    team: tuple[Participant, ...] = ()
    sections: tuple[FormSection, ...]
    printed: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether it is to be filled by hand."""
        return not self.printed
