"""`script/faults`: all long proofs, or those that are asked for; each leaves its report in docs/reports."""

import argparse
import random
import sys
from collections.abc import Callable

from tests.faults.long import browser, checklists, interleavings, kills, leaders, offline

INTERLEAVINGS, KILLS = 1_000, 300
KINDS = ("sqlite", "postgresql")


def main() -> int:
    """Runs the proofs; 1 where one of them is not good."""
    arguments = _arguments()
    if arguments.browser:
        sys.stderr.write(f"seed {arguments.seed}\n")
        return 0 if browser.main(arguments.seed) else 1
    kinds: tuple[str, ...] = (arguments.database,) if arguments.database else KINDS
    wanted: dict[str, Callable[[], bool]] = {
        "interleavings": lambda: interleavings.main(arguments.interleavings or INTERLEAVINGS, arguments.seed, kinds),
        "checklists": lambda: checklists.main(arguments.checklists or checklists.CHANGES, arguments.seed, kinds),
        "kills": lambda: kills.main(arguments.kills or KILLS, arguments.seed, kinds),
        "scheduler": lambda: leaders.main(arguments.scheduler or leaders.KILLS, arguments.seed, kinds),
    }
    # Ten minutes of a slow line, and it needs a namespace of the network: only where it is asked for.
    slow = {"long_offline": lambda: offline.main(arguments.long_offline or offline.PHOTOS, arguments.seed, kinds[:1])}
    asked = [name for name in wanted | slow if getattr(arguments, name) is not None] or list(wanted)
    sys.stderr.write(f"seed {arguments.seed}\n")
    good = [(wanted | slow)[name]() for name in asked]
    return 0 if all(good) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/faults", description=__doc__)
    parser.add_argument(
        "--interleavings", type=int, nargs="?", const=INTERLEAVINGS, metavar="N", help="orders of five tablets"
    )
    parser.add_argument(
        "--checklists",
        type=int,
        nargs="?",
        const=checklists.CHANGES,
        metavar="N",
        help="changes of the checklist under tablets that are away, a hundred edits each",
    )
    parser.add_argument(
        "--kills", type=int, nargs="?", const=KILLS, metavar="N", help="SIGKILLs of the server under load"
    )
    parser.add_argument(
        "--scheduler",
        type=int,
        nargs="?",
        const=leaders.KILLS,
        metavar="N",
        help="SIGKILLs of the leading scheduler of two",
    )
    parser.add_argument("--browser", action="store_true", help="SIGKILLs of a browser that writes, cuts within photos")
    parser.add_argument(
        "--long-offline",
        type=int,
        nargs="?",
        const=offline.PHOTOS,
        metavar="N",
        help="fourteen days' work with N photos, first sent over a slow, lossy line that is cut",
    )
    parser.add_argument("--database", choices=KINDS, help="only this one")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32), help="to draw the same again")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
