"""The form of the Word file: Nghị định 30/2020, Phụ lục I, by named styles and nothing else."""

from collections.abc import Callable
from io import BytesIO
from xml.etree.ElementTree import Element

import docx
import pytest

from inspect_app.documents.samples import MADE_AT, sample_sheet
from inspect_app.documents.sheets import ConclusionNoticeSheet, Paragraph
from inspect_app.documents.word.making import docx_of
from tests.documents.word.reader import Docx, R, W, line_text, value

Made = Callable[[str], Docx]
MM = 1440 / 25.4
ANNEX = '<section class="annex{turned}"><div class="annex-head"><p class="annex-number">Phụ lục {n}</p></div>{body}</section>'


@pytest.fixture(scope="module")
def notice_file(notice) -> Docx:
    sheet = notice(draft=True, sample=True, general=(Paragraph(text="Một đoạn.\nHai đoạn."),))
    return Docx(docx_of(sheet, made_at=MADE_AT))


def size_of(style: Element) -> float:
    size = value(style, "rPr/sz")
    assert size is not None
    return int(size) / 2


@pytest.mark.parametrize(
    ("text", "sizes", "bold", "italic", "align"),
    [
        ("CỘNG HÒA XÃ HỘI", (12, 13), True, False, "center"),
        ("Độc lập - Tự do", (13, 14), True, False, "center"),
        ("UBND TỈNH QUẢNG NAM", (12, 13), False, False, "center"),
        ("ĐOÀN KIỂM TRA", (12, 13), True, False, "center"),
        ("/TB-ĐKT", (13, 13), False, False, "center"),
        ("Quảng Nam, ngày", (13, 14), False, True, "center"),
        ("THÔNG BÁO", (13, 14), True, False, "center"),
        ("Kết luận kiểm tra công tác", (13, 14), True, False, "center"),
        ("Căn cứ Luật", (13, 14), False, True, "both"),
        ("I. TÌNH HÌNH CHUNG", (13, 14), True, False, "both"),
        ("Một đoạn.", (13, 14), False, False, "both"),
        ("PHÓ CHỦ TỊCH", (13, 14), True, False, "center"),
        ("Phó Chủ tịch 1", (13, 14), True, False, "center"),
        ("Nơi nhận:", (12, 12), True, True, "left"),
        ("- UBND tỉnh;", (11, 11), False, False, "left"),
    ],
)
def test_each_part_has_its_size_and_style(notice_file: Docx, text, sizes, bold, italic, align):
    style = notice_file.style_of(text)
    assert sizes[0] <= size_of(style) <= sizes[1]
    assert (style.find(f"{W}rPr/{W}b") is not None) is bold
    assert (style.find(f"{W}rPr/{W}i") is not None) is italic
    assert value(style, "pPr/jc") == align


