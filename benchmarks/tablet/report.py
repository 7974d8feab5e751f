"""What was found, as a page and as JSON; nothing in them is written by hand."""

import json
import math
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.tablet.engines import Floor
from benchmarks.tablet.measuring import Run

OURS, MEASURE, FLOOR = "inspect-app", "enketo-core", Floor.name
KB = 1000
LIMITS = {"60": (50, 30), "500": (60, 30)}
EXPLAINED = (
    "Ready is counted from the page's first byte until the form stands, the next frame is drawn, and a task after it comes at",
    "once. Ours is asked for its password in between: deriving the key is not counted, opening the encrypted store is. Ours",
    "stands when the items of the first screen do; when the section's last item and the last dossier do, is told beside it,",
    "and other sections are drawn when they are opened. The others draw the whole form, all sections. *Form alone*: ours from",
    "unlocking (the visits, then from the press to the sheet), the others' from the moment that their script runs. A tap, a",
    "key: from the browser's event to the task after the next frame. *Kept*: from the tap until the screen says “Đã lưu trên",
    "máy”, encrypted and with strict durability. Of 200 dossiers ours has all thirteen columns, the others four, without date",
    "pickers, which only helps the others. *The browser alone* is a page of bare radio buttons and text areas without style and",
    "without a script that listens: no page is quicker there.",
)
HEADS = (
    "engine",
    "runs",
    "ready (range)",
    "form alone",
    "tap p50 / p95",
    "key p50 / p95",
    "key in a row",
    "kept p50 / p95",
    "heap MB",
)
Runs = Mapping[str, Mapping[str, Sequence[Run]]]


def p95(values: Sequence[float]) -> float:
    """The value below which nineteen of twenty lie."""
    return sorted(values)[math.ceil(len(values) * 0.95) - 1]


def pair(values: Sequence[float]) -> str:
    """Median and p95 in milliseconds."""
    return f"{statistics.median(values):.0f} / {p95(values):.0f}" if values else "–"


def pooled(runs: Sequence[Run], name: str) -> list[float]:
    """One kind of measure of all runs."""
    return [value for run in runs for value in getattr(run, name)]


def middle(runs: Sequence[Run], name: str) -> float:
    """The median over runs."""
    return statistics.median(getattr(run, name) for run in runs)


def write(folder: Path, about: Mapping[str, Any], sizes: Mapping[str, Mapping[str, int]], runs: Runs) -> str:
    """Writes both files into the folder; gives the page."""
    folder.mkdir(parents=True, exist_ok=True)
    page = "\n".join(_page(about, sizes, runs)) + "\n"
    (folder / "tablet-benchmark.md").write_text(page, encoding="utf-8")
    data = {
        "about": about,
        "sizes": sizes,
        "runs": {f: {e: [asdict(r) for r in rs] for e, rs in by.items()} for f, by in runs.items()},
    }
    (folder / "tablet-benchmark.json").write_text(
        json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return page


def _page(about: Mapping[str, Any], sizes: Mapping[str, Mapping[str, int]], runs: Runs) -> Iterator[str]:
    yield from (
        "# The tablet's page beside enketo-core and ODK Web Forms",
        "",
        "Written by `python -m benchmarks.tablet`; the JSON beside it holds every measure. Times are in milliseconds.",
        "",
        *(f"- {name}: {value}" for name, value in about.items()),
        "",
        *EXPLAINED,
    )
    for form, engines in runs.items():
        yield from ("", f"## {form} items{' and 200 dossier rows' if form == '500' else ''}", "", *_table(engines))
        yield from ("", *_goals(form, engines))
    yield from ("", "## Bytes", "", *_bytes(sizes))


def _table(engines: Mapping[str, Sequence[Run]]) -> Iterator[str]:
    yield f"| {' | '.join(HEADS)} |"
    yield f"|{'---|' * len(HEADS)}"
    for engine, runs in engines.items():
        pairs = " | ".join(pair(pooled(runs, name)) for name in ("taps", "keys", "cell_keys", "kept"))
        ready = "– | –" if engine == FLOOR else _ready(runs)
        yield f"| {engine} | {len(runs)} | {ready} | {pairs} | {middle(runs, 'heap') / 1e6:.1f} |"
    more = engines[OURS][0].more
    parts = (f"{name} {statistics.median(run.more[name] for run in engines[OURS]):.0f}" for name in more)
    yield from ("", f"Our opening in parts: {', '.join(parts)}.")


def _ready(runs: Sequence[Run]) -> str:
    ready = [run.page for run in runs]
    return f"{statistics.median(ready):.0f} ({min(ready):.0f}–{max(ready):.0f}) | {middle(runs, 'form'):.0f}"


def _goals(form: str, engines: Mapping[str, Sequence[Run]]) -> Iterator[str]:
    ours, theirs = engines[OURS], engines[MEASURE]
    tap, key = LIMITS[form]
    quarter = middle(ours, "form") / middle(theirs, "page")
    whole = middle(ours, "page") / middle(theirs, "page")
    alone = middle(ours, "form") / middle(theirs, "form")
    taps, keys = p95(pooled(ours, "taps")), p95(pooled(ours, "keys"))
    yield "| goal | found | |"
    yield "|---|---|---|"
    yield f"| ready, from unlocking, in a quarter of the whole time of {MEASURE} | {quarter:.2f} | {_met(quarter <= 0.25)} |"
    yield f"| the same with our page's own loading counted too | {whole:.2f} | for comparison |"
    yield f"| form alone against form alone | {alone:.2f} | for comparison |"
    yield f"| tap to paint p95 ≤ {tap} ms | {taps:.0f} | {_met(taps <= tap)} |"
    yield f"| typing p95 ≤ {key} ms | {keys:.0f} | {_met(keys <= key)} |"
    if floor := engines.get(FLOOR):
        both = " / ".join(f"{p95(pooled(floor, name)):.0f}" for name in ("taps", "keys"))
        yield f"| tap / key p95 of the browser alone | {both} | for comparison |"


def _met(holds: bool) -> str:
    return "met" if holds else "**not met**"


def _bytes(sizes: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    yield "| on the wire, gzipped, kB | script | style | form of 60 | form of 500 | fonts |"
    yield "|---|---|---|---|---|---|"
    for engine, size in sizes.items():
        shown = (
            f"{size[name] / KB:.0f}" if name in size else "–" for name in ("script", "style", "60", "500", "fonts")
        )
        yield f"| {engine} | {' | '.join(shown)} |"
    ours = sizes[OURS]["script"] + sizes[OURS]["style"]
    yield from (
        "",
        f"Goal: at most 100 kB of script and style, gzipped. Found {ours / KB:.0f}: {_met(ours <= 100 * KB)}.",
    )
