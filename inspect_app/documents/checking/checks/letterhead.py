"""Mục II.1 and II.2: the name of the country and its motto, the issuing body and the body above it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from inspect_app.documents.checking.checks.style import CLOSE, ROUGH, Style, all_styled, off_centre, rule_below, styled
from inspect_app.documents.checking.layout.paper import Paper
from inspect_app.documents.checking.pages import MM, Line
from inspect_app.documents.checking.problems import Flaw, check, millimetres
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import fold

COUNTRY = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")
MOTTO = "Độc lập - Tự do - Hạnh phúc"
THIRD, HALF = 0.32, 0.52  # of the length of a line, with a hair of slack
SINGLE = (0.95, 1.45)  # of the size of the letters: one line below the other, single-spaced
NAMELESS = re.compile(
    r"(ubnd|hdnd|uy ban nhan dan|hoi dong nhan dan) (tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran)"
)


@check("PL I, Phần I, Mục II.1a")
def country_is_named(paper: Paper) -> Iterator[Flaw]:
    """“CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM”, word for word."""
    country = paper.head.country
    if country is None:
        yield Flaw(message=_("Không tìm thấy Quốc hiệu ở trang đầu."), page=1, box="1")
    elif country.text.upper() not in COUNTRY:
        message = _("Quốc hiệu phải là “%(words)s”.", words=COUNTRY[0])
        yield Flaw(message=message, page=1, line=country, box="1")


@check("PL I, Phần I, Mục II.1a")
def country_form(paper: Paper) -> Iterator[Flaw]:
    """Capitals, size 12 to 13, upright, bold."""
    if paper.head.country:
        yield from styled(paper.head.country, Style(12, 13, bold=True, capital=True), _("Quốc hiệu"), "1")


@check("PL I, Phần I, Mục II.1a")
def country_stands_top_right(paper: Paper) -> Iterator[Flaw]:
    """At the top of the first page, on the right."""
    country = paper.head.country
    if country is None:
        return
    above = [
        line
        for line in paper.text_lines
        if line.page == 1 and line.baseline < country.baseline - country.size and line not in paper.head.stamps
    ]
    if country.middle < paper.pages[0].width / 2 or above:
        message = _("Quốc hiệu phải ở phía trên cùng, bên phải trang đầu tiên.")
        yield Flaw(message=message, page=1, line=country, box="1")


@check("PL I, Phần I, Mục II.1b")
def motto_is_written(paper: Paper) -> Iterator[Flaw]:
    """“Độc lập - Tự do - Hạnh phúc”: capitals at the head of each part, hyphens with spaces."""
    motto = paper.head.motto
    if motto is None:
        yield Flaw(message=_("Không tìm thấy Tiêu ngữ ở trang đầu."), page=1, box="1")
    elif motto.text != MOTTO and not motto.capital:
        message = _("Tiêu ngữ phải viết “%(words)s”, giữa các cụm từ có gạch nối và cách chữ.", words=MOTTO)
        yield Flaw(message=message, page=1, line=motto, box="1")


@check("PL I, Phần I, Mục II.1b")
def motto_form(paper: Paper) -> Iterator[Flaw]:
    """Lower case, size 13 to 14, upright, bold."""
    if paper.head.motto:
        yield from styled(paper.head.motto, Style(13, 14, bold=True, capital=False), _("Tiêu ngữ"), "1")


@check("PL I, Phần I, Mục II.1b")
def motto_is_centred(paper: Paper) -> Iterator[Flaw]:
    """In the middle below the country's name."""
    country, motto = paper.head.country, paper.head.motto
    if country and motto:
        yield from off_centre(motto, country.middle, _("Tiêu ngữ"), _("Quốc hiệu"), "1")


@check("PL I, Phần I, Mục II.1b")
def motto_rule(paper: Paper) -> Iterator[Flaw]:
    """A solid line below, as long as the line of text."""
    motto = paper.head.motto
    if motto is None:
        return
    rule = rule_below(motto, paper.edges_on(1), reach=10.0)
    if rule is None:
        message = _("Thiếu đường kẻ ngang dưới Tiêu ngữ.")
    elif rule.dashed:
        message = _("Đường kẻ dưới Tiêu ngữ phải là nét liền.")
    elif abs(rule.length - motto.width) > max(0.04 * motto.width, 1.5 * MM) or abs(rule.middle - motto.middle) > CLOSE:
        message = _(
            "Đường kẻ dưới Tiêu ngữ dài %(is)s mm; phải bằng độ dài dòng chữ (%(text)s mm).",
            text=millimetres(motto.width),
            **{"is": millimetres(rule.length)},
        )
    else:
        return
    yield Flaw(message=message, page=1, line=motto, box="1")


@check("PL I, Phần I, Mục II.1c")
def motto_follows_single_spaced(paper: Paper) -> Iterator[Flaw]:
    """The two lines stand single-spaced."""
    if paper.head.country and paper.head.motto:
        yield from _spaced((paper.head.country, paper.head.motto), _("Quốc hiệu và Tiêu ngữ"), "1")


