"""How long papers take: one of five pages and one with 300 findings, cold and warm, a hundred at once, and beside others.

Run: python -m benchmarks.documents [--quick] [--without-rivals] [--json FILE]. Goals: at most 50 ms a page warm, and 100
papers of eight pages within 25 s on two cores. Seconds are of the clock; say what else the machine was doing.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import click
from pypdf import PdfReader

from benchmarks.documents.papers import batch, conclusion, with_findings
from benchmarks.documents.rivals import CHROMIUM, NAMES, installed, timed_apart, timed_chromium
from inspect_app.documents.render import pdf_of
from inspect_app.documents.renderer import Renderer
from inspect_app.documents.samples import MADE_AT
from inspect_app.documents.sheets import ConclusionNoticeSheet
from inspect_app.documents.word.making import docx_of

CORES = 2
Row = dict[str, Any]


def timed(make: Callable[[], bytes], runs: int) -> tuple[list[float], bytes]:
    """Seconds of each run, and what the last one made."""
    seconds, made = [], b""
    for _run in range(runs):
        begun = time.perf_counter()
        made = make()
        seconds.append(time.perf_counter() - begun)
    return seconds, made


def row(name: str, seconds: list[float], pages: int, **more: Any) -> Row:
    """A line of the table."""
    middle = statistics.median(seconds)
    each = round(middle / pages * 1000, 1) if pages else None
    return {"what": name, "runs": len(seconds), "median_s": round(middle, 3), "pages": pages, "ms_a_page": each, **more}


def peak(renderer: Renderer) -> int:
    """The most memory (MB) that the worker had."""
    status = Path(f"/proc/{renderer.process_id}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) // 1024


def ours(sheet: ConclusionNoticeSheet, name: str, cold: int, warm: int) -> list[Row]:
    """PDF cold and warm, and the Word file."""

    def once() -> bytes:
        renderer = Renderer()
        try:
            return pdf_of(sheet, made_at=MADE_AT, renderer=renderer)
        finally:
            renderer.close()

    fresh, pdf = timed(once, cold)
    pages = len(PdfReader(BytesIO(pdf)).pages)
    renderer = Renderer()
    pdf_of(sheet, made_at=MADE_AT, renderer=renderer)
    kept, _pdf = timed(lambda: pdf_of(sheet, made_at=MADE_AT, renderer=renderer), warm)
    most = peak(renderer)
    renderer.close()
    word, _docx = timed(lambda: docx_of(sheet, made_at=MADE_AT), warm)
    return [
        row(f"{name}, PDF, cold process", fresh, pages),
        row(f"{name}, PDF, warm", kept, pages, worker_mb=most),
        row(f"{name}, Word file", word, pages),
    ]


def batched(count: int) -> Row:
    """Papers of eight pages by as many workers as there are cores, with a progress bar."""
    sheets = batch(count)
    workers = [Renderer() for _core in range(CORES)]
    try:
        for worker in workers:
            pdf_of(sheets[0], made_at=MADE_AT, renderer=worker)

        def shares(number: int) -> list[bytes]:
            return [pdf_of(sheet, made_at=MADE_AT, renderer=workers[number]) for sheet in takings[number] if told()]

        takings = [sheets[number::CORES] for number in range(CORES)]
        with click.progressbar(length=count, label=f"{count} papers", file=sys.stderr) as bar:

            def told() -> bool:
                bar.update(1)
                return True

            begun = time.perf_counter()
            with ThreadPoolExecutor(CORES) as pool:
                made = [pdf for share in pool.map(shares, range(CORES)) for pdf in share]
            took = time.perf_counter() - begun
    finally:
        for worker in workers:
            worker.close()
    pages = len(PdfReader(BytesIO(made[0])).pages)
    return row(f"{count} papers of {pages} pages on {CORES} cores", [took], pages * count)


def beside(runs: int) -> list[Row]:
    """The same text in other programs, as far as they can be had here."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        python = installed(Path(folder) / "rivals")
        for name in NAMES if python else ():
            assert python is not None
            found = timed_apart(python, name, runs)
            rows.append(row(f"{name}, warm, text and table alone", found["seconds"], found["pages"]))
    if CHROMIUM is not None:
        found = timed_chromium(runs)
        rows.append(row("Chromium, warm, our HTML", found["seconds"], found["pages"]))
    return rows


def main() -> None:
    """Measures all and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs, ten papers at once")
    parser.add_argument("--without-rivals", action="store_true")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    cold, warm, count = (1, 3, 10) if chosen.quick else (5, 30, 100)
    rows = ours(conclusion(), "conclusion", cold, warm)
    rows += ours(with_findings(), "300 findings", 1 if chosen.quick else 2, 1 if chosen.quick else 3)
    rows.append(batched(count))
    if not chosen.without_rivals:
        rows += beside(warm)
    load = f"load of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    print("| what | runs | median s | pages | ms a page | worker MB |\n|---|---|---|---|---|---|")
    for line in rows:
        cells = (
            line["what"],
            line["runs"],
            line["median_s"],
            line["pages"],
            line["ms_a_page"],
            line.get("worker_mb", ""),
        )
        print(f"| {' | '.join(map(str, cells))} |")
    print(f"\n{load}")
    if chosen.json:
        chosen.json.write_text(json.dumps({"rows": rows, "load": load}, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
