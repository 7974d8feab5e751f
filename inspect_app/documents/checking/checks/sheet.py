"""Mục I: the paper, its margins, its letters and the numbers of its pages."""

import re
import unicodedata
from collections.abc import Iterator

from inspect_app.documents.checking.checks.style import CLOSE, Style, styled
from inspect_app.documents.checking.layout.paper import Paper
from inspect_app.documents.checking.pages import A4, MM, Glyph, Line, Page
from inspect_app.documents.checking.problems import Flaw, check, millimetres
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import fold

PAPER_SLACK = 1.5 * MM
SLACK = 0.7 * MM
KEPT = 14 * MM  # two lines of a paragraph that stay together, and what stands with them, may go overleaf
LEADING = 3.5 * MM  # above the first line of a page when lines stand 1.5 apart
TIMES = re.compile(r"^times ?new ?roman", re.I)
TWINS = re.compile(r"^(tinos|liberation ?serif|nimbus ?rom|tex ?gyre ?termes|thorndale)", re.I)
RED_STAMPS = ("hoa toc", "thuong khan", "khan", "mat", "toi mat", "tuyet mat")
UNMAPPED = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")


@check("PL I, Phần I, Mục I.1")
def paper_is_a4(paper: Paper) -> Iterator[Flaw]:
    """210 mm x 297 mm."""
    for page in paper.pages:
        size = sorted((page.width, page.height))
        if any(abs(is_ - should) > PAPER_SLACK for is_, should in zip(size, A4, strict=True)):
            message = _(
                "Khổ giấy %(width)s mm x %(height)s mm; phải là A4 (210 mm x 297 mm).",
                width=millimetres(page.width),
                height=millimetres(page.height),
            )
            yield Flaw(message=message, page=page.number)


@check("PL I, Phần I, Mục I.2")
def page_stands_upright(paper: Paper) -> Iterator[Flaw]:
    """Along the long side; a page with a table may lie."""
    for page in paper.pages:
        if page.landscape and not paper.tables.get(page.number):
            yield Flaw(
                message=_("Trang nằm ngang mà không có bảng, biểu; phải trình bày theo chiều dài."), page=page.number
            )


@check("PL I, Phần I, Mục I.3")
def top_margin(paper: Paper) -> Iterator[Flaw]:
    """20 to 25 mm from the upper edge."""
    for page, lines in _texts(paper):
        first = min(lines, key=lambda line: line.top)
        margin = first.top
        if margin < 20 * MM - SLACK or (page.number == 1 and margin > 25 * MM + LEADING):
            yield _margin(_("Lề trên %(is)s mm; phải từ 20 đến 25 mm."), margin, first, page)


@check("PL I, Phần I, Mục I.3")
def bottom_margin(paper: Paper) -> Iterator[Flaw]:
    """20 to 25 mm from the lower edge; how low a page reaches is seen where three or more are full."""
    full = []
    for page, lines in _texts(paper):
        last = max(lines, key=lambda line: line.bottom)
        margin = page.height - last.bottom
        if margin < 20 * MM - SLACK:
            yield _margin(_("Lề dưới %(is)s mm; phải từ 20 đến 25 mm."), margin, last, page)
        if page is not paper.main_pages[-1] and page in paper.main_pages:
            full.append((margin, last, page))
    if len(full) >= 3 and min(full, key=lambda entry: entry[0])[0] > 25 * MM + KEPT:
        margin, last, page = min(full, key=lambda entry: entry[0])
        yield _margin(_("Lề dưới %(is)s mm; phải từ 20 đến 25 mm."), margin, last, page)


@check("PL I, Phần I, Mục I.3")
def left_margin(paper: Paper) -> Iterator[Flaw]:
    """30 to 35 mm from the left edge."""
    for page, lines in _texts(paper):
        first = min(lines, key=lambda line: line.x0)
        if first.x0 < 30 * MM - SLACK:
            yield _margin(_("Lề trái %(is)s mm; phải từ 30 đến 35 mm."), first.x0, first, page)
        elif page.number == 1 and paper.left > 35 * MM + SLACK:
            yield _margin(_("Lề trái %(is)s mm; phải từ 30 đến 35 mm."), paper.left, first, page)


@check("PL I, Phần I, Mục I.3")
def right_margin(paper: Paper) -> Iterator[Flaw]:
    """15 to 20 mm from the right edge."""
    for page, lines in _texts(paper):
        last = max(lines, key=lambda line: line.x1)
        margin = page.width - last.x1
        if margin < 15 * MM - SLACK:
            yield _margin(_("Lề phải %(is)s mm; phải từ 15 đến 20 mm."), margin, last, page)
        elif page.number == 1 and page.width - paper.right > 20 * MM + SLACK:
            yield _margin(_("Lề phải %(is)s mm; phải từ 15 đến 20 mm."), page.width - paper.right, last, page)


