"""What is not in the vocabulary is an error with its name; fields, pictures and looks become what they should."""

import base64
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from inspect_app.documents.word.markup import UnknownMarkup
from tests.documents.word.reader import Docx, W, line_text, value

Made = Callable[[str], Docx]


def a_picture(width: int = 300, height: int = 150, kind: str = "PNG") -> str:
    into = BytesIO()
    Image.new("RGB", (width, height), "white").save(into, kind)
    return f"data:image/{kind.lower()};base64,{base64.b64encode(into.getvalue()).decode()}"


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("<ul><li>x</li></ul>", "<ul>"),
        ("<p class=fancy>x</p>", '<p class="fancy">'),
        ("<p><u>x</u></p>", "<u>"),
        ('<p style="color:red">x</p>', "style"),
        ('<p><a href="http://x">x</a></p>', "href"),
        ("<script>x</script>", "<script>"),
        ("<iframe></iframe>", "<iframe>"),
        ('<table class="mine"><tr><td>x</td></tr></table>', '<table class="mine">'),
        ("<table><tr><td>x</td></tr></table>", "<table>"),
        ('<table class="rows"><tr><td class="red">x</td></tr></table>', '<td class="red">'),
        ('<table class="rows"><tr><td colspan="1000000">x</td></tr></table>', "colspan"),
        ('<table class="rows"><tr><td rowspan="-1">x</td></tr></table>', "rowspan"),
        ('<table class="rows fixed"><colgroup><col class="w500"></colgroup><tr><td>x</td></tr></table>', "w500"),
        ('<table class="rows"><tbody></tbody></table>', "bảng không có ô"),
        ('<img class="figure" src="http://127.0.0.1:9/x" alt="x">', "nằm ngay trong văn bản"),
        ('<img class="figure" src="file:///etc/passwd" alt="x">', "nằm ngay trong văn bản"),
        ('<img class="figure" src="data:image/png;base64,AAAA" alt="x">', "ảnh không đọc được"),
        (f'<img class="figure" src="{a_picture()}">', "alt"),
        ('<svg class="drawn" viewBox="0 0 1 1"><text>x</text></svg>', "nét chữ ký"),
        ('<p class="subject"><span class="part-ruled">x</span> thêm</p>', "đường kẻ"),
        ('<p><span data-field="a b">x</span></p>', "tên trường"),
        ('<p data-field="a"><span data-field="b">x</span></p>', "chỉ chứa chữ"),
        ('<p><span data-field="a">x</span><span data-field="a">y</span></p>', "hai lần"),
        ('<div data-field="a"><h2>x</h2></div>', "nhiều đoạn"),
        ('<section class="annex"><p>x</p></section><p>sau</p>', "cuối văn bản"),
        ('<section class="annex"><section class="annex"></section></section>', "<section"),
    ],
)
def test_what_word_is_not_told_about_is_refused_by_name(made: Made, body: str, named: str):
    with pytest.raises(UnknownMarkup) as refusal:
        made(body)
    assert named in refusal.value.message


def test_white_space_is_folded_as_in_the_pdf_and_kept_where_places_stay_open(made: Made):
    file = made('<p>\n  một\n  <b>hai </b> ba<br>\n bốn&nbsp;năm\n</p><div class="number">Số:      /TB</div>')
    assert [line_text(line) for line in file.body.iter(f"{W}p")] == ["một hai ba bốn\u00a0năm", "Số:      /TB"]


def test_looks_are_named_character_styles(made: Made):
    line = made('<p>a <b>b <i>c</i></b> <span class="hash">d</span></p>').line("a")
    looks = {value(run, "rPr/rStyle"): (run.findtext(f"{W}t") or "").strip() for run in line.iter(f"{W}r")}
    assert looks == {None: "", "VBDam": "b", "VBDamNghieng": "c", "VBMa": "d"}


def test_fields_become_content_controls_and_the_rest_is_locked(made: Made):
    within = '<p>- <span data-field="requests.2.text">Gửi thư</span>;</p>'
    file = made(f'{within}<div data-field="opening"><p>Một.</p><p>Hai.</p></div><p data-field="unit_opinion">Ba</p>')
    controls = list(file.body.iter(f"{W}sdt"))
    assert [value(control, "sdtPr/tag") for control in controls] == ["requests.2.text", "opening", "unit_opinion"]
    texts = ["".join(text.text or "" for text in control.iter(f"{W}t")) for control in controls]
    assert texts == ["Gửi thư", "Một.Hai.", "Ba"]
    assert [control.find(f"{W}sdtPr/{W}text") is not None for control in controls] == [True, False, True]
    assert {value(control, "sdtPr/lock") for control in controls} == {"sdtLocked"}
    protection = file.tree("word/settings.xml").find(f"{W}documentProtection")
    assert protection is not None
    assert (protection.get(f"{W}edit"), protection.get(f"{W}enforcement")) == ("forms", "1")


def test_a_paper_without_fields_is_not_locked(made: Made):
    assert b"documentProtection" not in made("<p>x</p>").parts["word/settings.xml"]


def test_a_figure_is_a_picture_with_its_words_and_no_wider_than_the_page(made: Made):
    small, wide = a_picture(300, 150), a_picture(3_000, 600, "JPEG")
    file = made(
        f'<img class="figure" alt="Biểu đồ &quot;1&quot;" src="{small}"><img class="figure" alt="b" src="{wide}">'
    )
    text = file.parts["word/document.xml"].decode()
    assert re.findall(r'<wp:docPr [^>]*descr=(".*?"|\'.*?\')/>', text) == ["'Biểu đồ \"1\"'", '"b"']
    sizes = [(int(x) / 36_000, int(y) / 36_000) for x, y in re.findall(r'<wp:extent cx="(\d+)" cy="(\d+)"', text)]
    assert sizes[0] == pytest.approx((50.8, 25.4), abs=0.1)
    assert sizes[1] == pytest.approx((160, 32), abs=0.1)
    assert {name.partition("media/")[2] for name in file.parts if "media" in name} == {"image0.png", "image1.jpeg"}


def test_the_words_under_a_picture_stay_with_it_and_do_not_hold_what_follows(made: Made):
    file = made(
        f'<img class="figure" alt="a" src="{a_picture()}"><p class="caption">Hình</p><p class="caption">Bảng</p>'
    )
    picture = file.styles["VBHinh"]
    assert picture.find(f"{W}pPr/{W}keepNext") is not None
    assert file.style_of("Hình").find(f"{W}pPr/{W}keepNext") is None
    assert file.style_of("Bảng").find(f"{W}pPr/{W}keepNext") is not None


def test_a_drawn_signature_is_a_picture_of_its_strokes(made: Made):
    path = '<path d="M100 200 L300 250 M500 300 L501 300" stroke="black"/>'
    svg = f'<svg class="drawn" viewBox="0 0 1000 400" xmlns="http://www.w3.org/2000/svg">{path}</svg>'
    file = made(f'<div class="ending"><table><tr><td>{svg}</td></tr></table></div>')
    with Image.open(BytesIO(file.parts["word/media/image0.png"])) as ink:
        assert ink.size == (1000, 400)
        assert ink.getpixel((200, 225)) == (0, 255)
        assert ink.getpixel((501, 300)) == (0, 255)
        assert ink.getpixel((900, 50)) == (0, 0)


def test_what_xml_cannot_carry_is_shown_as_such(made: Made):
    assert "a\ufffdb" in made("<p>a\ufffeb</p>").text
