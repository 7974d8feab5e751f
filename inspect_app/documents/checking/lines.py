"""From letters to lines of text: what stands on one baseline, parted where a column or a cell ends."""

from itertools import pairwise
from statistics import median

from inspect_app.documents.checking.pages import Area, Edge, Glyph, Line, Page

BASELINE_SLACK = 2.0  # points: a raised letter still belongs to its line
CELL_GAP = 6.0  # points between two letters without a space: another cell begins
WIDE_GAP = 8.0  # points by which a gap is wider than the others of its line
HUGE_GAP = 40.0
NEAR = 2.0
RAISED = 0.75  # of the size of their row, at most: letters above or below their line
TOUCHING = 2.0


def lines_of(page: Page, parted_by: tuple[Area, ...] = ()) -> tuple[Line, ...]:
    """The lines of a page from top to bottom and left to right; a line never crosses the border of a table."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(page.glyphs, key=lambda g: (g.baseline, g.x0)):
        if rows and glyph.baseline - rows[-1][0].baseline <= BASELINE_SLACK:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    lines = [
        Line(page.number, tuple(part))
        for row in _with_raised(rows)
        for part in _parts(sorted(row, key=lambda g: g.x0), _walls(page, row[0], parted_by))
        if any(glyph.text.strip() for glyph in part)
    ]
    return tuple(lines)


def _with_raised(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """The rows, with raised and lowered letters (the mark of a footnote, m²) in the row that they touch."""
    kept: list[list[Glyph]] = []
    for place, row in enumerate(rows):
        largest = max(glyph.size for glyph in row)
        near = [*kept[-1:], *rows[place + 1 : place + 2]]
        home = next((other for other in near if _touches(row, largest, other)), None)
        if home is None:
            kept.append(row)
        else:
            home.extend(row)
    return kept


def _touches(row: list[Glyph], largest: float, other: list[Glyph]) -> bool:
    usual = median(glyph.size for glyph in other)
    if largest > RAISED * usual or abs(row[0].baseline - other[0].baseline) > usual / 2:
        return False
    return all(any(-1 < glyph.x0 - big.x1 < TOUCHING for big in (*other, *row)) for glyph in row if glyph.text.strip())


def _walls(page: Page, glyph: Glyph, areas: tuple[Area, ...]) -> tuple[float, ...]:
    """Where standing lines of a table cross this row."""
    level = glyph.baseline - 0.3 * glyph.size
    if not any(area.top <= level <= area.bottom for area in areas):
        return ()
    return tuple(edge.x0 for edge in page.edges if not edge.across and edge.top - 1 <= level <= edge.bottom + 1)


def _parts(row: list[Glyph], walls: tuple[float, ...]) -> list[list[Glyph]]:
    inked = [glyph for glyph in row if glyph.text.strip()]
    gaps = [_gap(row, one, two) for one, two in pairwise(inked)]
    widened = [gap for gap, spaced in gaps if spaced]
    usual = max(median(widened), 0.0) if len(widened) > 1 else 0.0
    parts: list[list[Glyph]] = [[]]
    starts = set()
    for (one, two), (gap, spaced) in zip(pairwise(inked), gaps, strict=True):
        walled = any(one.x1 - 1 <= wall <= two.x0 + 1 for wall in walls)
        if walled or gap > HUGE_GAP or gap > (usual + WIDE_GAP if spaced else CELL_GAP):
            starts.add(id(two))
    for glyph in row:
        if id(glyph) in starts:
            parts.append([])
        parts[-1].append(glyph)
    return parts


def _gap(row: list[Glyph], one: Glyph, two: Glyph) -> tuple[float, bool]:
    """How much empty room two letters have between them beyond the spaces that were written, and whether any were."""
    spaces = [g for g in row if not g.text.strip() and one.x0 <= g.x0 < two.x0]
    written = sum(g.x1 - g.x0 for g in spaces)
    return two.x0 - one.x1 - written, bool(spaces)


def tables_of(page: Page) -> tuple[Area, ...]:
    """The tables and frames of a page: lines, across and down, that touch."""
    groups: list[list[Edge]] = []
    for edge in page.edges:
        touching = [group for group in groups if any(_touch(edge, other) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([edge, *(other for group in touching for other in group)])
    framed = [g for g in groups if sum(not e.across for e in g) >= 2 and sum(e.across for e in g) >= 2]
    return tuple(
        Area(
            min(e.x0 for e in group),
            max(e.x1 for e in group),
            min(e.top for e in group),
            max(e.bottom for e in group),
        )
        for group in framed
    )


def _touch(one: Edge, two: Edge) -> bool:
    return (
        one.x0 - NEAR <= two.x1
        and two.x0 - NEAR <= one.x1
        and one.top - NEAR <= two.bottom
        and two.top - NEAR <= one.bottom
    )
