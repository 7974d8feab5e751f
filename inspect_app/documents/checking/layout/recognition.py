"""Puts a document together: from pages of letters to its boxes, paragraphs, ending and annexes."""

from collections.abc import Sequence
from dataclasses import replace

from inspect_app.documents.checking.layout.annexes import annexes_of
from inspect_app.documents.checking.layout.body import Paragraphs
from inspect_app.documents.checking.layout.copies import copy_of, corner_of
from inspect_app.documents.checking.layout.ending import parted
from inspect_app.documents.checking.layout.letterhead import letterhead_of, title_of
from inspect_app.documents.checking.layout.margins import foot_of, marks_of, page_number_of, pitch_of, sides_of
from inspect_app.documents.checking.layout.paper import Paper
from inspect_app.documents.checking.lines import lines_of, tables_of
from inspect_app.documents.checking.pages import MM, Line, Page
from inspect_app.kernel.text import fold

RECIPIENTS = 11.5  # points: letters below it are box 9b or notes


def recognise(pages: Sequence[Page]) -> Paper:
    """The document that stands on these pages."""
    tables = {page.number: tables_of(page) for page in pages}
    lines = {page.number: list(lines_of(page, tables[page.number])) for page in pages}
    numbers = {p.number: n for p in pages if (n := page_number_of(p, lines[p.number])) is not None}
    marks = tuple(mark for page in pages for mark in marks_of(page, lines[page.number]))
    aside = {id(line) for line in (*numbers.values(), *marks)}
    text = {number: [line for line in found if id(line) not in aside] for number, found in lines.items()}
    flow = [line for page in pages for line in text[page.number]]
    copy = copy_of(flow, pages, sides_of(flow, pages[0].width - 20 * MM)[0])
    copied = {id(line) for line in copy.lines} if copy else set()
    text = {number: [line for line in found if id(line) not in copied] for number, found in text.items()}
    annexes = annexes_of(pages, text)
    taken = {number for annex in annexes for number in annex.pages}
    main = {page.number: text[page.number] for page in pages if page.number not in taken}
    paper = Paper(
        pages=tuple(pages),
        lines=tuple(line for page in pages for line in lines[page.number]),
        tables=tables,
        page_numbers=numbers,
        marks=marks,
        annexes=annexes,
        copy=copy,
    )
    return _filled(paper, main)


def _filled(paper: Paper, main: dict[int, list[Line]]) -> Paper:
    """The paper with what stands on the pages of the document itself."""
    first = paper.pages[0]
    country = next((line for line in main[1] if fold(line.text).startswith("cong hoa xa hoi")), None)
    corner = corner_of(first, main[1], country)
    main = {number: [line for line in found if line not in corner] for number, found in main.items()}
    head = letterhead_of(main[1], first.width)
    feet, address = _feet(paper, main)
    flow = [line for number in sorted(main) for line in main[number] if id(line) not in feet]
    below = [line for line in flow if line.page > 1 or line.baseline > head.bottom + 2]
    outside = [line for line in below if not paper.in_table(line) and line not in head.stamps]
    # Box 9b may stand in a table of its own, a little beside the margin.
    running = [line for line in outside if line.size > RECIPIENTS]
    left, right = sides_of(running or outside or flow, first.width - 20 * MM)
    # A table that is as wide as the text shows its sides where no line of the text reaches them.
    right = max([right, *_table_ends(paper, left, right)])
    title = title_of([line for line in below if line.page == 1], first.edges, head, (left + right) / 2)
    body, ending = parted([line for line in outside if line not in title.lines], left)
    pitch = pitch_of(body, left, right)
    greeting = _greeting(body, left)
    aside = {id(line) for line in (*title.lines, *greeting, *head.stamps)}
    prose = [line for line in below if id(line) not in aside and _before(line, body)]
    paragraphs = Paragraphs(left, right, pitch, paper.in_table, letter=bool(head.about) and not title.kind).of(prose)
    return replace(
        paper,
        head=head,
        title=title,
        left=left,
        right=right,
        pitch=pitch,
        paragraphs=paragraphs,
        greeting=greeting,
        ending=ending,
        address=address,
        corner=corner,
        marks=(*paper.marks, *corner),
    )


def _feet(paper: Paper, main: dict[int, list[Line]]) -> tuple[set[int], tuple[Line, ...]]:
    """What stands at the foot of pages below a rule (its lines by identity), and the address on the first page."""
    feet: set[int] = set()
    address: tuple[Line, ...] = ()
    for number, lines in main.items():
        page = paper.pages[number - 1]
        found, edge = foot_of(page, lines, paper.tables[number])
        feet |= {id(line) for line in found}
        if number == 1 and edge is not None and edge.length > page.width / 2:
            address = found
    return feet, address


def _table_ends(paper: Paper, left: float, right: float) -> list[float]:
    """The right sides of tables that begin where the text begins and end within the right margin."""
    areas = [area for page in paper.main_pages if not page.landscape for area in paper.tables[page.number]]
    return [area.x1 for area in areas if abs(area.x0 - left) < 6 and right < area.x1 < paper.pages[0].width - 14 * MM]


def _greeting(body: Sequence[Line], left: float) -> tuple[Line, ...]:
    """Box 9a: `Kính gửi: …` and the lines of recipients that are set in below it."""
    start = next((n for n, line in enumerate(body[:6]) if fold(line.text).startswith("kinh gui")), None)
    if start is None:
        return ()
    end = start + 1
    while end < len(body) and body[end].x0 > left + 15 * MM and body[end].page == body[start].page:
        end += 1
    return tuple(body[start:end])


def _before(line: Line, body: Sequence[Line]) -> bool:
    return bool(body) and (line.page, line.baseline) <= (body[-1].page, body[-1].baseline)
