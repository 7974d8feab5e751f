"""Tables of a paper: widths of columns, rows that do not break badly, heads that are repeated."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final
from xml.etree.ElementTree import Element

from inspect_app.documents.word import vocabulary as words
from inspect_app.documents.word.markup import classes_of, number_of, unknown
from inspect_app.documents.word.measures import text_width, word_width
from inspect_app.documents.word.model import Block, Cell, FieldLines, Grid, Line, Row, Style, plain_text
from inspect_app.kernel.language import gettext as _

PADDING: Final = 2.8  # mm, of a cell, left and right together
BARE_PADDING: Final = 0.4
LINE_HEIGHT: Final = 5.8  # mm, about
WHOLE_UP_TO: Final = 150.0  # mm; a higher row may break over two pages
MOST_SPAN: Final = 20


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where something stands: how wide that is (mm), the style of bare text there, and in what kind of paper."""

    width: float
    style: Style
    table: str = ""
    row: str = ""
    ending: bool = False
    working: bool = False


ReadBlocks = Callable[[Element, Place], list[Block]]


def kept(style: Style) -> Style:
    """The style that stays on the page of what follows."""
    return style if style.keep else replace(style, id=f"{style.id}Giu", name=f"{style.name} (giữ)", keep=True)


def kept_block(block: Block) -> Block:
    """The block, staying on the page of what follows."""
    if isinstance(block, Line):
        return Line(kept(block.style), block.items)
    if isinstance(block, FieldLines):
        return FieldLines(block.tag, tuple(Line(kept(line.style), line.items) for line in block.lines))
    return block


def kept_row(row: Row) -> Row:
    """The row, staying on the page of the next."""
    return replace(row, cells=tuple(replace(cell, blocks=tuple(map(kept_block, cell.blocks))) for cell in row.cells))


def grid_of(element: Element, place: Place, read: ReadBlocks) -> Grid:
    """The table. Raises UnknownMarkup for a kind of table, a class or a span that is not in the vocabulary."""
    kind = _kind(element, place)
    ruled = kind not in words.BORDERLESS
    columns = [column for group in element.findall("colgroup") for column in group]
    rows = [(row, part.tag == "thead") for part in element if part.tag in ("thead", "tbody") for row in part]
    count = max((sum(number_of(cell, "colspan", MOST_SPAN) for cell in row) for row, _head in rows), default=0)
    count = max(count, len(columns))
    if not count:
        raise unknown(element, _("bảng không có ô nào"))
    given = _given_widths(kind, columns, count, place)
    guess = given or (place.width / count,) * count
    made = [_row(row, head, kind, guess, place, read) for row, head in rows]
    widths = given or _fitting(made, count, place.width)
    made = [replace(row, whole=row.whole and _height(row, widths, ruled) < WHOLE_UP_TO) for row in made]
    return Grid(rows=tuple(_kept_together(made, "short" in kind, ruled)), widths=widths, ruled=ruled)


def _kind(element: Element, place: Place) -> str:
    kind = ".".join(classes_of(element))
    if kind not in words.TABLES | words.BORDERLESS or (kind == "" and not place.ending):
        raise unknown(element)
    return kind


def _given_widths(kind: str, columns: list[Element], count: int, place: Place) -> tuple[float, ...]:
    """The widths that the template or the form gives; nothing where they follow the content."""
    if kind == "letterhead":
        return (70.0, place.width - 70.0)
    if kind in ("", "signing"):
        first = 0.46 if count == 2 and kind == "" else 1 / count
        return (
            (place.width * first, *(place.width * (1 - first) / (count - 1),) * (count - 1))
            if count > 1
            else (place.width,)
        )
    if not columns:
        return ()
    fixed = [_column_width(column) for column in columns]
    room = place.width - sum(width or 0.0 for width in fixed)
    shared = sum(width is None for width in fixed)
    if shared and room / shared < PADDING * 2:
        raise unknown(columns[0], _("các cột cộng lại rộng hơn trang"))
    scale = 1.0 if shared else place.width / (place.width - room)
    return tuple(room / shared if width is None else width * scale for width in fixed)


def _column_width(column: Element) -> float | None:
    for name in classes_of(column):
        if name in words.COLUMN_WIDTHS:
            return words.COLUMN_WIDTHS[name]
        if name.startswith("w") and name[1:].isdigit() and 8 <= int(name[1:]) <= 100:
            return float(name[1:])
        raise unknown(column)
    return None


