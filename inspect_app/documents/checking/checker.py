"""Holds a document against every check: the one list of them, and the report that they make together."""

from collections.abc import Sequence
from dataclasses import replace
from types import ModuleType

from inspect_app.documents.checking.checks import (
    annexes,
    bases,
    copies,
    flow,
    headings,
    letterhead,
    numbering,
    prose,
    recipients,
    sheet,
    signatures,
    signing,
    title,
)
from inspect_app.documents.checking.layout.paper import Paper
from inspect_app.documents.checking.layout.recognition import recognise
from inspect_app.documents.checking.pages import Page
from inspect_app.documents.checking.problems import WORKING_PAPER, Check, Problem, Report
from inspect_app.documents.checking.reading import read_pages, says_working_paper
from inspect_app.kernel.language import gettext as _

MODULES: tuple[ModuleType, ...] = (
    sheet,
    letterhead,
    numbering,
    title,
    bases,
    recipients,
    prose,
    headings,
    signing,
    signatures,
    annexes,
    copies,
    flow,
)
CHECKS: tuple[Check, ...] = tuple(
    value for module in MODULES for value in vars(module).values() if isinstance(value, Check)
)
SCOPE = "Nghị định 30/2020/NĐ-CP, Điều 7"
SHOWN = 5  # problems of one check that are told one by one


def report_on_file(content: bytes) -> Report:
    """What is wrong with a PDF. A working paper of the team is no administrative document: a remark says so, no more.

    Raises Unreadable for what cannot be checked.
    """
    pages = read_pages(content)
    if not says_working_paper(content):
        return report_on(pages)
    message = _(
        "Giấy tờ làm việc của đoàn, không thuộc các loại văn bản hành chính tại Điều 7 nên không đối chiếu thể thức."
    )
    told = Problem(check=WORKING_PAPER, clause=SCOPE, page=1, place="", message=message)
    return Report(pages=len(pages), remarks=(told,))


def report_on(pages: Sequence[Page]) -> Report:
    """What is wrong with a document: problems first by page, remarks apart."""
    return report_of(recognise(pages))


def report_of(paper: Paper) -> Report:
    """The same, of a document that was recognised."""
    problems: list[Problem] = []
    remarks: list[Problem] = []
    for rule in CHECKS:
        found = list(rule.problems(paper))
        problems += _shortened([told for remark, told in found if not remark])
        remarks += _shortened([told for remark, told in found if remark])
    return Report(
        pages=len(paper.pages),
        problems=tuple(sorted(problems, key=lambda told: told.page)),
        remarks=tuple(sorted(remarks, key=lambda told: told.page)),
    )


def _shortened(found: list[Problem]) -> list[Problem]:
    """The first of many problems of one check, the last of them saying how many more there are."""
    if len(found) <= SHOWN:
        return found
    last = found[SHOWN - 1]
    more = _("%(told)s (và %(count)d chỗ khác như vậy)", told=last.message, count=len(found) - SHOWN)
    return [*found[: SHOWN - 1], replace(last, message=more)]
