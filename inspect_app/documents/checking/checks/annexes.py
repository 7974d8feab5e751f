"""Mục III: annexes, and the small parts that only some papers have."""

import re
from collections import Counter
from collections.abc import Iterator

from inspect_app.documents.checking.checks.headings import ROMANS
from inspect_app.documents.checking.checks.style import CLOSE, Style, all_styled, styled
from inspect_app.documents.checking.layout.paper import Annex, Paper
from inspect_app.documents.checking.pages import Glyph, Line
from inspect_app.documents.checking.problems import Flaw, check
from inspect_app.documents.rules import roman
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import fold

HEADING = re.compile(r"Phụ lục( (?P<number>\S+))?", re.I)
LEAST = 12.5  # points: what is smaller is a note at the foot
NOTED = {"số": re.compile(r"\bso\b"), "ngày": re.compile(r"\bngay\b"), "của": re.compile(r"\bcua\b")}


def _annexes(paper: Paper) -> list[Annex]:
    return [annex for annex in paper.annexes if not annex.attached]


def _middle(paper: Paper, annex: Annex) -> float:
    page = paper.pages[annex.pages[0] - 1]
    return page.width / 2 if page.landscape else paper.middle


@check("PL I, Phần I, Mục III.1a")
def annex_is_mentioned(paper: Paper) -> Iterator[Flaw]:
    """The paper itself points to its annexes."""
    annexes = _annexes(paper)
    pages = {page.number for page in paper.main_pages}
    said = " ".join(fold(line.text) for line in paper.text_lines if line.page in pages)
    if annexes and "phu luc" not in said:
        message = _("Văn bản có Phụ lục kèm theo thì trong văn bản phải có chỉ dẫn về Phụ lục đó.")
        yield Flaw(message=message, page=annexes[0].pages[0], line=annexes[0].heading)


@check("PL I, Phần I, Mục III.1a")
def annexes_are_numbered(paper: Paper) -> Iterator[Flaw]:
    """Two or more bear Roman numbers in their order; a single one needs none."""
    annexes = _annexes(paper)
    for place, annex in enumerate(annexes, start=1):
        found = HEADING.match(annex.heading.text)
        number = (found["number"] or "").rstrip(".:") if found else ""
        page, line = annex.pages[0], annex.heading
        if len(annexes) > 1 and ROMANS.get(number) != place:
            message = _(
                "Phụ lục phải được đánh số La Mã theo thứ tự: “Phụ lục %(number)s”.", number=roman(min(place, 39))
            )
            yield Flaw(message=message, page=page, line=line)
        elif len(annexes) == 1 and number:
            message = _("Chỉ có một Phụ lục nên không cần đánh số.")
            yield Flaw(message=message, page=page, line=line, remark=True)


@check("PL I, Phần I, Mục III.1b")
def annex_heading_form(paper: Paper) -> Iterator[Flaw]:
    """“Phụ lục I”: a line of its own, centred, lower case, size 14, upright, bold."""
    for annex in _annexes(paper):
        yield from styled(annex.heading, Style(14, 14, bold=True, capital=False), _("Từ “Phụ lục” và số thứ tự"))
        if abs(annex.heading.middle - _middle(paper, annex)) > 2 * CLOSE or len(annex.heading.text.split()) > 3:
            message = _("Từ “Phụ lục” và số thứ tự phải thành một dòng riêng, canh giữa.")
            yield Flaw(message=message, page=annex.pages[0], line=annex.heading)


@check("PL I, Phần I, Mục III.1b")
def annex_title_form(paper: Paper) -> Iterator[Flaw]:
    """Centred, capitals, size 13 to 14, upright, bold."""
    for annex in _annexes(paper):
        yield from all_styled(annex.title, Style(13, 14, bold=True, capital=True), _("Tên Phụ lục"))
        for line in annex.title:
            if abs(line.middle - annex.heading.middle) > CLOSE:
                yield Flaw(message=_("Tên Phụ lục phải canh giữa."), page=line.page, line=line)


@check("PL I, Phần I, Mục III.1c")
def annex_note(paper: Paper) -> Iterator[Flaw]:
    """“(Kèm theo … số … ngày … của …)” below the title: centred, lower case, size 13 to 14, italic."""
    for annex in paper.annexes:
        if not annex.note:
            message = _("Thiếu thông tin chỉ dẫn kèm theo văn bản: “(Kèm theo … số … ngày … của …)”.")
            yield Flaw(message=message, page=annex.pages[0], line=annex.heading)
        yield from all_styled(
            annex.note, Style(13, 14, italic=True, capital=False), _("Thông tin chỉ dẫn kèm theo văn bản")
        )
        for line in annex.note:
            if abs(line.middle - annex.heading.middle) > CLOSE:
                yield Flaw(message=_("Thông tin chỉ dẫn kèm theo văn bản phải canh giữa."), page=line.page, line=line)


