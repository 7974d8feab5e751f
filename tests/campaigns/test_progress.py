"""What is missed, coming, lacking; and that a figure and its list are chosen by the same words. No database."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspect_app.campaigns.rules import DeadlineSettings, VisitState, visit_deadlines, visit_state
from inspect_app.campaigns.rules.progress import (
    BoardVisit,
    Lack,
    Standing,
    TeamPart,
    Waited,
    field_days,
    standings_of,
)
from inspect_app.campaigns.rules.selection import NOTHING, Selection, Stage, chosen, is_in
from inspect_app.kernel.actors import Role
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.web.board.figures import by_team, headline, workload
from tests.factories.moments import NOW, TODAY

CALENDAR = WorkingCalendar.of([date(2024, 4, 18)])
FULL = (TeamPart(UUID(int=1), "Trưởng đoàn", Role.LEAD), TeamPart(UUID(int=2), "Thư ký", Role.SECRETARY))


def visit(
    starts_on: date | None = TODAY,
    days: int = 1,
    *,
    state: VisitState | None = None,
    team: tuple[TeamPart, ...] = FULL,
    notice: bool = True,
    report: bool = True,
    tablet: bool | None = True,
    unannounced: bool = False,
    window_end: date = date(2024, 9, 30),
    number: int = 1,
) -> BoardVisit:
    """A visit as the board sees it; `state` says how far it is."""
    ends_on = starts_on + timedelta(days=days - 1) if starts_on else None
    begun = state in (VisitState.UNDER_WAY, VisitState.CLOSED, VisitState.CONCLUDED)
    closed = state in (VisitState.CLOSED, VisitState.CONCLUDED)
    done = state is VisitState.CONCLUDED
    deadlines = None
    if starts_on and ends_on:
        deadlines = visit_deadlines(
            DeadlineSettings({}), CALENDAR, starts_on=starts_on, ends_on=ends_on, unannounced=unannounced
        )
    return BoardVisit(
        id=UUID(int=number),
        code=f"TD-{number:02d}",
        unit_name="UBND huyện Tây Giang",
        stream_id=UUID(int=number % 3),
        state=visit_state(
            starts_on=starts_on,
            begun_at=NOW if begun else None,
            closed_at=NOW if closed else None,
            frozen_at=NOW if done else None,
            cancelled_at=NOW if state is VisitState.CANCELLED else None,
        ),
        unannounced=unannounced,
        is_drawn=False,
        window_start=date(2024, 4, 1),
        window_end=window_end,
        starts_on=starts_on,
        ends_on=ends_on,
        began_on=(starts_on or TODAY) if begun else None,
        closed_on=(ends_on or TODAY) if closed else None,
        concluded_on=TODAY if done else None,
        notice_sent=notice,
        has_self_report=report,
        has_tablet=tablet,
        team=team,
        deadlines=deadlines,
    )


def standing(one: BoardVisit) -> Standing:
    """Where a single visit stands today."""
    return standings_of([one], CALENDAR, TODAY)[0]


@pytest.mark.parametrize(
    ("one", "missed"),
    [
        (visit(TODAY), []),
        (visit(date(2024, 6, 14)), [Waited.START]),
        (visit(date(2024, 6, 14), notice=False), [Waited.START]),
        (visit(date(2024, 6, 21), notice=False), [Waited.NOTICE]),
        (visit(date(2024, 6, 14), state=VisitState.UNDER_WAY), [Waited.MINUTES]),
        (visit(date(2024, 5, 14), state=VisitState.CLOSED), [Waited.CONCLUSION]),
        (visit(date(2024, 6, 14), state=VisitState.CLOSED), []),
        (visit(date(2024, 4, 10), state=VisitState.CONCLUDED), []),
        (visit(None), []),
    ],
)
def test_a_visit_misses_only_the_next_thing_that_it_waits_for(one: BoardVisit, missed: list[Waited]) -> None:
    assert [what for what, _on in standing(one).missed] == missed


@pytest.mark.parametrize(
    ("one", "lacks"),
    [
        (visit(date(2024, 6, 20)), ()),
        (visit(date(2024, 6, 20), team=()), (Lack.TEAM,)),
        (visit(date(2024, 6, 20), team=FULL[1:]), (Lack.LEAD,)),
        (visit(date(2024, 6, 20), team=FULL[:1]), (Lack.SECRETARY,)),
        (visit(date(2024, 6, 20), notice=False, report=False), (Lack.NOTICE, Lack.SELF_REPORT)),
        (visit(date(2024, 6, 20), notice=False, report=False, unannounced=True), ()),
        (visit(date(2024, 6, 27), report=False), ()),
        (visit(date(2024, 6, 19), tablet=False), (Lack.TABLET,)),
        (visit(date(2024, 6, 20), tablet=False), ()),
        (visit(date(2024, 6, 19), tablet=None), ()),
        (visit(date(2024, 7, 1), team=()), (Lack.TEAM,)),
        (visit(date(2024, 7, 2), team=()), ()),
        (visit(None, window_end=date(2024, 7, 1)), (Lack.DATE,)),
        (visit(None, window_end=date(2024, 7, 2)), ()),
        (visit(TODAY, team=(), state=VisitState.UNDER_WAY), ()),
    ],
)
def test_a_visit_is_at_risk_only_within_ten_working_days_and_for_what_should_be_there(
    one: BoardVisit, lacks: tuple[Lack, ...]
) -> None:
    assert standing(one).lacks == lacks


def test_what_falls_due_is_told_from_today_to_five_working_days_ahead() -> None:
    assert standing(visit(date(2024, 6, 24))).coming == ((Waited.START, date(2024, 6, 24)),)
    assert standing(visit(date(2024, 6, 25))).coming == ()
    assert standing(visit(date(2024, 6, 25), report=False)).coming == ((Waited.SELF_REPORT, date(2024, 6, 18)),)


def test_cancelled_visits_are_counted_nowhere() -> None:
    assert standings_of([visit(state=VisitState.CANCELLED)], CALENDAR, TODAY) == []


def test_days_in_the_field_are_working_days() -> None:
    assert field_days(visit(date(2024, 4, 17), days=6), CALENDAR) == [
        date(2024, 4, 17),
        date(2024, 4, 19),
        date(2024, 4, 22),
    ]


PARTS = st.builds(
    TeamPart,
    person_id=st.sampled_from([UUID(int=n) for n in range(1, 5)]),
    name=st.just("Người"),
    role=st.sampled_from([Role.LEAD, Role.SECRETARY, Role.INSPECTOR]),
)
VISITS = st.builds(
    visit,
    starts_on=st.none() | st.dates(date(2024, 5, 20), date(2024, 7, 20)),
    days=st.integers(1, 20),
    state=st.sampled_from([None, *VisitState]),
    team=st.lists(PARTS, max_size=3, unique_by=lambda part: part.person_id).map(tuple),
    notice=st.booleans(),
    report=st.booleans(),
    tablet=st.sampled_from([None, True, False]),
    unannounced=st.booleans(),
    number=st.integers(1, 99),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(VISITS, max_size=12))
def test_every_figure_counts_as_many_visits_as_its_selection_chooses(visits: list[BoardVisit]) -> None:
    standings = standings_of(visits, CALENDAR, TODAY)
    figures = [*headline(standings).values(), *(figure for row in by_team(standings) for figure in row.figures)]
    months, load = workload(standings, CALENDAR)
    figures += [row.visits for row in load]
    figures += [figure for row in load for _days, figure in row.months]
    for figure in figures:
        assert figure.count == len(chosen(standings, figure.selection, CALENDAR)), figure
    assert sum(
        len(chosen(standings, Selection(lead=row.figures[0].selection.lead), CALENDAR)) for row in by_team(standings)
    ) == len(standings)
    for row in load:
        assert sum(days for days, _figure in row.months) == row.days
    assert len(months) == len(set(months))


@settings(max_examples=40, deadline=None)
@given(VISITS)
def test_the_stages_of_a_bar_are_each_visit_exactly_once(one: BoardVisit) -> None:
    exclusive = (Stage.CONCLUDED, Stage.WAITING, Stage.UNDER_WAY, Stage.SCHEDULED, Stage.UNDATED)
    for found in standings_of([one], CALENDAR, TODAY):
        assert sum(is_in(stage, found) for stage in exclusive) == 1


def test_without_a_lead_and_without_a_date_can_be_asked_for() -> None:
    standings = standings_of([visit(None, team=FULL[1:]), visit(TODAY, number=2)], CALENDAR, TODAY)
    assert chosen(standings, Selection(lead=NOTHING), CALENDAR) == standings[:1]
    assert chosen(standings, Selection(month=NOTHING), CALENDAR) == standings[:1]
    assert chosen(standings, Selection(month="2024-06"), CALENDAR) == standings[1:]
