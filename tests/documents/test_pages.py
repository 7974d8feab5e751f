"""Where pages end: no signature alone, no heading left behind, nothing lost when a document is long."""

from dataclasses import replace
from datetime import date, time
from io import BytesIO

import pytest
from pypdf import PdfReader

from inspect_app.documents.sheets import Moment, Paragraph, Shortcoming, SignedOnScreen
from tests.documents.conftest import AREA, REQUEST

HEADING_STARTS = ("I.", "II.", "III.", "IV.", "V.", "a)", "b)", "c)")


def page_texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


@pytest.mark.parametrize("filling", range(16, 40, 2))
def test_a_signature_is_never_alone_on_a_page(notice, minutes, pdf, filling):
    text = "\n".join(f"Dòng {n}" for n in range(filling))
    for sheet, signer in (
        (notice(general=(Paragraph(text=text),)), "PHÓ CHỦ TỊCH"),
        (minutes(unit_opinion=text), "THƯ KÝ"),
    ):
        last = page_texts(pdf(sheet))[-1]
        assert -1 < last.find("./.") < last.find(signer)
        assert "Lưu:" in last


def test_no_heading_is_left_at_the_end_of_a_page(notice, pdf):
    areas = tuple(replace(AREA, shortcomings=AREA.shortcomings * (n % 4)) for n in range(60))
    pages = page_texts(pdf(notice(areas=areas)))
    assert len(pages) > 15
    ends = [[line for line in page.splitlines() if line.strip()][-1] for page in pages[:-1]]
    assert not [end for end in ends if end.startswith(HEADING_STARTS) or end.endswith(AREA.title)]


def test_three_hundred_findings_are_all_printed(notice, pdf):
    finding = AREA.shortcomings[0]
    areas = tuple(
        replace(AREA, shortcomings=tuple(replace(finding, item=f"M{area}{n:02d}") for n in range(50)))
        for area in range(1, 7)
    )
    text = " ".join(" ".join(page_texts(pdf(notice(areas=areas, requests=(REQUEST,) * 300)))).split())
    assert all(f"mục M{area}{n:02d};" in text for area in range(1, 7) for n in range(50))
    assert "300 Gửi thư xin lỗi" in text


def test_a_row_longer_than_a_page_loses_no_word(notice, pdf):
    words = " ".join(f"từ{n}" for n in range(1_400))
    text = "".join(page_texts(pdf(notice(requests=(REQUEST, replace(REQUEST, text=words), REQUEST)))))
    assert all(f"từ{n}" in text for n in range(1_400))


def test_a_word_of_ten_thousand_letters_stays_within_the_margins(notice, pdf):
    text = "".join(page_texts(pdf(notice(areas=(replace(AREA, shortcomings=(Shortcoming(text="w" * 9_000),)),)))))
    assert "".join(text.split()).count("w") >= 9_000


def test_long_names_of_units_and_bodies_are_printed_whole(notice, minutes, pdf):
    name = "Ban Quản lý dự án đầu tư xây dựng các công trình giao thông và phát triển nông thôn khu vực miền núi phía Tây tỉnh Quảng"
    assert len(name) >= 118
    for sheet in (notice(unit=name, subject=f"Kết luận kiểm tra tại {name}"), minutes(unit=name)):
        long = replace(sheet, letterhead=replace(sheet.letterhead, issuing_body=name))
        text = " ".join(" ".join(page_texts(pdf(long))).split())
        assert name in text
        assert name.upper() in text or all(word in text for word in name.upper().split())


def test_many_recipients_are_all_printed(notice, pdf):
    text = "".join(page_texts(pdf(notice(recipients=tuple(f"Nơi {n}" for n in range(120))))))
    assert all(f"- Nơi {n};" in text for n in range(120))
    assert "Phó Chủ tịch 1" in text


def test_an_empty_sheet_still_has_its_form(notice, minutes, pdf):
    assert "./." in "".join(page_texts(pdf(notice(areas=(), requests=(), bases=()))))
    assert "./." in "".join(page_texts(pdf(minutes(areas=(), requests=(), copies=(), team=(), unit_side=()))))


def test_signatures_drawn_on_a_screen_stand_above_their_names_with_the_hash_below(minutes, pdf):
    stroke = tuple((100 + 8 * step, 200 + 10 * (step % 7)) for step in range(80))
    signed = SignedOnScreen(at=Moment(day=date(2024, 6, 18), at=time(16, 30)), sha256="3f2a91bc" * 8)
    sheet = minutes(signed=signed)
    drawn = replace(
        sheet,
        signed_by_lead=replace(sheet.signed_by_lead, strokes=(stroke,)),
        signed_by_unit=replace(sheet.signed_by_unit, strokes=(stroke, ((500, 300),)), position="Chủ tịch UBND huyện"),
    )
    plain, with_ink = pdf(sheet), pdf(drawn)
    text = " ".join(" ".join(page_texts(with_ink)).split())
    assert "khép lại cuộc kiểm tra, 16 giờ 30, ngày 18 tháng 6 năm 2024" in text
    assert "3f2a 91bc " * 7 in text
    assert "Chủ tịch UBND huyện" in text
    assert _lines(with_ink) - _lines(plain) == 2 * (len(stroke) - 1) + 1


def _lines(pdf: bytes) -> int:
    """How many straight pieces the last page draws."""
    content = PdfReader(BytesIO(pdf)).pages[-1].get_contents()
    return content.get_data().count(b" l\n") if content is not None else 0
