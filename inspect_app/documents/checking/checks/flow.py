"""Where pages end. No clause of the decree says it; every office expects it, and a careless machine breaks it."""

from collections.abc import Iterator

from inspect_app.documents.checking.layout.paper import Paper, Paragraph
from inspect_app.documents.checking.pages import MM, Area, Line
from inspect_app.documents.checking.problems import CUSTOM, Flaw, check
from inspect_app.kernel.language import gettext as _

FOOT = 45 * MM  # a table that reaches within it of the lower edge may go on overleaf
HEAD = 45 * MM


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
