"""What is wrong with a document, where, and under which clause; and all of it together, as a report."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Self

from inspect_app.documents.checking.layout.paper import Paper
from inspect_app.documents.checking.pages import MM, Line
from inspect_app.kernel.language import gettext as _

WORKING_PAPER = "working_paper"  # in place of a check: the remark on what is no administrative document
QUOTE = 60  # characters of a line that are quoted
CUSTOM = "thông lệ"  # no clause of the decree: what every office expects of a paper all the same


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """What one check found: on which page, at which line if any, in which box of the diagram (mục IV), and what.

    `remark` is for what a person should know or decide, and what breaks no clause.
    """

    message: str
    page: int
    line: Line | None = None
    box: str = ""
    remark: bool = False


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A flaw as it is told: under the name of the check and its clause, with its place in words."""

    check: str
    clause: str
    page: int
    place: str
    message: str

    def __str__(self) -> str:
        place = f", {self.place}" if self.place else ""
        return f"{self.clause}: {_('trang %(page)d', page=self.page)}{place}: {self.message}"


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything that the checks said of one document."""

    pages: int
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()

    @property
    def is_working_paper(self) -> bool:
        """Whether nothing was held against the form, since it is no administrative document."""
        return any(remark.check == WORKING_PAPER for remark in self.remarks)

    def to_json(self) -> str:
        """The report for a machine."""
        return json.dumps({"ok": not self.problems, **asdict(self)}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The report of `to_json`."""
        values = json.loads(text)
        problems, remarks = (tuple(Problem(**entry) for entry in values[name]) for name in ("problems", "remarks"))
        return cls(pages=values["pages"], problems=problems, remarks=remarks)


Look = Callable[[Paper], Iterable[Flaw]]


@dataclass(frozen=True)
class Check:
    """One rule of the form: its name, the clause it stands in, and what looks for it."""

    name: str
    clause: str
    look: Look

    def problems(self, paper: Paper) -> Iterator[tuple[bool, Problem]]:
        """What is wrong, each with whether it is a remark only."""
        for flaw in self.look(paper):
            told = Problem(
                check=self.name, clause=self.clause, page=flaw.page, place=place_of(flaw), message=flaw.message
            )
            yield flaw.remark, told


def check(clause: str) -> Callable[[Look], Check]:
    """Makes a check of a function; it is called as the function is."""
    return lambda look: Check(look.__name__, clause, look)


def place_of(flaw: Flaw) -> str:
    """The place of a flaw in words: its box, its text, and how far it stands from the edges."""
    parts = [_("ô số %(box)s", box=flaw.box)] if flaw.box else []
    if flaw.line is not None:
        text = flaw.line.text
        parts.append("“" + (text if len(text) <= QUOTE else text[: QUOTE - 1] + "…") + "”")
        parts.append(
            _(
                "cách mép trên %(top)s mm, mép trái %(left)s mm",
                top=millimetres(flaw.line.top),
                left=millimetres(flaw.line.x0),
            )
        )
    return ", ".join(parts)


def millimetres(points: float) -> str:
    """A length in millimetres with a decimal comma."""
    return f"{points / MM:.1f}".replace(".", ",")


def size_text(size: float) -> str:
    """A size of letters: `13`, `12,5`."""
    return f"{size:.1f}".removesuffix(".0").replace(".", ",")
