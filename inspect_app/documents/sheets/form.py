"""The parts of the form that all documents share: letterhead, blocks, signatures (Nghị định 30/2020, Phụ lục I)."""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from inspect_app.documents.sheets.chart import Chart
from inspect_app.documents.sheets.plain import Plain
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _


@dataclass(frozen=True, kw_only=True)
class Letterhead(Plain):
    """Boxes 2, 3 and 4. Names may be written in any case; they are printed in capitals, and a line break is kept.

    `number` is None until the registry gives one: the place is left empty. So is the date, save for its `year`.
    """

    issuing_body: str
    sign: str
    parent_body: str = ""
    number: int | None = None
    place: str = ""
    issued_on: date | None = None
    year: int | None = None


@dataclass(frozen=True, kw_only=True)
class Issue(Plain):
    """What the issue itself puts on a paper: its number if the register gave one, the day, where it can be verified."""

    issued_on: date
    number: int | None = None
    verify_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Moment(Plain):
    """An hour of a day in Vietnam's time; what is None stays empty, to be filled in by hand."""

    day: date | None = None
    at: time | None = None
    year: int | None = None


@dataclass(frozen=True, kw_only=True)
class Participant(Plain):
    """Someone present: `Ông (bà) <name>, <office> - <role>`."""

    name: str
    office: str = ""
    role: str = ""
    address: str = "Ông (bà)"


Stroke = tuple[tuple[int, int], ...]
"""A line drawn without lifting the hand: points in thousandths of the box's width, from its upper left corner."""


@dataclass(frozen=True, kw_only=True)
class Signature(Plain):
    """Box 7: authority lines (`TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`), then the title; the name may be left blank.

    `other_office` is the office in the agency of one who signs for an advisory team that may use the agency's seal
    (Phụ lục I, II.7c); it stands above the name. `position` is the office of one who is not of the issuing body, below
    the name. `strokes` is what was drawn on a screen.
    """

    title: str
    authority: tuple[str, ...] = ()
    name: str = ""
    other_office: str = ""
    position: str = ""
    strokes: tuple[Stroke, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Heading(Plain):
    """A heading of level 1 (`I. TÌNH HÌNH CHUNG`), 2 (`1. Kết quả`) or 3 (`a) Ưu điểm`); `number` without its mark."""

    level: Literal[1, 2, 3]
    number: str
    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, kw_only=True)
class Paragraph(Plain):
    """Running text; each line of it is a paragraph."""

    text: str
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, kw_only=True)
class Listing(Plain):
    """Lines that begin with a hyphen; all end with a semicolon, the last one with a full stop."""

    lines: tuple[str, ...]
    kind: Literal["listing"] = "listing"


Align = Literal["left", "center", "right"]


@dataclass(frozen=True, kw_only=True)
class Table(Plain):
    """A table: every row has as many cells as the head. `aligns` and `widths` have one entry a column, or none at all.

    A width is in millimetres, one of those of docs/papers.md; a column of 0 shares what is left.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    aligns: tuple[Align, ...] = ()
    widths: tuple[int, ...] = ()
    kind: Literal["table"] = "table"

    def __post_init__(self) -> None:
        super().__post_init__()
        width = len(self.head)
        if not 1 <= width <= 10:
            raise RuleBroken("head", _("Bảng có từ 1 đến 10 cột."))
        if any(len(row) != width for row in self.rows) or {len(self.aligns), len(self.widths)} - {0, width}:
            raise RuleBroken("rows", _("Mỗi dòng của bảng phải có %(count)d ô, bằng số cột.", count=width))


Block = Heading | Paragraph | Listing | Table | Chart
