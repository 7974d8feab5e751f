"""Published files are frozen by their hash, on the disk and in the database."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inspect_app.checklists.commands import checklist
from inspect_app.checklists.library import ChecklistLibrary, LibraryEntry, load_library
from inspect_app.checklists.operations import record_versions
from inspect_app.checklists.queries import published_checklists, two_versions, version_of
from inspect_app.checklists.rules import diff_versions
from inspect_app.journal.queries import entries_of
from inspect_app.kernel.errors import NotFound, RuleBroken
from inspect_app.kernel.resources import resource_root
from inspect_app.kernel.yaml_source import ProblemsFound
from tests.checklists.samples import NAME, SMALL, small_version
from tests.factories.moments import NOW


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "checklists"
    folder.mkdir()
    (folder / NAME).write_text(SMALL, encoding="utf-8")
    return tmp_path


def run(*arguments: str | Path):
    return CliRunner().invoke(checklist, [str(argument) for argument in arguments])


def complaints(site: Path) -> str:
    with pytest.raises(ProblemsFound) as caught:
        load_library(site)
    return str(caught.value)


def test_the_shipped_library_is_published_whole():
    library = load_library()
    assert library.pairs >= {("toan-dien", 1), ("chuyen-de-y-te", 1), ("chuyen-de-mot-cua", 1), ("cong-vu", 1)}
    assert library.latest("toan-dien").version == 1
    assert len(library.version("toan-dien", 1).items) == 66
    with pytest.raises(NotFound):
        library.version("toan-dien", 99)


def test_a_site_adds_its_own_and_a_draft_may_not_be_used_yet(site: Path):
    library = load_library(site)
    assert library.version("nho", 1) == small_version()
    assert ("nho", 1) not in library.pairs
    assert run("publish", site / "checklists" / NAME).exit_code == 0
    assert ("nho", 1) in load_library(site).pairs


def test_an_edited_published_file_is_refused_everywhere(site: Path):
    path = site / "checklists" / NAME
    run("publish", path)
    path.write_text(SMALL.replace("Có kế hoạch", "Có kế hoạch tốt"), encoding="utf-8")
    assert "tạo phiên bản mới" in complaints(site)
    for command in ("check", "publish"):
        result = run(command, path)
        assert result.exit_code == 1
        assert result.stderr.startswith(f"{path}:1:1: Tệp đã ban hành bị sửa")


def test_publishing_again_changes_nothing_and_a_broken_file_is_not_published(site: Path):
    path = site / "checklists" / NAME
    run("publish", path)
    before = (path.parent / "published.sha256").read_text(encoding="utf-8")
    assert before == f"{hashlib.sha256(SMALL.encode()).hexdigest()}  {NAME}\n"
    assert "từ trước" in run("publish", path).stdout
    second = path.parent / "nho.v2.yaml"
    second.write_text(SMALL, encoding="utf-8")
    assert run("publish", second).exit_code == 1
    assert (path.parent / "published.sha256").read_text(encoding="utf-8") == before


def test_a_missing_published_file_a_bad_line_and_a_file_in_two_places_are_told(site: Path):
    folder = site / "checklists"
    run("publish", folder / NAME)
    (folder / NAME).unlink()
    (folder / "toan-dien.v1.yaml").write_bytes((resource_root() / "checklists" / "toan-dien.v1.yaml").read_bytes())
    told = complaints(site)
    assert f"Thiếu tệp đã ban hành {NAME}" in told
    assert "Phiếu này đã có ở" in told
    (folder / "published.sha256").write_text("abc  x.yaml\n", encoding="utf-8")
    assert "published.sha256:1:1: Dòng phải có dạng" in complaints(site)


def library_of(*texts: str) -> ChecklistLibrary:
    entries = [LibraryEntry(small_version(text), text, Path(NAME), is_published=True) for text in texts]
    return ChecklistLibrary(tuple(entries))


def test_published_versions_are_recorded_once_with_one_journal_entry_each(session: Session):
    assert record_versions(session, library_of(SMALL), now=NOW) == [("nho", 1)]
    assert record_versions(session, library_of(SMALL), now=NOW) == []
    [row] = published_checklists(session)
    assert (row.code, row.version, row.title, row.recorded_at) == ("nho", 1, "Phiếu nhỏ", NOW)
    assert version_of(session, "nho", 1) == small_version()
    assert len(entries_of(session, row.id)) == 1


def test_a_draft_is_not_recorded(session: Session):
    draft = LibraryEntry(small_version(), SMALL, Path(NAME), is_published=False)
    assert record_versions(session, ChecklistLibrary((draft,)), now=NOW) == []


def test_another_text_for_a_known_version_is_refused_and_nothing_is_written(session: Session):
    record_versions(session, library_of(SMALL), now=NOW)
    with pytest.raises(RuleBroken, match="tạo phiên bản mới"):
        record_versions(session, library_of(SMALL.replace("Có kế hoạch", "Khác")), now=NOW)
    assert version_of(session, "nho", 1) == small_version()


@pytest.mark.parametrize("statement", ["UPDATE published_checklist SET body = ''", "DELETE FROM published_checklist"])
def test_the_database_itself_refuses_to_change_a_published_checklist(session: Session, statement: str):
    record_versions(session, library_of(SMALL), now=NOW)
    with pytest.raises(DBAPIError, match="never changed"), session.begin_nested():
        session.execute(text(statement))


def test_a_version_that_there_is_not_is_not_found(session: Session):
    record_versions(session, library_of(SMALL), now=NOW)
    for code, version in (("nho", 2), ("khac", 1)):
        with pytest.raises(NotFound):
            version_of(session, code, version)
    with pytest.raises(NotFound):
        two_versions(session, "nho", 1, 1)


def test_a_difference_names_what_changed_item_by_item(tmp_path: Path):
    new = (
        SMALL.replace("version: 1", "version: 2")
        .replace("weight: 2", "weight: 2.5")
        .replace("expected: false", "expected: true")
        .replace("passes: {lt: 5}", "passes: {le: 5}")
        .replace("when: {not: {item: C07, is: not_applicable}}", "when: {item: C02, gt: 5}")
        .replace("status: confirmed", "status: cần đối chiếu")
        .replace("      - id: C04", "      - id: C14")
    )
    (tmp_path / NAME).write_text(SMALL, encoding="utf-8")
    (tmp_path / "nho.v2.yaml").write_text(new, encoding="utf-8")
    result = run("diff", tmp_path / NAME, tmp_path / "nho.v2.yaml")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [line.split("  ")[0] for line in lines if line[:2] in ("+ ", "- ", "~ ")] == [
        *("+ C14", "- C04", "~ A01", "~ A02", "~ C02", "~ C08")
    ]
    for words in (
        "    weight:",
        "      - 2",
        "      + 2.5",
        "    options.expected:",
        "    when:",
        "      + {item: C02, gt: 5}",
    ):
        assert words in lines
    assert "Hai tệp có cùng nội dung." in run("diff", tmp_path / NAME, tmp_path / NAME).stdout
    assert diff_versions(small_version(), small_version()).is_empty


def test_the_published_schema_is_the_models_own():
    committed = (resource_root() / "docs" / "schema" / "checklist.schema.json").read_text(encoding="utf-8")
    assert run("schema").stdout == committed
    schema = json.loads(committed)
    assert schema["properties"]["schema"] == {"const": 1, "title": "Schema", "type": "integer"}
    assert schema["$defs"]["ItemFile"]["properties"]["weight"]["type"] == "number"
