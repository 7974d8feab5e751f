"""Phần II: what makes a copy of a paper, on paper (mục II) and in a file (mục I)."""

import re
from collections.abc import Iterator
from dataclasses import replace

from inspect_app.documents.checking.checks import letterhead, numbering, recipients, signing
from inspect_app.documents.checking.checks.style import Style, all_styled, styled
from inspect_app.documents.checking.layout.copies import INSTANT, WORDS
from inspect_app.documents.checking.layout.paper import Copy, Letterhead, Paper, Title
from inspect_app.documents.checking.problems import Check, Flaw, check
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import fold

SIGNS = {"sao y": "SY", "sao luc": "SL", "trich sao": "TrS"}  # Phụ lục III, mục I
WHOLE = 0.95  # of the text's width: a line right across
BOXES = {"7a": "5a", "7b": "5b", "9b": "7"}  # the boxes of a paper in the diagram of a copy (mục II.3)
SECONDS = re.compile(r"\d{1,2}\s*[:h]\s*\d{2}\s*[:m]\s*\d{2}")
ZONE = re.compile(r"\+\s?0?7(:?00)?\b")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|ngay .{1,6} thang .{1,6} nam \d{4}")
NUMBERED = re.compile(r"\d+\s*/\s*[^\W\d]")


def _of_the_copy(paper: Paper, copy: Copy, *rules: Check) -> Iterator[Flaw]:
    """Holds the copy's own components against rules for those of a paper (II.2c)."""
    head = Letterhead(issuer=copy.issuer, number=copy.number, place_date=copy.place_date)
    own = replace(paper, head=head, title=Title(), greeting=(), ending=copy.ending, copy=None)
    for rule in rules:
        for flaw in rule.look(own):
            yield replace(flaw, box=BOXES.get(flaw.box, flaw.box))


def _flaw(copy: Copy, message: str, box: str) -> Flaw:
    return Flaw(message=message, page=copy.form.page, line=copy.form, box=box)


@check("PL I, Phần II, Mục II.1a")
def copy_form_is_one_of_three(paper: Paper) -> Iterator[Flaw]:
    """“SAO Y”, “SAO LỤC” or “TRÍCH SAO”, and no other words."""
    if paper.copy and fold(paper.copy.form.text) not in SIGNS:
        yield _flaw(paper.copy, _("Hình thức sao phải ghi “SAO Y”, “SAO LỤC” hoặc “TRÍCH SAO”."), "1")


@check("PL I, Phần II, Mục II.2b")
def copy_form_style(paper: Paper) -> Iterator[Flaw]:
    """Capitals, size 13 to 14, upright, bold."""
    if paper.copy:
        yield from styled(paper.copy.form, Style(13, 14, bold=True, capital=True), _("Hình thức sao"), "1")


@check("PL I, Phần II, Mục II.2a")
def copy_stands_below_a_rule(paper: Paper) -> Iterator[Flaw]:
    """A solid line right across the text parts it from the paper."""
    copy = paper.copy
    if copy is None:
        return
    if copy.rule is None or copy.rule.dashed or copy.rule.length < WHOLE * (paper.right - paper.left):
        message = _(
            "Các thành phần thể thức bản sao phải ở dưới một đường kẻ nét liền, kéo dài hết chiều ngang văn bản."
        )
        yield _flaw(copy, message, "1")


@check("PL I, Phần II, Mục II.2a")
def copy_is_on_one_sheet(paper: Paper) -> Iterator[Flaw]:
    """All its components stand together."""
    copy = paper.copy
    if copy is None:
        return
    beyond = next((line for line in copy.lines if line.page != copy.form.page), None)
    if beyond is not None:
        message = _("Các thành phần thể thức bản sao phải ở cùng một tờ giấy, ngay sau phần cuối cùng của văn bản.")
        yield Flaw(message=message, page=beyond.page, line=beyond)


@check("PL I, Phần II, Mục II.1b")
def copy_names_its_body(paper: Paper) -> Iterator[Flaw]:
    """The body that copies."""
    if paper.copy and not paper.copy.issuer:
        yield _flaw(paper.copy, _("Bản sao thiếu tên cơ quan, tổ chức sao văn bản."), "2")


@check("PL I, Phần II, Mục II.2c")
def copy_body_form(paper: Paper) -> Iterator[Flaw]:
    """As the name of an issuing body."""
    if paper.copy and paper.copy.issuer:
        yield from _of_the_copy(paper, paper.copy, letterhead.issuer_form, letterhead.issuer_rule)


@check("PL I, Phần II, Mục II.1c")
def copy_number_is_written(paper: Paper) -> Iterator[Flaw]:
    """Its own number, from 01 each year, and the abbreviation of its form: `Số: 03/SY-UBND`."""
    copy = paper.copy
    if copy is None:
        return
    if copy.number is None:
        yield _flaw(copy, _("Bản sao thiếu số, ký hiệu bản sao (“Số: …/SY-…”)."), "3")
        return
    yield from _of_the_copy(paper, copy, numbering.number_is_written, numbering.sign_is_written)
    should = SIGNS.get(fold(copy.form.text))
    found = re.search(r"/\s*([^\s-]+)", copy.number.text)
    if should and found and found[1] != should:
        message = _(
            "Ký hiệu bản sao bắt đầu bằng “%(is)s”; hình thức “%(form)s” phải bắt đầu bằng “%(should)s”.",
            form=copy.form.text,
            should=should,
            **{"is": found[1]},
        )
        yield Flaw(message=message, page=copy.number.page, line=copy.number, box="3")


