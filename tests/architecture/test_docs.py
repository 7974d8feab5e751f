"""What the documents point at is there: files, commands, scripts, records of decisions."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from inspect_app.cli import COMMANDS, main
from tests.architecture.house import ROOT

PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
RECORDS = sorted((ROOT / "docs" / "adr").glob("[0-9][0-9][0-9][0-9]-*.md"))
INDEX = ROOT / "docs" / "adr" / "README.md"
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
PICTURE = re.compile(r'(?:src|srcset)="(?P<target>[^"]+)"')
COMMAND = re.compile(r"\binspect-app (?P<name>[a-z][a-z-]*)(?: (?P<sub>[a-z][a-z-]*))?")
SCRIPT = re.compile(r"\bscript/(?P<name>[a-z]+)")
SUBCOMMAND = re.compile(r"^  (?P<name>[a-z-]+)  ", re.MULTILINE)
ANCHOR = re.compile(r"[^\w\- ]")
LONGEST_RECORD, WIDEST_PICTURE = 25, 400 * 1024


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def broken_links(page: Path) -> Iterator[str]:
    """The targets of a page that are neither an address nor a file, and anchors that no heading has."""
    text = page.read_text(encoding="utf-8")
    targets = [found["target"] for pattern in (LINK, PICTURE) for found in pattern.finditer(text)]
    for target in targets:
        if re.match(r"[a-z]+:", target):
            continue
        path, _mark, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors_of(file)):
            yield target


def anchors_of(page: Path) -> set[str]:
    """The anchors that a viewer makes of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {ANCHOR.sub("", heading.lower()).replace(" ", "-") for heading in headings}


def code_of(page: Path) -> str:
    """What a page sets as code: only there a command is a command."""
    text = page.read_text(encoding="utf-8")
    fenced = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    indented = re.findall(r"^ {4,}\S.*$", text, re.MULTILINE)
    return "\n".join([*fenced, *indented, *re.findall(r"`([^`\n]+)`", text)])


def subcommands(name: str) -> set[str]:
    """The commands of a group, as its help lists them; none for a command without any."""
    told = CliRunner().invoke(main, [name, "--help"]).output
    return set(SUBCOMMAND.findall(told.partition("Commands:")[2]))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_to_a_file(page: Path) -> None:
    assert list(broken_links(page)) == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_that_is_named_exists(page: Path) -> None:
    for found in COMMAND.finditer(code_of(page)):
        assert found["name"] in COMMANDS, found[0]
        known = subcommands(found["name"]) if found["sub"] else set()
        assert not known or found["sub"] in known, found[0]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_script_that_is_named_exists(page: Path) -> None:
    named = {found["name"] for found in SCRIPT.finditer(code_of(page))}
    assert sorted(name for name in named if not (ROOT / "script" / name).is_file()) == []


def test_every_script_is_explained_to_whoever_works_here() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [script.name for script in (ROOT / "script").iterdir() if f"script/{script.name} " not in text] == []


def test_every_record_of_a_decision_is_in_the_index_under_its_own_title() -> None:
    lines = INDEX.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if re.match(r"\| \[\d{4}\]", line)]
    titles = [record.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ") for record in RECORDS]
    wanted = [f"| [{title[:4]}]({record.name}) | {title[6:]} |" for record, title in zip(RECORDS, titles, strict=True)]
    assert [row[: len(want)] for row, want in zip(rows, wanted, strict=True)] == wanted


def test_no_two_records_have_one_number() -> None:
    numbers = [record.name[:4] for record in RECORDS]
    assert numbers == [f"{number:04d}" for number in range(1, len(RECORDS) + 1)]


@pytest.mark.parametrize("record", RECORDS, ids=name_of)
def test_a_record_is_short_and_says_why_what_price_and_when_again(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_RECORD
    for part in ("State: ", "**Why.**", "**Decision.**", "**Price.**", "**Again when.**"):
        assert part in text


def test_pictures_are_light_enough_for_a_slow_line() -> None:
    pictures = [*(ROOT / "docs" / "images").glob("*")]
    assert [picture.name for picture in pictures if picture.stat().st_size > WIDEST_PICTURE] == []


def test_the_checks_see_their_faults(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One heading\n[a](gone.md) [b](#one-heading) [c](#other) [d](https://example.invalid)\n", "utf-8")
    assert list(broken_links(page)) == ["gone.md", "#other"]
    page.write_text("Run `inspect-app nothing now`, or not inspect-app at all.\n", "utf-8")
    assert [found["name"] for found in COMMAND.finditer(code_of(page))] == ["nothing"]
    assert "check" in subcommands("checklist")
    assert subcommands("doctor") == set()
