"""Small campaigns for the planner's tests: one that a reader can hold in his head, and random ones."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from inspect_app.campaigns.planning.problem import (
    Closed,
    Cluster,
    Member,
    Person,
    Placement,
    Plan,
    Problem,
    Span,
    Stream,
    Team,
    Tie,
    Unit,
    Visit,
)
from inspect_app.kernel.actors import Role
from inspect_app.kernel.calendar import WorkingCalendar

# Monday 03/06/2024 to Friday 28/06/2024; Monday 10/06 is off, Saturday 15/06 is worked instead.
FIRST, LAST = date(2024, 6, 3), date(2024, 6, 28)
CALENDAR = WorkingCalendar.of([date(2024, 6, 10)], [date(2024, 6, 15)])
WINDOW = Span(FIRST, LAST)


def june(day: int) -> date:
    """A day of June 2024."""
    return date(2024, 6, day)


def span(first: int, last: int) -> Span:
    """Days of June 2024."""
    return Span(june(first), june(last))


def member(person: str, role: Role = Role.INSPECTOR) -> Member:
    """A part on a team."""
    return Member(person, role)


CREW_A = (member("an", Role.LEAD), member("binh"), member("chi", Role.SECRETARY))
CREW_B = (member("dung", Role.LEAD), member("giang", Role.SECRETARY))
PEOPLE = {
    "an": Person("an", "Trưởng đoàn A", can_lead=True, ties=(Tie("tinh"),)),
    "binh": Person("binh", "Thành viên A", expert_in=frozenset({"y-te"}), ties=(Tie("huyen-1", june(1)),)),
    "chi": Person("chi", "Thư ký A", can_secretary=True, leave=(Closed(span(5, 6), "nghỉ phép"),)),
    "dung": Person("dung", "Trưởng đoàn B", can_lead=True),
    "giang": Person("giang", "Thư ký B", can_secretary=True),
}
STREAMS = {
    "chung": Stream("chung", "Toàn diện", combines_with=frozenset({"y-te"})),
    "y-te": Stream("y-te", "Chuyên đề y tế", needs_expert=True),
}
UNITS = {
    "tinh": Unit("tinh", "UBND tỉnh"),
    "huyen-1": Unit("huyen-1", "UBND huyện 1", "nui", (Closed(span(18, 20), "họp HĐND"),)),
    "huyen-2": Unit("huyen-2", "UBND huyện 2", "nui", valid_to=june(26)),
    "xa": Unit("xa", "UBND xã", "bien"),
}
CLUSTERS = {"nui": Cluster("nui", "Cụm núi", 3, mountain=True), "bien": Cluster("bien", "Cụm biển")}


def visit(code: str, unit: str, days: int = 1, **more: Any) -> Visit:
    """A visit by team B, in the whole window."""
    values: dict[str, Any] = {"stream": "chung", "window": WINDOW, "teams": ("B",)}
    return Visit(code=code, unit=unit, days=days, **(values | more))


def problem(*visits: Visit, **more: Any) -> Problem:
    """A problem of these visits."""
    values: dict[str, Any] = {
        "calendar": CALENDAR,
        "window": WINDOW,
        "people": PEOPLE,
        "teams": {"A": Team("A", "Đoàn A", CREW_A), "B": Team("B", "Đoàn B", CREW_B)},
        "streams": STREAMS,
        "units": UNITS,
        "clusters": CLUSTERS,
        "distance": 3,
    }
    return Problem(visits={one.code: one for one in visits}, **(values | more))


def at(code: str, first: int, last: int | None = None, crew: tuple[Member, ...] = CREW_B, team: str = "B") -> Placement:
    """A place in June 2024."""
    return Placement(code, june(first), june(last or first), team, crew)


def plan(*placements: Placement) -> Plan:
    """A plan of these places."""
    return Plan({one.visit: one for one in placements})


@st.composite
def campaigns(draw: st.DrawFn, most: int = 7) -> Problem:
    """A random campaign of a few visits, some of them pinned, secret, published, joined or in an order."""
    count = draw(st.integers(1, most))
    visits: list[Visit] = []
    for number in range(count):
        new = draw(_visits(f"V{number}", [one.code for one in visits]))
        mates = [one.code for one in visits if one.unit == new.unit]
        joins = bool(mates) and draw(st.booleans())
        visits.append(replace(new, joins=(mates[0],)) if joins else new)
    leave = {code: draw(_closings("nghỉ phép")) for code in PEOPLE}
    units = {code: replace(unit, blackouts=draw(_closings("họp"))) for code, unit in UNITS.items()}
    return problem(
        *visits,
        people={code: replace(person, leave=leave[code]) for code, person in PEOPLE.items()},
        units=units,
        distance=draw(st.integers(0, 5)),
        rainy=draw(st.sampled_from([None, span(17, 28)])),
        as_of=draw(st.sampled_from([None, date(2024, 5, 28), june(6)])),
    )


@st.composite
def _visits(draw: st.DrawFn, code: str, earlier: list[str]) -> Visit:
    start = draw(st.integers(0, 20))
    window = Span(FIRST + timedelta(days=start), min(LAST, FIRST + timedelta(days=start + draw(st.integers(0, 25)))))
    days = draw(st.integers(1, 3))
    first = FIRST + timedelta(days=draw(st.integers(0, 23)))
    crew, team = draw(st.sampled_from([(CREW_A, "A"), (CREW_B, "B")]))
    stands = Placement(code, first, first + timedelta(days=days - 1), team, crew)
    return Visit(
        code=code,
        stream=draw(st.sampled_from(["chung", "chung", "y-te"])),
        unit=draw(st.sampled_from(["huyen-1", "huyen-2", "xa", "tinh"])),
        days=days,
        window=window,
        teams=draw(st.sampled_from([("A",), ("B",), ("A", "B")])),
        due=draw(st.sampled_from([None, None, june(21)])),
        target=draw(st.sampled_from([None, june(7), date(2024, 5, 20)])),
        notice_days=draw(st.sampled_from([0, 5])),
        unannounced=draw(st.sampled_from([False, False, False, True])),
        after=tuple(draw(st.lists(st.sampled_from(earlier), max_size=1))) if earlier else (),
        pinned=stands if draw(st.integers(0, 9)) == 0 else None,
        published=stands if draw(st.booleans()) else None,
    )


@st.composite
def _closings(draw: st.DrawFn, why: str) -> tuple[Closed, ...]:
    starts = draw(st.lists(st.integers(0, 25), max_size=2))
    return tuple(
        Closed(Span(FIRST + timedelta(days=n), FIRST + timedelta(days=n + draw(st.integers(0, 4)))), why)
        for n in starts
    )
