"""The reader of YAML files: what it refuses, where it says so, and what it never changes."""

import time as stopwatch
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError, field_validator

from inspect_app.kernel.yaml_source import (
    Place,
    Problem,
    ProblemsFound,
    Source,
    StrictModel,
    TimeOfDay,
    check_model,
    parse_model,
    read_yaml,
    read_yaml_file,
)


def refusals(text: str | bytes) -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(ProblemsFound) as caught:
        read_yaml("f.yaml", data)
    return [str(problem) for problem in caught.value.problems]


def outcome(data: bytes) -> Source | list[Problem]:
    try:
        return read_yaml("f.yaml", data)
    except ProblemsFound as found:
        return [problem for problem in found.problems if problem.place.line >= 1 and problem.place.column >= 1]


def test_plain_values_keep_their_types_and_their_places():
    source = read_yaml("f.yaml", "a: 1\nb:\n  - 0.50\n  - true\n  - null\n  - 2024-06-18\n  - 'no'\nc: chữ\n".encode())
    assert source.data == {"a": 1, "b": [Decimal("0.50"), True, None, date(2024, 6, 18), "no"], "c": "chữ"}
    assert source.place_of(("b", 3)) == Place("f.yaml", 6, 5)
    assert source.place_of(("c",)) == Place("f.yaml", 8, 4)
    assert source.place_of(("c",), key=True) == Place("f.yaml", 8, 1)
    assert source.place_of(("b", 9, "x")) == Place("f.yaml", 2, 1)


@pytest.mark.parametrize(
    "word",
    [
        *("no", "yes", "on", "off", "No", "TRUE", "Null", "010", "-012", "0x1f", "0o17", "0b1", "1_000", "1e5"),
        *("1.5e3", ".5", "1.", "+5", ".nan", ".inf", "-.INF", "12:30", "12:30:45"),
        *("2024-6-1", "2024-06-18 10:00", "2024-06-18T10:00:00Z"),
    ],
)
def test_a_word_that_yaml_readers_disagree_about_must_be_quoted(word):
    [problem] = refusals(f"a: {word}\n")
    assert problem.startswith("f.yaml:1:4: ")
    assert "dấu nháy" in problem
    assert read_yaml("f.yaml", f'a: "{word}"\n'.encode()).data == {"a": word}


def test_an_impossible_date_is_told_as_such():
    assert refusals("a: 2025-13-45\n") == ["f.yaml:1:4: Không có ngày 2025-13-45 trong lịch. Hãy kiểm tra lại ngày"]


@pytest.mark.parametrize("key", ["no", "on", "1", "010", "2024-01-01", "true", "~"])
def test_a_key_that_is_no_plain_text_is_refused(key):
    [problem] = refusals(f"{key}: a\n")
    assert problem.startswith("f.yaml:1:1: ")


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: &x 1\nb: 2\n", "1:4", "neo"),
        ("a: *x\n", "1:4", "bí danh"),
        ("a: &x [*x]\n", "1:4", "neo"),
        ("a: !!python/object/apply:os.system ['id']\n", "1:4", "thẻ kiểu"),
        ("a: !!binary aGk=\n", "1:4", "thẻ kiểu"),
        ("a: !x {b: 1}\n", "1:4", "thẻ kiểu"),
        ("a: ! b\n", "1:4", "thẻ kiểu"),
        ("a: 1\nb: 2\na: 3\n", "3:1", "dòng 1"),
        ("a: {<<: {b: 1}}\n", "1:5", "khóa gộp"),
        ("a: 1\n---\nb: 2\n", "2:1", "nhiều tài liệu"),
        ("%YAML 1.1\n---\na: 1\n", "1:1", "chỉ thị"),
        ("? [1, 2]\n: 3\n", "1:3", "Khóa phải là chữ"),
        ("a: 'b\n", "2:1", "dấu nháy"),
        ("a: b: c\n", "1:5", "hai chấm"),
        ("a: [1, 2\nb: 3\n", "2:2", "đóng"),
        ("a:\n\t- 1\n", "2:1", "tab"),
        ("a:\n  - 1\n b: 2\n", "3:2", "thụt sai"),
        ("", "1:1", "trống"),
        ("# chỉ có ghi chú\n", "1:1", "trống"),
        ('a: "\\u0000"\n', "1:4", "ký tự"),
        ('a: "\\ud800"\n', "1:4", "ký tự"),
        ('a: "\\U00999999"\n', "1:", ""),
        ("a: \x01\n", "1:4", "ký tự"),
        ("a: " + "[" * 25 + "]" * 25, "1:23", "quá sâu"),
        ("a: 12345678901234567890\n", "1:4", "chữ số"),
        ("a: \u202eabc\n", "1:4", "ký tự"),
    ],
)
def test_what_is_refused_is_told_with_its_place(text, place, words):
    problems = refusals(text)
    assert problems[0].startswith(f"f.yaml:{place}")
    assert words in problems[0]


