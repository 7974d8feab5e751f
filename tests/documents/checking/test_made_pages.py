"""The checks on lines made by hand: words told apart, and what no printing of ours can break."""

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from inspect_app.documents.checking.checks import annexes, letterhead, numbering, sheet, signing
from inspect_app.documents.checking.layout.paper import Annex, Ending, Letterhead, Paper, Paragraph, Signer, Title
from inspect_app.documents.checking.lines import lines_of, tables_of
from inspect_app.documents.checking.pages import Edge, Glyph, Line, Page
from inspect_app.documents.checking.problems import Check


def a_line(text: str, *, top: float = 100.0, left: float = 100.0, size: float = 13.0, **look: Any) -> Line:
    """A line of letters, each half as wide as it is high."""
    step = size / 2
    return Line(
        1,
        tuple(
            Glyph(sign, "TimesNewRomanPSMT", size, left + n * step, left + (n + 1) * step, top, **look)
            for n, sign in enumerate(text)
        ),
    )


def a_paper(*lines: Line, edges: tuple[Edge, ...] = (), **parts: Any) -> Paper:
    """A paper of one page."""
    page = Page(1, 595.3, 841.9, tuple(glyph for line in lines for glyph in line.glyphs), edges)
    return replace(Paper(pages=(page,), lines=lines), **parts)


def told(checks: Iterable[Check], paper: Paper) -> list[str]:
    return [flaw.message for check in checks for flaw in check.look(paper)]


@pytest.mark.parametrize(
    ("text", "kind", "fault"),
    [
        ("Số: 05/TB-SNV", "THÔNG BÁO", None),
        ("Số: 125/TB-SNV", "THÔNG BÁO", None),
        ("Số:      /TB-SNV", "THÔNG BÁO", None),
        ("Số: …/TB-SNV", "THÔNG BÁO", None),
        ("Số: 07/TTr-SNV", "TỜ TRÌNH", None),
        ("Số: 07/QyĐ-UBND", "QUY ĐỊNH", None),
        ("Số: 5/TB-SNV", "THÔNG BÁO", "phải viết “05”"),
        ("Số: 005/TB-SNV", "THÔNG BÁO", "phải viết “05”"),
        ("SỐ: 05/TB-SNV", "THÔNG BÁO", "chữ in thường, sau có dấu hai chấm"),
        ("Số 05/TB-SNV", "THÔNG BÁO", "sau có dấu hai chấm"),
        ("Số: 05-TB-SNV", "THÔNG BÁO", "dấu gạch chéo (/)"),
        ("Số: 05/2024/TB-SNV", "THÔNG BÁO", "không có dấu gạch chéo"),
        ("Số: 05/TB - SNV", "THÔNG BÁO", "không có cách chữ"),
        ("Số: 05/TB–SNV", "THÔNG BÁO", "dấu gạch nối"),
        ("Số: 05/TB-snv", "THÔNG BÁO", "chữ in hoa"),
        ("Số: 05/TB-", "THÔNG BÁO", "dấu gạch nối"),
        ("Số: 05/QĐ-SNV", "THÔNG BÁO", "phải bắt đầu bằng “TB”"),
        ("Số: 05/SNV-CCHC", "BIÊN BẢN", "phải bắt đầu bằng “BB”"),
    ],
)
def test_numbers_and_signs_are_told_apart(text: str, kind: str, fault: str | None):
    paper = a_paper(head=Letterhead(number=a_line(text)), title=Title(kind=a_line(kind)))
    checks = (numbering.number_is_written, numbering.sign_is_written, numbering.sign_agrees_with_the_type)
    messages = told(checks, paper)
    assert len(messages) == (0 if fault is None else 1), messages
    assert fault is None or fault in messages[0]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Quảng Nam, ngày 05 tháng 01 năm 2024", None),
        ("Quảng Nam, ngày 15 tháng 9 năm 2024", None),
        ("Thành phố Hồ Chí Minh, ngày 29 tháng 6 năm 2019", None),
        ("Quận 1, ngày 29 tháng 12 năm 2019", None),
        ("Quảng Nam, ngày      tháng      năm 2024", None),
        ("Quảng Nam, ngày … tháng … năm …", None),
        ("Quảng Nam, ngày 5 tháng 10 năm 2024", "Ngày “5” phải viết “05”"),
        ("Quảng Nam, ngày 15 tháng 2 năm 2024", "Tháng “2” phải viết “02”"),
        ("Quảng Nam, ngày 15 tháng 09 năm 2024", "Tháng “09” phải viết “9”"),
        ("Quảng Nam ngày 15 tháng 9 năm 2024", "dấu phẩy"),
        ("quảng Nam, ngày 15 tháng 9 năm 2024", "viết hoa"),
        ("Ngày 15 tháng 9 năm 2024", "Thiếu địa danh"),
        ("Quảng Nam, 15/9/2024", "viết đầy đủ"),
    ],
)
def test_places_and_dates_are_told_apart(text: str, fault: str | None):
    paper = a_paper(head=Letterhead(place_date=a_line(text)))
    messages = told((numbering.date_is_written, numbering.place_is_written), paper)
    assert len(messages) == (0 if fault is None else 1), messages
    assert fault is None or fault in messages[0]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("TM. ỦY BAN NHÂN DÂN", True),
        ("KT. CHỦ TỊCH", True),
        ("TUQ. GIÁM ĐỐC", True),
        ("Q. GIÁM ĐỐC", True),
        ("TRƯỞNG ĐOÀN", True),
        ("QUYỀN GIÁM ĐỐC", True),
        ("KẾ TOÁN TRƯỞNG", True),
        ("T/M ỦY BAN NHÂN DÂN", False),
        ("TM ỦY BAN NHÂN DÂN", False),
        ("KT.CHỦ TỊCH", False),
        ("TL, GIÁM ĐỐC", False),
        ("T.U.Q GIÁM ĐỐC", False),
    ],
)
def test_ways_of_writing_an_authority_are_told_apart(text: str, right: bool):
    paper = a_paper(ending=Ending(signers=(Signer(authority=(a_line(text),)),)))
    assert (told((signing.authority_is_written,), paper) == []) is right