def test_the_font_is_times_new_roman_for_every_script_and_set_once(notice_file: Docx):
    fonts = notice_file.tree("word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
    assert fonts is not None
    assert {fonts.get(f"{W}{script}") for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
    named = {id for id, style in notice_file.styles.items() if style.find(f"{W}rPr/{W}rFonts") is not None}
    assert named == set()


def test_nothing_is_formatted_but_by_a_named_style(notice_file: Docx):
    for name in ("word/document.xml", "word/header-first-tall.xml", "word/header-next-tall.xml"):
        tree = notice_file.tree(name)
        assert {form.tag for run in tree.iter(f"{W}rPr") for form in run} <= {f"{W}rStyle"}
        assert {form.tag for line in tree.iter(f"{W}pPr") for form in line} <= {f"{W}pStyle", f"{W}sectPr"}
        used = {str(style.get(f"{W}val")) for style in tree.iter() if style.tag in (f"{W}pStyle", f"{W}rStyle")}
        assert used <= set(notice_file.styles)


def test_paragraphs_are_indented_and_stand_apart(notice_file: Docx):
    style = notice_file.style_of("Một đoạn.")
    assert int(value(style, "pPr/ind", "firstLine") or 0) == pytest.approx(12.7 * MM, abs=1)
    assert int(value(style, "pPr/spacing", "before") or 0) >= 6 * 20


def test_the_page_is_a4_within_the_margins_and_numbered_from_the_second(notice_file: Docx):
    (section,) = notice_file.sections()
    assert (value(section, "pgSz", "w"), value(section, "pgSz", "h")) == ("11906", "16838")
    margins = {side: int(value(section, "pgMar", side) or 0) / MM for side in ("top", "bottom", "left", "right")}
    assert margins == pytest.approx({"top": 20, "bottom": 20, "left": 30, "right": 20}, abs=0.05)
    assert section.find(f"{W}titlePg") is not None
    first, following = notice_file.tree("word/header-first-tall.xml"), notice_file.tree("word/header-next-tall.xml")
    assert list(first.iter(f"{W}fldSimple")) == []
    assert [field.get(f"{W}instr") for field in following.iter(f"{W}fldSimple")] == [" PAGE "]
    tabs = notice_file.styles["VBDauTrang160"].findall(f"{W}pPr/{W}tabs/{W}tab")
    assert [(tab.get(f"{W}val"), round(int(str(tab.get(f"{W}pos"))) / MM)) for tab in tabs] == [
        ("center", 80),
        ("right", 160),
    ]


def test_a_draft_and_sample_data_say_so_on_every_page(notice_file: Docx, notice):
    for name in ("word/header-first-tall.xml", "word/header-next-tall.xml"):
        assert "DỰ THẢO - DỮ LIỆU MẪU" in "".join(map(line_text, notice_file.tree(name).iter(f"{W}p")))
    assert "DỰ THẢO" not in Docx(docx_of(notice(), made_at=MADE_AT)).heads


def rule_below(file: Docx, text: str) -> float:
    """How long (mm) the line is that is drawn below the paragraph."""
    lines = list(file.body.iter(f"{W}p"))
    style = value(lines[lines.index(file.line(text)) + 1], "pPr/pStyle")
    assert style is not None
    assert style.startswith("VBKe")
    length, _x, _width = style.removeprefix("VBKe").partition("x")
    return int(length) / 10


def test_a_rule_is_as_long_as_the_motto_or_a_third_to_a_half_of_the_longest_line(notice_file: Docx):
    # The widths of these lines in Times New Roman, measured on the PDF.
    assert rule_below(notice_file, "Độc lập") == pytest.approx(56.05, abs=0.3)
    assert 1 / 3 <= rule_below(notice_file, "ĐOÀN KIỂM TRA") / 35.3 <= 1 / 2
    assert 1 / 3 <= rule_below(notice_file, "Kết luận kiểm tra công tác") / 99.2 <= 1 / 2


def test_headings_and_what_opens_a_table_stay_with_what_follows(notice_file: Docx):
    for text in ("I. TÌNH HÌNH CHUNG", "1. Giải quyết thủ tục", "a) Kết quả ghi nhận", "khắc phục tồn tại"):
        assert notice_file.style_of(text).find(f"{W}pPr/{W}keepNext") is not None


def test_the_signature_is_never_alone(notice_file: Docx):
    ending = notice_file.style_of("tổ chức thực hiện./.")
    assert ending.find(f"{W}pPr/{W}keepNext") is not None
    table = list(notice_file.body.iter(f"{W}tbl"))[-1]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in table.iter(f"{W}tr"))


def test_a_tables_head_is_repeated_and_its_rows_do_not_break_unless_they_are_long(made: Made):
    rows = f"<tr><td>ngắn</td></tr><tr><td>{'dài ' * 3_000}</td></tr><tr><td>ngắn</td></tr><tr><td>ngắn</td></tr>"
    file = made(f'<table class="rows"><thead><tr><th>Đầu</th></tr></thead><tbody>{rows}</tbody></table>')
    forms = [{form.tag for form in row.findall(f"{W}trPr/*")} for row in file.body.iter(f"{W}tr")]
    whole, head = f"{W}cantSplit", f"{W}tblHeader"
    assert forms == [{whole, head}, {whole}, set(), {whole}, {whole}]


def test_a_row_that_names_the_rows_below_it_stays_with_them(made: Made):
    rows = "".join(f"<tr><td>{n}</td><td>b</td></tr>" for n in range(4))
    file = made(f'<table class="rows">{rows}<tr><td colspan="2">Tên nhóm</td></tr>{rows}</table>')
    assert file.style_of("Tên nhóm").find(f"{W}pPr/{W}keepNext") is not None
    assert file.style_of("2").find(f"{W}pPr/{W}keepNext") is None


def test_a_table_stands_apart_from_the_line_above_it(made: Made):
    file = made('<h3>1. Đoàn</h3><table class="rows"><tr><td>a</td></tr></table><h3>2. Hai</h3><p>b</p>')
    assert [value(file.style_of(text), "pPr/spacing", "after") for text in ("1. Đoàn", "2. Hai")] == ["120", "0"]


def test_columns_have_their_width_and_the_rest_is_shared(made: Made):
    columns = '<colgroup><col class="w12"><col><col></colgroup>'
    file = made(f'<table class="rows fixed">{columns}<tr><td>1</td><td>a</td><td>b</td></tr></table>')
    widths = [int(str(column.get(f"{W}w"))) / MM for column in file.body.iter(f"{W}gridCol")]
    assert widths == pytest.approx([12, 74, 74], abs=0.1)


def test_cells_over_several_rows_and_columns_keep_their_neighbours_in_place(made: Made):
    first = '<tr><td rowspan="2">cao</td><td colspan="2">rộng</td></tr>'
    file = made(f'<table class="rows">{first}<tr><td>a</td><td>b</td></tr></table>')
    above, below = file.body.iter(f"{W}tr")
    assert [value(cell, "tcPr/gridSpan") for cell in above.findall(f"{W}tc")] == [None, "2"]
    assert [cell.find(f"{W}tcPr/{W}vMerge") is not None for cell in below.findall(f"{W}tc")] == [True, False, False]


def test_an_annex_has_pages_of_its_own_numbered_from_one(made: Made):
    upright = ANNEX.format(turned="", n="I", body="<p>dọc</p>")
    turned = ANNEX.format(turned=" landscape", n="II", body='<table class="rows"><tr><td>ngang</td></tr></table>')
    body, one, two = made(f"<p>Nội dung</p>{upright}{turned}").sections()
    assert body.find(f"{W}pgNumType") is None
    for section, wide in ((one, False), (two, True)):
        assert value(section, "pgNumType", "start") == "1"
        assert value(section, "type") == "nextPage"
        assert section.find(f"{W}titlePg") is not None
        assert (value(section, "pgSz", "orient") == "landscape") is wide
        heads = {head.get(f"{W}type"): head.get(f"{R}id") for head in section.findall(f"{W}headerReference")}
        shape = "Wide" if wide else "Tall"
        assert heads == {"first": f"rHeaderFirst{shape}", "default": f"rHeaderNext{shape}"}


def test_the_same_sheet_and_moment_give_the_same_bytes_and_the_moment_is_in_the_metadata(notice):
    one, two = (docx_of(notice(), made_at=MADE_AT) for _time in range(2))
    assert one == two
    core = docx.Document(BytesIO(one)).core_properties
    assert core.created is not None
    assert core.created.isoformat()[:19] == "2024-06-18T10:00:00"
    assert core.author == "Đoàn kiểm tra"
    assert core.title.startswith("Thông báo Kết luận")
    assert core.language == "vi-VN"


def test_another_program_reads_the_file():
    file = docx.Document(BytesIO(docx_of(sample_sheet(ConclusionNoticeSheet), made_at=MADE_AT)))
    assert "THÔNG BÁO" in [line.text for line in file.paragraphs]
    assert file.tables[0].cell(0, 1).text.startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
