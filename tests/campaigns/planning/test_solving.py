"""The solver: no rule broken, never dearer than the quick plans, the same on each run, and its bound is a bound."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings

from inspect_app.campaigns.planning import Plan, Weights, check, price, solving
from inspect_app.campaigns.planning.bound import lower_bound, quick_bound
from inspect_app.campaigns.planning.greedy import clerks_plan, greedy_plan
from inspect_app.campaigns.planning.grid import each_bit
from inspect_app.campaigns.planning.lots import Dice, Lots
from inspect_app.campaigns.planning.mending import Mending
from inspect_app.campaigns.planning.model import build_model
from inspect_app.campaigns.planning.pricing import trips
from inspect_app.campaigns.planning.proposal import Progress, Stage
from inspect_app.campaigns.planning.search import Search
from inspect_app.campaigns.planning.solver import Answer, solve
from inspect_app.campaigns.planning.solving import solve_problem
from inspect_app.campaigns.planning.standing import Standing
from inspect_app.campaigns.planning.table import build_table
from tests.campaigns.planning.small import CREW_A, at, campaigns, june, plan, problem, span, visit

FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def dearness(ground, placements):
    return price(ground, Plan(placements)).total


@FEW
@given(campaigns(most=5))
def test_a_proven_plan_breaks_no_rule_and_is_no_dearer_than_a_quick_one(ground):
    found, proof = solve_problem(ground, "seed", work=4)
    pins = {code for code, one in ground.visits.items() if one.pinned is not None}
    assert all(set(violation.visits) <= pins for violation in check(ground, found))
    assert proof.cost == price(ground, found).total
    assert proof.is_optimal
    secret = {code: found.placements[code] for code in found.placements if ground.visits[code].unannounced}
    table = build_table(ground, {code: one.pinned for code, one in ground.visits.items() if one.pinned} | secret)
    assert proof.cost <= min(table.price(quick(table).chosen).total for quick in (clerks_plan, greedy_plan))
    assert quick_bound(table) <= lower_bound(table) <= proof.cost


def test_joined_visits_are_placed_and_moved_together():
    """One could go on the 3rd and the other not before the 12th: both go then, by each way to a plan."""
    early = visit("V", "xa", days=2, target=june(3))
    late = visit("W", "xa", teams=("A",), window=span(12, 20), joins=("V",))
    ground = problem(early, late, visit("X", "huyen-1", target=june(3)))
    for work in (0.01, 4):
        found, _proof = solve_problem(ground, "seed", work=work)
        assert found.placements["V"].first == found.placements["W"].first == june(12)
    standing = greedy_plan(build_table(ground, {}))
    Search(standing, Lots("seed", "search")).run(1.0)
    Mending(standing, Dice(Lots("seed", "mending"))).run(0.2)
    assert check(ground, standing.table.plan(standing.chosen)) == []
    assert len(standing.chosen) == 3


@FEW
@given(campaigns(most=2))
def test_nothing_that_the_checker_lets_through_is_cheaper(ground):
    """Every combination of places is tried, each checked and priced without the model."""
    plain = replace(ground, visits={code: replace(one, unannounced=False) for code, one in ground.visits.items()})
    _found, proof = solve_problem(plain, "seed", work=4)
    pinned = {code: one.pinned for code, one in plain.visits.items() if one.pinned is not None}
    table = build_table(plain, {})
    choices = []
    for row in table.rows:
        if row.visit.code in pinned:
            choices.append([pinned[row.visit.code]])
            continue
        places = [table.placement(row, option, first) for option in row.options for first in each_bit(option.starts)]
        choices.append([None, *places])
    best = None
    for chosen in product(*choices):
        whole = Plan({one.visit: one for one in chosen if one is not None})
        if all(set(violation.visits) <= pinned.keys() for violation in check(plain, whole)):
            cost = price(plain, whole).total
            best = cost if best is None else min(best, cost)
    assert proof.cost == best


def ordinary(**more):
    """Six visits of which two pairs could share a trip."""
    return problem(
        visit("V1", "huyen-1", days=2),
        visit("V2", "huyen-2", days=2),
        visit("V3", "xa"),
        visit("V4", "huyen-2", teams=("A", "B"), window=span(17, 26)),
        visit("S1", "xa", unannounced=True, teams=("A",)),
        visit("S2", "huyen-2", unannounced=True, teams=("A",)),
        **more,
    )


def test_neighbours_are_visited_on_one_trip():
    ground = problem(visit("V1", "huyen-1", days=2), visit("V2", "huyen-2", days=2), visit("V3", "xa"))
    found, proof = solve_problem(ground, "seed")
    assert proof.is_optimal
    assert [sorted(codes) for codes in trips(ground, found).values() if len(codes) > 1] == [["V1", "V2"]]


def test_the_mountains_are_visited_before_the_rain():
    ground = problem(visit("V1", "huyen-1"), rainy=span(11, 28))
    found, _proof = solve_problem(ground, "seed")
    assert found.placements["V1"].first < june(11)


def test_the_same_seed_gives_the_same_plan_and_another_seed_other_secret_days():
    first, proof = solve_problem(ordinary(), "seed")
    again, proof_again = solve_problem(ordinary(), "seed")
    assert first == again
    assert replace(proof, work=0) == replace(proof_again, work=0)
    days = {
        tuple(solve_problem(ordinary(), seed, work=1)[0].placements[code].first for code in ("S1", "S2"))
        for seed in ("seed", "b", "c", "d")
    }
    assert len(days) > 1


def test_secret_days_do_not_hang_on_the_weights():
    cheap, _proof = solve_problem(ordinary(), "seed")
    other, _proof = solve_problem(ordinary(weights=Weights(travel=0, rain=90, months=50), rainy=span(3, 20)), "seed")
    for code in ("S1", "S2"):
        assert cheap.placements[code] == other.placements[code]


def test_pinned_visits_stay_and_the_others_move_little():
    stands = {"V1": at("V1", 12, 13), "V2": at("V2", 13, 14), "V3": at("V3", 5)}
    visits = [
        visit("V1", "huyen-1", days=2, pinned=stands["V1"]),
        visit("V2", "huyen-2", days=2, published=stands["V2"]),
        visit("V3", "xa", published=stands["V3"]),
    ]
    ground = problem(*visits)
    found, proof = solve_problem(ground, "seed")
    assert proof.is_optimal
    assert found.placements["V1"] == stands["V1"]
    assert found.placements["V3"] == stands["V3"]
    assert found.placements["V2"] != stands["V2"], "its team is with V1 on the 13th"
    assert check(ground, found) == []


def test_a_visit_that_follows_another_comes_after_it():
    waiting = visit("V1", "huyen-1", after=("V2",))
    ground = problem(waiting, visit("V2", "xa", window=span(24, 26)), rainy=span(20, 28))
    found, _proof = solve_problem(ground, "seed")
    assert found.placements["V2"].last < found.placements["V1"].first


def test_streams_that_may_combine_share_a_narrow_window():
    narrow = span(12, 13)
    ground = problem(
        visit("V1", "xa", days=2, window=narrow),
        visit("V2", "xa", stream="y-te", teams=("A",), window=narrow),
    )
    found, _proof = solve_problem(ground, "seed")
    assert found.placements["V1"].first == found.placements["V2"].first == june(12)


def test_two_visits_to_one_unit_keep_their_distance():
    ground = problem(visit("V1", "xa", window=span(11, 18)), visit("V2", "xa", teams=("A",), window=span(11, 18)))
    found, proof = solve_problem(ground, "seed")
    assert proof.is_optimal
    assert check(ground, found) == []
    early, late = sorted(one.first for one in found.placements.values())
    assert ground.calendar.working_days_between(early, late) > ground.distance


def test_a_search_that_is_stopped_ends_before_its_work_is_done():
    table = build_table(ordinary(), {})
    model = build_model(Standing(table), range(len(table.rows)))
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return True

    answer = solve(model.solver_model, 1000, stop=stop)
    assert answer.was_stopped == bool(asked)
    assert answer.work < 1000


def test_a_member_on_leave_is_replaced_and_counted():
    ground = problem(visit("V1", "xa", teams=("A",), window=span(5, 5)))
    found, _proof = solve_problem(ground, "seed")
    assert "giang" in found.placements["V1"].people, "team A's secretary is on leave"
    assert price(ground, found).stand_in == ground.weights.stand_in


def test_stopped_at_once_it_gives_the_plan_that_it_has():
    heard: list[Progress] = []
    found, proof = solve_problem(ordinary(), "seed", hear=heard.append, stop=lambda: True)
    assert proof.was_stopped
    assert not proof.is_optimal
    assert proof.bound <= proof.cost
    assert check(ordinary(), found) == []
    assert [one.stage for one in heard][:2] == [Stage.DRAWING, Stage.FIRST_PLAN]


@pytest.mark.parametrize("kind", ["mending", "search"])
def test_both_searches_count_rightly_what_they_gain(kind):
    ground = ordinary(rainy=span(3, 7))
    table = build_table(ground, {})
    standing = clerks_plan(table)
    before = table.price(standing.chosen).total
    if kind == "mending":
        mending = Mending(standing, Dice(Lots("seed", "test")))
        mending.run(0.05)
        gained = mending.gained
    else:
        search = Search(standing, Lots("seed", "test"), size=3)
        search.run(0.3)
        gained = search.gained
    assert table.price(standing.chosen).total == before - gained
    assert gained > 0
    assert check(ground, table.plan(standing.chosen)) == []


def test_a_plan_of_pins_alone_is_proven_at_once():
    ground = problem(visit("V1", "xa", pinned=at("V1", 4, crew=CREW_A, team="A")))
    found, proof = solve_problem(ground, "seed")
    assert found == plan(at("V1", 4, crew=CREW_A, team="A"))
    assert proof.is_optimal


def test_a_search_that_has_hardly_begun_takes_nothing_from_the_bound_that_is_known_anyhow(monkeypatch):
    def hardly(model, work, *, stop, found):
        found(2, -20_000)
        return Answer(None, 0, -20_000, is_optimal=False, work=work, was_stopped=False)

    monkeypatch.setattr(solving, "solve", hardly)
    ground = problem(visit("V", "huyen-1", days=2), visit("W", "huyen-2"))
    heard: list[Progress] = []
    _found, proof = solve_problem(ground, "seed", hear=heard.append)
    least = quick_bound(build_table(ground, {}))
    assert least > 0
    assert proof.bound >= least
    assert all(one.bound is None or one.bound >= least for one in heard)
