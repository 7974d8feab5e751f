"""Mục II.6đ: parts, chapters, sections, articles, clauses and points, and the order of their numbers."""

import re
from collections.abc import Iterator

from inspect_app.documents.checking.checks.prose import INDENT_SLACK, INDENTS
from inspect_app.documents.checking.checks.style import Style, all_styled, off_centre, styled
from inspect_app.documents.checking.layout.paper import Paper, Paragraph, Role
from inspect_app.documents.checking.pages import MM
from inspect_app.documents.checking.problems import Flaw, check
from inspect_app.documents.rules import VIETNAMESE_LETTERS, roman
from inspect_app.kernel.language import gettext as _

ROMANS = {roman(number): number for number in range(1, 40)}
FORM = Style(13, 14, bold=True)
UNFINISHED_LENGTH = 100


def _of(paper: Paper, role: Role) -> Iterator[Paragraph]:
    return (entry for entry in paper.paragraphs if entry.role == role)


def _flaw(paragraph: Paragraph, message: str) -> Flaw:
    return Flaw(message=message, page=paragraph.first.page, line=paragraph.first, box="6")


def _titles(paper: Paper, role: Role) -> Iterator[tuple[Paragraph, Paragraph | None]]:
    """Headings with what stands below them."""
    for place, entry in enumerate(paper.paragraphs):
        if entry.role == role:
            yield entry, (paper.paragraphs[place + 1] if place + 1 < len(paper.paragraphs) else None)


@check("PL I, Phần I, Mục II.6đ")
def part_form(paper: Paper) -> Iterator[Flaw]:
    """“Phần I”, “Chương I”: a line of its own, centred, lower case, bold, Roman; its title below in capitals."""
    yield from _headed(paper, "part", r"[IVXLC]+", _("Từ “Phần”, “Chương” và số thứ tự"), _("chữ số La Mã"))


@check("PL I, Phần I, Mục II.6đ")
def section_form(paper: Paper) -> Iterator[Flaw]:
    """“Mục 1”, “Tiểu mục 1”: the same, with Arabic digits."""
    yield from _headed(paper, "section", r"\d+", _("Từ “Mục”, “Tiểu mục” và số thứ tự"), _("chữ số Ả Rập"))


def _headed(paper: Paper, role: Role, digits: str, what: str, numerals: str) -> Iterator[Flaw]:
    for entry, title in _titles(paper, role):
        yield from styled(entry.first, Style(13, 14, bold=True), what, "6")
        yield from off_centre(entry.first, paper.middle, what, _("vùng trình bày văn bản"), "6")
        words = entry.text.split()
        if words[0].isupper():
            yield _flaw(entry, _("%(what)s phải viết bằng chữ in thường.", what=what))
        if not re.fullmatch(rf"\D* ?{digits}[.:]?", entry.text):
            message = _("%(what)s phải ở một dòng riêng và dùng %(numerals)s.", what=what, numerals=numerals)
            yield _flaw(entry, message)
        elif title is None or title.role not in ("centred", "part", "section"):
            yield _flaw(entry, _("%(what)s phải có tiêu đề ngay dưới, canh giữa.", what=what))
        else:
            yield from all_styled(
                title.lines, Style(13, 14, bold=True, capital=True), _("Tiêu đề của phần, chương, mục"), "6"
            )


@check("PL I, Phần I, Mục II.6đ")
def article_form(paper: Paper) -> Iterator[Flaw]:
    """“Điều 1.”: Arabic, a full stop, upright, bold, set in by 1 or 1.27 cm."""
    for entry in _of(paper, "article"):
        head = entry.first.inked[: len(entry.text.split(".")[0].replace(" ", ""))]
        indent = (entry.first.x0 - paper.left) / MM
        if not re.match(r"Điều \d+\. ", entry.text + " "):
            message = _("Phải viết “Điều 1.”: chữ in thường, chữ số Ả Rập, sau số có dấu chấm.")
        elif not all(glyph.bold for glyph in head) or any(glyph.italic for glyph in head):
            message = _("Từ “Điều” và số thứ tự phải là chữ đứng, đậm.")
        elif not any(abs(indent - should) <= INDENT_SLACK for should in INDENTS):
            message = _("Từ “Điều” phải lùi đầu dòng 1 cm hoặc 1,27 cm.")
        else:
            continue
        yield _flaw(entry, message)