def test_a_bomb_of_aliases_is_refused_at_once():
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    began = stopwatch.process_time()
    assert any("bí danh" in problem for problem in refusals(bomb))
    assert stopwatch.process_time() - began < 2


def test_a_file_over_a_megabyte_is_refused_unread():
    began = stopwatch.process_time()
    assert "1 MB" in refusals(b"a: b\n" * 1_000_000)[0]
    assert stopwatch.process_time() - began < 2


def test_a_flood_of_tiny_values_is_refused():
    assert "quá nhiều mục" in refusals("a: [" + "1," * 60_000 + "1]\n")[0]


def test_only_utf8_is_read_and_a_byte_order_mark_is_no_part_of_the_text():
    assert read_yaml("f.yaml", b"\xef\xbb\xbfa: 1\n").data == {"a": 1}
    assert "UTF-8" in refusals("a: ế\n".encode("utf-16"))[0]
    assert refusals(b"a: 1\nb: caf\xe9\n")[0].startswith("f.yaml:2:7: ")


def test_text_is_composed_and_keys_that_only_look_different_are_the_same_key():
    assert read_yaml("f.yaml", "a: e\u0302\u0301\n".encode()).data == {"a": "ế"}
    assert "lặp lại" in refusals("ế: 1\ne\u0302\u0301: 2\n")[0]


def test_all_problems_are_told_in_the_order_of_the_file():
    problems = refusals("a: no\nb: 010\nc: *x\na: 1\n")
    assert [problem.split(": ")[0] for problem in problems] == ["f.yaml:1:4", "f.yaml:2:4", "f.yaml:3:4", "f.yaml:4:1"]


def test_a_missing_file_is_a_problem_and_no_traceback(tmp_path: Path):
    with pytest.raises(ProblemsFound, match="Không tìm thấy tệp"):
        read_yaml_file(tmp_path / "none.yaml")
    with pytest.raises(ProblemsFound, match="Không đọc được tệp"):
        read_yaml_file(tmp_path)


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused_with_a_place(data):
    assert outcome(data)


@given(st.text(alphabet="ab:-?[]{},&*!|>'\"%@`#~ \n\t01.xế\\<", max_size=40))
def test_any_text_is_read_or_refused_with_a_place(text):
    assert outcome(text.encode())


A_DAY = "Phải là ngày dạng 2024-06-18, không có dấu nháy"
A_TEXT = "Phải là chữ (số và ngày dùng làm chữ thì đặt trong dấu nháy kép)"


class Grade(StrEnum):
    MAJOR = "major"
    MINOR = "minor"


class Part(StrictModel):
    name: Annotated[str, Field(min_length=1)]
    weight: Annotated[Decimal, Field(gt=0)] = Decimal(1)
    grade: Grade = Grade.MINOR


class Whole(StrictModel):
    code: Annotated[str, Field(pattern=r"^[a-z-]+$")]
    parts: tuple[Part, ...] = ()
    count: int = 0
    strict: bool = False
    day: date | None = None
    start: TimeOfDay | None = None
    by_name: dict[str, Part] = Field(default_factory=dict)

    @field_validator("count")
    @classmethod
    def even(cls, count: int) -> int:
        if count % 2:
            raise ValueError("Phải là số chẵn")
        return count


def source_of(text: str) -> Source:
    return read_yaml("f.yaml", text.encode())


def complaints(text: str) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        parse_model(source_of(text), Whole)
    return [str(problem) for problem in caught.value.problems]


