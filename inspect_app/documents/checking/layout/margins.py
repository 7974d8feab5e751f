"""What stands in the margins (page numbers, marks), and where the text begins and ends across the page."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from inspect_app.documents.checking.pages import MM, Area, Edge, Line, Page
from inspect_app.kernel.text import fold

ZONE = 25 * MM  # within it, digits alone are the number of the page
NARROW = 20 * MM
NUMBER = re.compile(r"[-–]?\s*(trang\s*)?\d{1,4}\s*(/\s*\d{1,4})?\s*[-–]?", re.I)
MARK = re.compile(r"du thao|du lieu mau|ky boi|nguoi ky|thoi gian ky|ngay ky|ky so|digitally signed|signature valid")
MARGIN = (29 * MM, 36 * MM)  # where the decree wants the text to begin
INDENT = 8 * MM
LONG = 60 * MM  # a line that long was broken by the margin, or nearly
SMALL_TEXT = 12.5  # points: what stands below a rule at the foot in letters below this size is no running text


def page_number_of(page: Page, lines: Sequence[Line]) -> Line | None:
    """The number of the page, at its head or its foot: digits alone on their line."""
    inside = [line for line in lines if NUMBER.fullmatch(line.text)]
    above = [line for line in inside if line.baseline < ZONE and _alone(line, lines)]
    below = [line for line in inside if line.top > page.height - ZONE and _alone(line, lines)]
    highest = min((line.baseline for line in lines if not _is_mark(line)), default=0.0)
    lowest = max((line.baseline for line in lines), default=0.0)
    return next(
        (line for line in (*above, *below) if line.baseline <= highest + 2 or line.baseline >= lowest - 2), None
    )


def _alone(line: Line, lines: Sequence[Line]) -> bool:
    beside = [other for other in lines if other is not line and abs(other.baseline - line.baseline) < 4]
    return all(_is_mark(other) for other in beside)


def _is_mark(line: Line) -> bool:
    return bool(MARK.search(fold(line.text)))


def marks_of(page: Page, lines: Iterable[Line]) -> tuple[Line, ...]:
    """Texts in the margins that are no part of the document: a draft says so there, a signing tool writes there."""
    return tuple(
        line for line in lines if _is_mark(line) and (line.bottom < NARROW + 2 or line.top > page.height - NARROW)
    )


def sides_of(lines: Sequence[Line], fallback: float) -> tuple[float, float]:
    """Where lines begin on the left, and where long lines end on the right: the places that several of them share."""
    long = [line for line in lines if line.width > LONG] or list(lines)
    starts, ends = Counter(round(ln.x0) for ln in lines), Counter(round(ln.x1) for ln in long)
    shared_left = [place for place in starts if starts[place] + starts[place + 1] >= 2]
    shared_right = [place for place in ends if ends[place] + ends[place - 1] >= 2]
    left = min(shared_left, default=min((round(line.x0) for line in lines), default=0))
    # In a short paper more paragraphs begin with their indent than lines begin at the margin.
    left = min((place for place in starts if MARGIN[0] <= place <= MARGIN[1] and place < left - INDENT), default=left)
    right = max(shared_right, default=max((round(line.x1) for line in lines), default=round(fallback)))
    exact_left = [line.x0 for line in lines if abs(line.x0 - left) <= 1.5]
    exact_right = [line.x1 for line in long if abs(line.x1 - right) <= 1.5]
    return (median(exact_left) if exact_left else float(left)), (median(exact_right) if exact_right else float(right))


def pitch_of(lines: Sequence[Line], left: float, right: float) -> float:
    """The distance of the lines within a paragraph; 0 where no paragraph has two lines."""
    steps = [
        two.baseline - one.baseline
        for one, two in pairwise(lines)
        if one.page == two.page and abs(two.x0 - left) < 3 and one.x1 > right - 25 * MM and two.size == one.size
    ]
    usual = [step for step in steps if 0 < step < 3 * max((line.size for line in lines), default=14)]
    return median(usual) if usual else 0.0


def foot_of(page: Page, lines: Sequence[Line], tables: Sequence[Area]) -> tuple[tuple[Line, ...], Edge | None]:
    """Small text below a rule at the foot of a page (an address, footnotes), and that rule."""
    for edge in sorted((e for e in page.edges if e.across and e.length > 20 * MM), key=lambda e: e.top):
        if edge.top < page.height * 0.6 or any(area.holds(edge.middle, edge.top) for area in tables):
            continue
        below = tuple(line for line in lines if line.baseline > edge.top)
        if below and all(line.size < SMALL_TEXT for line in below):
            return below, edge
    return (), None
