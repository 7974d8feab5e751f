"""plan.yaml: the sentences of papers, held against streams and units."""

from collections.abc import Iterator

from inspect_app.campaigns.files.opened import OpenedFolder, ReadFile, unknown_unit
from inspect_app.campaigns.files.papers_shapes import PapersEntry
from inspect_app.campaigns.files.shapes import PlanFile
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import Problem, did_you_mean


def check_papers(opened: OpenedFolder) -> Iterator[Problem]:
    """Streams and units that `papers` names."""
    if opened.plan is None or opened.plan.content.papers is None:
        return
    papers = opened.plan.content.papers
    yield from _streams(opened.plan, papers)
    if opened.units_by_code is not None:
        for path, code in _named_units(papers):
            if code not in opened.units_by_code:
                yield opened.plan.problem(unknown_unit(code, opened.units_by_code), "papers", *path)


def _streams(file: ReadFile[PlanFile], papers: PapersEntry) -> Iterator[Problem]:
    known = sorted(stream.code for stream in file.content.streams)
    by_stream = (
        (("plan", "contents"), papers.plan.contents),
        (("decision", "issued_by"), papers.decision.issued_by),
    )
    for path, entries in by_stream:
        for code in entries:
            if code not in known:
                message = _("Không có luồng “%(code)s”; %(hint)s", code=code, hint=did_you_mean(code, known))
                yield file.problem(message, "papers", *path, code, key=True)


def _named_units(papers: PapersEntry) -> Iterator[tuple[tuple[str, ...], str]]:
    if "lead_agency" in papers.model_fields_set:
        yield ("lead_agency",), papers.lead_agency
    if papers.decision.seal is not None:
        yield ("decision", "seal"), papers.decision.seal
    for stream, unit in papers.decision.issued_by.items():
        yield ("decision", "issued_by", stream), unit
    for unit in papers.decision.bases:
        yield ("decision", "bases", unit), unit
