"""A document as the decree sees it: its boxes (Phụ lục I, mục IV), its paragraphs, its annexes. Values only."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from inspect_app.documents.checking.pages import Area, Edge, Line, Page
from inspect_app.documents.rules import TYPE_NAMES
from inspect_app.kernel.text import fold

TYPES = frozenset(fold(name) for name in TYPE_NAMES.values())

Role = Literal[
    "base", "prose", "quote", "centred", "aside", "part", "section", "article", "roman", "clause", "point", "greeting"
]


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together. `role` is what it is: a base, running text, a heading of some level."""

    lines: tuple[Line, ...]
    role: Role = "prose"
    after_table: bool = False  # no line of text stands between it and the table above
    whole: bool = True  # False for the rest of a paragraph that began on the page before

    @cached_property
    def text(self) -> str:
        """Its text on one line."""
        return " ".join(line.text for line in self.lines)

    @property
    def first(self) -> Line:
        """Its first line."""
        return self.lines[0]

    @property
    def last(self) -> Line:
        """Its last line."""
        return self.lines[-1]

    @property
    def bold(self) -> bool:
        """Whether all of its lines are bold."""
        return all(line.bold for line in self.lines)

    @property
    def italic(self) -> bool:
        """Whether all of its lines are italic."""
        return all(line.italic for line in self.lines)


@dataclass(frozen=True)
class Letterhead:
    """Boxes 1 to 4 and 5b. What was not found is None or empty."""

    country: Line | None = None
    motto: Line | None = None
    parent: tuple[Line, ...] = ()
    issuer: tuple[Line, ...] = ()
    number: Line | None = None
    place_date: Line | None = None
    about: tuple[Line, ...] = ()
    stamps: tuple[Line, ...] = ()
    bottom: float = 0.0


@dataclass(frozen=True)
class Title:
    """Box 5a: the lines of the type's name and of the subject, and the rule below.

    `note`: “(Kèm theo Quyết định …)”, in a paper that goes out with a decision in a file of its own (Mẫu 1.3).
    """

    kind: Line | None = None
    subject: tuple[Line, ...] = ()
    rule: Edge | None = None
    note: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """All its lines."""
        return (*((self.kind,) if self.kind else ()), *self.subject, *self.note)


@dataclass(frozen=True)
class Signer:
    """Box 7 of one signer: authority and office above the signature, an office and the name below it."""

    authority: tuple[Line, ...] = ()
    office: tuple[Line, ...] = ()
    name: Line | None = None

    @property
    def middle(self) -> float:
        """The middle of the lines above the signature."""
        widest = max(self.authority, key=lambda line: line.width)
        return widest.middle


@dataclass(frozen=True)
class Ending:
    """Boxes 7, 9b and 12."""

    signers: tuple[Signer, ...] = ()
    word: Line | None = None
    recipients: tuple[Line, ...] = ()
    drafter: Line | None = None


@dataclass(frozen=True)
class Annex:
    """An annex, or a paper that goes out with a decision: its pages, its heading, its title, its note on the paper."""

    pages: tuple[int, ...]
    heading: Line
    title: tuple[Line, ...] = ()
    note: tuple[Line, ...] = ()
    attached: bool = False  # a paper of its own kind (Mẫu 1.3) rather than a “Phụ lục”


@dataclass(frozen=True)
class Copy:
    """What a body that copies a paper writes below it (Phụ lục I, Phần II, Mục II.3): its boxes 1 to 5 and 7."""

    form: Line
    rule: Edge | None = None
    lines: tuple[Line, ...] = ()
    issuer: tuple[Line, ...] = ()
    number: Line | None = None
    place_date: Line | None = None
    ending: Ending = Ending()


@dataclass(frozen=True)
class Paper:
    """A whole document as it was recognised."""

    pages: tuple[Page, ...]
    lines: tuple[Line, ...]
    tables: dict[int, tuple[Area, ...]] = field(default_factory=dict)
    page_numbers: dict[int, Line] = field(default_factory=dict)
    marks: tuple[Line, ...] = ()
    left: float = 0.0
    right: float = 0.0
    pitch: float = 0.0
    head: Letterhead = Letterhead()
    title: Title = Title()
    paragraphs: tuple[Paragraph, ...] = ()
    greeting: tuple[Line, ...] = ()
    ending: Ending = Ending()
    address: tuple[Line, ...] = ()
    annexes: tuple[Annex, ...] = ()
    copy: Copy | None = None
    corner: tuple[Line, ...] = ()  # box 14: what the signature of a body says at the head of the first page

    @property
    def middle(self) -> float:
        """The middle between the margins."""
        return (self.left + self.right) / 2

    @cached_property
    def main_pages(self) -> tuple[Page, ...]:
        """The pages of the document itself, without its annexes."""
        taken = {number for annex in self.annexes for number in annex.pages}
        return tuple(page for page in self.pages if page.number not in taken)

    @cached_property
    def kind(self) -> str:
        """The type's name, folded (`thong bao`), also with words after it; `cong van` for a letter; empty if none."""
        if self.title.kind is not None:
            said = fold(self.title.kind.text)
            return next((name for name in TYPES if said.startswith(f"{name} ")), said)
        return "cong van" if self.head.about else ""

    @property
    def attached(self) -> bool:
        """Whether it goes out with a decision in a file of its own: then it has no number, day, signer or recipients."""
        return bool(self.title.note)

    @cached_property
    def draft(self) -> bool:
        """Whether it says itself that it is a draft."""
        return any("du thao" in fold(line.text) for line in (*self.marks, *self.head.stamps))

    def edges_on(self, page: int) -> tuple[Edge, ...]:
        """The thin lines of a page."""
        return self.pages[page - 1].edges

    def in_table(self, line: Line) -> bool:
        """Whether a line stands in a table or a frame."""
        level = line.baseline - 0.3 * line.size
        return any(area.holds(line.middle, level) for area in self.tables.get(line.page, ()))

    @cached_property
    def text_lines(self) -> tuple[Line, ...]:
        """All lines but page numbers and marks in the margin."""
        aside = {id(line) for line in (*self.page_numbers.values(), *self.marks)}
        return tuple(line for line in self.lines if id(line) not in aside)
