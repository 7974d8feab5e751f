"""Reasons of visits that have a place; causes and ways out of those that have none."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from inspect_app.campaigns.planning import Closed, Rule, check_visit
from inspect_app.campaigns.planning.obstacles import obstacle, smallest
from inspect_app.campaigns.planning.proposal import Way
from inspect_app.campaigns.planning.proposing import propose
from tests.campaigns.planning.small import CREW_A, UNITS, at, june, plan, problem, span, visit

NARROW = span(12, 14)


def reasons(ground):
    return {move.visit: move.reason for move in propose(ground, "seed").moves}


def test_a_shared_trip_is_told_with_its_cluster():
    told = reasons(problem(visit("V1", "huyen-1", days=2), visit("V2", "huyen-2", days=2)))
    assert told["V1"].startswith("Đi cùng chuyến đến Cụm núi với V2")
    assert "Đoàn B được giao từ trước" in told["V1"]


def test_a_secret_companion_is_not_named():
    ground = problem(
        visit("V1", "huyen-1", window=span(3, 3)), visit("S", "huyen-2", unannounced=True, window=span(4, 4))
    )
    told = reasons(ground)
    assert "S" not in told["V1"].replace("Sở", "")
    assert told["S"].startswith("Rút thăm bằng mã bí mật")


def test_a_move_says_what_stood_in_the_way():
    ground = problem(
        visit("V1", "xa", published=at("V1", 12)),
        units={"xa": replace(UNITS["xa"], blackouts=(Closed(NARROW, "bão"),))},
    )
    told = reasons(ground)["V1"]
    assert told.startswith("Dời từ 12/06/2024 vì:")
    assert "bão" in told


def test_few_days_stand_ins_and_kept_dates_are_told():
    ground = problem(visit("V1", "xa", teams=("A",), window=span(5, 5), published=at("V1", 5, crew=CREW_A, team="A")))
    told = reasons(ground)["V1"]
    assert "Giữ ngày đã có trong lịch" in told
    assert "chỉ có 1 ngày bắt đầu hợp lệ" in told
    assert "vắng Thư ký A" in told
    assert "Thư ký B đi thay" in told


def test_a_visit_that_is_impossible_by_itself_is_told_so():
    ground = problem(visit("V1", "huyen-1", window=span(18, 20)), visit("V2", "xa"))
    (one,) = propose(ground, "seed").unplaced
    assert (one.visit, one.alone) == ("V1", True)
    assert {cause.rule for cause in one.causes} == {Rule.WINDOW, Rule.BLACKOUT}
    assert "họp HĐND" in " ".join(cause.message for cause in one.causes)
    assert {way.way for way in one.ways_out} == {Way.WIDER_WINDOW, Way.LIFTED_BLACKOUT}
    wider = next(way for way in one.ways_out if way.way is Way.WIDER_WINDOW)
    assert wider.placement.first in (june(17), june(21))
    assert "nới thời gian thêm 1 ngày" in wider.message


def test_visits_that_take_each_others_people_name_each_other_and_another_team_helps():
    ground = problem(
        visit("V1", "xa", days=3, window=NARROW),
        visit("V2", "huyen-2", days=3, window=NARROW),
    )
    (one,) = propose(ground, "seed").unplaced
    other = {"V1": "V2", "V2": "V1"}[one.visit]
    assert not one.alone
    assert {cause.rule for cause in one.causes} == {Rule.WINDOW, Rule.ONE_PLACE}
    assert any(cause.visits == (other,) for cause in one.causes)
    assert Way.ANOTHER_TEAM in {way.way for way in one.ways_out}


def test_another_visit_that_can_move_is_a_way_out():
    ground = problem(visit("V1", "xa", window=span(12, 12)), visit("V2", "huyen-2"))
    stands = plan(at("V2", 12))
    found = obstacle(ground, stands, "V1")
    moved = next(way for way in found.ways_out if way.way is Way.ANOTHER_VISIT_MOVED)
    assert "dời V2" in moved.message
    assert check_visit(ground, plan(moved.placement), "V1") == []


def test_secret_visits_in_the_way_are_not_named():
    ground = problem(visit("V1", "xa", window=span(12, 12)), visit("S9", "huyen-2", unannounced=True))
    found = obstacle(ground, plan(at("S9", 12)), "V1")
    told = " ".join([*(cause.message for cause in found.causes), *(way.message for way in found.ways_out)])
    assert "S9" not in told
    assert "một cuộc kiểm tra khác" in told


NAMES = st.sampled_from([(rule, (), ()) for rule in (Rule.WINDOW, Rule.BLACKOUT, Rule.LEAVE, Rule.TIED, Rule.NOTICE)])


@given(st.lists(st.frozensets(NAMES, max_size=4), min_size=1, max_size=8))
def test_the_causes_are_a_smallest_set_none_of_which_can_be_spared(hits):
    kept = smallest(hits)
    if any(not one for one in hits):
        assert kept == []
        return
    assert all(one & set(kept) for one in hits)
    for name in kept:
        assert not all(one & (set(kept) - {name}) for one in hits)


def test_pins_that_break_a_rule_are_told_and_stand():
    ground = problem(visit("V1", "huyen-1", pinned=at("V1", 18)))
    proposal = propose(ground, "seed")
    assert [violation.rule for violation in proposal.violations] == [Rule.BLACKOUT]
    assert proposal.moves[0].is_pinned
    assert not proposal.moves[0].changes
