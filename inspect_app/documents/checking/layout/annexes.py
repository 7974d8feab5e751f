"""Finds the annexes of a document, and papers that go out with it (Phụ lục III, Mẫu 1.3, 2.1 and 2.2)."""

import re
from collections.abc import Sequence

from inspect_app.documents.checking.layout.paper import TYPES, Annex
from inspect_app.documents.checking.pages import MM, Line, Page
from inspect_app.kernel.text import fold

HEADING = re.compile(r"phu luc\b")
TITLE_LINES = 6
LETTERHEAD_LINES = 10  # a paper that goes out with a decision may have the names of bodies above its title
MIDDLE = 20 * MM
NOTE = re.compile(r"\((ban hanh )?kem theo\b")


def annexes_of(pages: Sequence[Page], lines: dict[int, list[Line]]) -> tuple[Annex, ...]:
    """The annexes in their order; each reaches to the page before the next."""
    starts = [
        (page.number, found) for page in pages[1:] if (found := _heading(page, lines.get(page.number, []))) is not None
    ]
    ends = [number for number, _found in starts[1:]] + [len(pages) + 1]
    return tuple(
        _annex(tuple(range(number, end)), at, lines[number]) for (number, at), end in zip(starts, ends, strict=False)
    )


def _heading(page: Page, lines: Sequence[Line]) -> int | None:
    for place, line in enumerate(lines[:LETTERHEAD_LINES]):
        if abs(line.middle - page.width / 2) > MIDDLE:
            continue
        folded = fold(line.text)
        marked = line.bold or line.capital or len(folded) < 16
        if place < 3 and HEADING.match(folded) and len(folded) < 100 and marked:
            return place
        noted = any(NOTE.match(fold(other.text)) for other in lines[place + 1 : place + TITLE_LINES])
        if noted and (folded in TYPES or (line.bold and line.capital)):
            return place
    return None


def _annex(pages: tuple[int, ...], place: int, lines: Sequence[Line]) -> Annex:
    heading = lines[place]
    following = lines[place + 1 :]
    start = next((n for n, ln in enumerate(following[:TITLE_LINES]) if NOTE.match(fold(ln.text))), None)
    if start is None:
        title = _centred(following, heading)
        note: list[Line] = []
    else:
        title = list(following[:start])
        end = next((n for n in range(start, len(following)) if following[n].text.endswith(")")), start)
        note = list(following[start : end + 1])
    return Annex(pages, heading, tuple(title), tuple(note), attached=not HEADING.match(fold(heading.text)))


def _centred(lines: Sequence[Line], heading: Line) -> list[Line]:
    found = []
    for line in lines[:TITLE_LINES]:
        if abs(line.middle - heading.middle) > 3 * MM or not (line.bold or line.capital):
            break
        found.append(line)
    return found
