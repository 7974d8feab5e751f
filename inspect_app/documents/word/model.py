"""What stands between HTML and Word: parts, tables, lines and runs. Frozen values; millimetres and points."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

from inspect_app.kernel.text import clean

Suffix = Literal["png", "jpeg"]
Align = Literal["both", "left", "center", "right"]
Look = Literal["", "b", "i", "bi", "hash", "box", "room", "bold-small"]


@dataclass(frozen=True, kw_only=True)
class Style:
    """A named paragraph style. `first`, `left`, `right` in mm; `before`, `after`, `exact`, `size` in points."""

    id: str
    name: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    align: Align = "left"
    first: float = 0
    left: float = 0
    right: float = 0
    before: float = 0
    after: float = 0
    exact: float = 0
    keep: bool = False
    whole: bool = False
    outline: int | None = None
    border: Literal["", "top", "bottom", "box"] = ""
    tabs: tuple[tuple[Literal["center", "right"], float], ...] = ()


@dataclass(frozen=True)
class Run:
    """Text of one look; the look is a named character style."""

    text: str
    look: Look = ""


@dataclass(frozen=True)
class Break:
    """A line break within a paragraph."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture in the line; `width` and `height` in mm, `alt` says in words what it shows."""

    data: bytes
    suffix: Suffix
    width: float
    height: float
    alt: str


@dataclass(frozen=True)
class Field:
    """Text that may come back changed: a content control with this tag."""

    tag: str
    items: tuple["Run | Break", ...]


Inline = Run | Break | Picture | Field


@dataclass(frozen=True)
class Line:
    """A paragraph."""

    style: Style
    items: tuple[Inline, ...] = ()


@dataclass(frozen=True)
class FieldLines:
    """Paragraphs that may come back changed, each a line of one value."""

    tag: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell of a table, over `span` columns and `rows` rows."""

    blocks: tuple["Block", ...]
    span: int = 1
    rows: int = 1
    middle: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row; a `head` is repeated on each page, a `whole` one is not broken over two; `height` (pt) is the least."""

    cells: tuple[Cell, ...]
    head: bool = False
    whole: bool = True
    height: float = 0


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table with lines (`ruled`) or without; `widths` in mm, one a column."""

    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    ruled: bool = True


Block = Line | FieldLines | Grid


@dataclass(frozen=True, kw_only=True)
class Part:
    """A section of the paper: the body, or an annex with pages of its own; `restart` counts them from 1."""

    blocks: tuple[Block, ...]
    landscape: bool = False
    restart: bool = True


@dataclass(frozen=True, kw_only=True)
class Paper:
    """The whole paper. `marks` stands in the head of every page; `running` is the head of a working paper."""

    title: str
    author: str
    keywords: str = ""
    parts: tuple[Part, ...]
    marks: str = ""
    running: str = ""
    working: bool = False


def field_value(lines: Iterable[str]) -> str:
    """The value of a field: its lines without what surrounds them, the empty ones left out, in NFC."""
    cleaned = (" ".join(clean(line).split()) for line in lines)
    return "\n".join(line for line in cleaned if line)


def field_id(tag: str, value: str) -> int:
    """The number of a content control: it tells, when the file comes back, which value was sent in it."""
    return crc32(f"{tag}\0{value}".encode()) >> 1


def plain_text(items: tuple[Inline, ...]) -> str:
    """The text of a line; a break is a line break."""
    return "".join(_plain(item) for item in items)


def _plain(item: Inline) -> str:
    if isinstance(item, Run):
        return item.text
    if isinstance(item, Field):
        return plain_text(item.items)
    return "\n" if isinstance(item, Break) else ""
