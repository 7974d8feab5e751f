"""A second, deliberately plain writing of the 2024 rule, to hold the real one against. Shares no code with it."""

from __future__ import annotations

from fractions import Fraction

ORDER = ["excellent", "good", "completed", "not_completed"]


def tests_of(contents, index, late, total):
    """Per level a list of True, False or None (missing), written out by hand."""
    index = None if index is None else Fraction(str(index))
    met = contents
    missed = None if contents is None else not contents
    on_time = None if not total else Fraction(late, total) < Fraction(1, 20)

    def between(low, high):
        return None if index is None else low <= index < high

    return {
        "excellent": [met, between(90, 101), on_time],
        "good": [met, between(80, 90), on_time],
        "completed": [met, between(65, 80)],
        "not_completed": [missed, between(-1, 65)],
    }


def expected(contents, index, late, total):
    """The rating and the candidates."""
    tests = tests_of(contents, index, late, total)
    met = [level for level in ORDER if all(state is True for state in tests[level])]
    if len(met) == 1:
        return met[0], []
    failed = {level: tests[level].count(False) for level in ORDER}
    return "undecided", [level for level in ORDER if failed[level] == min(failed.values())]
