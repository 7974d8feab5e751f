"""How long 11,000 units take to rate: reading, judging, reasons, JSON; the whole command in a fresh process.

Run: python benchmarks/ratings.py. Prints seconds; a goal is 2 s for the whole command.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from inspect_app.kernel.resources import resource_root
from inspect_app.ratings.files import load_rule
from inspect_app.ratings.input_file import read_inputs
from inspect_app.ratings.rules import evaluate, judge, reason

UNITS = 11_000
RUNS = 5
RULE_FILE = resource_root() / "schedules" / "quang-nam-2024" / "rating.yaml"
COMMAND = "from inspect_app.ratings.commands import rate; rate()"


def sample_table(units: int) -> str:
    """A made-up table of all kinds of rows, the same every time."""
    draw = random.Random(2024)
    lines = ["unit,contents_met,index,late,total"]
    for number in range(units):
        total = draw.randint(0, 5000)
        late = draw.randint(0, total // 8)
        index = f"{draw.uniform(50, 100):.2f}"
        lines.append(f"Đơn vị {number},{draw.choice(['yes', 'yes', 'no', ''])},{index},{late},{total}")
    return "\n".join(lines)


def main() -> None:
    """Measures the parts and the whole."""
    table = sample_table(UNITS).encode()
    rule = load_rule(RULE_FILE)
    started = time.perf_counter()
    rows = read_inputs("units.csv", table)
    read = time.perf_counter()
    verdicts = [judge(rule, row.inputs) for row in rows]
    judged = time.perf_counter()
    for row, verdict in zip(rows, verdicts, strict=True):
        reason(rule, row.inputs, verdict)
    told = time.perf_counter()
    for row in rows:
        evaluate(rule, row.inputs)
    explained = time.perf_counter()
    print(f"{UNITS} units: read {read - started:.2f} s, judge {judged - read:.2f} s, reasons {told - judged:.2f} s")
    print(f"with what would change them: {explained - told:.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "units.csv"
        file.write_bytes(table)
        arguments = [sys.executable, "-c", COMMAND, "--rule", str(RULE_FILE), "--inputs", str(file), "--json"]
        times = []
        for _run in range(RUNS):
            began = time.perf_counter()
            subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
            times.append(time.perf_counter() - began)
    print(f"the whole command: median {statistics.median(times):.2f} s, worst of {RUNS} {max(times):.2f} s")


if __name__ == "__main__":
    main()