def _texts(paper: Paper) -> Iterator[tuple[Page, list[Line]]]:
    for page in paper.pages:
        lines = [line for line in paper.text_lines if line.page == page.number]
        if lines:
            yield page, lines


def _margin(message: str, margin: float, line: Line, page: Page) -> Flaw:
    return Flaw(message=message % {"is": millimetres(margin)}, page=page.number, line=line)


@check("PL I, Phần I, Mục I.4")
def font_is_times(paper: Paper) -> Iterator[Flaw]:
    """Times New Roman. A font that measures the same passes with a remark: a PDF holds what its machine had."""
    seen: set[str] = set()
    for line in paper.lines:
        for font in sorted({glyph.font for glyph in line.inked} - seen):
            seen.add(font)
            if TIMES.match(font):
                continue
            name = re.split(r"[-,]", font)[0]
            if not TWINS.match(font):
                message = _("Phông chữ %(font)s; phải là Times New Roman.", font=name)
                yield Flaw(message=message, page=line.page, line=line)
            elif not any(TWINS.match(other) for other in seen - {font}):
                message = _("Phông chữ %(font)s, cùng kích thước với Times New Roman, được chấp nhận.", font=name)
                yield Flaw(message=message, page=line.page, remark=True)


@check("PL I, Phần I, Mục I.4")
def letters_are_black(paper: Paper) -> Iterator[Flaw]:
    """Black; a stamp of urgency or secrecy is red (III.2b)."""
    for line in paper.lines:
        if fold(line.text).strip(" .") in RED_STAMPS:
            continue
        coloured: list[Glyph] = [glyph for glyph in line.inked if glyph.colour]
        if coloured:
            message = _("Chữ có màu (%(colour)s); phải là màu đen.", colour=coloured[0].colour)
            yield Flaw(message=message, page=line.page, line=line)


@check("PL I, Phần I, Mục I.4")
def text_is_unicode(paper: Paper) -> Iterator[Flaw]:
    """Unicode as in TCVN 6909:2001, each letter composed: the text can be searched and copied."""
    for line in paper.lines:
        raw = "".join(glyph.text for glyph in line.glyphs)
        if UNMAPPED.search(raw):
            yield Flaw(
                message=_("Chữ không theo bộ mã Unicode, không sao chép và tìm được."), page=line.page, line=line
            )
        elif not unicodedata.is_normalized("NFC", raw):
            message = _("Chữ Unicode tổ hợp (dấu tách rời); phải là Unicode dựng sẵn theo TCVN 6909:2001.")
            yield Flaw(message=message, page=line.page, line=line)


@check("PL I, Phần I, Mục I.7")
def first_page_shows_no_number(paper: Paper) -> Iterator[Flaw]:
    """The first page's number is not shown."""
    found = paper.page_numbers.get(1)
    if found is not None:
        yield Flaw(message=_("Trang thứ nhất không hiển thị số trang."), page=1, line=found)


@check("PL I, Phần I, Mục I.7")
def pages_are_numbered(paper: Paper) -> Iterator[Flaw]:
    """From 1, in Arabic digits, without a gap."""
    for count, page in enumerate(paper.main_pages[1:], start=2):
        found = paper.page_numbers.get(page.number)
        if found is None:
            yield Flaw(message=_("Trang này không có số trang; phải là số %(number)d.", number=count), page=page.number)
        elif found.text != str(count):
            message = _(
                "Số trang là “%(is)s”; phải là %(number)d, chỉ gồm chữ số Ả Rập.", number=count, **{"is": found.text}
            )
            yield Flaw(message=message, page=page.number, line=found)


@check("PL I, Phần I, Mục I.7")
def page_number_stands_above(paper: Paper) -> Iterator[Flaw]:
    """In the middle of the upper margin."""
    for number, line in paper.page_numbers.items():
        page = paper.pages[number - 1]
        if line.baseline > page.height / 2:
            yield Flaw(message=_("Số trang phải đặt ở lề trên của trang, không ở lề dưới."), page=number, line=line)
        elif not page.landscape and min(abs(line.middle - at) for at in (paper.middle, page.width / 2)) > CLOSE:
            yield Flaw(message=_("Số trang phải canh giữa theo chiều ngang."), page=number, line=line)


@check("PL I, Phần I, Mục I.7")
def page_number_form(paper: Paper) -> Iterator[Flaw]:
    """Size 13 to 14, upright."""
    for line in paper.page_numbers.values():
        yield from styled(line, Style(13, 14), _("Số trang"))
