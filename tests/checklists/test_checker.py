"""A broken checklist file is refused with place and reason, quickly, and never with a traceback."""

import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from inspect_app.checklists.commands import checklist
from inspect_app.kernel.resources import library_files
from tests.checklists.samples import NAME, SMALL, small_version


def check(folder: Path, text: str | bytes, name: str = NAME) -> Result:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return CliRunner().invoke(checklist, ["check", str(path)])


def broken(old: str, new: str, count: int = 1) -> str:
    assert SMALL.count(old) >= 1, old
    return SMALL.replace(old, new, count)


def line_of(fragment: str, text: str) -> int:
    return text[: text.index(fragment)].count("\n") + 1


def test_the_small_checklist_is_fine(tmp_path: Path):
    result = check(tmp_path, SMALL)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert "12 nội dung" in result.stdout


BROKEN = {
    "a key is misspelt": ("        weight: 2\n", "        wieght: 2\n", "có phải “weight”?"),
    "a kind is misspelt": ("kind: yes_no", "kind: yesno", "có phải “yes_no”?"),
    "a grade is misspelt": ("grade: major", "grade: mayor", "có phải “major”?"),
    "a grade is missing": ("        weight: 2\n        grade: minor\n", "        weight: 2\n", "Thiếu mục “grade”"),
    "a kind is missing": ("        kind: text\n", "", "Thiếu mục “kind”"),
    "a text is missing in English": (', en: "There is a plan"', "", "Thiếu mục “en”"),
    "a text is missing in Vietnamese": ('vi: "Có kế hoạch", ', "", "Thiếu mục “vi”"),
    "a text is empty": ('"Có kế hoạch"', '""', "Không được để trống"),
    "a text is a number": ('"Có kế hoạch"', "12", "Phải là chữ"),
    "an id is used twice": ("id: A02", "id: A01", "Mã mục A01 lặp lại"),
    "an id has the wrong form": ("id: A02", "id: a2", "Không đúng mẫu"),
    "an id is a number": ("id: A02", "id: 12", "Phải là chữ"),
    "a section is used twice": ("section: C", "section: A", "Mã phần A lặp lại"),
    "a weight is text": ("weight: 2", "weight: nặng", "Phải là số"),
    "a weight is zero": ("weight: 2", "weight: 0", "Phải lớn hơn 0"),
    "a weight is negative": ("weight: 2", "weight: -1", "Phải lớn hơn 0"),
    "a weight is infinite": ("weight: 2", "weight: .inf", "dấu nháy"),
    "a weight is octal": ("weight: 2", "weight: 010", "dấu nháy"),
    "a weight has an exponent": ("weight: 2", "weight: 1e3", "dấu nháy"),
    "an area is not one of seven": ("area: 5", "area: 8", "Không được quá 7"),
    "an area is zero": ("area: 5", "area: 0", "Phải từ 1 trở lên"),
    "a status is unknown": ("status: confirmed", "status: chắc chắn", "cần đối chiếu"),
    "the code is not the file's": ("code: nho", "code: lon", "khác tên tệp"),
    "the version is not the file's": ("version: 1", "version: 2", "khác tên tệp"),
    "the schema is another": ("schema: 1", "schema: 2", "1"),
    "a condition names an unknown item": ("{item: C07, is", "{item: C99, is", "Không có mục “C99”"),
    "a condition has no comparison": ("{item: C07, is: not_applicable}", "{item: C07}", "đúng một trong"),
    "a condition has two comparisons": (
        "{item: C07, is: not_applicable}",
        "{item: C07, is: fail, in: [pass]}",
        "đúng một trong",
    ),
    "a comparison is unknown": ("{item: C07, is: not_applicable}", "{item: C07, iss: fail}", "có phải “is”?"),
    "a group is unknown": ("{not: {item: C07, is: not_applicable}}", "{nott: {item: C07, is: fail}}", "có phải “not”?"),
    "a group is no list": ("{not: {item: C07, is: not_applicable}}", "{any: {item: C07, is: fail}}", "danh sách"),
    "a group is empty": ("{not: {item: C07, is: not_applicable}}", "{all: []}", "danh sách"),
    "a condition is a word": ("when: {not: {item: C07, is: not_applicable}}", "when: C07", "nhóm mục"),
    "conditions go round": (
        "        kind: dossiers\n",
        "        kind: dossiers\n        when: {item: C08, is: pass}\n",
        "quay vòng: C07 → C08 → C07",
    ),
    "an item waits for itself": (
        "{not: {item: C07, is: not_applicable}}",
        "{item: C08, is: pass}",
        "quay vòng: C08 → C08",
    ),
    "a verdict is compared with a number": ("{item: C07, is: not_applicable}", "{item: A01, gt: 5}", "không hợp loại"),
    "a yes-or-no is compared with a word": ("{item: C07, is: not_applicable}", "{item: A02, is: co}", "không hợp loại"),
    "a number is compared with a date": (
        "{item: C07, is: not_applicable}",
        "{item: C01, lt: 2024-01-01}",
        "không hợp loại",
    ),
    "a choice that there is not is compared": (
        "{item: C07, is: not_applicable}",
        "{item: A04, is: thieeu}",
        "có phải “thieu”?",
    ),
    "a yes for a bool": ("expected: false", "expected: no", "dấu nháy"),
    "an option is misspelt": ("expected: false", "expectd: false", "có phải “expected”?"),
    "an option is of another kind": ("options: {lines: 4}", "options: {expected: true}", "Không có mục “expected”"),
    "options that are needed are missing": (
        SMALL[
            SMALL.index("        options:\n          choices:\n            - {id: mot") : SMALL.index(
                "        grade: minor\n      - id: C04"
            )
        ],
        "",
        "cần options với: choices, at_least",
    ),
    "a ratio has no whole": (
        '          whole: {vi: "hồ sơ đã giải quyết", en: "resolved dossiers"}\n',
        "",
        "Thiếu mục “whole”",
    ),
    "limits that nothing meets": ("passes: {ge: 80}", "passes: {ge: 80, lt: 80}", "không giá trị nào"),
    "limits without a limit": ("passes: {ge: 80}", "passes: {}", "ít nhất một"),
    "two lower limits": ("passes: {ge: 80}", "passes: {ge: 80, gt: 80}", "cả gt và ge"),
    "min over max": ("max: 1000", "max: -1", "min lớn hơn max"),
    "a period that ends before it begins": ("until: 2024-09-30", "until: 2020-01-01", "không ngày nào"),
    "an impossible date": ("until: 2024-09-30", "until: 2024-13-45", "Không có ngày 2024-13-45"),
    "choices with one id": ("id: thieu", "id: du", "“du” lặp lại"),
    "a choice named like a verdict": ("id: thieu", "id: fail", "tên mức đánh giá"),
    "a choice with an unknown verdict": ("verdict: partial", "verdict: tam", "pass"),
    "more needed than there is": (
        "at_least: 2\n        grade: minor",
        "at_least: 4\n        grade: minor",
        "at_least lớn",
    ),
    "at_least is zero": ("options: {at_least: 2}", "options: {at_least: 0}", "Phải từ 1"),
    "an alias": ('title: {vi: "Phiếu nhỏ"', "title: {vi: *x", "bí danh"),
    "a tag": ("weight: 2", "weight: !!python/object/apply:os.system [ls]", "thẻ kiểu"),
    "a merge key": ('text: {vi: "Có kế hoạch"', 'text: {<<: {a: b}, vi: "Có kế hoạch"', "khóa gộp"),
    "a repeated key": ("        weight: 2\n", "        weight: 2\n        weight: 3\n", "lặp lại"),
    "two documents": ("sections:\n", "---\nsections:\n", "nhiều tài liệu"),
    "no sections": (SMALL[SMALL.index("sections:") :], "sections: []\n", "ít nhất 1 phần tử"),
    "sections is a word": (SMALL[SMALL.index("sections:") :], "sections: x\n", "Phải là danh sách"),
    "an item is a word": ("      - id: A02\n", "      - xyz\n      - id: A02\n", "nhóm mục"),
    "a quote is open": ('"Có kế hoạch"', '"Có kế hoạch', "chưa đóng"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_place_and_reason(name: str, tmp_path: Path):
    old, new, words = BROKEN[name]
    text = broken(old, new)
    began = time.process_time()
    result = check(tmp_path, text)
    assert time.process_time() - began < 2
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    told = result.stderr.splitlines()
    assert any(words in line for line in told), told
    path, line, column = told[0].split(": ")[0].rsplit(":", 2)
    assert path == str(tmp_path / NAME)
    assert 1 <= int(line) <= text.count("\n") + 1
    assert int(column) >= 1


@pytest.mark.parametrize(
    ("fragment", "replacement", "at"),
    [
        ("wieght", "        wieght: 2\n", "wieght"),
        ("kind: yesno", "        kind: yesno\n", "yesno"),
        ("expectd", "        kind: yes_no\n        options: {expectd: true}\n", "expectd"),
    ],
)
def test_the_place_is_the_word_that_is_wrong(fragment: str, replacement: str, at: str, tmp_path: Path):
    text = SMALL.replace("        kind: yes_no\n        options: {expected: false}\n        weight: 2\n", replacement)
    told = check(tmp_path, text).stderr
    line = line_of(fragment, text)
    column = text.splitlines()[line - 1].index(at) + 1
    assert f"{NAME}:{line}:{column}: " in told


def test_all_problems_are_told_at_once(tmp_path: Path):
    text = SMALL.replace("id: A02", "id: A01").replace("weight: 2", "wieght: 2").replace("area: 5", "area: 9")
    text = text.replace("{item: C07, is", "{item: C99, is").replace("max: 1000", "max: -1")
    told = check(tmp_path, text).stderr
    for words in ("có phải “weight”?", "Không được quá 7", "Không có mục “C99”", "min lớn hơn max"):
        assert words in told


def test_a_reference_to_an_item_that_is_itself_broken_is_not_blamed(tmp_path: Path):
    told = check(tmp_path, SMALL.replace("options: {at_least: 2}", "options: {atleast: 2}")).stderr
    assert "Không có mục “C07”" not in told
    assert "at_least" in told


@pytest.mark.parametrize("name", ["nho.yaml", "nho.v0.yaml", "nho.v01.yaml", "nho.v1.yml"])
def test_the_name_of_the_file_says_code_and_version(name: str, tmp_path: Path):
    assert "Tên tệp phải có dạng" in check(tmp_path, SMALL, name).stderr


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"\x00\x01", b"- a\n", b"a", "a: ế".encode("utf-16"), b"{" * 3000]
)
def test_bytes_that_are_no_checklist_are_refused(data: bytes, tmp_path: Path):
    result = check(tmp_path, data)
    assert result.exit_code == 1
    assert NAME in result.stderr
    assert isinstance(result.exception, SystemExit)


