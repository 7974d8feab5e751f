"""How often a proof goes round: few times in every run, many times where `script/faults --browser` asks for it."""

import os

ASKED = "INSPECT_LONG_PROOFS"


def rounds(few: int, many: int) -> int:
    """`few`, or `many` in a long run."""
    return many if os.environ.get(ASKED) else few