def test_a_good_file_becomes_a_frozen_model_with_exact_numbers():
    whole = parse_model(
        source_of(
            'code: abc\nday: 2024-06-18\nstart: "08:05"\nparts:\n'
            "- {name: x, weight: 2, grade: major}\n- {name: y, weight: 0.1}\n"
        ),
        Whole,
    )
    assert whole.parts == (Part(name="x", weight=Decimal(2), grade=Grade.MAJOR), Part(name="y", weight=Decimal("0.1")))
    assert (whole.day, whole.start) == (date(2024, 6, 18), time(8, 5))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("parts: []\n", "f.yaml:1:1: Thiếu mục “code”"),
        ("code: a\nparts:\n- {weight: 1}\n", "f.yaml:3:3: Thiếu mục “name”"),
        ("code: a\nparts:\n- {name: x, wieght: 1}\n", "f.yaml:3:13: Không có mục “wieght”; có phải “weight”?"),
        ("code: a\nby_name: {k: {name: x, wieght: 1}}\n", "f.yaml:2:24: Không có mục “wieght”; có phải “weight”?"),
        ("code: a\nparts:\n- {name: x, grade: mayor}\n", "f.yaml:3:20: Không dùng được “mayor”; có phải “major”?"),
        ("code: a\nparts:\n- {name: x, weight: 0}\n", "f.yaml:3:21: Phải lớn hơn 0"),
        (
            "code: a\nparts:\n- {name: x, weight: nặng}\n",
            "f.yaml:3:21: Phải là số, không có dấu nháy, phần thập phân sau dấu chấm, ở đây là “nặng”",
        ),
        ("code: a\nparts:\n- {name: ''}\n", "f.yaml:3:10: Không được để trống"),
        ("code: a\nparts: x\n", "f.yaml:2:8: Phải là danh sách, ở đây là “x”"),
        ("code: a\nparts: [x]\n", "f.yaml:2:9: Phải là một nhóm mục (khóa: giá trị), ở đây là “x”"),
        ("code: a\nstrict: 1\n", "f.yaml:2:9: Phải là true hoặc false, không có dấu nháy, ở đây là 1"),
        ("code: a\ncount: '2'\n", "f.yaml:2:8: Phải là số nguyên, không có dấu nháy, ở đây là “2”"),
        ("code: a\ncount: true\n", "f.yaml:2:8: Phải là số nguyên, không có dấu nháy, ở đây là true"),
        ("code: a\ncount: 3\n", "f.yaml:2:8: Phải là số chẵn"),
        ("code: a\nday: 18/06/2024\n", f"f.yaml:2:6: {A_DAY}, ở đây là “18/06/2024”"),
        ("code: a\nday: '2024-06-18'\n", f"f.yaml:2:6: {A_DAY}, ở đây là “2024-06-18”"),
        ('code: a\nstart: "25:00"\n', 'f.yaml:2:8: Giờ phải viết dạng "08:00", đặt trong dấu nháy kép'),
        ("code: A1\n", "f.yaml:1:7: Không đúng mẫu ^[a-z-]+$"),
        ("code: 12\n", f"f.yaml:1:7: {A_TEXT}, ở đây là 12"),
        ("code:\n", f"f.yaml:1:1: {A_TEXT}, ở đây là chỗ trống"),
        ("- a\n", "f.yaml:1:1: Phải là một nhóm mục (khóa: giá trị), ở đây là một danh sách"),
    ],
)
def test_what_a_model_refuses_is_told_in_vietnamese_at_its_place(text, complaint):
    assert complaints(text) == [complaint]


def test_all_problems_of_a_model_are_told_together():
    assert len(complaints("cod: a\ncount: x\nparts: [{}]\n")) == 4


def test_a_part_of_a_file_is_checked_with_the_places_of_the_file():
    source = source_of("code: a\nparts:\n- {name: x}\n- {name: 1}\n")
    part, problems = check_model(source, Part, ("parts", 0))
    assert part == Part(name="x")
    assert problems == []
    part, problems = check_model(source, Part, ("parts", 1))
    assert part is None
    assert [str(problem.place) for problem in problems] == ["f.yaml:4:10"]


def test_stored_json_gives_exact_numbers_back_and_a_file_may_not_quote_them():
    assert Part.model_validate_json('{"name": "x", "weight": "0.10"}').weight == Decimal("0.10")
    with pytest.raises(ValidationError):
        Part.model_validate_json('{"name": "x", "weight": "NaN"}')
    assert "không có dấu nháy" in complaints('code: a\nparts: [{name: x, weight: "2"}]\n')[0]
