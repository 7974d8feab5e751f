"""Where pages end. No clause of the decree says it; every office expects it, and a careless machine breaks it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from inspect_app.documents.checking.layout.paper import Paper, Paragraph
from inspect_app.documents.checking.pages import MM, Area, Line
from inspect_app.documents.checking.problems import CUSTOM, Flaw, check
from inspect_app.kernel.language import gettext as _

FOOT = 45 * MM  # a table that reaches within it of the lower edge may go on overleaf
HEAD = 45 * MM
OPEN = 5.0  # points


@check(CUSTOM)
def signature_is_not_alone(paper: Paper) -> Iterator[Flaw]:
    """Some text of the paper stands on the page of its signature."""
    written = {line.page for entry in paper.paragraphs for line in entry.lines}
    written |= {page for page, tables in paper.tables.items() if tables}
    for signer in paper.ending.signers:
        first = signer.authority[0]
        if first.page not in written:
            message = _("Chữ ký đứng một mình trên trang; phải có ít nhất vài dòng nội dung cùng trang.")
            yield Flaw(message=message, page=first.page, line=first, box="7a")
            return
        if signer.name is not None and signer.name.page != first.page:
            message = _("Chức vụ và họ tên người ký phải ở cùng một trang.")
            yield Flaw(message=message, page=signer.name.page, line=signer.name, box="7b")


@check(CUSTOM)
def heading_is_not_last(paper: Paper) -> Iterator[Flaw]:
    """A heading stands on the page of the text that it heads."""
    following = (*(entry.whole for entry in paper.paragraphs[1:]), True)
    ends = {
        id(entry.last)
        for entry, ended in zip(paper.paragraphs, following, strict=False)
        if ended and _is_heading(entry)
    }
    for page in paper.main_pages[:-1]:
        lines = [line for line in paper.text_lines if line.page == page.number]
        if lines and id(lines[-1]) in ends:
            yield Flaw(
                message=_("Tiêu đề ở cuối trang, nội dung ở trang sau."), page=page.number, line=lines[-1], box="6"
            )


def _is_heading(entry: Paragraph) -> bool:
    unfinished = not entry.text.endswith((".", ";", ",", "…"))
    return (
        entry.role in ("part", "section", "roman")
        or (entry.bold and unfinished)
        or (entry.role == "point" and unfinished and not entry.text.endswith(":"))
    )


@check(CUSTOM)
def table_head_is_repeated(paper: Paper) -> Iterator[Flaw]:
    """A table that goes on overleaf begins there with its head."""
    head = ""
    for page in paper.pages[:-1]:
        lower = max(paper.tables.get(page.number, ()), key=lambda area: area.bottom, default=None)
        upper = min(paper.tables.get(page.number + 1, ()), key=lambda area: area.top, default=None)
        if lower is None or upper is None or not _goes_on(paper, page.number, lower, upper):
            head = ""
            continue
        head = head or _first_row(paper, page.number, lower)
        line = next((ln for ln in paper.text_lines if ln.page == page.number + 1 and _inside(upper, ln)), None)
        if _first_row(paper, page.number + 1, upper) != head:
            message = _("Bảng sang trang phải lặp lại dòng đầu bảng.")
            yield Flaw(message=message, page=page.number + 1, line=line)


@check(CUSTOM)
def row_is_not_split(paper: Paper) -> Iterator[Flaw]:
    """Tables break between rows: a row that fits on a page is not torn in two."""
    for page in paper.pages[:-1]:
        lower = max(paper.tables.get(page.number, ()), key=lambda area: area.bottom, default=None)
        upper = min(paper.tables.get(page.number + 1, ()), key=lambda area: area.top, default=None)
        if lower is None or upper is None or not _goes_on(paper, page.number, lower, upper):
            continue
        ended, begun = _row(paper, page.number, lower, -1), _row(paper, page.number + 1, upper, 1)
        if ended is None or begun is None or ended.height + begun.height > page.height - FOOT - HEAD:
            continue
        if _torn(ended, begun):
            line = next(iter(begun.lines), None)
            yield Flaw(
                message=_("Bảng phải ngắt giữa hai dòng; một dòng bị tách sang trang sau."),
                page=page.number + 1,
                line=line,
            )


@dataclass(frozen=True)
class _Row:
    """A row of a table: its lines of text in cells, from left to right, and how high it is."""

    cells: tuple[tuple[Line, ...], ...]
    height: float

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for cell in self.cells for line in cell)


def _row(paper: Paper, page: int, area: Area, place: int) -> _Row | None:
    """The last row of a table on a page (`place` -1), or the one below its head (1)."""
    levels = _levels(paper, page, area)
    if levels and area.bottom - levels[-1] > OPEN:
        levels.append(area.bottom)  # a torn row may have no line below it
    if len(levels) < 3:
        return None
    top, bottom = (levels[-2], levels[-1]) if place < 0 else (levels[1], levels[2])
    standing = {
        round(edge.x0 / 2) * 2.0
        for edge in paper.edges_on(page)
        if not edge.across and edge.top < bottom - 2 and edge.bottom > top + 2 and area.x0 - 2 <= edge.x0 <= area.x1 + 2
    }
    walls = sorted(standing)
    lines = [ln for ln in paper.text_lines if ln.page == page and _inside(area, ln) and top < ln.baseline < bottom]
    return _Row(
        tuple(tuple(ln for ln in lines if left <= ln.middle < right) for left, right in pairwise(walls)), bottom - top
    )


def _torn(ended: _Row, begun: _Row) -> bool:
    """Whether one row goes on in the other: a cell breaks off and goes on in lower case, and another is empty there."""
    if len(ended.cells) != len(begun.cells):
        return False
    pairs = list(zip(ended.cells, begun.cells, strict=True))
    goes_on = any(
        above and below and below[0].text[0].islower() and not above[-1].text.endswith((".", ";", ":"))
        for above, below in pairs
    )
    return goes_on and any(above and not below for above, below in pairs)


def _goes_on(paper: Paper, page: int, lower: Area, upper: Area) -> bool:
    """Nothing stands below the one and above the other, and they are equally wide."""
    below = [ln for ln in paper.text_lines if ln.page == page and ln.top > lower.bottom]
    above = [ln for ln in paper.text_lines if ln.page == page + 1 and ln.bottom < upper.top]
    same = abs(lower.x0 - upper.x0) < 3 and abs(lower.x1 - upper.x1) < 3
    return same and not below and not above and len(_levels(paper, page, lower)) > 2


def _levels(paper: Paper, page: int, area: Area) -> list[float]:
    """The heights of the lines that cross a table from side to side."""
    rows: dict[int, float] = {}
    for edge in paper.edges_on(page):
        if edge.across and area.holds(edge.middle, edge.top):
            rows[round(edge.top)] = rows.get(round(edge.top), 0.0) + edge.length
    return sorted(level for level, length in rows.items() if length > 0.9 * (area.x1 - area.x0))


def _first_row(paper: Paper, page: int, area: Area) -> str:
    levels = _levels(paper, page, area)
    end = levels[1] if len(levels) > 1 else area.bottom
    cells = [ln for ln in paper.text_lines if ln.page == page and _inside(area, ln) and ln.baseline < end]
    return " ".join(line.text for line in cells)


def _inside(area: Area, line: Line) -> bool:
    return area.holds(line.middle, line.baseline - 3)
