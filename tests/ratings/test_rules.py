"""The rule of 2024: every boundary, what it leaves open, and what it says about it."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspect_app.kernel.language import use_language
from inspect_app.ratings.rules import (
    Band,
    DossierCounts,
    IndexTest,
    Inputs,
    Reading,
    Share,
    Subject,
    TestState,
    changes,
    evaluate,
    inputs_from_parts,
    judge,
    region_text,
    share_text,
    uncovered,
)
from tests.ratings.oracle import expected


def inputs(contents=True, index=None, late=None, total=None):
    share = None if total is None else Share(late, total)
    return Inputs(contents, None if index is None else Decimal(index), share)


@pytest.mark.parametrize(
    ("contents", "index", "late", "total", "rating"),
    [
        (True, "100", 0, 1, "excellent"),
        (True, "90", 4, 100, "excellent"),
        (True, "90.00", 49_999, 1_000_000, "excellent"),
        (True, "89.99", 4, 100, "good"),
        (True, "89.9999999999999999999999999999999999", 4, 100, "good"),
        (True, "80", 0, 100, "good"),
        (True, "79.99", 4, 100, "completed"),
        (True, "79.99", 50, 100, "completed"),
        (True, "65", None, None, "completed"),
        (True, "70", 0, 0, "completed"),
        (False, "64.99", 4, 100, "not_completed"),
        (False, "64.99", None, None, "not_completed"),
        (False, "0", 100, 100, "not_completed"),
        (True, "90", 5, 100, "undecided"),
        (True, "80", 1, 20, "undecided"),
        (True, "85", 6, 100, "undecided"),
        (True, "64.99", 4, 100, "undecided"),
        (False, "65", 4, 100, "undecided"),
        (False, "92", 3, 100, "undecided"),
        (True, "95", 0, 0, "undecided"),
        (True, None, 4, 100, "undecided"),
        (None, "95", 4, 100, "undecided"),
        (None, "60", 4, 100, "undecided"),
        (None, None, None, None, "undecided"),
    ],
)
def test_each_side_of_each_boundary(rule, contents, index, late, total, rating):
    outcome = evaluate(rule, inputs(contents, index, late, total))
    assert outcome.rating == rating
    assert (outcome.clause is None) is (rating == "undecided")
    assert bool(outcome.candidates) is (rating == "undecided")


@pytest.mark.parametrize(
    ("contents", "index", "late", "total", "candidates"),
    [
        (True, "85", 6, 100, ("good", "completed")),
        (True, "92", 6, 100, ("excellent", "completed")),
        (False, "92", 3, 100, ("excellent", "not_completed")),
        (True, "60", 3, 100, ("excellent", "good", "completed", "not_completed")),
        (True, "92", None, None, ("excellent",)),
        (True, "92", 0, 0, ("excellent",)),
        (None, "60", 3, 100, ("not_completed",)),
        (False, None, 3, 100, ("not_completed",)),
        (None, None, None, None, ("excellent", "good", "completed", "not_completed")),
    ],
)
def test_the_candidates_are_the_levels_that_fail_the_fewest_tests(rule, contents, index, late, total, candidates):
    assert evaluate(rule, inputs(contents, index, late, total)).candidates == candidates


def test_a_missing_input_leaves_its_test_open_and_a_present_one_does_not(rule):
    verdict = judge(rule, inputs(True, "92"))
    states = {result.test.subject: result.state for result in verdict.clauses[0].results}
    assert states == {Subject.CONTENTS: TestState.MET, Subject.INDEX: TestState.MET, Subject.LATE: TestState.OPEN}


def test_no_dossiers_are_no_rate_and_not_a_rate_of_zero(rule):
    outcome = evaluate(rule, inputs(True, "95", 0, 0))
    assert outcome.late_rate is None
    assert "không phát sinh hồ sơ" in outcome.reason


@pytest.mark.parametrize(("late", "total"), [(2, 1), (-1, 5), (0, -1)])
def test_counts_that_cannot_be_are_refused(late, total):
    with pytest.raises(ValueError, match="is not a share"):
        Share(late, total)


def test_the_reason_names_the_clause_the_figures_and_the_thresholds(rule):
    assert evaluate(rule, inputs(True, "85.5", 4, 100)).reason == (
        "Xếp loại “Hoàn thành tốt nhiệm vụ” vì: các nội dung được thực hiện đầy đủ, đạt yêu cầu; "
        "Chỉ số CCHC 85,5 % (từ 80 % đến dưới 90 %); trễ hẹn 4/100 hồ sơ, tỷ lệ 4,00 % (dưới 5 %)."
    )


def test_the_reason_tells_a_silent_rule_from_a_missing_input(rule):
    silent = evaluate(rule, inputs(True, "85", 6, 100)).reason
    missing = evaluate(rule, inputs(True, "85")).reason
    assert silent.startswith("Quy định không nêu mức cho trường hợp")
    assert missing.startswith("Chưa đủ căn cứ (thiếu tỷ lệ trễ hẹn)")


def test_a_missing_input_that_could_change_nothing_is_not_called_for(rule):
    assert evaluate(rule, inputs(True, "60", 0, 0)).reason.startswith("Quy định không nêu mức")
    assert evaluate(rule, inputs(True, "95", 0, 0)).reason.startswith("Chưa đủ căn cứ (không có tỷ lệ trễ hẹn)")


def test_the_reason_names_the_areas_that_fail(rule):
    areas = dict.fromkeys(range(1, 8), True) | {5: False}
    given_inputs = inputs_from_parts(
        areas=areas,
        numbers=range(1, 8),
        index=Decimal(92),
        counts=DossierCounts(3, 100),
        reading=Reading.RESOLVED,
    )
    assert "lĩnh vực 5 chưa đạt" in evaluate(rule, given_inputs).reason


def test_what_would_change_says_how_many_late_dossiers_are_too_many(rule):
    assert evaluate(rule, inputs(True, "92", 12, 200)).what_would_change == (
        "trễ hẹn tối đa 9/200 hồ sơ (hiện 12/200) → Hoàn thành xuất sắc nhiệm vụ",
        "Chỉ số CCHC từ 65 % đến dưới 80 % (hiện 92 %) → Hoàn thành nhiệm vụ",
    )


def test_with_a_rating_only_the_levels_one_step_away_are_named(rule):
    assert evaluate(rule, inputs(True, "85", 4, 100)).what_would_change == (
        "Chỉ số CCHC từ 90 % (hiện 85 %) → Hoàn thành xuất sắc nhiệm vụ",
        "Chỉ số CCHC từ 65 % đến dưới 80 % (hiện 85 %) → Hoàn thành nhiệm vụ",
    )


def test_a_rate_is_never_shown_on_a_threshold_it_does_not_reach(rule):
    assert share_text(rule, Share(4_999_999, 100_000_000)) == "4,999999 %"
    assert share_text(rule, Share(5, 100)) == "5,00 %"
    assert share_text(rule, Share(5 * 10**30 - 1, 10**32)).startswith("< 5")


def test_the_english_sentences_fall_back_to_vietnamese_ids_and_english_level_names(rule):
    with use_language("en"):
        assert "Good" in evaluate(rule, inputs(True, "85.5", 4, 100)).reason


class TestReadingsOfTheLateRate:
    """Facts of three readings: late ÷ resolved; with pending; complement of on time ÷ received."""

    counts = DossierCounts(late=4, total=100, pending_overdue=8, received=150, carried_over=10)

    def test_each_reading_counts_its_own_dossiers(self):
        assert self.counts.share(Reading.RESOLVED) == Share(4, 100)
        assert self.counts.share(Reading.WITH_PENDING) == Share(12, 160)
        assert self.counts.share(Reading.OF_RECEIVED) == Share(54, 150)

    @pytest.mark.parametrize(
        "counts",
        [
            replace(counts, pending_overdue=None),
            replace(counts, received=None),
            replace(counts, carried_over=None),
        ],
    )
    def test_a_missing_count_leaves_out_the_reading_that_needs_it(self, counts):
        assert counts.share(Reading.WITH_PENDING) is None

    def test_counts_that_contradict_each_other_give_no_reading(self):
        assert DossierCounts(late=0, total=100, received=40).share(Reading.OF_RECEIVED) is None

    def test_another_reading_on_the_other_side_of_the_threshold_is_told(self, rule):
        outcome = evaluate(rule, self._inputs(self.counts))
        assert outcome.rating == "excellent"
        assert [notice.split(":")[1].split("=")[0].strip() for notice in outcome.notices] == ["12/160", "54/150"]

    def test_another_reading_on_the_same_side_is_not_told(self, rule):
        same_side = DossierCounts(late=4, total=100, pending_overdue=0, received=100, carried_over=0)
        assert evaluate(rule, self._inputs(same_side)).notices == ()

    def _inputs(self, counts):
        return inputs_from_parts(
            areas=dict.fromkeys(range(1, 8), True),
            numbers=range(1, 8),
            index=Decimal(92),
            counts=counts,
            reading=Reading.RESOLVED,
        )


@pytest.mark.parametrize(
    ("late", "total", "percent"),
    [(803, 82_864, "0,97 %"), (7_677, 643_272, "1,19 %"), (19_852, 257_141, "7,72 %"), (143, 1_260, "11,35 %")],
)
def test_published_counts_give_the_published_rates(rule, late, total, percent):
    assert share_text(rule, Share(late, total)) == percent


class TestCoverage:
    def test_the_gaps_of_the_published_rule_are_named(self, rule):
        regions = uncovered(rule)
        assert all(region.is_gap for region in regions)
        assert [region_text(region) for region in regions] == [
            "không khoản nào phù hợp: mọi nội dung đạt yêu cầu; Chỉ số CCHC dưới 65 %; bất kể tỷ lệ trễ hẹn",
            "không khoản nào phù hợp: mọi nội dung đạt yêu cầu; Chỉ số CCHC từ 80 %; trễ hẹn từ 5 %",
            "không khoản nào phù hợp: mọi nội dung đạt yêu cầu; Chỉ số CCHC từ 80 %; không phát sinh hồ sơ",
            "không khoản nào phù hợp: có nội dung chưa đạt yêu cầu; Chỉ số CCHC từ 65 %; bất kể tỷ lệ trễ hẹn",
        ]

    def test_an_overlap_is_named_with_its_clauses(self, rule):
        wider = replace(
            rule.clauses[2], tests=(rule.clauses[2].tests[0], IndexTest(Band(ge=Decimal(65), le=Decimal(80))))
        )
        regions = uncovered(replace(rule, clauses=(*rule.clauses[:2], wider, rule.clauses[3])))
        overlaps = [region for region in regions if not region.is_gap]
        assert [(r.clauses, r.index, r.late) for r in overlaps] == [
            (("tot", "hoan-thanh"), Band(ge=Decimal(80), le=Decimal(80)), Band(lt=Decimal(5)))
        ]

    def test_two_met_clauses_are_undecided_with_both_as_candidates(self, rule):
        wider = replace(rule.clauses[2], tests=(rule.clauses[2].tests[0], IndexTest(Band(ge=Decimal(65)))))
        outcome = evaluate(
            replace(rule, clauses=(*rule.clauses[:2], wider, rule.clauses[3])), inputs(True, "85", 1, 100)
        )
        assert (outcome.rating, outcome.candidates) == ("undecided", ("good", "completed"))
        assert outcome.reason.startswith("Nhiều khoản của quy định cùng phù hợp")


answers = st.sampled_from([True, False, None])
indices = st.one_of(
    st.none(),
    st.decimals(0, 100, places=2),
    st.sampled_from([Decimal(t) + d for t in (65, 80, 90) for d in (Decimal("-0.01"), Decimal(0), Decimal("0.01"))]),
)
counts = st.one_of(
    st.none(),
    st.integers(0, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))),
    st.integers(1, 10**40).map(lambda unit: (unit, 20 * unit)),
)


@settings(deadline=None)
@given(answers, indices, counts)
def test_the_rule_agrees_with_a_plain_second_writing_of_it(rule, contents, index, dossiers):
    late, total = dossiers or (None, None)
    outcome = judge(rule, inputs(contents, index, late, total))
    assert (outcome.rating, list(outcome.candidates)) == expected(contents, index, late, total)


@settings(deadline=None)
@given(answers, indices, counts)
def test_undecided_always_has_candidates_and_a_reason_in_the_rules_order(rule, contents, index, dossiers):
    late, total = dossiers or (None, None)
    outcome = evaluate(rule, inputs(contents, index, late, total))
    order = [level.id for level in rule.levels]
    assert sorted(outcome.candidates, key=order.index) == list(outcome.candidates)
    assert outcome.is_decided is (not outcome.candidates)
    assert outcome.reason.endswith(".")


@settings(deadline=None)
@given(answers, indices, counts)
def test_every_change_that_is_named_really_leads_to_its_level(rule, contents, index, dossiers):
    late, total = dossiers or (None, None)
    before = inputs(contents, index, late, total)
    verdict = judge(rule, before)
    for change in changes(rule, before, verdict):
        after = change.adjusted
        assert judge(rule, after).rating == change.level != verdict.rating
        if before.late_rate is not None and after.share is not None:
            assert after.share.total == total


@settings(deadline=None)
@given(answers, st.decimals(0, 100, places=3), st.fractions(0, 1))
def test_a_point_lies_in_a_gap_exactly_when_no_clause_is_met(rule, contents, index, rate):
    if contents is None:
        return
    share = Share(rate.numerator, rate.denominator)
    met = judge(rule, Inputs(contents, index, share)).is_decided
    percent = Fraction(index)
    in_gap = any(
        region.contents is contents
        and region.index.holds(percent)
        and (region.any_late or (region.late is not None and region.late.holds(rate * 100)))
        for region in uncovered(rule)
    )
    assert in_gap is not met
