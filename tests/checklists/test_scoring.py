"""Scores: exact, and what does not count does not count."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from inspect_app.checklists.rules import Answered, Comparison, Operator, Verdict, score
from tests.checklists.rules_samples import PlainItem

ITEMS = [
    PlainItem("A01", section="A", area=1, weight=Decimal(2)),
    PlainItem("A02", section="A", area=1),
    PlainItem("B01", section="B", area=4, weight=Decimal("1.5")),
    PlainItem("B02", section="B", area=None),
    PlainItem("B03", Comparison("A01", Operator.IS, ("fail",)), section="B", area=4, weight=Decimal(3)),
]


def given_verdicts(**verdicts: Verdict) -> dict[str, Answered]:
    return {item_id: Answered(verdict) for item_id, verdict in verdicts.items()}


def test_assessed_and_compliant_are_two_numbers():
    found = score(ITEMS, given_verdicts(A01=Verdict.PASS, A02=Verdict.FAIL)).whole
    assert found.assessed == Fraction(2, 4)
    assert found.compliant == Fraction(2, 3)


def test_nothing_answered_is_nothing_assessed_and_no_compliance():
    found = score(ITEMS, {}).whole
    assert (found.items, found.unanswered) == (4, 4)
    assert found.assessed == 0
    assert found.compliant is None


def test_no_items_have_no_score():
    found = score([], {}).whole
    assert found.assessed is None
    assert found.compliant is None


def test_a_partial_pass_earns_half_of_its_weight():
    assert score(ITEMS, given_verdicts(A01=Verdict.PARTIAL)).whole.compliant == Fraction(1, 2)


def test_not_applicable_is_assessed_and_stands_in_no_denominator():
    found = score(ITEMS, given_verdicts(A01=Verdict.PASS, A02=Verdict.NOT_APPLICABLE)).whole
    assert (found.answered, found.not_applicable) == (2, 1)
    assert found.compliant == 1
    assert found.weight_judged == 2


def test_what_is_only_recorded_stands_in_no_denominator():
    found = score(ITEMS, given_verdicts(A01=Verdict.FAIL, A02=Verdict.RECORDED)).whole
    assert found.recorded == 1
    assert found.compliant == 0
    assert found.weight_judged == 2


def test_an_item_whose_condition_is_false_counts_nowhere_even_with_an_old_answer():
    found = score(ITEMS, given_verdicts(A01=Verdict.PASS, B03=Verdict.FAIL))
    assert found.whole.items == 4
    assert found.whole.failed == 0
    assert found.by_area[4].items == 1


def test_an_item_whose_condition_holds_counts():
    found = score(ITEMS, given_verdicts(A01=Verdict.FAIL, B03=Verdict.PASS))
    assert found.whole.items == 5
    assert found.whole.compliant == Fraction(3, 5)


def test_sections_and_areas_are_scored_apart():
    found = score(ITEMS, given_verdicts(A01=Verdict.FAIL, A02=Verdict.PASS, B01=Verdict.PASS))
    assert found.by_section["A"].compliant == Fraction(1, 3)
    assert found.by_section["B"].compliant == 1
    assert found.by_area[1].compliant == Fraction(1, 3)
    assert found.by_area[None].compliant is None
    assert set(found.by_area) == {1, 4, None}


items = st.lists(
    st.builds(
        PlainItem,
        id=st.integers(1, 60).map(lambda number: f"A{number:02d}"),
        section=st.sampled_from("AB"),
        area=st.sampled_from([1, 2, None]),
        weight=st.decimals("0.001", "10", places=3),
    ),
    max_size=12,
    unique_by=lambda item: item.id,
)
verdicts = st.dictionaries(st.integers(1, 60).map(lambda number: f"A{number:02d}"), st.sampled_from(Verdict))


@given(items, verdicts, st.randoms())
def test_the_order_of_items_changes_nothing(listed, chosen, random):
    shuffled = random.sample(listed, len(listed))
    answers = given_verdicts(**chosen)
    assert score(shuffled, answers) == score(listed, answers)


@given(items, verdicts)
def test_not_applicable_never_changes_the_score_of_others(listed, chosen):
    answers = given_verdicts(**chosen)
    for item in listed:
        without = score([other for other in listed if other is not item], answers).whole
        with_it = score(listed, {**answers, item.id: Answered(Verdict.NOT_APPLICABLE)}).whole
        assert (with_it.weight_judged, with_it.weight_earned) == (without.weight_judged, without.weight_earned)
        assert with_it.compliant == without.compliant


@given(items, verdicts)
def test_scores_stay_between_nothing_and_all_and_parts_make_the_whole(listed, chosen):
    found = score(listed, given_verdicts(**chosen))
    for part in (found.whole, *found.by_section.values(), *found.by_area.values()):
        assert part.answered + part.unanswered == part.items
        assert part.assessed is None or 0 <= part.assessed <= 1
        assert part.compliant is None or 0 <= part.compliant <= 1
    for parts in (found.by_section, found.by_area):
        assert sum(part.items for part in parts.values()) == found.whole.items
        assert sum((part.weight_earned for part in parts.values()), Fraction(0)) == found.whole.weight_earned


@given(items, verdicts)
def test_a_better_answer_never_makes_the_score_worse(listed, chosen):
    for item in listed:
        worse = score(listed, given_verdicts(**{**chosen, item.id: Verdict.FAIL})).whole.compliant
        middle = score(listed, given_verdicts(**{**chosen, item.id: Verdict.PARTIAL})).whole.compliant
        better = score(listed, given_verdicts(**{**chosen, item.id: Verdict.PASS})).whole.compliant
        assert worse is not None
        assert middle is not None
        assert better is not None
        assert worse < middle < better