def test_a_missing_file_is_told_and_a_wrong_use_is_2(tmp_path: Path):
    result = CliRunner().invoke(checklist, ["check", str(tmp_path / "none.v1.yaml")])
    assert result.exit_code == 1
    assert "Không tìm thấy tệp" in result.stderr
    assert CliRunner().invoke(checklist, ["check"]).exit_code == 2
    assert CliRunner().invoke(checklist, ["check", "--nothing"]).exit_code == 2


def test_the_shipped_checklists_have_no_problems_and_the_agreed_number_of_items():
    paths = [str(path) for path in library_files("checklists", "*.yaml")]
    result = CliRunner().invoke(checklist, ["check", *paths])
    assert result.exit_code == 0, result.stderr
    for words in (
        "toan-dien v1, 66 nội dung",
        "chuyen-de-y-te v1, 32 nội dung",
        "chuyen-de-mot-cua v1, 34 nội dung",
        "cong-vu v1, 32 nội dung",
    ):
        assert words in result.stdout


def test_what_the_file_says_is_what_the_version_holds():
    version = small_version()
    assert [section.id for section in version.sections] == ["A", "C"]
    assert len(version.items) == 12
    assert [version.item(item).area for item in ("A01", "C01", "C05")] == [1, 5, 4]
    first = version.item("A01")
    assert [basis.needs_checking for basis in first.basis] == [False, True]
    assert first.basis[0].label == "Điều 19 khoản 9, Nghị định số 61/2018/NĐ-CP"
    assert version.section_of("C08").id == "C"
