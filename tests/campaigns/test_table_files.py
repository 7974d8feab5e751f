"""What is refused before it is read: bombs, entities, macros, passwords, other files; and what tables may look like."""

import io
import zipfile
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from inspect_app.campaigns.tables.columns import Column, column_of
from inspect_app.campaigns.tables.days import NoDays, Span, span_of
from inspect_app.campaigns.tables.reading import read_table
from inspect_app.kernel.workbooks import LARGEST_FILE, Formula, Refused, letters, open_workbook
from tests.campaigns.tables import saved, table

SHEET = "xl/worksheets/sheet1.xml"


def changed(content: bytes, name: str, part: bytes | None, *, more: dict[str, bytes] | None = None) -> bytes:
    """The file with one part replaced (None drops it) and others added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
        if part is not None:
            new.writestr(name, part)
        for extra, data in (more or {}).items():
            new.writestr(extra, data)
    return buffer.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def bad_files() -> dict[str, tuple[bytes, str]]:
    """Each bad file with a word of its refusal."""
    good = table((1, "Sở Tài chính", "", date(2024, 6, 18), "", ""))
    sheet = part_of(good, SHEET)
    doctype = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    laughs = b'<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    many = {f"xl/media/image{number}.png": b"x" for number in range(400)}
    far = sheet.replace(b"<sheetData>", b'<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row>')
    return {
        "empty": (b"", "trống"),
        "too large": (b"PK\x03\x04" + b"x" * LARGEST_FILE, "1 MB"),
        "old xls": (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, ".xls"),
        "encrypted": (b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        "csv": (b"TT;Don vi\r\n1;So", "không phải"),
        "html": (b"<html><table></table></html>", "không phải"),
        "pdf": (b"%PDF-1.7", "không phải"),
        "cut": (good[: len(good) // 2], "hỏng"),
        "other zip": (changed(good, "xl/workbook.xml", None), "không phải"),
        "bomb": (changed(good, SHEET, sheet + b" " * 20_000_000), "giải nén"),
        "ratio": (changed(good, SHEET, sheet + b" " * 4_000_000), "giải nén"),
        "many bombs": (changed(good, "x.xml", b"", more={f"{n}.txt": b" " * 3_000_000 for n in range(4)}), "giải nén"),
        "many parts": (changed(good, "x.xml", b"", more=many), "phần"),
        "nested": (changed(good, "x.xml", b"", more={"xl/embeddings/a.xlsx": good}), "tệp khác"),
        "macro": (changed(good, "x.xml", b"", more={"xl/vbaProject.bin": b"x"}), "macro"),
        "entity": (changed(good, SHEET, doctype + sheet), "DOCTYPE"),
        "laughs": (changed(good, SHEET, laughs + sheet), "DOCTYPE"),
        "utf-16": (changed(good, SHEET, sheet.decode().encode("utf-16")), "hỏng"),
        "broken markup": (changed(good, SHEET, sheet[:-40]), "hỏng"),
        "no markup": (changed(good, SHEET, b"x"), "hỏng"),
        "merged everywhere": (
            changed(
                good,
                SHEET,
                sheet.replace(b"</sheetData>", b"</sheetData>" + b'<mergeCell ref="A1:XFD1048576"/>' * 2),
            ),
            "gộp",
        ),
        "far away": (changed(good, SHEET, far), ""),
        "no heading": (table((1, 2, 3), heads=("a", "b", "c")), "tiêu đề"),
    }


@pytest.mark.parametrize("name", sorted(bad_files()))
def test_a_bad_file_is_refused_with_what_to_do(name: str) -> None:
    content, word = bad_files()[name]
    if not word:
        read_table(open_workbook(content), 2024)
        return
    with pytest.raises(Refused) as refusal:
        read_table(open_workbook(content), 2024)
    assert word in str(refusal.value)


@given(st.binary(max_size=400), st.integers(0, 5000))
def test_a_file_with_any_damage_is_read_or_refused(noise: bytes, at: int) -> None:
    good = table((1, "Sở Tài chính", "", date(2024, 6, 18), "", ""))
    place = at % len(good)
    content = good[:place] + noise + good[place + len(noise) :]
    with suppress(Refused):
        read_table(open_workbook(content), 2024)


def test_a_formula_is_no_value() -> None:
    book = open_workbook(table((1, "=A1", "", date(2024, 6, 18), "", "")))
    assert isinstance(book.sheets[0].at(3, 1), Formula)
    [row] = read_table(book, 2024).rows
    assert [(one.place, "công thức" in one.message) for one in row.problems] == [("B4", True)]


def test_a_wrong_size_of_the_sheet_hides_nothing() -> None:
    good = table(*((n, f"Đơn vị {n}", "", date(2024, 6, 18), "", "") for n in range(1, 9)))
    sheet = part_of(good, SHEET)
    assert b"<dimension" in sheet
    start = sheet.index(b"<dimension")
    wrong = sheet[:start] + b'<dimension ref="A1"/>' + sheet[sheet.index(b"/>", start) + 2 :]
    assert len(read_table(open_workbook(changed(good, SHEET, wrong)), 2024).rows) == 8


def test_hidden_rows_are_read_and_told_and_merged_cells_count_for_all_their_rows() -> None:
    book = load_workbook(
        io.BytesIO(table((1, "A", "x", "18/6/2024", "Đoàn", ""), (2, "B", "x", "19/6/2024", None, "")))
    )
    sheet = book.worksheets[0]
    sheet.merge_cells("E4:E5")
    sheet.row_dimensions[5].hidden = True
    read = read_table(open_workbook(saved(book)), 2024)
    assert [row.texts[Column.TEAM] for row in read.rows] == ["Đoàn", "Đoàn"]
    assert "5" in read.notes[0]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("18/06/2024", (18, 6), (18, 6)),
        ("18-6-2024", (18, 6), (18, 6)),
        ("18.6.2024", (18, 6), (18, 6)),
        ("2024-06-18", (18, 6), (18, 6)),
        ("18/6", (18, 6), (18, 6)),
        ("Ngày 18 tháng 6 năm 2024", (18, 6), (18, 6)),
        ("12–14/6/2024", (12, 6), (14, 6)),
        ("12-14/6/2024", (12, 6), (14, 6)),
        ("12 - 14/6", (12, 6), (14, 6)),
        ("30/6–02/7/2024", (30, 6), (2, 7)),
        ("từ ngày 12/6/2024 đến ngày 14/6/2024", (12, 6), (14, 6)),
        ("Từ 12/6 đến hết ngày 14/6/2024", (12, 6), (14, 6)),
        ("12/06/2024 - 14/06/2024", (12, 6), (14, 6)),
        ("12/06/2024-14/06/2024", (12, 6), (14, 6)),
        ("2024-06-12 – 2024-06-14", (12, 6), (14, 6)),
    ],
)
def test_days_are_read_as_people_write_them(text: str, first: tuple[int, int], last: tuple[int, int]) -> None:
    assert span_of(text, year=2024) == Span(date(2024, *reversed(first)), date(2024, *reversed(last)))


def test_serials_count_from_the_workbooks_own_first_day() -> None:
    assert span_of(45461).starts_on == date(2024, 6, 18)
    assert span_of(45461 - 1462, since_1904=True).starts_on == date(2024, 6, 18)


@pytest.mark.parametrize(
    "value", ["31/6/2024", "06/18/2024", "14–12/6/2024", "tháng 6/2024", "sau Tết", 12, 45461.5, True, "1/4–30/9/2024"]
)
def test_what_is_no_day_is_told(value: object) -> None:
    with pytest.raises(NoDays):
        span_of(value, year=2024)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 60))
def test_a_range_that_is_written_is_read_back(first: date, length: int) -> None:
    last = date.fromordinal(first.toordinal() + length)
    assert span_of(f"{first:%d/%m/%Y} – {last:%d/%m/%Y}") == Span(first, last)


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("ĐƠN VỊ", Column.UNIT),
        ("Tên đơn vị", Column.UNIT),
        ("Đơn vị được\nkiểm tra", Column.UNIT),
        ("STT", Column.NUMBER),
        ("Thời gian thực hiện", Column.SPAN),
        ("Thành phần đoàn", Column.TEAM),
        ("Đoàn/ thành viên", Column.TEAM),
        ("Nội dung kiểm tra chủ yếu", Column.STREAM),
        ("Ghi chú", Column.NOTE),
        ("Kinh phí", None),
    ],
)
def test_headings_are_known_by_many_names(heading: str, column: Column | None) -> None:
    assert column_of(heading) is column


def test_columns_have_the_letters_of_a_spreadsheet() -> None:
    assert [letters(n) for n in (0, 25, 26, 51, 701, 702)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA"]
