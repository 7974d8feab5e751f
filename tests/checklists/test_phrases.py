"""The bank of phrases: shipped, overridden by a site, and every mistake told with its line."""

import pytest
from click.testing import CliRunner

from inspect_app.checklists.commands import checklist
from inspect_app.checklists.library import load_library
from inspect_app.checklists.phrases import load_phrases, phrase_files, read_phrases
from inspect_app.kernel.yaml_source import ProblemsFound

GOOD = 'schema: 1\nchecklist: nho\nphrases:\n  - item: A01\n    text: "Còn thiếu …"\n  - text: "Chưa thực hiện."\n'
ITEMS = {"nho": frozenset({"A01", "A02"})}


@pytest.fixture
def written(tmp_path):
    folder = tmp_path / "checklists" / "phrases"
    folder.mkdir(parents=True)

    def write(text, name="nho.yaml"):
        (folder / name).write_text(text, encoding="utf-8")
        return folder / name

    return write


def items_of():
    return load_library().items_of


def test_every_shipped_phrase_is_right_and_for_an_item_that_there_is():
    bank = load_phrases(None, items_of())
    assert bank.problems == ()
    assert {phrase.checklist for phrase in bank.phrases} == {None, *items_of()}


def test_a_checklist_gets_its_own_phrases_and_those_for_all(written, tmp_path):
    written(GOOD)
    bank = load_phrases(tmp_path, {**items_of(), **ITEMS})
    told = bank.of("nho", ITEMS["nho"])
    assert ("Còn thiếu …", "A01") in [(phrase.text, phrase.item) for phrase in told]
    assert all(phrase.checklist in (None, "nho") for phrase in told)
    assert not any(phrase.item for phrase in bank.of("nho", {"A02"}))


def test_a_sites_file_takes_the_place_of_the_shipped_one_of_the_same_name(written, tmp_path):
    own = written('schema: 1\nphrases:\n  - text: "Câu của cơ quan."\n', "chung.yaml")
    assert own in phrase_files(tmp_path)
    assert len(phrase_files(tmp_path)) == len(phrase_files())
    general = [phrase.text for phrase in load_phrases(tmp_path, items_of()).phrases if phrase.checklist is None]
    assert general == ["Câu của cơ quan."]


@pytest.mark.parametrize(
    ("before", "after", "place", "words"),
    [
        ("A01", "A09", "4:11", "không có mục"),
        ("Còn thiếu …", "Trễ 5 ngày", "5:11", "số liệu"),
        ('"Chưa thực hiện."', '"Chưa thực hiện."\n  - text: "Chưa thực hiện."', "7:11", "dòng 6"),
        ("checklist: nho", "checklist: nhỏ", "2:12", "checklist"),
        ("checklist: nho", "checklist: nha", "2:12", "Không có phiếu"),
        ("checklist: nho\n", "", "3:11", "cần checklist"),
        ("text:", "texts:", "5:5", "texts"),
        ("schema: 1", "schema: 2", "1:9", "1"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_column(written, before, after, place, words):
    path = written(GOOD.replace(before, after, 1))
    with pytest.raises(ProblemsFound) as found:
        read_phrases(path, ITEMS)
    told = [str(problem) for problem in found.value.problems]
    assert any(f"{path}:{place}:" in line and words in line for line in told), told


def test_a_broken_file_of_a_site_keeps_nobody_from_going_out(written, tmp_path):
    written("schema: 1\nphrases: [\n", "rieng.yaml")
    bank = load_phrases(tmp_path, items_of())
    assert bank.phrases
    assert "rieng.yaml" in str(bank.problems[0])


def test_the_command_checks_phrases_like_checklists(written):
    right = CliRunner().invoke(checklist, ["check", str(phrase_files()[0])])
    assert right.exit_code == 0, right.output
    wrong = CliRunner().invoke(checklist, ["check", str(written(GOOD))])
    assert wrong.exit_code == 1
    assert "nho.yaml:2:12:" in wrong.output
