"""Runs all cases and writes docs/reports/papers.md: `python -m tests.faults.papers`."""

import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from inspect_app.documents.render import pdf_of
from inspect_app.documents.renderer import Renderer, RenderFailed
from inspect_app.documents.samples import FILE_NAMES, MADE_AT, sample_sheet
from inspect_app.documents.sheets import ChecklistFormSheet, Sheet
from inspect_app.documents.word.making import docx_of
from inspect_app.documents.word.markup import UnknownMarkup
from inspect_app.kernel.errors import RuleBroken
from tests.documents.word.reader import Docx
from tests.faults.papers.cases import Case, cases
from tests.faults.papers.office import converted, page_count, problems_of, writer
from tests.faults.papers.watching import foreign_events, watched_renderer

REPORT = Path(__file__).resolve().parents[3] / "docs" / "reports" / "papers.md"
WALL, MEMORY = 60.0, 1024.0


@dataclass
class Outcome:
    """What became of a case."""

    name: str
    told: str = ""
    pages: int = 0
    seconds: float = 0.0
    megabytes: float = 0.0
    word_kb: int = 0
    word_seconds: float = 0.0
    office_pages: int | None = None
    broken: str = ""


def squeezed(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def tried(case: Case, renderer: Renderer, log: Path, folder: Path, number: int) -> Outcome:
    """Makes both files of a case and looks at them."""
    outcome, before = Outcome(case.name), len(log.read_text()) if log.exists() else 0
    try:
        sheet = case.sheet()
        begun = time.perf_counter()
        pdf = pdf_of(sheet, made_at=MADE_AT, renderer=renderer)
        outcome.seconds = time.perf_counter() - begun
        begun = time.perf_counter()
        word = docx_of(sheet, made_at=MADE_AT)
        outcome.word_seconds = time.perf_counter() - begun
    except (RuleBroken, RenderFailed, UnknownMarkup) as refusal:
        outcome.told = refusal.message
        outcome.broken = "" if case.refused and case.refused in refusal.message else "refused"
        return outcome
    (folder / f"case{number:02d}.docx").write_bytes(word)
    (folder / f"case{number:02d}.pdf").write_bytes(pdf)
    pages = PdfReader(BytesIO(pdf)).pages
    outcome.pages, outcome.word_kb, outcome.megabytes = len(pages), len(word) // 1024, _peak(renderer)
    printed, written = squeezed("".join(page.extract_text() for page in pages)), squeezed(Docx(word).text)
    lost = [probe[:40] for probe in case.probes if squeezed(probe) not in printed or squeezed(probe) not in written]
    foreign = foreign_events(log.read_text()[before:]) if number else []
    outcome.broken = "; ".join((*(f"lost: {probe}" for probe in lost), *foreign[:3]))
    if outcome.seconds > WALL or outcome.megabytes > MEMORY or (case.refused and not case.probes):
        outcome.broken += " beyond its limits"
    return outcome


def _peak(renderer: Renderer) -> float:
    status = Path(f"/proc/{renderer.process_id}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def opened_in_office(outcomes: list[Outcome], folder: Path) -> list[str]:
    """Opens the cases and all samples in LibreOffice at once; gives the lines of the report on the samples."""
    names: dict[str, type[Sheet]] = {}
    for kind in FILE_NAMES:
        (folder / f"{kind.KIND}.docx").write_bytes(docx_of(sample_sheet(kind), made_at=MADE_AT))
        names[kind.KIND] = kind
    begun = time.perf_counter()
    files = converted(sorted(folder.glob("*.docx")), folder / "office")
    took = time.perf_counter() - begun
    for number, outcome in enumerate(outcomes):
        if (file := files.get(f"case{number:02d}")) is not None:
            outcome.office_pages = page_count(file)
    lines = [f"{len(files)} files in {took:.0f} s. Kind, pages in LibreOffice, what is not in order there:", ""]
    for name, kind in names.items():
        problems = problems_of(files[name], official=kind is not ChecklistFormSheet)
        lines.append(f"- {name}: {page_count(files[name])} pages; {'; '.join(problems) or 'in order'}")
    return lines


def report(outcomes: list[Outcome], office: list[str]) -> str:
    """The report as Markdown."""
    rows = [
        f"| {o.name} | {o.told or 'printed'} | {o.pages or '–'} | {o.seconds:.1f} | {o.megabytes:.0f} | "
        f"{o.word_kb} | {o.word_seconds:.1f} | {'–' if o.office_pages is None else o.office_pages} | {o.broken or 'good'} |"
        for o in outcomes
    ]
    return "\n".join(
        (
            *HEAD,
            "| case | outcome | PDF pages | s | worker MB so far | Word KB | s | pages in LibreOffice | |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
            *rows,
            "",
            "## Word files in LibreOffice",
            "",
            *office,
            "",
        )
    )


HEAD = (
    "# Papers that want to break, in both formats",
    "",
    "Written by `script/faults --papers`. Each text stands in every place of a paper where somebody writes. The PDF is made by the real worker with a second audit hook that notes",
    "all that it opens, starts and connects to: besides fonts, libraries and our own code nothing may appear. “good”: refused with the right words, or printed within 60 s and 1 GB, the text",
    "literally in PDF and Word file. The Word files are opened in LibreOffice, all in one call, where there is one with its Writer. Word itself was not tried.",
    "",
)


def main() -> None:
    """Runs all; ends with 1 if a case is not good."""
    outcomes, office = [], ["Not opened: no LibreOffice with Writer on this machine."]
    with tempfile.TemporaryDirectory() as made:
        folder, log = Path(made), Path(made) / "events.log"
        (folder / "office").mkdir()
        with closing(watched_renderer(log)) as renderer:
            for number, case in enumerate(cases()):
                outcomes.append(tried(case, renderer, log, folder, number))
                sys.stdout.write(
                    f"{outcomes[-1].name}: {outcomes[-1].broken or 'good'} ({outcomes[-1].seconds:.1f} s)\n"
                )
                sys.stdout.flush()
        if writer():
            office = opened_in_office(outcomes, folder)
    REPORT.write_text(report(outcomes, office))
    sys.exit(1 if any(outcome.broken for outcome in outcomes) else 0)


if __name__ == "__main__":
    main()
