"""Made-up campaigns of any size, the same every time: clusters, teams with leave, ties, windows, due dates, blackouts."""

from __future__ import annotations

import random
from datetime import date, timedelta

from inspect_app.campaigns.planning.problem import (
    Closed,
    Cluster,
    Member,
    Person,
    Problem,
    Span,
    Stream,
    Team,
    Tie,
    Unit,
    Visit,
    Weights,
)
from inspect_app.kernel.actors import Role
from inspect_app.kernel.calendar import WorkingCalendar

WINDOW = Span(date(2024, 4, 1), date(2024, 9, 30))
HOLIDAYS = (
    date(2024, 4, 18),
    date(2024, 4, 29),
    date(2024, 4, 30),
    date(2024, 5, 1),
    date(2024, 9, 2),
    date(2024, 9, 3),
)
CALENDAR = WorkingCalendar.of(HOLIDAYS, [date(2024, 5, 4)])
RAINY = Span(date(2024, 9, 1), date(2024, 12, 31))
# Of a lead's working days so many are filled when all goes well.
FILLED = 0.55
DAYS = 126


def campaign(visits: int, seed: int = 1) -> Problem:
    """A campaign with so many visits."""
    lots = random.Random(f"{visits} {seed}")
    clusters = {
        f"C{n}": Cluster(f"C{n}", f"Cụm {n}", trip=lots.choice([1, 2, 3]), mountain=n % 3 == 0)
        for n in range(max(5, visits // 25))
    }
    units = {f"U{n}": _unit(n, lots, list(clusters)) for n in range(max(4, int(visits * 0.9)))}
    teams = max(3, round(visits * 1.8 / (DAYS * FILLED)))
    people = {person.code: person for team in range(teams) for person in _people(team, lots, list(units))}
    streams = {"a": Stream("a", "Luồng A", combines_with=frozenset({"b"})), "b": Stream("b", "Luồng B")}
    return Problem(
        calendar=CALENDAR,
        window=WINDOW,
        visits={visit.code: visit for n in range(visits) for visit in [_visit(n, lots, list(units), teams)]},
        people=people,
        teams={f"T{n}": _team(n) for n in range(teams)},
        streams=streams,
        units=units,
        clusters=clusters,
        distance=10,
        rainy=RAINY,
        weights=Weights(),
    )


def _unit(number: int, lots: random.Random, clusters: list[str]) -> Unit:
    start = WINDOW.first + timedelta(days=lots.randrange(170))
    busy = (
        (Closed(Span(start, start + timedelta(days=lots.randrange(3, 14))), "họp HĐND"),) if lots.random() < 0.4 else ()
    )
    return Unit(f"U{number}", f"Đơn vị {number}", lots.choice(clusters), busy)


def _people(team: int, lots: random.Random, units: list[str]) -> list[Person]:
    found = []
    for place in range(4):
        start = WINDOW.first + timedelta(days=lots.randrange(170))
        leave = (Closed(Span(start, start + timedelta(days=lots.randrange(2, 12))), "nghỉ phép"),)
        found.append(
            Person(
                f"P{team}-{place}",
                f"Người {team}-{place}",
                can_lead=place < 2,
                can_secretary=place == 3,
                ties=(Tie(lots.choice(units)),),
                leave=leave,
            )
        )
    return found


def _team(number: int) -> Team:
    roles = (Role.LEAD, Role.DEPUTY, Role.INSPECTOR, Role.SECRETARY)
    return Team(f"T{number}", f"Đoàn {number}", tuple(Member(f"P{number}-{n}", role) for n, role in enumerate(roles)))


def _visit(number: int, lots: random.Random, units: list[str], teams: int) -> Visit:
    window = WINDOW
    if lots.random() < 0.4:
        first = WINDOW.first + timedelta(days=lots.randrange(140))
        window = Span(first, min(WINDOW.last, first + timedelta(days=lots.randrange(28, 60))))
    home = lots.randrange(teams)
    able = sorted({home, *(lots.randrange(max(0, home - 3), min(teams, home + 4)) for _n in range(2))})
    target = window.first + timedelta(days=lots.randrange(20, 90)) if lots.random() < 0.5 else None
    return Visit(
        code=f"V{number}",
        stream=lots.choice(["a", "a", "b"]),
        unit=lots.choice(units),
        days=lots.choice([1, 1, 2, 2, 3]),
        window=window,
        teams=tuple(f"T{n}" for n in able),
        target=target,
    )
