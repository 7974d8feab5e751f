"""What people typed stays text, whatever it looks like; a template can neither leave the escaping nor guess."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError, TemplateAssertionError, TemplateSyntaxError

from inspect_app.documents.render import html_of, styles_of
from inspect_app.documents.sheets import (
    AreaResult,
    Heading,
    Listing,
    Paragraph,
    Recommendation,
    Remark,
    Shortcoming,
    Table,
)
from inspect_app.documents.template_faults import TemplateBroken
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.resources import resource_root

HOSTILE = (
    '<link rel=attachment href="file:///etc/passwd">',
    "<img src=http://127.0.0.1:9/x>",
    "</td></tr></table><h1>",
    "{{ 7*7 }} {% for x in range(9) %}",
    "<script>alert(1)</script>",
    "<style>@import url(file:///etc/passwd);</style>",
    "<div>" * 200,
    "\" onload='x' &lt;b&gt;",
)


def visible(html: str) -> str:
    """The text between the tags, with its spaces single."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_every_place(minutes, notice, text):
    area = AreaResult(
        title=text,
        facts=(Remark(text=text, item=text, evidence=(text,)),),
        shortcomings=(Shortcoming(text=text, facts=text, basis=text, explanation=text, response=text),),
    )
    blocks = (
        Heading(level=1, number="I", text=text),
        Paragraph(text=text),
        Listing(lines=(text,)),
        Table(head=(text,), rows=((text,),), caption=text),
    )
    plain_minutes, plain_notice = html_of(minutes()), html_of(notice())
    bad_minutes = minutes(subject=text, unit_opinion=text, venue=text, areas=(area,))
    bad_notice = notice(opening=text, areas=(area,), general=blocks, bases=(text,), recipients=(text,))
    for html, plain in ((html_of(bad_minutes), plain_minutes), (html_of(bad_notice), plain_notice)):
        tags = set(re.findall(r"<\s*/?\s*([a-z0-9]+)", html))
        assert tags <= set(re.findall(r"<\s*/?\s*([a-z0-9]+)", plain)) | {"h2", "h4", "p", "table", "br"}
        assert "49" not in html
        assert text in unescape(html)


def test_a_markup_like_name_is_escaped_in_an_attribute(notice):
    sheet = notice()
    html = html_of(replace(sheet, letterhead=replace(sheet.letterhead, issuing_body='X"><img src=x>')))
    assert "<img" not in html


def test_a_table_with_a_word_longer_than_a_column_gets_columns_of_equal_width(notice):
    short, long = (Table(head=("A", "B"), rows=((word, "1"),)) for word in ("ngắn " * 30, "w" * 41))
    assert 'class="rows short"' in html_of(notice(general=(short,)))
    assert 'class="rows fixed short"' in html_of(notice(general=(long,)))


def test_what_is_not_said_is_not_printed(minutes, notice):
    bare = notice(requests=(), areas=())
    text = visible(html_of(bare))
    assert "CHẾ ĐỘ BÁO CÁO" not in text
    assert "NGUYÊN NHÂN, TRÁCH NHIỆM" not in text
    assert "không có yêu cầu khắc phục" in text
    assert "I. KẾT QUẢ KIỂM TRA" in text
    assert "II. YÊU CẦU, KIẾN NGHỊ" in text
    assert "không có ý kiến khác" in visible(html_of(minutes()))


def test_an_area_without_shortcomings_says_so(minutes):
    text = visible(html_of(minutes(areas=(AreaResult(title="Cải cách tài chính công"),))))
    assert "a) Tồn tại, hạn chế Chưa phát hiện tồn tại, hạn chế trong phạm vi các nội dung đã kiểm tra." in text


def test_a_shortcoming_prints_its_item_grade_evidence_facts_and_basis(notice):
    text = visible(html_of(notice()))
    assert "- Chưa gửi phiếu xin lỗi (mục C08; thiếu sót lớn; chứng cứ: CC-02, CC-03)." in text
    assert "09/23 hồ sơ quá hạn không có phiếu xin lỗi. Căn cứ đối chiếu: khoản 9 Điều 19 Nghị định" in text
    assert "Giải trình của đơn vị: Phần mềm chưa nhắc. Ý kiến của Đoàn kiểm tra: giữ nguyên nhận định." in text


def test_requests_print_owner_and_due_date(notice):
    text = visible(html_of(notice(recommendations=(Recommendation(addressee="Sở Y tế", text="Hướng dẫn"),))))
    assert "1 Gửi thư xin lỗi (mục C08). Chánh Văn phòng 05/8/2024" in text
    assert "2. Kiến nghị với cơ quan, cấp khác Sở Y tế: Hướng dẫn" in text
    assert (
        "báo cáo kết quả khắc phục, kèm tài liệu chứng minh, về Đoàn kiểm tra trước ngày 31 tháng 8 năm 2024." in text
    )


def test_minutes_count_their_copies_and_end_with_the_closing_hour(minutes):
    text = visible(html_of(minutes()))
    assert "03 bản có giá trị như nhau: Đoàn kiểm tra giữ 02 bản, UBND huyện Tây Giang giữ 01 bản." in text
    assert "Cuộc kiểm tra kết thúc vào 16 giờ 30, ngày 18 tháng 6 năm 2024./." in text


def test_minutes_have_no_line_of_place_and_date(minutes):
    assert "Quảng Nam, ngày" not in visible(html_of(minutes()))


def test_bases_end_with_semicolons_and_a_full_stop(notice):
    text = visible(html_of(notice()))
    assert "chính quyền địa phương; Xét Biên bản kiểm tra ngày 18 tháng 6 năm 2024. Đoàn kiểm tra" in text


def test_a_sheet_that_is_too_long_as_a_whole_is_refused(notice):
    many = (AreaResult(title="A", facts=(Remark(text="a" * 10_000),) * 61),)
    with pytest.raises(RuleBroken, match="600000"):
        html_of(notice(areas=many))


@pytest.mark.parametrize(
    ("template", "error"),
    [
        ("{{ sheet.letterheat }}", UndefinedError),
        ("{{ sheet.subject | safe }}", TemplateAssertionError),
        ("{{ sheet.__class__.__mro__ }}", SecurityError),
        ("{{ ''.__class__ }}", SecurityError),
        ("{% autoescape false %}{{ sheet.subject }}{% endautoescape %}", TemplateSyntaxError),
    ],
)
def test_a_sites_template_can_neither_guess_nor_leave_the_sandbox(notice, tmp_path: Path, template, error):
    own = tmp_path / "templates" / "documents" / "conclusion_notice"
    own.mkdir(parents=True)
    (own / "template.html").write_text(template)
    with pytest.raises(TemplateBroken, match=r"conclusion_notice/template\.html:1: ") as told:
        html_of(notice(), site_dir=tmp_path)
    assert isinstance(told.value.__cause__, error)


def test_a_sites_template_comes_first_and_the_rest_is_shipped(notice, tmp_path: Path):
    own = tmp_path / "templates" / "documents" / "conclusion_notice"
    own.mkdir(parents=True)
    (own / "template.html").write_text('{% import "_form.html" as form %}{{ form.title("X", sheet.subject) }}')
    assert "<h1>X</h1>" in html_of(notice(), site_dir=tmp_path)
    assert styles_of(notice(), site_dir=tmp_path) == styles_of(notice())


def test_no_shipped_template_leaves_the_escaping():
    for file in (resource_root() / "templates" / "documents").rglob("*.html"):
        assert not re.search(r"\|\s*safe|autoescape|Markup", file.read_text()), file
