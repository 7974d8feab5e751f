"""Reads the pages of a PDF: the only module that imports pdfplumber. Bounded in bytes and pages; refuses a scan."""

import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from inspect_app.documents.checking.pages import THIN, Area, Edge, Glyph, Page
from inspect_app.kernel.errors import DomainError
from inspect_app.kernel.language import gettext as _

BYTES_LIMIT = 50_000_000
PAGES_LIMIT = 500
HEAD = 1024  # bytes within which a PDF says what it is
DARK = 0.12  # of full brightness: still black
SCAN_SHARE = 0.8  # of a page under one picture: the page is a picture
EDGES_LIMIT = 6_000  # on one page: beyond it, a drawing
BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, AssertionError, OverflowError)
UNDERSCORES = re.compile(r"[_–—]+")


class Unreadable(DomainError):
    """The file cannot be held against the form; `message` says why, and what to bring instead."""


def read_pages(content: bytes) -> tuple[Page, ...]:
    """The pages of a PDF. Raises Unreadable for what is no PDF, encrypted, broken, too big, or a scan."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    if len(content) > BYTES_LIMIT:
        message = _("Tệp lớn hơn %(limit)d MB nên không được kiểm tra. Hãy tách tệp rồi kiểm tra từng phần.")
        raise Unreadable(message % {"limit": BYTES_LIMIT // 1_000_000})
    if b"%PDF-" not in content[:HEAD]:
        raise Unreadable(_("Tệp không phải PDF. Hãy xuất văn bản thành PDF rồi kiểm tra lại."))
    try:
        with pdfplumber.open(BytesIO(content)) as pdf:
            if not 1 <= len(pdf.pages) <= PAGES_LIMIT:
                message = _("Tệp có %(count)d trang; chỉ kiểm tra được từ 1 đến %(limit)d trang. Hãy tách tệp.")
                raise Unreadable(message % {"count": len(pdf.pages), "limit": PAGES_LIMIT})
            pages = tuple(_page(number, page) for number, page in enumerate(pdf.pages, start=1))
    except (PdfminerException, PSException, MalformedPDFException, struct.error, zlib.error, *BROKEN) as error:
        if isinstance(error, PDFPasswordIncorrect) or any(isinstance(a, PDFPasswordIncorrect) for a in error.args):
            raise Unreadable(_("Tệp được đặt mật khẩu. Hãy gỡ mật khẩu rồi kiểm tra lại.")) from error
        raise Unreadable(_("Tệp PDF bị hỏng, không đọc được. Hãy xuất lại tệp rồi kiểm tra lại.")) from error
    _refuse_scan(pages)
    return pages


def _refuse_scan(pages: tuple[Page, ...]) -> None:
    if all(_is_picture(page) for page in pages) or not any(page.glyphs for page in pages):
        raise Unreadable(
            _("Tệp là bản quét (ảnh), không có chữ để đo. Hãy kiểm tra tệp PDF được xuất thẳng từ máy soạn thảo.")
        )


def _is_picture(page: Page) -> bool:
    size = page.width * page.height
    return any((p.x1 - p.x0) * (p.bottom - p.top) >= SCAN_SHARE * size for p in page.pictures)


def _page(number: int, page: Any) -> Page:
    height = float(page.height)
    glyphs, underscores = _glyphs(page.chars, height)
    made = Page(
        number=number,
        width=float(page.width),
        height=height,
        glyphs=tuple(glyphs),
        edges=(*_edges(page), *underscores),
        pictures=tuple(Area(i["x0"], i["x1"], i["top"], i["bottom"]) for i in page.images),
    )
    page.close()
    return made


def _glyphs(chars: Iterable[dict[str, Any]], height: float) -> tuple[list[Glyph], list[Edge]]:
    """The letters that stand upright, and the lines that were made of underscores."""
    glyphs = [_glyph(char, height) for char in chars if char["upright"] and char["text"]]
    kept = [glyph for glyph in glyphs if not UNDERSCORES.fullmatch(glyph.text) or glyph.text != "_"]
    drawn: list[list[Glyph]] = []
    for glyph in sorted((g for g in glyphs if g.text == "_"), key=lambda g: (g.baseline, g.x0)):
        last = drawn[-1][-1] if drawn else None
        if last and abs(last.baseline - glyph.baseline) < 1 and glyph.x0 - last.x1 < 2:
            drawn[-1].append(glyph)
        else:
            drawn.append([glyph])
    edges = [Edge(run[0].x0, run[-1].x1, run[0].baseline + 1, run[0].baseline + 2) for run in drawn]
    return kept, edges


def _glyph(char: dict[str, Any], height: float) -> Glyph:
    font = re.sub(r"^[A-Z]{6}\+", "", str(char["fontname"]))
    return Glyph(
        text=str(char["text"]),
        font=font,
        size=float(char["size"]),
        x0=float(char["x0"]),
        x1=float(char["x1"]),
        baseline=height - float(char["matrix"][5]) + float(char["top"] - (height - char["y1"])),
        bold=bool(re.search(r"bold|black|heavy|demi", font, re.I)),
        italic=bool(re.search(r"ital|obli", font, re.I)),
        colour=_colour(char.get("non_stroking_color")),
    )


def _colour(value: Any) -> str:
    """Empty for black; otherwise the parts of the colour as the file gives them."""
    parts = tuple(value) if isinstance(value, list | tuple) else (value,)
    if not parts or any(not isinstance(part, int | float) for part in parts):
        return ""
    black = parts[3] >= 1 - DARK if len(parts) == 4 else all(part <= DARK for part in parts)
    return "" if black else " ".join(f"{part:.2f}" for part in parts)


def _edges(page: Any) -> tuple[Edge, ...]:
    drawn = [*page.lines, *page.curves]
    if len(page.rects) + len(drawn) > EDGES_LIMIT:
        return ()
    thin = [
        Edge(p["x0"], p["x1"], p["top"], p["bottom"], dashed=_dashed(p))
        for p in drawn
        if min(p["x1"] - p["x0"], p["bottom"] - p["top"]) <= THIN and _visible(p)
    ]
    return (*thin, *_rect_edges([rect for rect in page.rects if _visible(rect)]))


def _visible(shape: dict[str, Any]) -> bool:
    colour = shape.get("stroking_color") if shape.get("stroke") else shape.get("non_stroking_color")
    parts = colour if isinstance(colour, list | tuple) else (colour,)
    white = len(parts) in (1, 3) and all(isinstance(part, int | float) and part >= 0.99 for part in parts)
    return bool(shape.get("stroke") or shape.get("fill")) and not white


def _dashed(shape: dict[str, Any]) -> bool:
    pattern = shape.get("dash")
    return bool(pattern and isinstance(pattern, list | tuple) and pattern[0])


def _rect_edges(rects: list[dict[str, Any]]) -> Iterator[Edge]:
    """Rectangles as lines: a thin one is a line, a stroked one four, and two filled ones, one in the other, a frame."""
    before: dict[str, Any] | None = None
    for rect in rects:
        if min(rect["x1"] - rect["x0"], rect["bottom"] - rect["top"]) <= THIN:
            yield Edge(rect["x0"], rect["x1"], rect["top"], rect["bottom"], dashed=_dashed(rect))
        elif rect.get("stroke"):
            yield from _frame(rect, rect, _dashed(rect))
        elif before is not None and (pair := _nested(before, rect)):
            yield from _frame(*pair, dashed=False)
            before = None
            continue
        before = rect


def _nested(one: dict[str, Any], two: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The outer and the inner of two rectangles of which one lies close within the other."""
    for outer, inner in ((one, two), (two, one)):
        rims = (
            inner["x0"] - outer["x0"],
            outer["x1"] - inner["x1"],
            inner["top"] - outer["top"],
            outer["bottom"] - inner["bottom"],
        )
        if all(-0.05 <= rim <= THIN for rim in rims) and max(rims) > 0.1:
            return outer, inner
    return None


def _frame(outer: dict[str, Any], inner: dict[str, Any], dashed: bool) -> Iterator[Edge]:
    same = outer is inner
    x0, x1, top, bottom = outer["x0"], outer["x1"], outer["top"], outer["bottom"]
    if same or inner["top"] - top > 0.1:
        yield Edge(x0, x1, top, inner["top"] if not same else top, dashed)
    if same or bottom - inner["bottom"] > 0.1:
        yield Edge(x0, x1, inner["bottom"], bottom, dashed)
    if same or inner["x0"] - x0 > 0.1:
        yield Edge(x0, inner["x0"] if not same else x0, top, bottom, dashed)
    if same or x1 - inner["x1"] > 0.1:
        yield Edge(inner["x1"], x1, top, bottom, dashed)