@check("PL I, Phần I, Mục II.2a")
def issuer_is_named(paper: Paper) -> Iterator[Flaw]:
    """The issuing body by its official name in full; the body above it with its place."""
    head = paper.head
    if not head.issuer:
        yield Flaw(message=_("Không tìm thấy tên cơ quan, tổ chức ban hành văn bản."), page=1, box="2")
        return
    name = fold(" ".join(line.text for line in head.issuer))
    if name.startswith(("ubnd", "hdnd")):
        message = _("Tên cơ quan ban hành phải viết đầy đủ; chỉ tên cơ quan chủ quản mới được viết tắt.")
        yield Flaw(message=message, page=1, line=head.issuer[0], box="2")
    for whole, lines in ((name, head.issuer), (fold(" ".join(line.text for line in head.parent)), head.parent)):
        if NAMELESS.fullmatch(whole):
            message = _("Tên cơ quan phải có tên đơn vị hành chính (ví dụ: UBND TỈNH QUẢNG NAM).")
            yield Flaw(message=message, page=1, line=lines[0], box="2")


@check("PL I, Phần I, Mục II.2b")
def issuer_form(paper: Paper) -> Iterator[Flaw]:
    """Capitals, size 12 to 13, upright, bold."""
    yield from all_styled(
        paper.head.issuer, Style(12, 13, bold=True, capital=True), _("Tên cơ quan, tổ chức ban hành"), "2"
    )


@check("PL I, Phần I, Mục II.2b")
def parent_form(paper: Paper) -> Iterator[Flaw]:
    """Capitals, size 12 to 13, upright, not bold."""
    yield from all_styled(
        paper.head.parent, Style(12, 13, capital=True), _("Tên cơ quan, tổ chức chủ quản trực tiếp"), "2"
    )


@check("PL I, Phần I, Mục II.2b")
def bodies_stand_one_below_the_other(paper: Paper) -> Iterator[Flaw]:
    """The issuing body in the middle below the body above it, single-spaced; a long name may have several lines."""
    bodies = (*paper.head.parent, *paper.head.issuer)
    if not bodies:
        return
    what = _("Tên cơ quan, tổ chức ban hành")
    for line in bodies[1:]:
        yield from off_centre(line, bodies[0].middle, what, _("tên cơ quan, tổ chức chủ quản trực tiếp"), "2", ROUGH)
    yield from _spaced(bodies, _("Tên cơ quan chủ quản và tên cơ quan ban hành"), "2")


@check("PL I, Phần I, Mục II.2c")
def bodies_stand_top_left(paper: Paper) -> Iterator[Flaw]:
    """Box 2: on the left, level with the country's name."""
    bodies = (*paper.head.parent, *paper.head.issuer)
    if not bodies or paper.head.country is None:
        return
    first = bodies[0]
    if first.middle > paper.pages[0].width / 2 or abs(first.baseline - paper.head.country.baseline) > 2 * first.size:
        message = _("Tên cơ quan, tổ chức ban hành phải ở ô số 2: phía trên, bên trái, ngang với Quốc hiệu.")
        yield Flaw(message=message, page=1, line=first, box="2")


@check("PL I, Phần I, Mục II.2b")
def issuer_rule(paper: Paper) -> Iterator[Flaw]:
    """A solid line below, a third to a half of the line of text, in its middle."""
    if paper.head.issuer:
        yield from part_rule(paper, paper.head.issuer, _("tên cơ quan, tổ chức ban hành"), "2")


def part_rule(paper: Paper, lines: tuple[Line, ...], what: str, box: str, reach: float = 14.0) -> Iterator[Flaw]:
    """Holds the line drawn below a name against a third to a half of it; of several lines the longest or the last.

    `reach` in points: how far below the name it is looked for.
    """
    last = lines[-1]
    rule = rule_below(last, paper.edges_on(last.page), reach)
    if rule is None:
        message = _("Thiếu đường kẻ ngang dưới %(what)s.", what=what)
    elif rule.dashed:
        message = _("Đường kẻ dưới %(what)s phải là nét liền.", what=what)
    elif not any(THIRD <= rule.length / width <= HALF for width in (max(ln.width for ln in lines), last.width)):
        message = _(
            "Đường kẻ dưới %(what)s dài %(is)s mm; phải từ 1/3 đến 1/2 độ dài dòng chữ (%(text)s mm).",
            what=what,
            text=millimetres(max(line.width for line in lines)),
            **{"is": millimetres(rule.length)},
        )
    elif abs(rule.middle - last.middle) > CLOSE:
        message = _("Đường kẻ dưới %(what)s phải đặt cân đối so với dòng chữ.", what=what)
    else:
        return
    yield Flaw(message=message, page=last.page, line=last, box=box)


def _spaced(lines: tuple[Line, ...], what: str, box: str) -> Iterator[Flaw]:
    for one, two in pairwise(lines):
        step = (two.baseline - one.baseline) / two.size
        if not SINGLE[0] <= step <= SINGLE[1]:
            yield Flaw(message=_("%(what)s phải cách nhau dòng đơn.", what=what), page=two.page, line=two, box=box)
            return
