"""The model-based run of tests/faults, as many orders as are asked for, on both databases."""

import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import seed as seeded
from hypothesis.stateful import run_state_machine_as_test

from inspect_app.kernel.database import make_engine
from inspect_app.web.schema import upgrade
from inspect_app.web.wiring import wire
from tests.faults.long.reports import progress, table, write_report
from tests.faults.long.server import database_url
from tests.faults.machine import STEPS, Fieldwork, chosen
from tests.faults.proof import prove
from tests.faults.scene import scene_on

AT_ONCE = 50


def run(kind: str, *, examples: int, seed: int) -> dict[str, Any]:
    """Plays the orders; raises AssertionError with the shortest one that fails. Each lot that is done is reported."""
    wire()
    counts: Counter[str] = Counter()

    class Counted(Fieldwork):
        def proven(self) -> None:
            oracle = self.run.oracle
            counts.update({"interleavings": 1, "changes written": len(self.run.written)})
            counts.update({"changes received": len(oracle.fates), "restores": self.run.restored})
            counts.update(f"state: {fate.state}" for fate in oracle.fates.values())

    began = time.monotonic()
    with TemporaryDirectory(prefix="inspect-faults-") as name, database_url(kind, Path(name)) as url:
        engine = make_engine(url)
        upgrade(engine)
        with engine.connect() as connection:
            transaction = connection.begin()
            with scene_on(connection, Path(name)) as scene:
                # By lots, each with a seed of its own: so much as Hypothesis remembers of one lot is no burden to the next.
                for lot in range(0, examples, AT_ONCE):
                    machine = seeded(seed + lot)(type("OnThisServer", (Counted,), {"scene": scene}))
                    run_state_machine_as_test(machine, settings=chosen(min(AT_ONCE, examples - lot), shrink=True))
                    done, found = min(lot + AT_ONCE, examples), _found(counts, began)
                    report(kind, found, done, seed)
                    progress(f"interleavings on {kind}", done, examples)
            transaction.rollback()
        engine.dispose()
    return _found(counts, began)


def _found(counts: Counter[str], began: float) -> dict[str, Any]:
    return {**counts, "seconds": round(time.monotonic() - began)}


def main(examples: int, seed: int, kinds: tuple[str, ...] = ("sqlite", "postgresql")) -> bool:
    """The proof on the databases; the reports are written as it goes."""
    for kind in kinds:
        run(kind, examples=examples, seed=seed)
    return True


def report(kind: str, found: dict[str, Any], examples: int, seed: int) -> None:
    """Writes what was played on a database so far; an order that fails raises, and its lot is never written."""
    text = [
        f"Five tablets on one visit, {STEPS} steps an order, drawn by Hypothesis: answers to three items, pictures, every fault of the line, clocks",
        "wrong by up to a year, members who leave and come back, closed accounts, revoked tablets, a checklist that is edited, published anew and given",
        "to the visit, sealed files brought by any hand, the lead's decisions, the server set back to a copy, the minutes closed, the conclusion issued. After each order the lines are",
        "mended, everything is sent, and the server is compared with an oracle told apart from its code (`tests/faults/oracle.py`; what is compared:",
        f"`tests/faults/proof.py: {prove.__name__}`).",
        "",
        *table(["", kind], sorted(found.items())),
        "",
        "Good: nothing lost, every receipt the same when offered again, every conflict shown and none that is none, all tablets equal.",
    ]
    again = f"script/faults --interleavings {examples} --database {kind} --seed {seed}"
    title = f"Orders of five tablets on {kind}"
    write_report(f"interleavings-{kind}", title, again, {"seed": seed}, text, found)
