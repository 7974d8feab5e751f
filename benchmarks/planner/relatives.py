"""Published instances with published results: the multi-skill project scheduling problem (Young, Feydy and Schutt, CP 2017).

Run: python -m benchmarks.planner.relatives PATH [--sets 2a 2b 2c] [--most-crews N] [--work N] [--json FILE], where PATH is a
copy of github.com/youngkd/MSPSP-InstLib; nothing of it lies here. An activity is a visit, its days its days, a worker a
person, and each set of workers who can fill the skills asked for is a team that may go. What must be over before is an
order. The day on which all is over is the lateness of a last visit whose target is the first day, so the planner's cost
is the length of the project. What the planner weighs otherwise (travel, rain, loads, months) counts nothing here.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from math import comb
from pathlib import Path
from typing import Any

from benchmarks.planner.rivals import SEED
from inspect_app.campaigns.planning import Plan, Problem, check
from inspect_app.campaigns.planning.greedy import clerks_plan
from inspect_app.campaigns.planning.problem import Member, Person, Span, Stream, Team, Unit, Visit, Weights
from inspect_app.campaigns.planning.solving import solve_problem
from inspect_app.campaigns.planning.table import build_table
from inspect_app.kernel.actors import Role
from inspect_app.kernel.calendar import WorkingCalendar

FIRST = date(2024, 1, 1)
LAST_OF_ALL = "end"
# More sets of workers than these are not even counted for one activity.
MOST_SETS = 20_000

Crews = Mapping[int, list[tuple[int, ...]]]


@dataclass(frozen=True)
class Project:
    """Activities with days and skills asked for, workers with skills, and which activity comes before which."""

    name: str
    days: tuple[int, ...]
    asked: tuple[tuple[int, ...], ...]
    skills: tuple[tuple[bool, ...], ...]
    orders: tuple[tuple[int, int], ...]

    @property
    def real(self) -> tuple[int, ...]:
        """The activities but for the two that only mark the beginning and the end."""
        return tuple(one for one, days in enumerate(self.days) if days > 0)

    def before(self, activity: int) -> tuple[int, ...]:
        """The activities that must be over before it."""
        return tuple(one for one, other in self.orders if other == activity and self.days[one] > 0)

    def heads(self) -> Mapping[int, int]:
        """How many days must have passed before each activity, by the orders alone."""
        found: dict[int, int] = {}

        def head(activity: int) -> int:
            if activity not in found:
                found[activity] = max((head(one) + self.days[one] for one in self.before(activity)), default=0)
            return found[activity]

        return {one: head(one) for one in self.real}

    def tails(self) -> Mapping[int, int]:
        """How many days must follow each activity, by the orders alone."""
        turned = tuple((other, one) for one, other in self.orders)
        return Project(self.name, self.days, self.asked, self.skills, turned).heads()

    def crews(self, activity: int) -> list[tuple[int, ...]]:
        """Each smallest set of workers who can fill all that is asked for, each with one skill."""
        slots = [skill for skill, count in enumerate(self.asked[activity]) for _n in range(count)]
        return [crew for crew in combinations(range(len(self.skills)), len(slots)) if self._fills(crew, slots)]

    def sets(self) -> int:
        """How many sets of workers would have to be looked at for one activity."""
        return max(comb(len(self.skills), sum(asked)) for asked in self.asked)

    def _fills(self, crew: tuple[int, ...], slots: list[int]) -> bool:
        holder: dict[int, int] = {}

        def place(worker: int, seen: set[int]) -> bool:
            for slot, skill in enumerate(slots):
                if self.skills[worker][skill] and slot not in seen:
                    seen.add(slot)
                    if slot not in holder or place(holder[slot], seen):
                        holder[slot] = worker
                        return True
            return False

        return all(place(worker, set()) for worker in crew)


def read(path: Path) -> Project:
    """An instance in DataZinc."""
    text = path.read_text(encoding="utf-8")

    def part(name: str) -> str:
        found = re.search(rf"^{name}\s*=\s*(.*?);", text, re.DOTALL | re.MULTILINE)
        if found is None:
            raise ValueError(f"{path}: {name}")
        return found.group(1)

    def numbers(name: str) -> list[int]:
        return [int(one) for one in re.findall(r"-?\d+", part(name))]

    (count,), days = numbers("nSkills"), numbers("dur")
    asked, masters = numbers("sreq"), [one == "true" for one in re.findall("true|false", part("mastery"))]
    return Project(
        path.stem,
        tuple(days),
        tuple(tuple(asked[n : n + count]) for n in range(0, len(asked), count)),
        tuple(tuple(masters[n : n + count]) for n in range(0, len(masters), count)),
        tuple((one - 1, other - 1) for one, other in zip(numbers("pred"), numbers("succ"), strict=True)),
    )


def published(root: Path, name: str) -> tuple[int, bool] | None:
    """The published length of an instance, and whether it was proven to be the least; None if nothing is published."""
    kind, number = name.removeprefix("inst_").rsplit("_", 1)
    rows = root / "results" / f"set-{kind[3]}" / f"set-{kind[3:5]}" / "results" / f"results_{kind}_pris.txt"
    for line in rows.read_text(encoding="utf-8").splitlines()[1:] if rows.exists() else ():
        cells = line.split(",")
        if int(cells[0]) == int(number):
            return int(cells[3]), cells[1] == "1"
    return None


def problem_of(project: Project, crews: Crews, length: int) -> Problem:
    """The planner's problem with so many days for all of the project."""
    heads, tails = project.heads(), project.tails()
    teams = {f"{a}-{n}": _team(f"{a}-{n}", crew) for a, found in crews.items() for n, crew in enumerate(found)}
    visits = {}
    for one in project.real:
        window = Span(_day(heads[one]), _day(length - tails[one] - 1))
        able = tuple(f"{one}-{n}" for n in range(len(crews[one])))
        after = tuple(map(str, project.before(one)))
        visits[str(one)] = Visit(str(one), "s", str(one), project.days[one], window, able, window.last, after=after)
    last = Visit(
        LAST_OF_ALL, "s", LAST_OF_ALL, 1, Span(FIRST, _day(length)), ("end",), target=FIRST, after=tuple(visits)
    )
    every = [FIRST + timedelta(days=n) for n in range(length + 1)]
    names = [*map(str, range(len(project.skills))), LAST_OF_ALL]
    return Problem(
        WorkingCalendar.of([], [day for day in every if day.weekday() > 4]),
        Span(FIRST, every[-1]),
        {**visits, LAST_OF_ALL: last},
        {name: Person(name, name, can_lead=True) for name in names},
        {**teams, "end": Team("end", "end", (Member(LAST_OF_ALL, Role.LEAD),))},
        {"s": Stream("s", "s", needs_secretary=False, least_people=1)},
        {name: Unit(name, name) for name in [*visits, LAST_OF_ALL]},
        weights=Weights(travel=0, rain=0, late=1, load=0, months=0, change=0, stand_in=0),
    )


