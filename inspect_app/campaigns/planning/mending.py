"""Ruin and recreate: a few related visits are taken out and put back one by one at their cheapest places.

A little dearer plans are taken too, the less the longer it goes on; the best plan is kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from inspect_app.campaigns.planning.lots import Dice
from inspect_app.campaigns.planning.solver import Stop, never
from inspect_app.campaigns.planning.standing import Choice, Standing

MOST_OUT = 9
# Work of one place that is looked at, and of one step, near a second of one core for 1.
WORK_OF_A_PLACE, WORK_OF_A_STEP = 5.5e-7, 6e-5
HOT, COLD = 12.0, 0.4
LOOK_UP = 64
WORK_BETWEEN_WORDS = 0.5

Heard = Callable[[int], None]


def unheard(_gained: int) -> None:
    """Nobody listens."""


@dataclass
class Mending:
    """A search under way; `gained` is how much cheaper the best plan is than the first."""

    standing: Standing
    dice: Dice
    stop: Stop = never
    work: float = 0.0
    gained: int = 0
    _now: int = 0

    @cached_property
    def _places(self) -> list[int]:
        """How many places each row has."""
        return [sum(option.starts.bit_count() for option in row.options) for row in self.standing.table.rows]

    @cached_property
    def _groups(self) -> list[list[list[int]]]:
        """For each row the rows that have to do with it: by cluster, by each of its teams, by unit."""
        by_name: dict[object, list[int]] = {}
        for index in range(len(self.standing.table.rows)):
            for name in dict.fromkeys(self._names(index)):
                by_name.setdefault(name, []).append(index)
        return [[by_name[name] for name in self._names(index)] for index in range(len(self.standing.table.rows))]

    def _names(self, index: int) -> list[object]:
        row = self.standing.table.rows[index]
        teams: list[object] = [("team", team) for team in row.visit.teams]
        return [("cluster", row.cluster), ("cluster", row.cluster), *teams, ("unit", row.visit.unit)]

    def run(self, work: float, heard: Heard = unheard) -> None:
        """Mends until so much work is done or somebody stops it, and leaves the best plan standing.

        `heard` is told now and then what the best plan gained.
        """
        rows = self.standing.table.rows
        best, end, steps = self.standing.copy_of_choices(), self.work + work, 0
        start = told = self.work
        while self.work < end and rows and not (steps % LOOK_UP == 0 and self.stop()):
            steps += 1
            if self.work - told > WORK_BETWEEN_WORDS:
                told = self.work
                heard(self.gained)
            heat = HOT * (COLD / HOT) ** ((self.work - start) / work)
            self._step(heat)
            if self._now > self.gained:
                self.gained, best = self._now, self.standing.copy_of_choices()
        for index in list(self.standing.chosen):
            self.standing.take(index)
        for index, choice in best.items():
            self.standing.put(index, choice)
        self._now = self.gained

    def _step(self, heat: float) -> None:
        out = self._ruin()
        before: dict[int, Choice] = {}
        old = new = 0
        unplaced = self.standing.table.problem.weights.unplaced
        for index in out:
            choice = self.standing.take(index)
            if choice is not None:
                before[index] = choice
                old += self.standing.cost_of(index, *choice)
            else:
                old += unplaced
        self.work += WORK_OF_A_STEP
        after: list[int] = []
        for index in self._order(out):
            found = self.standing.best_choice(index)
            self.work += WORK_OF_A_PLACE * self._places[index]
            new += found[0] if found is not None else unplaced
            if found is not None:
                self.standing.put(index, found[1])
                after.append(index)
        luck = -log((self.dice.below(1_000_000) + 1) / 1_000_001)
        if new - old <= heat * luck:
            self._now += old - new
            return
        for index in after:
            self.standing.take(index)
        for index, choice in before.items():
            self.standing.put(index, choice)

    def _ruin(self) -> Sequence[int]:
        middle = self.dice.below(len(self._groups))
        groups = self._groups[middle]
        group = groups[self.dice.below(len(groups))]
        count = 2 + self.dice.below(MOST_OUT - 1)
        if len(group) <= count:
            return group
        chosen = {middle: None}
        for _n in range(count - 1):
            chosen[group[self.dice.below(len(group))]] = None
        return list(chosen)

    def _order(self, out: Sequence[int]) -> list[int]:
        """By lot, or those with the fewest places first, or the longest first."""
        which = self.dice.below(3)
        if which == 0:
            return self.dice.shuffled(out)
        if which == 1:
            return sorted(out, key=lambda index: self._places[index])
        return sorted(self.dice.shuffled(out), key=lambda index: -self.standing.table.rows[index].days)
