"""Mục II.6e: how running text is set, and how it ends."""

from collections.abc import Iterator
from itertools import pairwise

from inspect_app.documents.checking.checks.style import SIZE_SLACK
from inspect_app.documents.checking.layout.paper import Paper, Paragraph, Role
from inspect_app.documents.checking.pages import MM, Line
from inspect_app.documents.checking.problems import Flaw, check, millimetres, size_text
from inspect_app.kernel.language import gettext as _

RUNNING: tuple[Role, ...] = ("prose", "quote", "clause", "point", "article")
INDENTED: tuple[Role, ...] = ("base", "prose", "quote", "clause", "point")
INDENTS = (10.0, 12.7)  # millimetres
INDENT_SLACK = 0.7
RAGGED = 3.0  # points: italics lean out of their boxes
LINE_HEIGHT = (1.10, 1.78)  # of the size: single (Times: 1.15) to one and a half, with a hair of slack
PARAGRAPH_GAP = 6.0
GAP_SLACK = 1.0  # a browser prints on a grid of 0.75 points
FORMS = {"quyet dinh": "1.2", "cong van": "1.5", "bien ban": "1.9"}


def _running(paper: Paper, roles: tuple[Role, ...] = RUNNING) -> Iterator[Paragraph]:
    return (entry for entry in paper.paragraphs if entry.role in roles)


def _flaw(paragraph: Paragraph, message: str, line: Line | None = None) -> Flaw:
    at = line or paragraph.first
    return Flaw(message=message, page=at.page, line=at, box="6")


@check("PL I, Phần I, Mục II.6e")
def text_size(paper: Paper) -> Iterator[Flaw]:
    """Size 13 to 14."""
    for entry in _running(paper):
        wrong = next((ln for ln in entry.lines if not 13 - SIZE_SLACK <= ln.size <= 14 + SIZE_SLACK), None)
        if wrong is not None:
            message = _("Lời văn có cỡ chữ %(size)s; phải từ cỡ 13 đến 14.", size=size_text(wrong.size))
            yield _flaw(entry, message, wrong)


@check("PL I, Phần I, Mục II.6e")
def text_is_upright(paper: Paper) -> Iterator[Flaw]:
    """Upright: a whole paragraph in italics is no running text. A note in brackets or a quotation may be."""
    for entry in _running(paper, ("prose", "clause")):
        if entry.italic and not entry.text.startswith(("(", "*")):
            yield _flaw(entry, _("Nội dung văn bản phải là chữ đứng, không nghiêng."))


@check("PL I, Phần I, Mục II.6e")
def text_is_lower_case(paper: Paper) -> Iterator[Flaw]:
    """Lower case: a whole paragraph in capitals is no running text."""
    for entry in _running(paper):
        if len(entry.text) > 12 and all(line.capital for line in entry.lines):
            yield _flaw(entry, _("Nội dung văn bản phải viết bằng chữ in thường."))


@check("PL I, Phần I, Mục V, số 6")
def text_is_not_bold(paper: Paper) -> Iterator[Flaw]:
    """Not bold: whole sentences in bold are no heading."""
    for entry in _running(paper, ("prose", "clause")):
        if entry.bold and len(entry.lines) > 1 and entry.text.endswith((".", ";")):
            yield _flaw(entry, _("Lời văn không in đậm; chỉ tiêu đề mới in đậm."))


@check("PL I, Phần I, Mục II.6e")
def text_is_justified(paper: Paper) -> Iterator[Flaw]:
    """Both sides even: all lines of a paragraph but the last reach the right margin."""
    for entry in _running(paper, (*RUNNING, "base")):
        short = next((ln for ln in entry.lines[:-1] if ln.x1 < paper.right - RAGGED and " " in ln.text), None)
        if short is not None:
            yield _flaw(entry, _("Nội dung văn bản phải được canh đều cả hai lề."), short)


@check("PL I, Phần I, Mục II.6e")
def first_line_is_set_in(paper: Paper) -> Iterator[Flaw]:
    """1 cm or 1.27 cm."""
    for entry in _running(paper, INDENTED):
        indent = (entry.first.x0 - paper.left) / MM
        if entry.whole and not any(abs(indent - should) <= INDENT_SLACK for should in INDENTS):
            message = _(
                "Chữ đầu dòng lùi vào %(is)s mm; phải lùi vào 1 cm hoặc 1,27 cm.",
                **{"is": millimetres(entry.first.x0 - paper.left)},
            )
            yield _flaw(entry, message)


@check("PL I, Phần I, Mục II.6e")
def paragraphs_stand_apart(paper: Paper) -> Iterator[Flaw]:
    """At least 6 points between paragraphs."""
    if not paper.pitch:
        return
    for one, two in pairwise(paper.paragraphs):
        if one.last.page != two.first.page or two.after_table or _one_heading(one, two):
            continue
        gap = two.first.baseline - one.last.baseline - paper.pitch
        if gap < PARAGRAPH_GAP - GAP_SLACK and two.first.size >= 13 - SIZE_SLACK:
            message = _(
                "Khoảng cách giữa hai đoạn văn là %(is)s pt; tối thiểu 6 pt.", **{"is": size_text(max(gap, 0.0))}
            )
            yield _flaw(two, message)


def _one_heading(one: Paragraph, two: Paragraph) -> bool:
    """Two lines of one heading, or a heading and its title."""
    return two.role == "centred" and one.role in ("centred", "part", "section")


@check("PL I, Phần I, Mục II.6e")
def lines_stand_apart(paper: Paper) -> Iterator[Flaw]:
    """Single to one and a half lines."""
    for entry in _running(paper, (*RUNNING, "base")):
        steps = [(two.baseline - one.baseline) / two.size for one, two in pairwise(entry.lines) if one.page == two.page]
        wrong = next((step for step in steps if not LINE_HEIGHT[0] <= step <= LINE_HEIGHT[1]), None)
        if wrong is not None:
            message = _(
                "Khoảng cách giữa các dòng phải từ dòng đơn đến 1,5 lines; đang là %(is)s.",
                **{"is": size_text(wrong / 1.15)},
            )
            yield _flaw(entry, message)


@check("PL III, Mục II")
def text_ends_with_its_mark(paper: Paper) -> Iterator[Flaw]:
    """`./.` where the text ends, as in every form there."""
    if not paper.paragraphs:
        return
    last = paper.paragraphs[-1]
    if not last.text.endswith("./."):
        form = FORMS.get(paper.kind, "1.4")
        message = _("Nội dung phải kết thúc bằng “./.” (Mẫu %(form)s).", form=form)
        yield _flaw(last, message, last.last)
