"""The checker finds each broken rule, says who, when and why, and finds nothing where nothing is broken."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspect_app.campaigns.planning.checking import Rule, check, check_visit
from inspect_app.campaigns.planning.greedy import clerks_plan, greedy_plan
from inspect_app.campaigns.planning.problem import Placement, Tie
from inspect_app.campaigns.planning.table import build_table
from inspect_app.kernel.actors import Role
from inspect_app.kernel.language import use_language
from tests.campaigns.planning.small import (
    CREW_A,
    CREW_B,
    PEOPLE,
    at,
    campaigns,
    june,
    member,
    plan,
    problem,
    span,
    visit,
)

DAY = visit("V", "xa")
TWO_DAYS = visit("V", "xa", days=2)


def rules(found):
    return [violation.rule for violation in found]


def one(ground, *placements):
    """The only violation of a plan."""
    (violation,) = check(ground, plan(*placements))
    return violation


def test_a_good_plan_breaks_nothing():
    ground = problem(TWO_DAYS, visit("W", "huyen-2", stream="y-te", teams=("A",)))
    assert check(ground, plan(at("V", 11, 12), at("W", 11, crew=CREW_A, team="A"))) == []


@pytest.mark.parametrize("day", [8, 9, 10, 16])
def test_weekends_and_holidays_are_no_days_for_a_visit(day):
    assert Rule.WORKING_DAYS in rules(check(problem(DAY), plan(at("V", day))))


def test_a_worked_saturday_is_a_day_for_a_visit():
    assert check(problem(DAY), plan(at("V", 15))) == []


def test_a_stay_over_a_weekend_counts_its_days_off():
    violation = one(problem(TWO_DAYS), at("V", 21, 24))
    assert violation.rule is Rule.WORKING_DAYS
    assert violation.days == (june(22), june(23))
    assert violation.message == "V: ngày 22/06/2024 không phải ngày làm việc"


def test_a_visit_lasts_as_long_as_it_should():
    assert one(problem(TWO_DAYS), at("V", 11)).rule is Rule.LENGTH


def test_a_visit_lies_in_its_window_and_is_over_when_it_is_due():
    ground = problem(replace(TWO_DAYS, window=span(11, 20), due=june(18)))
    assert one(ground, at("V", 6, 7)).rule is Rule.WINDOW
    late = one(ground, at("V", 18, 19))
    assert late.rule is Rule.DUE
    assert late.message == "V: kết thúc ngày 19/06/2024, sau hạn 18/06/2024"
    assert check(ground, plan(at("V", 17, 18))) == []


def test_a_unit_that_no_longer_exists_is_not_visited():
    assert one(problem(visit("V", "huyen-2")), at("V", 27)).rule is Rule.UNIT_EXISTS


def test_a_units_own_event_is_named():
    violation = one(problem(visit("V", "huyen-1")), at("V", 18))
    assert violation.rule is Rule.BLACKOUT
    assert "họp HĐND" in violation.message


def test_the_notice_is_counted_in_working_days_and_not_asked_of_the_told_and_the_secret():
    late = visit("V", "xa", notice_days=5)
    ground = problem(late, as_of=june(7))
    assert one(ground, at("V", 14)).rule is Rule.NOTICE
    assert check(ground, plan(at("V", 15))) == [], "the worked Saturday is the fifth day after Friday 07/06"
    for free in (replace(late, told=True), replace(late, unannounced=True)):
        assert check(problem(free, as_of=june(7)), plan(at("V", 14))) == []


def test_no_visit_is_planned_for_the_very_day_of_planning_but_one_that_stands_there_may_stay():
    today = visit("V", "xa")
    for rushed in (today, replace(today, told=True), replace(today, unannounced=True)):
        assert one(problem(rushed, as_of=june(7)), at("V", 7)).rule is Rule.NOTICE
        assert check(problem(rushed, as_of=june(7)), plan(at("V", 11))) == [], (
            "Monday is a holiday, Tuesday the next working day"
        )
    standing = replace(today, notice_days=5, published=at("V", 7))
    assert check(problem(standing, as_of=june(7)), plan(at("V", 7))) == []
    assert one(problem(standing, as_of=june(7)), at("V", 12)).rule is Rule.NOTICE


def test_one_person_is_in_one_place_a_day():
    ground = problem(TWO_DAYS, visit("W", "huyen-1"))
    first, second = check(ground, plan(at("V", 11, 12), at("W", 12)))
    assert (first.rule, first.visits, first.people) == (Rule.ONE_PLACE, ("V", "W"), ("dung",))
    assert first.message == "V: Trưởng đoàn B đã ở W ngày 12/06/2024"
    assert second.people == ("giang",)


def test_another_visit_that_is_secret_is_not_named():
    ground = problem(DAY, visit("W", "huyen-1", unannounced=True))
    for violation in check_visit(ground, plan(at("V", 11), at("W", 11)), "V"):
        assert "W" not in violation.message
        assert "một cuộc kiểm tra khác" in violation.message


@pytest.mark.parametrize(
    ("crew", "rule"),
    [
        ((member("giang", Role.SECRETARY), member("binh")), Rule.ONE_LEAD),
        ((member("dung", Role.LEAD), member("an", Role.LEAD), member("giang", Role.SECRETARY)), Rule.ONE_LEAD),
        ((member("binh", Role.LEAD), member("giang", Role.SECRETARY)), Rule.ONE_LEAD),
        ((member("dung", Role.LEAD), member("binh")), Rule.SECRETARY),
        ((member("dung", Role.LEAD), member("binh", Role.SECRETARY)), Rule.SECRETARY),
    ],
)
def test_a_team_has_one_fit_lead_and_a_fit_secretary(crew, rule):
    assert one(problem(DAY), at("V", 11, crew=crew)).rule is rule


def test_a_stream_that_asks_for_an_expert_gets_one():
    ground = problem(replace(DAY, stream="y-te"))
    assert one(ground, at("V", 11)).rule is Rule.EXPERT
    assert check(ground, plan(at("V", 11, crew=CREW_A))) == []


def test_a_team_has_enough_people_and_nobody_twice():
    alone = (member("dung", Role.LEAD),)
    assert Rule.LEAST_PEOPLE in rules(check(problem(DAY), plan(at("V", 11, crew=alone))))
    twice = (*CREW_B, member("dung"))
    assert rules(check(problem(DAY), plan(at("V", 11, crew=twice)))) == [Rule.ONE_PLACE]


def test_nobody_inspects_his_own_unit_or_one_that_he_left_within_the_year():
    assert one(problem(visit("V", "tinh")), at("V", 11, crew=CREW_A)).people == ("an",)
    assert one(problem(visit("V", "huyen-1")), at("V", 11, crew=CREW_A)).people == ("binh",)
    long_gone = {**PEOPLE, "binh": replace(PEOPLE["binh"], ties=(Tie("huyen-1", june(11).replace(year=2023)),))}
    assert check(problem(visit("V", "huyen-1"), people=long_gone), plan(at("V", 12, crew=CREW_A))) == []


def test_nobody_goes_on_a_visit_while_on_leave():
    violation = one(problem(DAY), at("V", 5, crew=CREW_A))
    assert (violation.rule, violation.people, violation.days) == (Rule.LEAVE, ("chi",), (june(5),))


def test_a_unit_is_left_alone_for_a_while():
    ground = problem(DAY, visit("W", "xa", teams=("A",)))
    near = one(ground, at("V", 11), at("W", 14, crew=CREW_A, team="A"))
    assert near.rule is Rule.BURDEN
    assert near.message == "V: “UBND xã” đã có W ngày 14/06/2024, phải cách nhau ít nhất 3 ngày làm việc"
    assert check(ground, plan(at("V", 11), at("W", 15, crew=CREW_A, team="A"))) == []


def test_a_visit_on_a_day_off_is_as_far_away_as_the_working_days_between():
    ground = problem(DAY, visit("W", "xa", teams=("A",)), distance=0)
    # Friday, and a Saturday that somebody fixed.
    found = check(ground, plan(at("V", 14), at("W", 15, crew=CREW_A, team="A")))
    assert Rule.BURDEN not in rules(found)


def test_two_streams_may_be_one_visit_if_they_begin_together():
    ground = problem(TWO_DAYS, visit("W", "xa", stream="y-te", teams=("A",)))
    assert check(ground, plan(at("V", 11, 12), at("W", 11, crew=CREW_A, team="A"))) == []
    assert one(ground, at("V", 11, 12), at("W", 12, crew=CREW_A, team="A")).rule is Rule.BURDEN


def test_visits_that_were_joined_begin_on_one_day():
    ground = problem(TWO_DAYS, visit("W", "xa", teams=("A",), joins=("V",)), distance=0)
    apart = check(ground, plan(at("V", 11, 12), at("W", 17, crew=CREW_A, team="A")))
    assert rules(apart) == [Rule.TOGETHER]
    assert apart[0].message == "V ghép với W nên phải bắt đầu cùng ngày 17/06/2024"
    assert check(ground, plan(at("V", 11, 12), at("W", 11, crew=CREW_A, team="A"))) == []


def test_a_visit_that_follows_another_begins_after_it():
    ground = problem(DAY, visit("W", "huyen-1", after=("V",)))
    assert one(ground, at("V", 13), at("W", 12)).rule is Rule.ORDER
    assert check(ground, plan(at("V", 11), at("W", 12))) == []


def test_a_pinned_visit_stays_with_its_people():
    kept = at("V", 11)
    ground = problem(replace(DAY, pinned=kept))
    assert check(ground, plan(kept)) == []
    assert one(ground, at("V", 12)).rule is Rule.PINNED
    assert one(ground, at("V", 11, crew=(*CREW_B, member("binh")))).rule is Rule.PINNED


def test_what_the_plan_does_not_know_is_told():
    assert one(problem(DAY), at("X", 11)).rule is Rule.KNOWN
    stranger = one(problem(DAY), at("V", 11, crew=(*CREW_B, member("ai"))))
    assert (stranger.rule, stranger.people) == (Rule.KNOWN, ("ai",))


def test_the_sentences_are_spoken_in_english_too():
    with use_language("en"):
        violation = one(problem(TWO_DAYS), at("V", 21, 24))
    assert re.search(r"22/06/2024", violation.message)
    assert "ngày làm việc" not in violation.message


QUICK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(campaigns(), st.booleans())
def test_quick_plans_of_random_campaigns_break_no_rule_but_where_a_pin_does(ground, by_clerk):
    pins = {code: one.pinned for code, one in ground.visits.items() if one.pinned is not None}
    table = build_table(ground, pins)
    found = clerks_plan(table) if by_clerk else greedy_plan(table)
    for violation in check(ground, table.plan(found.chosen)):
        assert set(violation.visits) <= pins.keys(), violation.message


@QUICK
@given(campaigns(), st.data())
def test_the_open_days_are_all_that_the_checker_lets_through(ground, data):
    """Whatever day and team: the checker says nothing exactly where the table has an option for just these people."""
    code = data.draw(st.sampled_from(sorted(ground.visits)))
    alone = problem(
        replace(ground.visits[code], pinned=None),
        **{name: getattr(ground, name) for name in ("people", "units", "distance", "rainy", "as_of")},
    )
    table = build_table(alone, {})
    (row,) = table.rows
    offered = {
        (table.grid.days[first], option.team, option.members)
        for option in row.options
        for first in range(len(table.grid.days))
        if option.starts >> first & 1
    }
    for first, day in enumerate(table.grid.days[: len(table.grid.days) - row.days + 1]):
        last = table.grid.days[first + row.days - 1]
        for team in row.visit.teams:
            whole = alone.teams[team].members
            good = not check(alone, plan(Placement(code, day, last, team, whole)))
            assert good == ((day, team, whole) in offered)


@pytest.mark.slow
@QUICK
@given(campaigns(), st.data())
def test_one_visit_is_checked_as_in_the_whole_plan(ground, data):
    table = build_table(ground, {})
    whole = table.plan(clerks_plan(table).chosen)
    for code in whole.placements:
        day = data.draw(st.sampled_from(table.grid.days))
        whole = whole.moved(replace(whole.placements[code], first=day, last=day))
    told = {(one.rule, frozenset(one.visits), one.people, one.days) for one in check(ground, whole)}
    each = {
        (one.rule, frozenset(one.visits), one.people, one.days)
        for code in whole.placements
        for one in check_visit(ground, whole, code)
    }
    assert told == each
