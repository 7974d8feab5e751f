"""Large-neighbourhood search: a few related visits are taken out, placed anew by a small model, and kept if no dearer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from inspect_app.campaigns.planning.grid import Days
from inspect_app.campaigns.planning.lots import Lots
from inspect_app.campaigns.planning.model import build_model
from inspect_app.campaigns.planning.solver import Stop, never, solve
from inspect_app.campaigns.planning.standing import Choice, Standing

FEWEST, MOST = 6, 36
# A small model has at most so many places, and is given so much work; what Python does beside it is counted too.
MOST_PLACES = 3_000
WORK_OF_ONE = 0.4
WORK_OF_A_PLACE, WORK_OF_A_STEP = 4e-5, 0.02

Heard = Callable[[int], None]


@dataclass
class Search:
    """A search under way; `work` is what it has done, `cost` how much cheaper the plan has become (below nought)."""

    standing: Standing
    lots: Lots
    stop: Stop = never
    size: int = 12
    work: float = 0.0
    gained: int = 0

    def run(self, work: float, heard: Heard | None = None) -> None:
        """Searches until so much work is done or somebody stops it; `heard` is told what each better plan gained."""
        rows = self.standing.table.rows
        while self.work < work and rows and not self.stop():
            before = self.gained
            self._step()
            if heard is not None and self.gained > before:
                heard(self.gained)

    def _step(self) -> None:
        chosen = self._neighbourhood(min(self.size, len(self.standing.table.rows)))
        among = self._among(chosen)
        before = {row: choice for row in chosen if (choice := self.standing.take(row)) is not None}
        model = build_model(self.standing, chosen, among)
        model.hint(before)
        answer = solve(model.solver_model, WORK_OF_ONE, stop=self.stop)
        self.work += answer.work + WORK_OF_A_STEP + WORK_OF_A_PLACE * len(model.places)
        self._keep_the_better(chosen, before, model.choices(answer) if answer.value is not None else before)
        if answer.is_optimal and answer.work < WORK_OF_ONE / 3:
            self.size = min(self.size + 1, MOST)
        elif not answer.is_optimal:
            self.size = max(self.size - 2, FEWEST)

    def _keep_the_better(self, rows: Sequence[int], before: Mapping[int, Choice], after: Mapping[int, Choice]) -> None:
        old = self._put_all(rows, before)
        for row in before:
            self.standing.take(row)
        new = self._put_all(rows, after)
        if new > old:
            for row in after:
                self.standing.take(row)
            self._put_all(rows, before)
        else:
            self.gained += old - new

    def _put_all(self, rows: Sequence[int], choices: Mapping[int, Choice]) -> int:
        """Places the rows, and counts what that adds to the cost."""
        cost = (len(rows) - len(choices)) * self.standing.table.problem.weights.unplaced
        for row in sorted(choices):
            cost += self.standing.cost_of(row, *choices[row])
            self.standing.put(row, choices[row])
        return cost

    def _neighbourhood(self, size: int) -> list[int]:
        """A visit by lot and those nearest to it: by place, by people or by time, whichever the lot says."""
        table, middle = self.standing.table, self._middle()
        row, stands = table.rows[middle], self.standing.chosen.get(middle)
        by_place, by_people, by_time = self.lots.one_of([(6, 1, 1), (3, 4, 1), (1, 4, 4), (6, 4, 0), (1, 1, 1)])
        teams, nearest = set(row.visit.teams), []
        for index, other in enumerate(table.rows):
            there = self.standing.chosen.get(index)
            far = self.lots.below(1000) / 250
            far += 0 if other.cluster == row.cluster and row.cluster is not None else by_place
            far += 0 if teams.intersection(other.visit.teams) else by_people
            if stands is not None and there is not None:
                far += by_time * min(abs(stands[1] - there[1]) / 10, 4)
            nearest.append((far, index))
        nearest.sort()
        return [middle, *(index for _far, index in nearest if index != middle)][:size]

    def _middle(self) -> int:
        """A visit to begin with: often one without a place, or one for which alone somebody travels."""
        rows = self.standing.table.rows
        waiting = [index for index in range(len(rows)) if index not in self.standing.chosen]
        if waiting and self.lots.below(3) == 0:
            return self.lots.one_of(waiting)
        candidates = [self.lots.below(len(rows)) for _n in range(4)]
        return max(candidates, key=self._waste) if self.lots.below(2) else candidates[0]

    def _waste(self, index: int) -> int:
        """What the trip of a visit costs if nobody else goes along."""
        stands, row = self.standing.chosen.get(index), self.standing.table.rows[index]
        if stands is None or row.cluster is None:
            return 0
        trip = self.standing.trip(row, row.options[stands[0]], stands[1])
        return row.trip if trip is not None and self.standing.trips[trip] == 1 else 0

    def _among(self, chosen: Sequence[int]) -> dict[int, Days]:
        """So few first days that the model stays small: where each visit stands, and the same weeks by lot for all."""
        table, grid = self.standing.table, self.standing.table.grid
        rows = [table.rows[index] for index in chosen]
        places = sum(option.starts.bit_count() for row in rows for option in row.options)
        if places <= MOST_PLACES:
            return {}
        weeks = list(grid.week_days.values())
        picked = 0
        for days in self.lots.some_of(weeks, max(3, len(weeks) * MOST_PLACES // places)):
            picked |= days
        for index in chosen:
            if index in self.standing.chosen:
                picked |= grid.week_days[grid.weeks[self.standing.chosen[index][1]]] if self.lots.below(3) == 0 else 0
        return {index: picked | self._own(index) for index in chosen}

    def _own(self, index: int) -> Days:
        stands, grid = self.standing.chosen.get(index), self.standing.table.grid
        return grid.week_days[grid.weeks[stands[1]]] if stands is not None else 0
