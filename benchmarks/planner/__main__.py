"""How good the planner's plans are, beside a clerk's rule, a greedy one and CP-SAT alone.

Run: python -m benchmarks.planner [42] [300] [3000] [--seconds N] [--json FILE]. Each plan is made in a process of its
own and held against the checker. Times are of the processor, since a machine that is shared says little by its clock.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.planner.instances import campaign
from benchmarks.planner.rivals import RIVALS
from inspect_app.campaigns.planning import check, price

SECONDS = {42: 20.0, 300: 60.0, 3000: 300.0}
MEGABYTE = 1024


def run(size: int, name: str, seconds: float) -> dict[str, Any]:
    """One plan, measured here."""
    problem = campaign(size)
    began, wall = time.process_time(), time.perf_counter()
    result = RIVALS[name](problem, seconds)
    took, wall = time.process_time() - began, time.perf_counter() - wall
    costs = price(problem, result.plan)
    return {
        "visits": size,
        "rival": name,
        "work": seconds,
        "cost": costs.total,
        "parts": costs.parts(),
        "bound": result.bound,
        "optimal": result.optimal,
        "cpu_s": round(took, 1),
        "wall_s": round(wall, 1),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEGABYTE,
        "violations": len(check(problem, result.plan)),
        "unplaced": len(result.plan.unplaced(problem)),
    }


def apart(size: int, name: str, seconds: float) -> dict[str, Any]:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.planner", "--one", name, "--seconds", str(seconds), str(size)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def line(found: dict[str, Any]) -> str:
    """One row of the table."""
    bound = "–" if found["bound"] is None else str(found["bound"]) + (" (proven)" if found["optimal"] else "")
    cells = [found[key] for key in ("visits", "rival", "cost")]
    cells += [bound, *(found[key] for key in ("cpu_s", "memory_mb", "violations", "unplaced"))]
    return f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    """Measures what is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=[42, 300])
    parser.add_argument("--one", choices=list(RIVALS))
    parser.add_argument("--seconds", type=float, help="how much work each may do, for all sizes")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(run(asked.sizes[0], asked.one, asked.seconds)))
        return
    print("| visits | way | cost | bound | processor s | MB | violations | without a place |")
    print("|---|---|---|---|---|---|---|---|")
    every = []
    for size in asked.sizes:
        for name in RIVALS:
            every.append(apart(size, name, asked.seconds or SECONDS.get(size, 60.0)))
            print(line(every[-1]), flush=True)
    if asked.json:
        asked.json.write_text(json.dumps(every, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
