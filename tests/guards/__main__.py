"""Takes each guard away, runs its test, and writes docs/reports/guards.md. Arguments choose guards by a part of their names."""

import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from queue import SimpleQueue

import click

from inspect_app.kernel.clock import real_now
from tests.guards.copy import TREE, Copy
from tests.guards.guard import Guard
from tests.guards.table import GUARDS

# A browser often waits: three tests share two processors well.
AT_ONCE = 3
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
    commit, found = commit_of_the_tree(), dict[str, Found]()
    by_test = [list(group) for _test, group in groupby(sorted(chosen, key=attrgetter("test")), attrgetter("test"))]
    with tempfile.TemporaryDirectory(prefix="inspect-guards-") as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        idle = SimpleQueue[Copy]()
        for number in range(AT_ONCE):
            idle.put(Copy(Path(folder) / str(number)))
        for done in as_completed([pool.submit(without_each, idle, guards) for guards in by_test]):
            for each in done.result():
                found[each.guard.name] = each
                click.echo(f"{each.said:<30} {each.guard.name}")
            if not wanted:
                REPORT.parent.mkdir(parents=True, exist_ok=True)
                REPORT.write_text(
                    report([found[guard.name] for guard in chosen if guard.name in found], commit), encoding="utf-8"
                )
    return sum(each.said is not Said.NOTICED for each in found.values())


def without_each(idle: SimpleQueue[Copy], guards: list[Guard]) -> list[Found]:
    """Takes away the guards of one test, one after the other, in a copy that nobody else uses meanwhile."""
    copy = idle.get()
    try:
        stands = copy.passes(guards[0].test)
        return [without(copy, guard, stands=stands) for guard in guards]
    finally:
        idle.put(copy)


def without(copy: Copy, guard: Guard, *, stands: bool) -> Found:
    """Takes one guard away and runs its test, which passes with every guard in place if it `stands`."""
    if not stands:
        return Found(guard, Said.PROVES_NOTHING, 0)
    began = time.monotonic()
    with copy.without(guard):
        said = Said.NOT_NOTICED if copy.passes(guard.test) else Said.NOTICED
    return Found(guard, said, time.monotonic() - began)


def commit_of_the_tree() -> str:
    """What the copies are made from."""
    asked = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(asked, cwd=TREE, capture_output=True, text=True, check=False).stdout.strip() or "this tree"


def report(found: list[Found], commit: str) -> str:
    """The report's text."""
    head = HEAD.format(
        day=real_now().strftime("%d/%m/%Y"),
        commit=commit,
        noticed=sum(each.said is Said.NOTICED for each in found),
        all=len(found),
    )
    return head + "\n".join(each.line() for each in found) + "\n"


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