@check("PL I, Phần I, Mục II.6đ")
def articles_are_in_order(paper: Paper) -> Iterator[Flaw]:
    """1, 2, 3 through the whole paper."""
    expected = 1
    for entry in _of(paper, "article"):
        found = re.match(r"\S+ (\d+)", entry.text)
        if found and int(found[1]) != expected:
            yield _flaw(entry, _("Số thứ tự của điều phải là %(number)d.", number=expected))
        expected = int(found[1]) + 1 if found else expected + 1


@check("PL I, Phần I, Mục V, số 6b")
def roman_heading_form(paper: Paper) -> Iterator[Flaw]:
    """`I. TÌNH HÌNH CHUNG`: capitals, size 13 to 14, upright, bold, a full stop after the number."""
    for entry in _of(paper, "roman"):
        style = Style(13, 14, bold=True, capital=True)
        yield from all_styled(entry.lines, style, _("Số thứ tự và tiêu đề của mục"), "6")
        if not re.match(r"[IVX]+\. ", entry.text):
            yield _flaw(entry, _("Sau số La Mã của mục phải có dấu chấm và cách chữ."))


@check("PL I, Phần I, Mục II.6c")
def roman_headings_are_in_order(paper: Paper) -> Iterator[Flaw]:
    """I, II, III."""
    before = 0
    for entry in paper.paragraphs:
        if entry.role == "part":
            before = 0
        if entry.role != "roman":
            continue
        is_ = ROMANS.get(re.split(r"[\s.\-/)]", entry.text)[0], 0)
        if is_ not in (1, before + 1):
            yield _flaw(entry, _("Số thứ tự của mục phải là %(number)s.", number=roman(min(before + 1, 39))))
        before = is_


@check("PL I, Phần I, Mục II.6đ")
def clause_form(paper: Paper) -> Iterator[Flaw]:
    """`1.` with a full stop; a clause that has a title is a line of its own, bold and upright."""
    for entry in _of(paper, "clause"):
        if not re.match(r"\d+\.", entry.text):
            yield _flaw(entry, _("Sau số thứ tự của khoản phải có dấu chấm (.)."))
        titled = len(entry.text) < UNFINISHED_LENGTH and not entry.text.endswith((".", ";", ":", ",", "…", "?"))
        if titled and not entry.bold:
            yield _flaw(entry, _("Khoản có tiêu đề thì số thứ tự và tiêu đề phải là chữ đứng, đậm."))


@check("PL I, Phần I, Mục II.6đ")
def clauses_are_in_order(paper: Paper) -> Iterator[Flaw]:
    """1, 2, 3 within what is above them."""
    before = 0
    for entry in paper.paragraphs:
        if entry.role in ("part", "section", "article", "roman"):
            before = 0
        if entry.role != "clause":
            continue
        number = int(re.split(r"\D", entry.text)[0])
        if number not in (1, before + 1):
            yield _flaw(entry, _("Số thứ tự của khoản phải là %(number)d.", number=before + 1))
        before = number


@check("PL I, Phần I, Mục II.6đ")
def point_form(paper: Paper) -> Iterator[Flaw]:
    """`a)` with a closing bracket, lower case, upright, not bold."""
    for entry in _of(paper, "point"):
        if entry.text[1] != ")":
            yield _flaw(entry, _("Sau chữ cái của điểm phải có dấu đóng ngoặc đơn: “a)”."))
        yield from styled(entry.first, Style(13, 14), _("Điểm"), "6")


@check("PL I, Phần I, Mục II.6đ")
def points_are_in_order(paper: Paper) -> Iterator[Flaw]:
    """a, b, c, d, đ, e, g: the Vietnamese alphabet."""
    before = -1
    for entry in paper.paragraphs:
        if entry.role in ("part", "section", "article", "roman", "clause"):
            before = -1
        if entry.role != "point":
            continue
        place = VIETNAMESE_LETTERS.find(entry.text[0])
        if place not in (0, before + 1):
            should = VIETNAMESE_LETTERS[min(before + 1, len(VIETNAMESE_LETTERS) - 1)]
            message = _("Điểm phải theo thứ tự bảng chữ cái tiếng Việt: “%(letter)s)”.", letter=should)
            yield _flaw(entry, message)
        before = place if place >= 0 else before + 1