def _row(row: Element, head: bool, kind: str, widths: tuple[float, ...], place: Place, read: ReadBlocks) -> Row:
    name = ".".join(classes_of(row))
    if name not in ("", "sign-hint", "signing-room", "section", "columns", "item", "hint"):
        raise unknown(row)
    cells, column = [], 0
    for cell in row:
        if cell.tag not in ("td", "th"):
            raise unknown(cell)
        span = number_of(cell, "colspan", MOST_SPAN)
        width = sum(widths[column : column + span])
        column += span
        cells.append(_cell(cell, span, replace(place, width=width, table=kind, row=name), read))
    height = words.ROOM if name == "signing-room" else 60.0 if name == "hint" else 0.0
    return Row(cells=tuple(cells), head=head, height=height)


def _cell(cell: Element, span: int, place: Place, read: ReadBlocks) -> Cell:
    style = _cell_style(cell, place)
    padding = BARE_PADDING if place.table in words.BORDERLESS else PADDING
    blocks = read(cell, replace(place, style=style, width=place.width - padding)) or [Line(style)]
    rows = number_of(cell, "rowspan", MOST_SPAN)
    return Cell(blocks=tuple(blocks), span=span, rows=rows, middle=cell.tag == "th" and not place.working)


def _cell_style(cell: Element, place: Place) -> Style:
    key = ".".join((str(cell.tag), *classes_of(cell)))
    if place.table in ("letterhead", ""):
        if key not in ("td", "td.left", "td.recipients"):
            raise unknown(cell)
        return words.HINT if place.row == "sign-hint" else words.PLAIN
    if place.working:
        return _working_style(cell, key, place)
    if key not in words.CELLS:
        raise unknown(cell)
    return words.CELLS[key]


def _working_style(cell: Element, key: str, place: Place) -> Style:
    if place.table == "signing":
        return words.WORKING_HINT if place.row == "hint" else words.WORKING_SIGNER
    if place.row in ("section", "columns"):
        return words.SECTION_HEAD if place.row == "section" else words.COLUMN_HEAD
    if place.table == "grid" and key == "td":
        return words.GRID_CELL
    if place.table == "who" and key == "td":
        return words.WHO_VALUE
    if key not in words.WORKING_CELLS:
        raise unknown(cell)
    return words.WORKING_CELLS[key]


def _kept_together(rows: list[Row], short: bool, ruled: bool) -> list[Row]:
    """No first or last row alone on a page; a short table, and one without lines, stays whole."""
    if not ruled or short:
        return [kept_row(row) for row in rows[:-1]] + (rows[-1:] if ruled else [kept_row(row) for row in rows[-1:]])
    body = [place for place, row in enumerate(rows) if not row.head]
    held = {*body[:1], *body[-2:-1]} if len(body) > 1 else set()
    # A row of one cell over several columns names the rows below it.
    held |= {place for place in body[:-1] if len(rows[place].cells) == 1 and rows[place].cells[0].span > 1}
    return [kept_row(row) if row.head or place in held else row for place, row in enumerate(rows)]


def _texts(cell: Cell) -> list[tuple[str, Style]]:
    lines = [line for block in cell.blocks for line in _lines(block)]
    return [(text, line.style) for line in lines for text in plain_text(line.items).split("\n")]


def _lines(block: Block) -> tuple[Line, ...]:
    if isinstance(block, Grid):
        return ()
    return (block,) if isinstance(block, Line) else block.lines


def _height(row: Row, widths: tuple[float, ...], ruled: bool) -> float:
    column, height, padding = 0, 0.0, PADDING if ruled else BARE_PADDING
    for cell in row.cells:
        width = max(sum(widths[column : column + cell.span]) - padding, 5.0)
        column += cell.span
        lines = sum(math.ceil(text_width(text, style.size) / width) or 1 for text, style in _texts(cell))
        height = max(height, lines * LINE_HEIGHT)
    return height


def _fitting(rows: list[Row], count: int, width: float) -> tuple[float, ...]:
    """Widths that follow the content: the longest word at least, the longest line at most, the rest in proportion."""
    columns = zip_longest(*(_wants(row) for row in rows), fillvalue=(0.0, 0.0))
    wants = [tuple(max(values) for values in zip(*column, strict=True)) for column in columns]
    wants += [(0.0, 0.0)] * (count - len(wants))
    least = [min(want[0], width) + PADDING for want in wants]
    if sum(least) > width:
        return tuple(width * value / sum(least) for value in least)
    more = [max(min(want[1], width) + PADDING - value, 0.01) for want, value in zip(wants, least, strict=True)]
    room = width - sum(least)
    return tuple(value + room * extra / sum(more) for value, extra in zip(least, more, strict=True))


def _wants(row: Row) -> list[tuple[float, float]]:
    wants: list[tuple[float, float]] = []
    for cell in row.cells:
        texts = _texts(cell) if cell.span == 1 else []
        least = max((word_width(text, style.size, style.bold) for text, style in texts), default=0.0)
        most = max((text_width(text, style.size, style.bold) for text, style in texts), default=0.0)
        wants += [(least, most), *[(0.0, 0.0)] * (cell.span - 1)]
    return wants
