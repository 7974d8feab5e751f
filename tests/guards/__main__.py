"""Takes each guard away, runs its test, and writes docs/reports/guards.md. Arguments choose guards by a part of their names."""

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import click

from inspect_app.kernel.clock import real_now
from tests.guards.copy import TREE, BrokenCopy, Copy
from tests.guards.guard import Guard
from tests.guards.table import GUARDS

REPORT = TREE / "docs" / "reports" / "guards.md"
HEAD = """# What happens when a guard is taken away

Made by `script/faults --guards` on {day}, from {commit}. Every line takes one guard out of a copy of the tree, builds it, and runs one test.
The test passes with the guard and must fail without it; {noticed} of {all} did.

| guard | in | its test | without it | seconds |
|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Found:
    """What a test said without a guard."""

    guard: Guard
    noticed: bool
    seconds: float

    def line(self) -> str:
        """The line of the report."""
        name = self.guard.test.partition("::")[2].removeprefix("test_").replace("_", " ")
        said = "fails" if self.noticed else "**passes: not noticed**"
        return f"| {self.guard.name} | `{self.guard.file}` | {name} | {said} | {self.seconds:.0f} |"


def main(wanted: list[str]) -> int:
    """The number of guards whose loss nobody noticed."""
    chosen = [guard for guard in GUARDS if not wanted or any(each in guard.name for each in wanted)]
    with tempfile.TemporaryDirectory(prefix="inspect-guards-") as folder:
        copy = Copy(Path(folder) / "tree")
        for test in sorted({guard.test for guard in chosen}):
            if not copy.passes(test):
                raise BrokenCopy(f"{test} fails with every guard in place")
        found = [without(copy, guard) for guard in chosen]
    if not wanted:
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        REPORT.write_text(report(found), encoding="utf-8")
    return sum(not each.noticed for each in found)


def without(copy: Copy, guard: Guard) -> Found:
    """Takes one guard away and runs its test."""
    began = time.monotonic()
    with copy.without(guard):
        noticed = not copy.passes(guard.test)
    found = Found(guard, noticed, time.monotonic() - began)
    click.echo(f"{'noticed    ' if noticed else 'NOT NOTICED'} {guard.name}")
    return found


def report(found: list[Found]) -> str:
    """The report's text."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=TREE, capture_output=True, text=True, check=False
    )
    head = HEAD.format(
        day=real_now().strftime("%d/%m/%Y"),
        commit=commit.stdout.strip() or "this tree",
        noticed=sum(each.noticed for each in found),
        all=len(found),
    )
    return head + "\n".join(each.line() for each in found) + "\n"


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
