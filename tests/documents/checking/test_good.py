"""What is in order passes: the samples, other papers of ours, drafts and issued ones."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from inspect_app.documents.checking.checker import report_on, report_on_file
from inspect_app.documents.checking.reading import read_pages
from inspect_app.documents.samples import FILE_NAMES
from inspect_app.documents.sheets import ChecklistFormSheet, Moment, SignedOnScreen

# The checklist form is a working paper of the team: no document of Nghị định 30/2020, and not in its form.
OFFICIAL = [kind for kind in FILE_NAMES if kind is not ChecklistFormSheet]


@pytest.mark.parametrize("kind", OFFICIAL, ids=lambda kind: kind.KIND)
def test_a_shipped_sample_passes_with_a_remark_on_its_font(kind, samples: Path):
    report = report_on_file((samples / FILE_NAMES[kind]).read_bytes())
    assert [str(problem) for problem in report.problems] == []
    assert [remark.check for remark in report.remarks] == ["font_is_times"]


def test_the_checklist_form_says_that_it_is_a_working_paper_and_is_held_to_nothing(samples: Path):
    report = report_on_file((samples / FILE_NAMES[ChecklistFormSheet]).read_bytes())
    assert report.problems == ()
    assert report.is_working_paper
    assert "Điều 7" in report.remarks[0].clause


def test_an_issued_paper_with_its_code_for_verification_passes(notice, pdf):
    url = "https://kiemtra.example/v/ABCD-EFGH"
    assert [str(problem) for problem in report_on_file(pdf(notice(verify_url=url))).problems] == []


def test_minutes_signed_on_a_screen_pass_with_their_hash(minutes, pdf):
    signed = SignedOnScreen(at=Moment(day=date(2024, 6, 18), at=time(16, 30)), sha256="3f2a91bc" * 8)
    assert [str(problem) for problem in report_on(read_pages(pdf(minutes(signed=signed)))).problems] == []


def test_an_issued_paper_with_number_and_day_passes(notice, pdf):
    sheet = notice()
    issued = replace(sheet, letterhead=replace(sheet.letterhead, number=5, issued_on=date(2024, 1, 5)))
    assert report_on(read_pages(pdf(issued))).problems == ()
