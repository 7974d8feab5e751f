"""Mục II.5, III.2: type and subject, a letter's `V/v`, and the stamps above them."""

from collections.abc import Iterator

from inspect_app.documents.checking.checks.letterhead import part_rule
from inspect_app.documents.checking.checks.style import CLOSE, ROUGH, Style, all_styled, off_centre, styled
from inspect_app.documents.checking.layout.paper import TYPES, Paper
from inspect_app.documents.checking.pages import Line
from inspect_app.documents.checking.problems import Flaw, check
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import fold

URGENT = ("hoa toc", "thuong khan", "khan")
KEPT_IN = ("xem xong tra lai", "luu hanh noi bo")
UNRULED = ("bien ban", "giay moi", "giay gioi thieu", "giay nghi phep")  # their forms (Mẫu 1.7 to 1.10) differ
GAP = (3.5, 13.0)  # points between the number's line and V/v, beyond the height of a line: about 6
SUBJECTLESS = ("giay gioi thieu", "giay nghi phep")
RULE_REACH = 28.0  # points: offices give the rule below the subject a line of its own
STAMP = Style(13, 14, bold=True, capital=True)


@check("PL III, Mục I")
def type_is_one_of_the_decrees(paper: Paper) -> Iterator[Flaw]:
    """The type is among the 27 named there; a paper without a type is a letter, and has its `V/v`."""
    kind = paper.title.kind
    if kind is None and not paper.head.about:
        message = _("Không tìm thấy tên loại văn bản; nếu là công văn thì phải có trích yếu “V/v …” dưới số, ký hiệu.")
        yield Flaw(message=message, page=1, box="5a")
    elif kind is not None and fold(kind.text) not in TYPES and not paper.attached:
        message = _("“%(kind)s” không phải tên loại văn bản hành chính.", kind=kind.text)
        yield Flaw(message=message, page=1, line=kind, box="5a")


@check("PL I, Phần I, Mục II.5b")
def type_form(paper: Paper) -> Iterator[Flaw]:
    """Capitals, size 13 to 14, upright, bold."""
    if paper.title.kind:
        yield from styled(paper.title.kind, Style(13, 14, bold=True, capital=True), _("Tên loại văn bản"), "5a")


@check("PL I, Phần I, Mục II.5a")
def subject_is_there(paper: Paper) -> Iterator[Flaw]:
    """A paper with a type has a subject."""
    kind = paper.title.kind
    if kind and not paper.title.subject and not paper.attached and paper.kind not in SUBJECTLESS:
        yield Flaw(message=_("Thiếu trích yếu nội dung dưới tên loại văn bản."), page=1, line=kind, box="5a")


@check("PL I, Phần I, Mục II.5b")
def subject_form(paper: Paper) -> Iterator[Flaw]:
    """Lower case, size 13 to 14, upright, bold."""
    style = Style(13, 14, bold=True, capital=False)
    yield from all_styled(paper.title.subject, style, _("Trích yếu nội dung"), "5a")


@check("PL I, Phần I, Mục II.5b")
def title_is_centred(paper: Paper) -> Iterator[Flaw]:
    """Type and subject in the middle of the text."""
    for line in paper.title.lines:
        yield from off_centre(
            line, paper.middle, _("Tên loại và trích yếu nội dung"), _("vùng trình bày văn bản"), "5a"
        )


@check("PL I, Phần I, Mục II.5b")
def subject_rule(paper: Paper) -> Iterator[Flaw]:
    """A solid line below the subject, a third to a half of it."""
    if paper.title.subject and paper.kind not in UNRULED and not paper.attached:
        yield from part_rule(paper, paper.title.subject, _("trích yếu nội dung"), "5a", RULE_REACH)


@check("PL I, Phần I, Mục II.5b")
def about_form(paper: Paper) -> Iterator[Flaw]:
    """A letter's subject: lower case, size 12 to 13, upright, after `V/v`."""
    about = paper.head.about
    if about and not about[0].text.startswith("V/v "):
        message = _("Trích yếu nội dung công văn phải bắt đầu bằng “V/v”.")
        yield Flaw(message=message, page=1, line=about[0], box="5b")
    yield from all_styled(about, Style(12, 13, capital=False), _("Trích yếu nội dung công văn"), "5b")


@check("PL I, Phần I, Mục II.5b")
def about_stands_below_the_number(paper: Paper) -> Iterator[Flaw]:
    """In the middle below number and sign, 6 points from them."""
    about, number = paper.head.about, paper.head.number
    if not about or number is None:
        return
    for line in about:
        yield from off_centre(line, number.middle, _("Trích yếu nội dung công văn"), _("số, ký hiệu"), "5b", ROUGH)
    gap = about[0].baseline - number.baseline - 1.15 * about[0].size
    if not GAP[0] <= gap <= GAP[1]:
        message = _("Trích yếu nội dung công văn phải cách dòng số, ký hiệu 6pt.")
        yield Flaw(message=message, page=1, line=about[0], box="5b")


@check("PL I, Phần I, Mục III.2b")
def urgency_form(paper: Paper) -> Iterator[Flaw]:
    """Capitals, size 13 to 14, upright, bold, in a frame."""
    yield from _stamped(paper, URGENT, _("Dấu chỉ mức độ khẩn"), "10b")


@check("PL I, Phần I, Mục III.2c")
def circulation_form(paper: Paper) -> Iterator[Flaw]:
    """The same, for who may read it."""
    yield from _stamped(paper, KEPT_IN, _("Chỉ dẫn về phạm vi lưu hành"), "11")


def _stamped(paper: Paper, words: tuple[str, ...], what: str, box: str) -> Iterator[Flaw]:
    stamps: list[Line] = [line for line in paper.head.stamps if fold(line.text).strip(" .") in words]
    for line in stamps:
        yield from styled(line, STAMP, what, box)
        framed = [area for area in paper.tables.get(1, ()) if area.holds(line.middle, line.baseline - 4)]
        if not framed or abs((framed[0].x0 + framed[0].x1) / 2 - line.middle) > CLOSE:
            message = _("%(what)s phải đặt cân đối trong khung hình chữ nhật viền đơn.", what=what)
            yield Flaw(message=message, page=1, line=line, box=box)
