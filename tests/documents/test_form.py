"""The printed form, measured on the PDF: Nghị định 30/2020, Phụ lục I."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pdfplumber
import pytest
from pdfplumber.page import Page
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from inspect_app.documents.rules import balanced_lines
from inspect_app.documents.sheets import Listing, MinutesSheet, Paragraph, Refusal, Table

MM = 72 / 25.4
PAGE = (210 * MM, 297 * MM)
FILLING = Paragraph(text="\n".join(f"Đoạn văn thứ {n} của phần tình hình chung." for n in range(60)))


def pages_of(pdf: bytes) -> list[Page]:
    return list(pdfplumber.open(BytesIO(pdf)).pages)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def run(page: Page, text: str) -> list[dict[str, Any]]:
    """The characters of the first place where the text stands."""
    return list(page.search(re.escape(text))[0]["chars"])


@pytest.fixture(scope="module")
def long_notice(notice, pdf) -> bytes:
    made: bytes = pdf(notice(general=(FILLING, Listing(lines=("một", "hai")))))
    return made


@pytest.fixture(scope="module")
def first_page(long_notice: bytes) -> Page:
    return pages_of(long_notice)[0]


def test_pages_are_a4_within_the_margins(long_notice: bytes, minutes, pdf):
    pages = (*pages_of(long_notice), *pages_of(pdf(minutes())))
    assert min(c["x0"] for page in pages for c in page.chars) <= 35 * MM
    for page in pages:
        assert (page.width, page.height) == pytest.approx(PAGE, abs=0.2)
        body = [c for c in page.chars if c["top"] > 20 * MM and c["text"].strip()]
        assert min(c["x0"] for c in body) >= 30 * MM - 0.1
        assert page.width - max(c["x1"] for c in body) >= 15 * MM
        assert page.height - max(c["bottom"] for c in body) >= 20 * MM - 0.1


def test_pages_are_numbered_from_the_second_in_the_middle_of_the_top_margin(long_notice: bytes):
    pages = pages_of(long_notice)
    assert len(pages) > 2
    assert not [c for c in pages[0].chars if c["top"] < 20 * MM]
    for number, page in enumerate(pages[1:], start=2):
        above = [c for c in page.chars if c["bottom"] <= 20 * MM]
        assert "".join(c["text"] for c in above) == str(number)
        assert all(13 <= round(c["size"], 1) <= 14 for c in above)
        middle = (above[0]["x0"] + above[-1]["x1"]) / 2
        assert middle == pytest.approx((30 * MM + page.width - 20 * MM) / 2, abs=1)


@pytest.mark.parametrize(
    ("text", "sizes", "font"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (12, 13), "Tinos-Bold"),
        ("Độc lập - Tự do - Hạnh phúc", (13, 14), "Tinos-Bold"),
        ("UBND TỈNH QUẢNG NAM", (12, 13), "Tinos"),
        ("ĐOÀN KIỂM TRA", (12, 13), "Tinos-Bold"),
        ("Số:", (13, 13), "Tinos"),
        ("/TB-ĐKT", (13, 13), "Tinos"),
        ("Quảng Nam, ngày", (13, 14), "Tinos-Italic"),
        ("THÔNG BÁO", (13, 14), "Tinos-Bold"),
        ("Kết luận kiểm tra công tác", (13, 14), "Tinos-Bold"),
        ("Căn cứ Luật", (13, 14), "Tinos-Italic"),
        ("I. TÌNH HÌNH CHUNG", (13, 14), "Tinos-Bold"),
        ("Đoạn văn thứ 1", (13, 14), "Tinos"),
    ],
)
def test_each_part_has_its_size_and_style(first_page: Page, text, sizes, font):
    for char in run(first_page, text):
        assert sizes[0] - 0.01 <= char["size"] <= sizes[1] + 0.01
        assert char["fontname"].endswith(f"+{font}")
        assert char["non_stroking_color"] in ((0,), (0, 0, 0), (0.0, 0.0, 0.0), (0.0,))


@pytest.mark.parametrize(
    ("text", "size", "font"),
    [
        ("TM. ỦY BAN NHÂN DÂN", 14, "Tinos-Bold"),
        ("KT. CHỦ TỊCH", 14, "Tinos-Bold"),
        ("PHÓ CHỦ TỊCH", 14, "Tinos-Bold"),
        ("Phó Chủ tịch 1", 14, "Tinos-Bold"),
        ("Nơi nhận:", 12, "Tinos-Bold-Italic"),
        ("- UBND tỉnh;", 11, "Tinos"),
        ("- Lưu: VT, SNV.", 11, "Tinos"),
    ],
)
def test_the_ending_has_its_sizes_and_styles(long_notice: bytes, text, size, font):
    for char in run(pages_of(long_notice)[-1], text):
        assert char["size"] == pytest.approx(size, abs=0.01)
        assert char["fontname"].endswith(f"+{font}")


def test_recipients_stand_level_with_the_signer_at_the_left_margin(long_notice: bytes):
    last = pages_of(long_notice)[-1]
    word, signer = run(last, "Nơi nhận:")[0], run(last, "TM. ỦY BAN")[0]
    assert word["top"] == pytest.approx(signer["top"], abs=3)
    assert word["x0"] == pytest.approx(30 * MM, abs=0.5)


def test_number_and_place_stand_on_one_line(first_page: Page):
    assert run(first_page, "Số:")[0]["bottom"] == pytest.approx(run(first_page, "Quảng Nam,")[0]["bottom"], abs=0.5)


def test_a_rule_is_as_long_as_the_motto_or_a_third_to_a_half_of_the_longest_line(first_page: Page, notice):
    subject = balanced_lines(notice().subject, 62)
    assert len(subject) == 2
    for lines, least, most in (
        (("Độc lập - Tự do - Hạnh phúc",), 0.98, 1.02),
        (("ĐOÀN KIỂM TRA",), 1 / 3, 1 / 2),
        (subject, 1 / 3, 1 / 2),
    ):
        runs = [run(first_page, line) for line in lines]
        length = max(chars[-1]["x1"] - chars[0]["x0"] for chars in runs)
        middle, bottom = (runs[-1][0]["x0"] + runs[-1][-1]["x1"]) / 2, runs[-1][0]["bottom"]
        rules = [r for r in first_page.rects if r["bottom"] > bottom - 1 and r["x0"] < middle < r["x1"]]
        rule = min(rules, key=lambda r: r["bottom"])
        assert least * length <= rule["x1"] - rule["x0"] <= most * length
        assert rule["bottom"] - bottom < 6


def test_paragraphs_are_indented_and_stand_apart(first_page: Page):
    one, two = (run(first_page, f"Đoạn văn thứ {n} ")[0] for n in (1, 2))
    assert one["x0"] == pytest.approx(30 * MM + 12.7 * MM, abs=0.5)
    assert two["top"] - one["top"] >= 14 * 1.15 + 6


def test_fonts_are_embedded_and_the_file_says_that_it_is_archival(long_notice: bytes):
    reader = PdfReader(BytesIO(long_notice))
    described = [o for o in objects_of(reader) if o.get("/Type") == "/FontDescriptor"]
    assert len(described) == 4  # regular, bold, italic, bold italic
    assert all("/FontFile2" in font for font in described)
    fonts = [o for o in objects_of(reader) if o.get("/Type") == "/Font" and o.get("/Subtype") == "/Type0"]
    assert all("/ToUnicode" in font for font in fonts)
    assert reader.pdf_header >= "%PDF-1.4"
    (metadata,) = [o for o in objects_of(reader) if isinstance(o, StreamObject) and o.get("/Type") == "/Metadata"]
    assert re.search(rb'pdfaid:part(>|=")3', metadata.get_data())


def objects_of(reader: PdfReader) -> list[DictionaryObject]:
    """All dictionaries and streams of the file."""
    values = [reader.get_object(number) for number in range(1, int(str(reader.trailer["/Size"])))]
    return [value for value in values if isinstance(value, DictionaryObject)]


def test_vietnamese_text_comes_back_in_nfc(long_notice: bytes, minutes, pdf):
    words = "Thừa Thiên, Quế Sơn, Đắk Ốc, nghiêng ngả, ưỡn ẹo, kỳ quặc, Ỷ lại, ỵ, Ẵm, ễnh ương"
    text = text_of(pdf(minutes(unit_opinion=unicodedata.normalize("NFD", words))))
    assert unicodedata.is_normalized("NFC", text)
    assert words in " ".join(text.split())
    assert unicodedata.is_normalized("NFC", text_of(long_notice))


def test_the_number_is_left_to_the_registry_and_printed_when_it_has_given_one(notice, pdf):
    sheet = notice()
    assert re.search(r"Số:\s+/TB-ĐKT", text_of(pdf(sheet)))
    issued = replace(sheet, letterhead=replace(sheet.letterhead, number=5, issued_on=date(2024, 1, 5)))
    text = text_of(pdf(issued))
    assert "Số: 05/TB-ĐKT" in text
    assert "Quảng Nam, ngày 05 tháng 01 năm 2024" in text


def test_a_draft_and_sample_data_say_so_on_every_page(notice, pdf):
    pages = pages_of(pdf(notice(draft=True, sample=True, general=(FILLING,))))
    assert all("DỰ THẢO - DỮ LIỆU MẪU" in page.extract_text() for page in pages)
    assert pages[0].extract_text().count("DỰ THẢO") == 2
    assert "DỰ THẢO" not in text_of(pdf(notice()))


def test_three_sign_the_minutes_secretary_left_and_lead_right(minutes, pdf):
    last = pages_of(pdf(minutes()))[-1]
    secretary, unit, lead = (run(last, name)[0] for name in ("THƯ KÝ", "ĐẠI DIỆN ĐƠN VỊ", "TRƯỞNG ĐOÀN"))
    assert secretary["x0"] < unit["x0"] < lead["x0"]
    assert secretary["top"] == pytest.approx(lead["top"], abs=0.5)


def test_a_refusal_to_sign_is_recorded(minutes: Callable[..., MinutesSheet], pdf):
    sheet = minutes(refusal=Refusal(reason="Không đồng ý với mục C08", witnesses=("Thành viên 1", "Thành viên 2")))
    text = " ".join(text_of(pdf(sheet)).split())
    assert "từ chối ký biên bản. Lý do được nêu: Không đồng ý với mục C08." in text
    assert "Người chứng kiến: Thành viên 1; Thành viên 2." in text
    assert "(Từ chối ký)" in text
    assert "thống nhất nội dung và ký tên" not in text


def test_a_tables_head_is_repeated_on_each_page(notice, pdf):
    rows = tuple((f"Lĩnh vực {n}", str(n)) for n in range(80))
    pages = pages_of(pdf(notice(general=(Table(head=("Tên lĩnh vực", "Số hồ sơ"), rows=rows),))))
    assert sum("Tên lĩnh vực" in page.extract_text() for page in pages) >= 3
