"""The checklist changes under tablets that are away, a hundred random edits each time; `script/faults --checklists`."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from inspect_app.kernel.database import make_engine
from inspect_app.web.schema import upgrade
from inspect_app.web.wiring import wire
from tests.faults import checklist_changes
from tests.faults.long.reports import progress, table, write_report
from tests.faults.long.server import database_url
from tests.faults.scene import scene_on

CHANGES = 20


def run(kind: str, changes: int, seed: int) -> Counter[str]:
    """Plays so many changes of the checklist; raises AssertionError where an answer was lost or put elsewhere."""
    wire()
    counts: Counter[str] = Counter()
    with TemporaryDirectory(prefix="inspect-faults-") as name, database_url(kind, Path(name)) as url:
        engine = make_engine(url)
        upgrade(engine)
        with engine.connect() as connection:
            transaction = connection.begin()
            with scene_on(connection, Path(name), checklist_changes.CHECKLIST) as scene:
                for number in range(changes):
                    with scene.once():
                        counts += checklist_changes.play(scene, seed + number)
                    progress(f"checklists on {kind}", number + 1, changes)
            transaction.rollback()
        engine.dispose()
    return counts


def main(changes: int, seed: int, kinds: tuple[str, ...]) -> bool:
    """The proof on the databases; writes the report, or raises before there is anything to write."""
    found = {kind: run(kind, changes, seed) for kind in kinds}
    names = sorted(set().union(*found.values()))
    text = [
        f"Five tablets answer all 66 items and take {checklist_changes.PHOTOS} pictures each, without a network. Meanwhile the checklist gets "
        f"{checklist_changes.EDITS} random edits: items are taken",
        "out, renumbered, exchange their numbers, move to another section, change their kind, words, options or weight, and new ones come. It is",
        "published as version 2, the visit moved to it, and two of the tablets take it along before they send. Then the lines are mended and all is sent.",
        "",
        *table(["", *kinds], [[name, *(found[kind][name] for kind in kinds)] for name in names]),
        "",
        "Good: no answer by the old version is dropped or stands anywhere by itself; each waits beside the question that it answers and what is asked",
        "now; the lead can take exactly those whose question is still asked under their number; the list of differences names every edited item.",
    ]
    again = f"script/faults --checklists {changes} --seed {seed}"
    title = "A checklist that changes while tablets are away"
    write_report("checklists", title, again, {"seed": seed, "changes": changes}, text, found)
    return True
