"""Conditions: the vectors that the tablet runs too, and what holds for any condition."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.checklists.rules import (
    AllOf,
    Answered,
    AnyOf,
    Applies,
    Comparison,
    Condition,
    Not,
    Operator,
    Verdict,
    applicability,
    applies,
    condition_data,
)
from tests.checklists.rules_samples import PlainItem

VECTORS = json.loads((Path(__file__).parent / "vectors" / "conditions.json").read_text(encoding="utf-8"))


def operand(data: Any) -> Any:
    if isinstance(data, dict):
        return Fraction(data["number"]) if "number" in data else date.fromisoformat(data["date"])
    return Fraction(data) if isinstance(data, int) and not isinstance(data, bool) else data


def condition(data: dict[str, Any]) -> Condition:
    if "not" in data:
        return Not(condition(data["not"]))
    for name, make in (("any", AnyOf), ("all", AllOf)):
        if name in data:
            return make(tuple(condition(part) for part in data[name]))
    [operator] = [Operator(name) for name in data if name != "item"]
    values = data[operator.value] if operator is Operator.IN else [data[operator.value]]
    return Comparison(data["item"], operator, tuple(operand(value) for value in values))


def answered(data: dict[str, Any]) -> Answered:
    value = data.get("value")
    return Answered(Verdict(data["verdict"]), frozenset(value) if isinstance(value, list) else operand(value))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_vector_holds(vector: dict[str, Any]):
    items = [PlainItem(item["id"], condition(item["when"]) if "when" in item else None) for item in vector["items"]]
    answers = {item_id: answered(data) for item_id, data in vector["answers"].items()}
    found = applicability(items, answers)
    assert {item_id: found[item_id].value for item_id in vector["expect"]} == vector["expect"]
    assert applicability(items[::-1], answers) == found
    assert applies(items, answers) == {item_id for item_id, state in found.items() if state is Applies.YES}


IDS = ("A01", "A02", "A03", "A04")
operands = st.one_of(
    st.sampled_from(["pass", "fail", "not_applicable", "du"]), st.booleans(), st.fractions(), st.dates()
)
comparisons = st.builds(
    lambda item, operator, values: Comparison(item, operator, tuple(values if operator is Operator.IN else values[:1])),
    st.sampled_from(IDS),
    st.sampled_from(Operator),
    st.lists(operands, min_size=1, max_size=3),
)
conditions = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AllOf(tuple(parts))),
    ),
    max_leaves=6,
)
values = st.one_of(st.none(), st.booleans(), st.fractions(), st.dates(), st.frozensets(st.sampled_from(["du", "mot"])))
answers = st.dictionaries(st.sampled_from(IDS), st.builds(Answered, st.sampled_from(Verdict), values))
whens = st.tuples(*[st.one_of(st.none(), conditions) for _id in IDS])


@given(whens, answers)
def test_evaluation_never_raises_and_the_order_of_items_changes_nothing(found, given_answers):
    items = [PlainItem(item_id, when) for item_id, when in zip(IDS, found, strict=True)]
    states = applicability(items, given_answers)
    assert set(states) == set(IDS)
    assert all(states[item.id] is Applies.YES for item in items if item.when is None)


@given(conditions, answers)
def test_more_answers_never_take_back_what_was_certain(when, given_answers):
    items = [PlainItem("B01", when), *(PlainItem(item_id, None) for item_id in IDS)]
    before = applicability(items, given_answers)["B01"]
    more = {item_id: Answered(Verdict.PASS) for item_id in IDS} | given_answers
    after = applicability(items, more)["B01"]
    assert after is not Applies.NOT_YET
    assert before in (Applies.NOT_YET, after)


@given(conditions)
def test_a_condition_survives_its_plain_data(when):
    assert condition(json.loads(json.dumps(condition_data(when)))) == when
