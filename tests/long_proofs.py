"""How often a proof goes round: few times in every run, many times where `script/faults` asks for it, with a seed of that run."""

import os

ASKED, SEED = "INSPECT_LONG_PROOFS", "INSPECT_LONG_SEED"


def rounds(few: int, many: int) -> int:
    """`few`, or `many` in a long run."""
    return many if os.environ.get(ASKED) else few


def seed_or(usual: int) -> int:
    """The same in every run, or the one that a long run was given."""
    return int(os.environ.get(SEED, usual))
