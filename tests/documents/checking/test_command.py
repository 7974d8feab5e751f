"""`inspect-app document check`: exit 0 or 1, 2 for wrong use; one line a problem, remarks apart; files that are none."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image
from pypdf import PdfReader, PdfWriter

from inspect_app.cli import main
from inspect_app.documents.checking.apart import check_apart
from inspect_app.documents.checking.checker import report_on_file
from inspect_app.documents.checking.reading import BYTES_LIMIT, Unreadable, read_pages
from inspect_app.documents.samples import FILE_NAMES
from inspect_app.documents.sheets import ChecklistFormSheet


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["document", *arguments])


@pytest.fixture(scope="module")
def good(pdf, notice) -> bytes:
    made: bytes = pdf(notice())
    return made


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command without its second process, which one test starts and the others need not."""
    monkeypatch.setattr("inspect_app.documents.commands.check_apart", report_on_file)


def test_a_good_paper_passes_in_a_process_of_its_own(good: bytes, tmp_path: Path):
    file = tmp_path / "thong-bao.pdf"
    file.write_bytes(good)
    result = _run("check", str(file))
    assert result.exit_code == 0
    assert "Không thấy chỗ nào sai thể thức trong 2 trang." in result.stdout
    assert "Lưu ý:\n- PL I, Phần I, Mục I.4" in result.stdout


@pytest.mark.usefixtures("in_this_process")
def test_each_problem_is_a_line_with_clause_page_and_place(notice, pdf, tmp_path: Path):
    file = tmp_path / "sai.pdf"
    file.write_bytes(pdf(notice(bases=("Căn cứ Luật Tổ chức chính quyền địa phương số 77/2015/QH13",))))
    result = _run("check", str(file))
    assert result.exit_code == 1
    (line,) = [
        line for line in result.stdout.splitlines() if line.startswith("PL I, Phần I, Mục II.6a: trang 1, ô số 6")
    ]
    assert "“Căn cứ Luật Tổ chức" in line
    assert "cách mép trên" in line
    assert "1 chỗ chưa đúng thể thức" in result.stdout


@pytest.mark.usefixtures("in_this_process")
def test_json_stands_alone_on_standard_output(notice, pdf, tmp_path: Path):
    file = tmp_path / "sai.pdf"
    file.write_bytes(pdf(notice(bases=("Căn cứ Luật số 77/2015/QH13",))))
    result = _run("check", str(file), "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert told["ok"] is False
    assert [problem["clause"] for problem in told["problems"]] == ["PL I, Phần I, Mục II.6a"]


@pytest.mark.usefixtures("in_this_process")
def test_of_a_working_paper_only_that_is_said(samples: Path):
    result = _run("check", str(samples / FILE_NAMES[ChecklistFormSheet]))
    assert result.exit_code == 0
    assert result.stdout.startswith("Giấy tờ làm việc của đoàn")
    assert "sai thể thức" not in result.stdout


def test_a_working_paper_is_known_too_where_a_program_parted_its_keyword_by_commas(good: bytes):
    writer = PdfWriter(PdfReader(BytesIO(good)))
    writer.add_metadata({"/Keywords": "giấy, tờ, làm, việc"})
    made = BytesIO()
    writer.write(made)
    assert report_on_file(made.getvalue()).is_working_paper
    assert not report_on_file(good).is_working_paper


def test_wrong_use_exits_with_two(tmp_path: Path):
    assert _run("check").exit_code == 2
    assert _run("check", str(tmp_path / "none.pdf")).exit_code == 2
    assert _run("TD-07").exit_code == 2
    assert _run("TD-07", "letter", "-o", "x.pdf").exit_code == 2


def test_the_first_word_is_a_command_or_a_visit():
    assert "ABOUT" in _run("TD-07", "--help").stdout
    assert "FILE" in _run("check", "--help").stdout


@pytest.mark.usefixtures("in_this_process")
def test_a_file_that_cannot_be_checked_says_why(tmp_path: Path):
    file = tmp_path / "notes.txt"
    file.write_text("xin chào")
    result = _run("check", str(file), "--json")
    assert result.exit_code == 1
    assert "không phải PDF" in json.loads(result.stdout)["refused"]
    assert "không phải PDF" in result.stderr


def _scan() -> bytes:
    made = BytesIO()
    Image.new("L", (827, 1169), 200).save(made, "PDF", resolution=100)
    return made.getvalue()


def _locked(content: bytes) -> bytes:
    writer = PdfWriter(PdfReader(BytesIO(content)))
    writer.encrypt("mật khẩu", algorithm="AES-256")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def test_scans_locked_broken_and_huge_files_are_refused_each_with_its_reason(good: bytes):
    for content, reason in (
        (_scan(), "bản quét"),
        (_locked(good), "mật khẩu"),
        (good[: len(good) // 3], "bị hỏng"),
        (b"%PDF-1.7\n%%EOF", "bị hỏng"),
        (b"", "không phải PDF"),
        (b"%PDF-" + bytes(BYTES_LIMIT), "lớn hơn 50 MB"),
    ):
        with pytest.raises(Unreadable, match=reason):
            read_pages(content)


def test_a_file_that_takes_too_long_is_given_up(good: bytes):
    with pytest.raises(Unreadable, match="quá phức tạp"):
        check_apart(good, seconds=0.01)