def _team(code: str, crew: tuple[int, ...]) -> Team:
    roles = (Role.LEAD, *[Role.INSPECTOR] * len(crew))
    return Team(code, code, tuple(Member(str(one), role) for one, role in zip(crew, roles, strict=False)))


def _day(number: int) -> date:
    return FIRST + timedelta(days=number)


def length_of(project: Project, plan: Plan) -> int | None:
    """How long the project takes by the plan, asked of the instance's own rules; None if an activity has no place."""
    firsts = {int(code): (one.first - FIRST).days for code, one in plan.placements.items() if code != LAST_OF_ALL}
    if set(firsts) != set(project.real):
        return None
    crews = {int(code): one.people for code, one in plan.placements.items() if code != LAST_OF_ALL}
    for one in firsts:
        slots = [skill for skill, count in enumerate(project.asked[one]) for _n in range(count)]
        crew = tuple(map(int, crews[one]))
        assert len(crew) == len(slots)
        assert project._fills(crew, slots)
        assert all(firsts[early] + project.days[early] <= firsts[one] for early in project.before(one))
        for other in firsts:
            meet = firsts[one] < firsts[other] + project.days[other] and firsts[other] < firsts[one] + project.days[one]
            assert other == one or not meet or not set(crews[one]) & set(crews[other])
    return max(first + project.days[one] for one, first in firsts.items())


def run(project: Project, crews: Crews, known: tuple[int, bool], work: float) -> dict[str, Any]:
    """One instance: a clerk's length first, then the planner within it."""
    began = time.process_time()
    rough = build_table(problem_of(project, crews, sum(project.days)), {})
    clerk = length_of(project, rough.plan(clerks_plan(rough).chosen))
    assert clerk is not None
    problem = problem_of(project, crews, clerk)
    plan, proof = solve_problem(problem, SEED, work=work)
    assert not check(problem, plan)
    found = length_of(project, plan)
    return {
        "instance": project.name,
        "activities": len(project.real),
        "crews": sum(map(len, crews.values())),
        "published": known[0],
        "proven": known[1],
        "clerk": clerk,
        "planner": min(clerk, found) if found is not None else clerk,
        "bound": min(clerk, proof.bound),
        "is_optimal": proof.is_optimal and found is not None,
        "cpu_s": round(time.process_time() - began, 1),
    }


def chosen(root: Path, sets: list[str], most: int) -> Iterator[tuple[Project, Crews, tuple[int, bool]]]:
    """The instances of the sets that have no more crews than these in all and a published length."""
    for name in sets:
        for path in sorted((root / "instances" / f"set-{name[0]}" / f"set-{name}").glob("*.dzn")):
            project, known = read(path), published(root, path.stem)
            if known is None or project.sets() > MOST_SETS:
                continue
            crews = {one: project.crews(one) for one in project.real}
            if sum(map(len, crews.values())) <= most:
                yield project, crews, known


def main() -> None:
    """Measures what is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("root", type=Path)
    parser.add_argument("--sets", nargs="+", default=["2a", "2b", "2c"])
    parser.add_argument("--most-crews", type=int, default=200)
    parser.add_argument("--work", type=float, default=20.0, help="how much work the planner may do for each")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    every = []
    for project, crews, known in chosen(asked.root, asked.sets, asked.most_crews):
        every.append(run(project, crews, known, asked.work))
        print(json.dumps(every[-1]), flush=True)
    same = sum(one["planner"] == one["published"] for one in every)
    over = [one["planner"] / one["published"] - 1 for one in every]
    print(f"{len(every)} instances, {same} as published, {sum(one < 0 for one in over)} shorter")
    print(f"on average {100 * sum(over) / len(over):.2f} % longer, at most {100 * max(over):.1f} %")
    print(
        f"{sum(one['is_optimal'] for one in every)} proven here, {sum(one['proven'] for one in every)} published as proven"
    )
    if asked.json:
        asked.json.write_text(json.dumps(every, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