@check("PL I, Phần II, Mục II.2c")
def copy_number_form(paper: Paper) -> Iterator[Flaw]:
    """As the number of a paper."""
    if paper.copy:
        yield from _of_the_copy(paper, paper.copy, numbering.number_form)


@check("PL I, Phần II, Mục II.1d")
def copy_date_is_there(paper: Paper) -> Iterator[Flaw]:
    """Where and when it was copied."""
    if paper.copy and paper.copy.place_date is None:
        yield _flaw(paper.copy, _("Bản sao thiếu địa danh và thời gian sao văn bản."), "4")


@check("PL I, Phần II, Mục II.2c")
def copy_date_form(paper: Paper) -> Iterator[Flaw]:
    """As the place and date of a paper."""
    if paper.copy:
        rules = (numbering.date_is_written, numbering.place_is_written, numbering.date_form)
        yield from _of_the_copy(paper, paper.copy, *rules)


@check("PL I, Phần II, Mục II.1đ")
def copy_is_signed(paper: Paper) -> Iterator[Flaw]:
    """Office and name of who may copy."""
    if paper.copy and not paper.copy.ending.signers:
        yield _flaw(paper.copy, _("Bản sao thiếu chức vụ, họ tên người có thẩm quyền sao văn bản."), "5a")


@check("PL I, Phần II, Mục II.2c")
def copy_signing_form(paper: Paper) -> Iterator[Flaw]:
    """As authority, office and name below a paper."""
    if paper.copy:
        rules = (
            signing.authority_is_written,
            signing.authority_form,
            signing.office_follows_the_authority,
            signing.name_form,
            signing.name_is_centred,
            signing.name_bears_no_title,
        )
        yield from _of_the_copy(paper, paper.copy, *rules)


@check("PL I, Phần II, Mục II.1g")
def copy_names_its_recipients(paper: Paper) -> Iterator[Flaw]:
    """“Nơi nhận:” and at least one."""
    if paper.copy and not paper.copy.ending.recipients:
        yield _flaw(paper.copy, _("Bản sao thiếu phần “Nơi nhận”."), "7")


@check("PL I, Phần II, Mục II.2c")
def copy_recipients_form(paper: Paper) -> Iterator[Flaw]:
    """As the recipients of a paper."""
    if paper.copy:
        rules = (
            recipients.recipients_word_form,
            recipients.recipients_word_place,
            recipients.recipients_form,
            recipients.recipients_marks,
            recipients.recipients_end_with_the_archive,
        )
        yield from _of_the_copy(paper, paper.copy, *rules)


def _said(paper: Paper) -> str:
    return " ".join(fold(line.text) for line in paper.corner)


def _is_electronic_copy(paper: Paper) -> bool:
    return bool(WORDS.search(_said(paper)))


@check("PL I, Phần II, Mục I.3a")
def electronic_copy_mark_place(paper: Paper) -> Iterator[Flaw]:
    """Box 14: the upper right corner of the first page."""
    if _is_electronic_copy(paper):
        yield from _in_the_corner(paper)


def _in_the_corner(paper: Paper) -> Iterator[Flaw]:
    first = paper.corner[0]
    if first.middle < paper.pages[0].width / 2:
        message = _("Thông tin chữ ký số của cơ quan, tổ chức phải ở góc trên, bên phải, trang đầu.")
        yield Flaw(message=message, page=1, line=first, box="14")


@check("PL I, Phần II, Mục I.3b")
def electronic_copy_shows_no_picture(paper: Paper) -> Iterator[Flaw]:
    """The picture of a body's signature is not shown there."""
    boxes = [box for box in paper.pages[0].signed if box.glyphs and box.pictures]
    if _is_electronic_copy(paper) and boxes:
        message = _("Chữ ký số của cơ quan trên bản sao điện tử chỉ ghi thông tin, không hiển thị hình ảnh.")
        yield Flaw(message=message, page=1, line=paper.corner[0], box="14")


@check("PL I, Phần II, Mục I.3c")
def electronic_copy_mark_form(paper: Paper) -> Iterator[Flaw]:
    """Form of the copy, body, and the instant with seconds and zone; size 10, upright."""
    if not _is_electronic_copy(paper):
        return
    said = WORDS.sub("", _said(paper))
    named = re.search(r"[a-z]{2,} [a-z]{2,}", INSTANT.split(said)[0])
    yield from _signed_form(paper, _("hình thức sao, tên cơ quan sao văn bản"), named=bool(named))


@check("PL I, Phần I, Mục II.8b")
def attached_mark_form(paper: Paper) -> Iterator[Flaw]:
    """A paper that goes out in a file of its own bears number, sign and instant in the upper right corner, size 10."""
    if paper.attached and paper.corner and not _is_electronic_copy(paper):
        yield from _in_the_corner(paper)
        named = NUMBERED.search(" ".join(line.text for line in paper.corner).casefold())
        yield from _signed_form(paper, _("số và ký hiệu văn bản"), named=bool(named))


def _signed_form(paper: Paper, what: str, *, named: bool) -> Iterator[Flaw]:
    said = _said(paper)
    if not (named and SECONDS.search(said) and ZONE.search(said) and DAY.search(said)):
        message = _(
            "Thông tin chữ ký số phải gồm %(what)s và thời gian ký (ngày tháng năm; giờ phút giây; múi giờ, ví dụ +07:00).",
            what=what,
        )
        yield Flaw(message=message, page=1, line=paper.corner[0], box="14")
    yield from all_styled(paper.corner[:1], Style(10, 10), _("Thông tin chữ ký số"), "14")