def test_a_degree_before_a_name_is_a_remark_in_a_hospitals_paper_and_wrong_elsewhere():
    signer = Signer(authority=(a_line("GIÁM ĐỐC"),), name=a_line("BS. Giám đốc 1"))
    for issuer, remark in (("SỞ Y TẾ", False), ("BỆNH VIỆN ĐA KHOA TỈNH", True)):
        paper = a_paper(head=Letterhead(issuer=(a_line(issuer),)), ending=Ending(signers=(signer,)))
        (flaw,) = signing.name_bears_no_title.look(paper)
        assert flaw.remark is remark


def test_letters_that_are_not_composed_or_not_unicode_are_told():
    apart = unicodedata.normalize("NFD", "Thông báo")
    for text, fault in ((apart, "dựng sẵn"), ("Th\ue001ng b\ue002o", "bộ mã Unicode"), ("(cid:12)", "bộ mã Unicode")):
        (message,) = told((sheet.text_is_unicode,), a_paper(a_line(text)))
        assert fault in message
    assert told((sheet.text_is_unicode,), a_paper(a_line("Thông báo"))) == []


def test_coloured_letters_are_told_save_in_a_stamp():
    assert told((sheet.letters_are_black,), a_paper(a_line("Nội dung", colour="1 0 0")))
    assert told((sheet.letters_are_black,), a_paper(a_line("HỎA TỐC", colour="1 0 0"))) == []


def test_times_new_roman_needs_no_remark_a_twin_one_and_another_font_is_wrong():
    for font, fault, remark in (
        ("TimesNewRomanPS-BoldMT", 0, 0),
        ("TimesNewRoman,Italic", 0, 0),
        ("LiberationSerif-Bold", 0, 1),
        ("Arial-BoldMT", 1, 0),
        (".VnTime", 1, 0),
    ):
        line = a_line("Nội dung")
        line = Line(1, tuple(replace(glyph, font=font) for glyph in line.glyphs))
        flaws = list(sheet.font_is_times.look(a_paper(line)))
        assert (sum(not flaw.remark for flaw in flaws), sum(flaw.remark for flaw in flaws)) == (fault, remark), font


def test_a_note_on_an_annex_in_another_font_than_the_text_is_told():
    text, heading, note = a_line("Nội dung"), a_line("Phụ lục", top=20), a_line("(Kèm theo Thông báo số 05)", top=40)
    for font, count in (("TimesNewRomanPS-ItalicMT", 0), ("LiberationSerif-Italic", 1)):
        other = Line(1, tuple(replace(glyph, font=font) for glyph in note.glyphs))
        annex = Annex((1,), heading, note=(other,))
        paper = a_paper(text, paragraphs=(Paragraph((text,)),), annexes=(annex,))
        assert len(told((annexes.annex_note_font,), paper)) == count


def test_a_dashed_rule_is_told():
    motto = a_line("Độc lập - Tự do - Hạnh phúc")
    for dashed, count in ((False, 0), (True, 1)):
        rule = Edge(motto.x0, motto.x1, motto.baseline + 4, motto.baseline + 4.7, dashed)
        messages = told((letterhead.motto_rule,), a_paper(motto, edges=(rule,), head=Letterhead(motto=motto)))
        assert len(messages) == count


def test_lines_part_where_a_column_ends_and_not_where_a_line_is_spread():
    spread = a_line("Sở Nội vụ", left=85)
    spread = Line(
        1, tuple(replace(g, x0=g.x0 + 9 * (n // 3), x1=g.x1 + 9 * (n // 3)) for n, g in enumerate(spread.glyphs))
    )
    beside = (a_line("Nơi nhận:", top=140, left=85), a_line("GIÁM ĐỐC", top=141, left=200))
    page = Page(1, 595.3, 841.9, tuple(glyph for line in (spread, *beside) for glyph in line.glyphs))
    assert [line.text for line in lines_of(page)] == ["Sở Nội vụ", "Nơi nhận:", "GIÁM ĐỐC"]


def test_the_mark_of_a_footnote_belongs_to_the_line_that_it_stands_in():
    line = a_line("Hồ sơ quá hạn, trong đó", left=85, top=100)
    mark = a_line("12", left=line.glyphs[12].x1, top=95, size=8)
    page = Page(1, 595.3, 841.9, (*line.glyphs, *mark.glyphs))
    (found,) = lines_of(page)
    assert found.size == 13
    apart = a_line("12", left=300, top=95, size=8)
    assert len(lines_of(replace(page, glyphs=(*line.glyphs, *apart.glyphs)))) == 2


def test_a_table_is_lines_across_and_down_that_touch():
    across = tuple(Edge(100, 300, top, top) for top in (100, 120, 140))
    down = tuple(Edge(x, x, 100, 140) for x in (100, 200, 300))
    rule = Edge(100, 200, 400, 400)
    assert [(t.x0, t.x1, t.top, t.bottom) for t in tables_of(Page(1, 595, 842, (), (*across, *down, rule)))] == [
        (100, 300, 100, 140)
    ]
