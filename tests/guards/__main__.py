"""Takes each guard away, runs its test, and writes docs/reports/guards.md. Arguments choose guards by a part of their names."""

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import click

from inspect_app.kernel.clock import real_now
from tests.guards.copy import TREE, Copy
from tests.guards.guard import Guard
from tests.guards.table import GUARDS

REPORT = TREE / "docs" / "reports" / "guards.md"
HEAD = """# What happens when a guard is taken away

Made by `script/faults --guards` on {day}, from {commit}. Every line takes one guard out of a copy of the tree, builds it, and runs one test.
The test passes with the guard and must fail without it; {noticed} of {all} did.

| guard | in | its test | without it | seconds |
|---|---|---|---|---|
"""


class Said(StrEnum):
    """What a test says about a guard."""

    NOTICED = "fails"
    NOT_NOTICED = "**passes: not noticed**"
    PROVES_NOTHING = "**fails with the guard, too**"


@dataclass(frozen=True)
class Found:
    """What a test said without a guard."""

    guard: Guard
    said: Said
    seconds: float

    def line(self) -> str:
        """The line of the report."""
        name = self.guard.test.partition("::")[2].removeprefix("test_").replace("_", " ")
        return f"| {self.guard.name} | `{self.guard.file}` | {name} | {self.said} | {self.seconds:.0f} |"


def main(wanted: list[str]) -> int:
    """The number of guards whose loss nobody noticed."""
    chosen = [guard for guard in GUARDS if not wanted or any(each in guard.name for each in wanted)]
    stands: dict[str, bool] = {}
    found: list[Found] = []
    with tempfile.TemporaryDirectory(prefix="inspect-guards-") as folder:
        copy = Copy(Path(folder) / "tree")
        for guard in chosen:
            if guard.test not in stands:
                stands[guard.test] = copy.passes(guard.test)
            found.append(without(copy, guard, stands=stands[guard.test]))
            click.echo(f"{found[-1].said:<30} {guard.name}")
            if not wanted:
                REPORT.parent.mkdir(parents=True, exist_ok=True)
                REPORT.write_text(report(found), encoding="utf-8")
    return sum(each.said is not Said.NOTICED for each in found)


def without(copy: Copy, guard: Guard, *, stands: bool) -> Found:
    """Takes one guard away and runs its test, which passes with every guard in place if it `stands`."""
    if not stands:
        return Found(guard, Said.PROVES_NOTHING, 0)
    began = time.monotonic()
    with copy.without(guard):
        said = Said.NOT_NOTICED if copy.passes(guard.test) else Said.NOTICED
    return Found(guard, said, time.monotonic() - began)


def report(found: list[Found]) -> str:
    """The report's text."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=TREE, capture_output=True, text=True, check=False
    )
    head = HEAD.format(
        day=real_now().strftime("%d/%m/%Y"),
        commit=commit.stdout.strip() or "this tree",
        noticed=sum(each.said is Said.NOTICED for each in found),
        all=len(found),
    )
    return head + "\n".join(each.line() for each in found) + "\n"


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
