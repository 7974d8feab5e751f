"""One wrong paper for each rule of the form: its clause speaks, and no other does. The papers themselves are right."""

import json
from collections import Counter

import pytest

from inspect_app.documents.checking.checker import CHECKS, report_on
from inspect_app.documents.checking.problems import Report
from inspect_app.documents.checking.reading import read_pages
from inspect_app.documents.render import styles_of
from inspect_app.documents.renderer import RENDERER
from inspect_app.documents.samples import sample_sheet
from inspect_app.documents.sheets import MinutesSheet
from tests.documents.checking import office, papers
from tests.documents.checking.wrong import WRONG, Wrong

GOOD = (
    *("NOTICE", "LETTER", "DECISION", "RULES", "MINUTES", "SHORT", "ANNEXED", "LONG_ANNEX", "TWO_PAGES", "STAMPED"),
    *("SIGNED", "COPIED", "ELECTRONIC", "ATTACHED", "LONG_TABLE"),
)
OFFICE = (
    *("WIDE_AUTHORITY", "INDENTED_HEADING", "IN_CELLS", "RULE_APART", "QUOTING", "OPENING", "REQUESTED"),
    *("OVERLEAF_POINT", "BOUND"),
)
# No paper that is printed here can break them: they are proven on pages made by hand (test_made_pages.py).
MADE_BY_HAND = {"text_is_unicode", "annex_note_font", "electronic_copy_shows_no_picture"}


@pytest.fixture(scope="module")
def styles() -> tuple[str, ...]:
    return styles_of(sample_sheet(MinutesSheet))


def report(html: str, styles: tuple[str, ...]) -> Report:
    values = {
        "html": html,
        "styles": styles,
        "identifier": "00" * 16,
        "made_at": "2024-06-18T17:00:00+07:00",
        "variant": None,
    }
    return report_on(read_pages(RENDERER.render(json.dumps(values).encode())))


@pytest.mark.parametrize("name", GOOD)
def test_a_paper_without_a_fault_passes(name: str, styles: tuple[str, ...]):
    assert [str(problem) for problem in report(getattr(papers, name), styles).problems] == []


@pytest.mark.parametrize("name", OFFICE)
def test_a_paper_as_an_office_sets_it_passes(name: str, styles: tuple[str, ...]):
    assert [str(problem) for problem in report(getattr(office, name), styles).problems] == []


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong.check}-{wrong.css or wrong.words[0][1]}"[:60])
def test_one_fault_is_told_under_its_clause_and_no_other(wrong: Wrong, styles: tuple[str, ...]):
    problems = report(wrong.html, (*styles, wrong.css)).problems
    told = "\n".join(map(str, problems))
    assert Counter({problem.check for problem in problems}) == Counter({wrong.check}), told
    clause = next(check.clause for check in CHECKS if check.name == wrong.check)
    assert {problem.clause for problem in problems} == {clause}, told


def test_every_check_has_its_wrong_paper():
    assert {check.name for check in CHECKS} - {wrong.check for wrong in WRONG} == MADE_BY_HAND