@check("PL I, Phần I, Mục III.1c")
def annex_note_is_complete(paper: Paper) -> Iterator[Flaw]:
    """It names number and sign, day and body of the paper; in an electronic one their places stay open."""
    for annex in paper.annexes:
        said = " ".join(line.text for line in annex.note)
        missing = [word for word, pattern in NOTED.items() if not pattern.search(fold(said))]
        if annex.note and missing:
            message = _(
                "Thông tin chỉ dẫn kèm theo phải có số, ký hiệu, ngày ban hành và tên cơ quan ban hành; thiếu “%(words)s …”.",
                words=" …”, “".join(missing),
            )
            yield Flaw(message=message, page=annex.note[0].page, line=annex.note[0])


@check("PL I, Phần I, Mục III.1c")
def annex_note_font(paper: Paper) -> Iterator[Flaw]:
    """It is set in the font of the paper's text."""
    written = [glyph for entry in paper.paragraphs for line in entry.lines for glyph in line.inked]
    if not written:
        return
    font = Counter(_family(glyph) for glyph in written).most_common(1)[0][0]
    for annex in paper.annexes:
        for line in annex.note[:1]:
            if all(_family(glyph) != font for glyph in line.inked):
                message = _(
                    "Thông tin chỉ dẫn kèm theo phải cùng phông chữ với nội dung văn bản (%(font)s).", font=font
                )
                yield Flaw(message=message, page=line.page, line=line)


def _family(glyph: Glyph) -> str:
    return re.sub(r"(PS)?(MT)?$", "", re.split(r"[-,]", glyph.font)[0])


@check("PL III, Mục II, Mẫu 2.1")
def annex_ends_with_its_mark(paper: Paper) -> Iterator[Flaw]:
    """`./.` where the text of an annex ends; one that ends with a table has no text to end."""
    for annex in _annexes(paper):
        page = annex.pages[-1]
        lines = [line for line in paper.text_lines if line.page == page and line.size >= LEAST]
        if not lines or paper.copy is not None or paper.in_table(lines[-1]) or lines[-1] in (*annex.title, *annex.note):
            continue
        if not _ends_in_text(paper, annex, lines[-1]):
            continue
        if not lines[-1].text.endswith("./."):
            message = _("Nội dung của Phụ lục phải kết thúc bằng “./.” (Mẫu 2.1, 2.2).")
            yield Flaw(message=message, page=page, line=lines[-1])


def _ends_in_text(paper: Paper, annex: Annex, last: Line) -> bool:
    """Whether running text, as long as a line at least, ends the annex; not a note below a table or a picture."""
    page = paper.pages[last.page - 1]
    above = [area.bottom for area in (*paper.tables.get(last.page, ()), *page.pictures) if area.bottom < last.top]
    between = [
        line
        for line in paper.text_lines
        if line.page == last.page and max(above, default=0.0) < line.top and line not in (*annex.title, *annex.note)
    ]
    return last.text.endswith(".") and any(line.width > page.width / 2 for line in between) and not last.italic


@check("PL I, Phần I, Mục III.1đ")
def annex_pages_are_numbered(paper: Paper) -> Iterator[Flaw]:
    """Each annex counts its own pages from 1; the first need not show its number."""
    for annex in _annexes(paper):
        for count, page in enumerate(annex.pages, start=1):
            found = paper.page_numbers.get(page)
            if (found is None and count > 1) or (found is not None and found.text != str(count)):
                message = _(
                    "Số trang của Phụ lục được đánh riêng theo từng Phụ lục; trang này phải là %(number)d.",
                    number=count,
                )
                yield Flaw(message=message, page=page, line=found)


@check("PL I, Phần I, Mục III.3")
def drafter_form(paper: Paper) -> Iterator[Flaw]:
    """The drafter's sign and the number of copies: size 11, upright."""
    if paper.ending.drafter:
        what = _("Ký hiệu người soạn thảo và số lượng bản phát hành")
        yield from styled(paper.ending.drafter, Style(11, 11), what, "12")


@check("PL I, Phần I, Mục III.4")
def address_form(paper: Paper) -> Iterator[Flaw]:
    """The body's address at the foot of the first page: size 11 to 12, upright, below a line across the text."""
    for line in paper.address:
        yield from styled(line, Style(11, 12), _("Địa chỉ cơ quan, tổ chức"), "13")
