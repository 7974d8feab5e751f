"""400 virtual days, 50 campaigns, 100 SIGKILLs of the leading scheduler of two; `script/faults --scheduler`."""

import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.leaders.ordeal import Counted, Ordeal, Size
from tests.faults.leaders.readers import PROCESSES
from tests.faults.long.reports import progress, table, write_report
from tests.faults.long.server import database_url

DAYS, CAMPAIGNS, KILLS, STOPS = 400, 50, 100, 20
HEAD = (
    "database", "SIGKILLs", "stopped past the lease", "taken over", "refused by the fence",
    "written by a stale leader", "due", "of them escalations", "inbox rows wanted", "there", "doubled", "missed", "mails",
    "handed over twice", "more often or never", "pages read", "inboxes marked", "requests failed", "minutes",
)  # fmt: skip


def main(kills: int, seed: int, kinds: tuple[str, ...]) -> bool:
    """Runs it on each kind of database and leaves the report; True where nothing was told twice or missed."""
    found = {kind: _run(kind, Size(DAYS, CAMPAIGNS, kills, STOPS), seed) for kind in kinds}
    rows = [[kind, *_cells(counted)] for kind, counted in found.items()]
    facts = {
        "seed": seed,
        "virtual days": DAYS,
        "campaigns": CAMPAIGNS,
        "schedulers": "two at once, the killed one replaced",
        "web processes": f"{PROCESSES}, whose people read their inboxes and mark them as read",
    }
    lines = [
        "Both schedulers read a clock in shared memory that goes from one due day to the next. At random moments of the work",
        "of a day the leader is killed, or stopped outside a transaction until its lease has passed and the other leads, and",
        "then woken: whatever it had still meant to write is refused by the fence. What had to be told to whom is worked out",
        "apart from the product (`tests/faults/leaders/world.py`); mail goes to a catcher on the same machine. Of each campaign's",
        "two visits one is never begun, and one begun and never closed: what is not done goes to those above. A write of a stale",
        "leader is a commit with changes while the lease has another fence than the one that writes.",
        "",
        *table(HEAD, rows),
    ]
    again = f"script/faults --scheduler {kills} --seed {seed}"
    data = {kind: asdict(counted) for kind, counted in found.items()}
    path = write_report("scheduler", "The leading scheduler killed and stopped", again, facts, lines, data)
    sys.stderr.write(f"{path}\n")
    return all(counted.is_good for counted in found.values())


def _cells(one: Counted) -> list[object]:
    return [
        one.kills,
        one.stops,
        one.takeovers,
        one.refusals,
        one.stale_writes,
        one.due,
        one.escalations,
        one.rows_wanted,
        one.rows,
        len(one.doubled),
        len(one.missed) + len(one.strange),
        one.mails,
        one.mails_twice,
        len(one.mails_wrong),
        one.pages,
        one.marked,
        one.pages_failed,
        f"{one.seconds / 60:.1f}",
    ]


def _run(kind: str, size: Size, seed: int) -> Counted:
    with TemporaryDirectory() as place, database_url(kind, Path(place)) as url:

        def told(done: int, of: int) -> None:
            progress(f"scheduler, {kind}", done, of)

        return Ordeal(url, Path(place), size, seed, told).run()
