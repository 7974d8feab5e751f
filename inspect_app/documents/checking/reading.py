"""Reads the pages of a PDF: the only module that imports pdfminer. Bounded in bytes and pages; refuses a scan."""

import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from inspect_app.documents.checking.pages import THIN, Edge, Glyph, Page, SignedBox
from inspect_app.documents.checking.pictures import picture_of
from inspect_app.kernel.errors import DomainError
from inspect_app.kernel.language import gettext as _

BYTES_LIMIT = 50_000_000
PAGES_LIMIT = 500
HEAD = 1024  # bytes within which a PDF says what it is
DARK = 0.12  # of full brightness: still black
SCAN_SHARE = 0.8  # of a page under one picture: the page is a picture
EDGES_LIMIT = 2_500  # on one page: beyond it, a drawing
WORKING_PAPER = "giấy tờ làm việc"
SIGNED_LIMIT = 40  # signatures that are looked at on one page
DEPTH_LIMIT = 8  # forms within forms
Matrix = tuple[float, float, float, float, float, float]
BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, AssertionError, OverflowError)


class Unreadable(DomainError):
    """The file cannot be held against the form; `message` says why, and what to bring instead."""


def read_pages(content: bytes) -> tuple[Page, ...]:
    """The pages of a PDF. Raises Unreadable for what is no PDF, encrypted, broken, too big, or a scan."""
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.psexceptions import PSException

    if len(content) > BYTES_LIMIT:
        message = _("Tệp lớn hơn %(limit)d MB nên không được kiểm tra. Hãy tách tệp rồi kiểm tra từng phần.")
        raise Unreadable(message % {"limit": BYTES_LIMIT // 1_000_000})
    if b"%PDF-" not in content[:HEAD]:
        raise Unreadable(_("Tệp không phải PDF. Hãy xuất văn bản thành PDF rồi kiểm tra lại."))
    try:
        pages = tuple(_page(number, *laid) for number, laid in enumerate(_laid_out(content), start=1))
    except PDFPasswordIncorrect as error:
        raise Unreadable(_("Tệp được đặt mật khẩu. Hãy gỡ mật khẩu rồi kiểm tra lại.")) from error
    except (PSException, struct.error, zlib.error, *BROKEN) as error:
        raise Unreadable(_("Tệp PDF bị hỏng, không đọc được. Hãy xuất lại tệp rồi kiểm tra lại.")) from error
    if not pages:
        raise Unreadable(_("Tệp PDF bị hỏng, không đọc được. Hãy xuất lại tệp rồi kiểm tra lại."))
    _refuse_scan(pages)
    return pages


def says_working_paper(content: bytes) -> bool:
    """Whether the file calls itself a working paper of the team, as its template makes it; then it has no form to keep."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser
    from pdfminer.psexceptions import PSException
    from pdfminer.utils import decode_text

    try:
        entries = PDFDocument(PDFParser(BytesIO(content))).info
        words = [entry.get("Keywords") for entry in entries]
        said = (decode_text(word).replace(",", " ") for word in words if isinstance(word, bytes))
        return any(WORKING_PAPER in " ".join(text.split()) for text in said)  # LibreOffice parts the words by commas
    except (PSException, struct.error, zlib.error, *BROKEN):
        return False


def _laid_out(content: bytes) -> Iterator[tuple[Any, list[Any]]]:
    """The pages as pdfminer lays them out, each when it is asked for, with what signatures show on it."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    for count, page in enumerate(PDFPage.create_pages(PDFDocument(PDFParser(BytesIO(content)))), start=1):
        if count > PAGES_LIMIT:
            message = _("Tệp có hơn %(limit)d trang nên không được kiểm tra. Hãy tách tệp rồi kiểm tra từng phần.")
            raise Unreadable(message % {"limit": PAGES_LIMIT})
        interpreter.process_page(page)
        layout = device.get_result()
        yield layout, _signatures(interpreter, device, page)


def _signatures(interpreter: Any, device: Any, page: Any) -> list[Any]:
    """What the signature fields of a page show, each laid out as a page of its own that has nothing else on it."""
    from pdfminer.pdftypes import PDFStream, dict_value, list_value, resolve1
    from pdfminer.utils import mult_matrix

    found: list[Any] = []
    x0, y0, _x1, _y1 = page.mediabox
    for entry in list_value(page.annots or [])[:SIGNED_LIMIT]:
        field = dict_value(entry)
        looks = resolve1(dict_value(field.get("AP", {})).get("N"))
        if _kind(field) != "Sig" or not isinstance(looks, PDFStream):
            continue
        placed = _placed(looks, field)
        if placed is None:
            continue
        base = (1, 0, 0, 1, -x0, -y0)
        device.begin_page(page, base)
        device.begin_figure("signature", tuple(list_value(looks["BBox"])), placed)
        interpreter.render_contents(dict_value(looks.get("Resources", {})), [looks], ctm=mult_matrix(placed, base))
        device.end_figure("signature")
        device.end_page(page)
        found.append(device.get_result())
    return found


def _kind(field: dict[str, Any]) -> str:
    """The type of a form's field, its own or its parent's; empty for an annotation that is none."""
    from pdfminer.pdftypes import dict_value, resolve1
    from pdfminer.psparser import literal_name

    kind = resolve1(field.get("FT") or dict_value(field.get("Parent", {})).get("FT"))
    return str(literal_name(kind)) if kind is not None else ""


def _placed(looks: Any, field: dict[str, Any]) -> Matrix | None:
    """The matrix that lays a field's picture into its place on the page; None where it has no extent."""
    from pdfminer.pdftypes import list_value
    from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_rect, mult_matrix

    place, box = (
        [float(value) for value in list_value(values)] for values in (field.get("Rect", []), looks.get("BBox", []))
    )
    if len(box) != 4 or len(place) != 4:
        return None
    own = MATRIX_IDENTITY
    if "Matrix" in looks:
        a, b, c, d, e, f = (float(value) for value in list_value(looks["Matrix"]))
        own = (a, b, c, d, e, f)
    x0, y0, x1, y1 = apply_matrix_rect(own, (box[0], box[1], box[2], box[3]))
    left, right = sorted((place[0], place[2]))
    low, high = sorted((place[1], place[3]))
    if min(x1 - x0, y1 - y0, right - left, high - low) <= 0:
        return None
    wide, tall = (right - left) / (x1 - x0), (high - low) / (y1 - y0)
    placing = (wide, 0.0, 0.0, tall, left - x0 * wide, low - y0 * tall)
    return mult_matrix(own, placing)


def _refuse_scan(pages: tuple[Page, ...]) -> None:
    if all(_is_picture(page) for page in pages) or not any(page.glyphs for page in pages):
        raise Unreadable(
            _("Tệp là bản quét (ảnh), không có chữ để đo. Hãy kiểm tra tệp PDF được xuất thẳng từ máy soạn thảo.")
        )


def _is_picture(page: Page) -> bool:
    size = page.width * page.height
    return any((p.x1 - p.x0) * (p.bottom - p.top) >= SCAN_SHARE * size for p in page.pictures)


def _page(number: int, layout: Any, signatures: list[Any]) -> Page:
    from pdfminer.layout import LTChar, LTCurve, LTImage

    height = float(layout.height)
    shapes = list(_flat(layout))
    glyphs, underscores = _glyphs((shape for shape in shapes if isinstance(shape, LTChar)), height)
    drawn = [shape for shape in shapes if isinstance(shape, LTCurve)]
    pictures = [shape for shape in shapes if isinstance(shape, LTImage)]
    return Page(
        number=number,
        width=float(layout.width),
        height=height,
        glyphs=tuple(glyphs),
        edges=(*_edges(drawn, height), *underscores),
        pictures=tuple(picture_of(shape, height) for shape in pictures),
        signed=tuple(_signed(laid, height) for laid in signatures),
    )


def _signed(layout: Any, height: float) -> SignedBox:
    from pdfminer.layout import LTChar, LTImage

    shapes = list(_flat(layout))
    glyphs, _lines = _glyphs((shape for shape in shapes if isinstance(shape, LTChar)), height)
    pictures = (shape for shape in shapes if isinstance(shape, LTImage))
    return SignedBox(tuple(glyphs), tuple(picture_of(shape, height) for shape in pictures))


def _flat(container: Any, depth: int = 0) -> Iterator[Any]:
    from pdfminer.layout import LTFigure

    for shape in container:
        if isinstance(shape, LTFigure):
            if depth < DEPTH_LIMIT:
                yield from _flat(shape, depth + 1)
        else:
            yield shape


def _glyphs(chars: Iterable[Any], height: float) -> tuple[list[Glyph], list[Edge]]:
    """The letters that stand upright, and the lines that were made of underscores."""
    glyphs = [_glyph(char, height) for char in chars if char.upright and char.get_text()]
    kept = [glyph for glyph in glyphs if glyph.text != "_"]
    drawn: list[list[Glyph]] = []
    for glyph in sorted((g for g in glyphs if g.text == "_"), key=lambda g: (g.baseline, g.x0)):
        last = drawn[-1][-1] if drawn else None
        if last and abs(last.baseline - glyph.baseline) < 1 and glyph.x0 - last.x1 < 2:
            drawn[-1].append(glyph)
        else:
            drawn.append([glyph])
    edges = [Edge(run[0].x0, run[-1].x1, run[0].baseline + 1, run[0].baseline + 2) for run in drawn]
    return kept, edges


def _glyph(char: Any, height: float) -> Glyph:
    font = re.sub(r"^[A-Z]{6}\+", "", str(char.fontname))
    return Glyph(
        text=char.get_text(),
        font=font,
        size=float(char.size),
        x0=float(char.x0),
        x1=float(char.x1),
        baseline=height - float(char.matrix[5]),
        bold=bool(re.search(r"bold|black|heavy|demi", font, re.I)),
        italic=bool(re.search(r"ital|obli", font, re.I)),
        colour=_colour(char.graphicstate.ncolor),
    )


def _colour(value: Any) -> str:
    """Empty for black; otherwise the parts of the colour as the file gives them."""
    parts = tuple(value) if isinstance(value, list | tuple) else (value,)
    if not parts or any(not isinstance(part, int | float) for part in parts):
        return ""
    black = parts[3] >= 1 - DARK if len(parts) == 4 else all(part <= DARK for part in parts)
    return "" if black else " ".join(f"{part:.2f}" for part in parts)


def _edges(drawn: list[Any], height: float) -> tuple[Edge, ...]:
    """The thin lines among what was drawn: strokes, thin rectangles, and the rims of frames."""
    from pdfminer.layout import LTRect

    if len(drawn) > EDGES_LIMIT:
        return ()
    seen = [shape for shape in drawn if _visible(shape)]
    thin = [_edge(shape, height) for shape in seen if min(shape.width, shape.height) <= THIN]
    wide = [shape for shape in seen if isinstance(shape, LTRect) and min(shape.width, shape.height) > THIN]
    return (*thin, *_frames(wide, height))


def _edge(shape: Any, height: float) -> Edge:
    return Edge(shape.x0, shape.x1, height - shape.y1, height - shape.y0, _dashed(shape))


def _visible(shape: Any) -> bool:
    colour = shape.stroking_color if shape.stroke else shape.non_stroking_color
    parts = colour if isinstance(colour, list | tuple) else (colour,)
    white = len(parts) in (1, 3) and all(isinstance(part, int | float) and part >= 0.99 for part in parts)
    return bool(shape.stroke or shape.fill) and not white


def _dashed(shape: Any) -> bool:
    pattern = shape.dashing_style
    return bool(shape.stroke and isinstance(pattern, list | tuple) and pattern and pattern[0])


def _frames(rects: list[Any], height: float) -> Iterator[Edge]:
    """The rims of rectangles: a stroked one has four; of two filled ones, one in the other, the rim is between them."""
    before: Any = None
    for rect in rects:
        nested = _nested(before, rect) if before is not None and not rect.stroke else None
        if rect.stroke:
            yield from _rims(rect, rect, height)
        elif nested:
            yield from _rims(*nested, height)
        before = None if nested else rect


def _nested(one: Any, two: Any) -> tuple[Any, Any] | None:
    """The outer and the inner of two rectangles of which one lies close within the other."""
    for outer, inner in ((one, two), (two, one)):
        rims = (inner.x0 - outer.x0, outer.x1 - inner.x1, inner.y0 - outer.y0, outer.y1 - inner.y1)
        if all(-0.05 <= rim <= THIN for rim in rims) and max(rims) > 0.1:
            return outer, inner
    return None


def _rims(outer: Any, inner: Any, height: float) -> Iterator[Edge]:
    stroked, dashed = outer is inner, _dashed(outer)
    x0, x1, top, bottom = outer.x0, outer.x1, height - outer.y1, height - outer.y0
    if stroked or outer.y1 - inner.y1 > 0.1:
        yield Edge(x0, x1, top, height - inner.y1, dashed)
    if stroked or inner.y0 - outer.y0 > 0.1:
        yield Edge(x0, x1, height - inner.y0, bottom, dashed)
    if stroked or inner.x0 - x0 > 0.1:
        yield Edge(x0, inner.x0, top, bottom, dashed)
    if stroked or x1 - inner.x1 > 0.1:
        yield Edge(inner.x1, x1, top, bottom, dashed)
