"""How long one PDF takes: the first of a process (cold), the next ones (warm), and one with 300 findings.

Run: python benchmarks/documents.py. Prints seconds and megabytes; goals: warm p95 below 1 s, 300 findings below 5 s.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from pathlib import Path

from inspect_app.documents.render import pdf_of
from inspect_app.documents.renderer import Renderer
from inspect_app.documents.samples import MADE_AT, sample_sheet
from inspect_app.documents.sheets import ConclusionNoticeSheet

COLD_RUNS = 5
WARM_RUNS = 40


def measured(sheet: ConclusionNoticeSheet, renderer: Renderer) -> float:
    """Seconds of one PDF."""
    begun = time.perf_counter()
    pdf_of(sheet, made_at=MADE_AT, renderer=renderer)
    return time.perf_counter() - begun


def report(name: str, seconds: list[float]) -> None:
    """Prints median and 95th percentile."""
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    print(f"{name:28} median {statistics.median(ordered):6.3f} s   p95 {p95:6.3f} s   n={len(ordered)}")


def main() -> None:
    """Measures the sample notice, and one with 300 findings and 300 requests."""
    sheet = sample_sheet(ConclusionNoticeSheet)
    cold = []
    for _run in range(COLD_RUNS):
        renderer = Renderer()
        cold.append(measured(sheet, renderer))
        renderer.close()
    report("4 pages, cold process", cold)

    renderer = Renderer()
    measured(sheet, renderer)
    report("4 pages, warm process", [measured(sheet, renderer) for _run in range(WARM_RUNS)])

    area = sheet.areas[1]
    findings = (area.shortcomings * 22)[:43]
    large = replace(
        sheet,
        areas=tuple(replace(area, title=f"Lĩnh vực {n}", shortcomings=findings) for n in range(1, 8)),
        requests=(sheet.requests * 75)[:300],
    )
    report("301 findings, 300 requests", [measured(large, renderer) for _run in range(3)])
    status = Path(f"/proc/{renderer.process_id}/status").read_text()
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    print(f"{'worker, most memory':28} {peak / 1024:.0f} MB")
    renderer.close()


if __name__ == "__main__":
    main()
