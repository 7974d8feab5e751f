"""A Word file that comes back: only marked fields count, all else is told, and what is no plain DOCX is refused."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest

from inspect_app.documents.samples import MADE_AT, sample_sheet
from inspect_app.documents.sheets import ConclusionNoticeSheet
from inspect_app.documents.word.making import docx_of
from inspect_app.documents.word.opened import open_word
from inspect_app.documents.word.returned import FieldChange, OtherChange, returned_changes
from inspect_app.kernel.errors import RuleBroken

Change = Callable[[str], str]
DOCUMENT = "word/document.xml"


@pytest.fixture(scope="module")
def sent_sheet() -> ConclusionNoticeSheet:
    return replace(sample_sheet(ConclusionNoticeSheet), draft=True)


@pytest.fixture(scope="module")
def sent(sent_sheet: ConclusionNoticeSheet) -> bytes:
    return docx_of(sent_sheet, made_at=MADE_AT)


def rewritten(data: bytes, change: Change, part: str = DOCUMENT, more: dict[str, bytes] | None = None) -> bytes:
    """The file with one part changed, and perhaps others added."""
    into = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()) if name == part else text)
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return into.getvalue()


def replaced(old: str, new: str) -> Change:
    """Puts `new` in the place of `old`, once; the text must be there."""

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


REQUEST = "Chấn chỉnh việc yêu cầu bổ sung hồ sơ, bảo đảm chỉ yêu cầu một lần, đầy đủ"


def test_an_untouched_file_changes_nothing(sent: bytes):
    back = returned_changes(sent, sent)
    assert (back.fields, back.others) == ((), ())
    assert back.author.startswith("Đoàn kiểm tra")


def test_a_changed_field_comes_back_as_plain_text(sent: bytes):
    edited = rewritten(
        sent, replaced(run(REQUEST), "<w:r><w:rPr><w:b/></w:rPr><w:t>Chấn chỉnh</w:t></w:r>" + run("  ngay\tviệc "))
    )
    back = returned_changes(edited, sent)
    assert back.fields == (FieldChange(tag="requests.1.text", before=REQUEST, after="Chấn chỉnh ngay việc"),)
    assert back.others == ()


def test_lines_that_are_added_within_a_field_come_back(sent: bytes):
    line = "Việc kiểm tra, đôn đốc"
    before = re.search(rf"<w:p>(?:(?!</w:p>).)*{line}.*?</w:p>", open_text(sent))
    assert before
    edited = rewritten(sent, replaced(before[0], before[0] + f"<w:p>{run('Thêm một nguyên nhân.')}</w:p><w:p/>"))
    (change,) = returned_changes(edited, sent).fields
    assert change.tag == "subjective_causes"
    assert change.after == f"{change.before}\nThêm một nguyên nhân."


def open_text(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(DOCUMENT).decode()


def test_tracked_changes_count_as_they_would_be_accepted(sent: bytes):
    tracked = (
        '<w:del w:author="X"><w:r><w:delText>xóa</w:delText></w:r></w:del>'
        f'<w:moveFrom>{run("dời")}</w:moveFrom><w:ins w:author="X">{run("Mới")}</w:ins>{run(" thêm")}'
    )
    (change,) = returned_changes(rewritten(sent, replaced(run(REQUEST), tracked)), sent).fields
    assert change.after == "Mới thêm"


def test_a_field_that_was_emptied_is_empty_and_not_words_own_hint(sent: bytes):
    control = re.search(r'<w:tag w:val="requests.1.text"/>', open_text(sent))
    assert control
    hint = replaced(control[0], control[0] + "<w:showingPlcHdr/>")
    edited = rewritten(rewritten(sent, hint), replaced(run(REQUEST), run("Click or tap here to enter text.")))
    assert returned_changes(edited, sent).fields[0].after == ""


def test_what_was_changed_elsewhere_is_told_with_its_place_and_ignored(sent: bytes):
    edited = rewritten(sent, replaced("41,27%", "91,27%"))
    back = returned_changes(edited, sent)
    assert back.fields == ()
    (other,) = back.others
    assert "91,27%" in other.after
    assert "41,27%" in other.before
    assert other.place


def test_a_comment_is_shown_and_stays_in_the_file(sent: bytes):
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    comment = f"<w:comments {space}><w:comment><w:p>{run('Xem lại số liệu')}</w:p></w:comment></w:comments>"
    back = returned_changes(rewritten(sent, str, more={"word/comments.xml": comment.encode()}), sent)
    assert back.others == (OtherChange(place="Nhận xét trong tệp", after="Xem lại số liệu"),)


def test_a_field_that_is_gone_or_there_twice_is_told_and_not_taken(sent: bytes):
    control = re.search(r'<w:sdt><w:sdtPr><w:alias w:val="requests.1.text"/>.*?</w:sdt>', open_text(sent))
    assert control
    gone = returned_changes(rewritten(sent, replaced(control[0], "")), sent)
    twice = returned_changes(
        rewritten(sent, replaced(control[0], control[0] + control[0].replace(REQUEST, "khác"))), sent
    )
    for back, words in ((gone, "đã bị xóa"), (twice, "có hai lần")):
        assert back.fields == ()
        assert words in back.others[0].place
        assert "requests.1.text" in back.others[0].place


def test_a_draft_that_moved_on_keeps_what_the_file_did_not_touch(sent: bytes, sent_sheet: ConclusionNoticeSheet):
    first = replace(sent_sheet.requests[0], text="Lời mới của dự thảo")
    second = replace(sent_sheet.requests[1], text="Lời mới thứ hai")
    now = docx_of(replace(sent_sheet, requests=(first, second, *sent_sheet.requests[2:])), made_at=MADE_AT)
    edited = rewritten(sent, replaced(run(REQUEST), run("Sửa trong Word")))
    (change,) = returned_changes(edited, now).fields
    assert change == FieldChange(tag="requests.1.text", before="Lời mới thứ hai", after="Sửa trong Word", moved_on=True)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "trống"),
        (b"x" * 10_000_001, "10 MB"),
        (b"%PDF-1.7", "không phải tệp Word"),
        (b"\xd0\xcf\x11\xe0", "đời cũ"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (b"PK\x03\x04 broken", "hỏng"),
    ],
)
def test_what_is_no_word_file_is_refused(data: bytes, told: str):
    with pytest.raises(RuleBroken, match=told) as refusal:
        open_word(data)
    assert refusal.value.field == "file"


ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("change", "more", "told"),
    [
        (lambda text: text.replace("<w:document", f"{ENTITY}<w:document"), {}, "DOCTYPE"),
        (lambda text: text.replace("</w:body>", "<w:p>" * 400 + "</w:p>" * 400 + "</w:body>"), {}, "hỏng"),
        (lambda text: text[:-20], {}, "hỏng"),
        (str, {"word/vbaProject.bin": b"x"}, "macro"),
        (str, {"word/embeddings/a.xlsx": b"x"}, "macro"),
        (str, {"word/media/a.xml": b" " * 30_000_000}, "quá lớn"),
        (str, {f"word/p{n}.xml": b"" for n in range(600)}, "quá nhiều phần"),
        (
            str,
            {"docProps/app.xml": b"<Properties><Application>LibreOffice/7.4</Application></Properties>"},
            "LibreOffice",
        ),
        (
            lambda text: re.sub(
                r'w:val="(requests|opening|strengths|objective|subjective|responsib|recomm|general)', 'w:val="x', text
            ),
            {},
            "không có phần nào",
        ),
    ],
)
def test_an_odd_word_file_is_refused_before_it_is_read(sent: bytes, change: Change, more: dict[str, bytes], told: str):
    with pytest.raises(RuleBroken, match=told):
        returned_changes(rewritten(sent, change, more=more), sent)


def test_an_issued_paper_has_no_field_and_no_lock(sent_sheet: ConclusionNoticeSheet):
    issued = docx_of(replace(sent_sheet, draft=False), made_at=MADE_AT)
    assert "<w:sdt>" not in open_text(issued)
    with zipfile.ZipFile(BytesIO(issued)) as archive:
        assert b"documentProtection" not in archive.read("word/settings.xml")
