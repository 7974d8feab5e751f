"""A batch's answers are written many at once: every row is there, as if each had been written alone."""

import json

import pytest
from sqlalchemy import text

from inspect_app.fieldwork.models import Answer, AnswerRevision, Change
from inspect_app.fieldwork.queries import answers_of
from inspect_app.kernel.ids import new_id
from inspect_app.kernel.rows import Overtaken, update_rows
from tests.factories.journeys import make_journey
from tests.factories.tablets import after, id_of, make_tablet

ITEMS = ("CV05", "CV06")


@pytest.fixture
def journey(session):
    journey = make_journey(session)
    journey.begin()
    return journey


@pytest.fixture
def one(journey):
    return make_tablet(journey.session, journey.inspector, journey.visit, "Máy một")


def texts_of(journey, table, column):
    return list(journey.session.scalars(text(f"SELECT CAST({column} AS TEXT) FROM {table}")))


def test_a_value_that_is_not_there_is_kept_alike_for_one_answer_and_for_many(journey, one):
    def nothing(item):
        return one.write("answer", item, {"fields": {"not_applicable": "y", "reason": "Không phát sinh"}})

    one.sent(nothing(ITEMS[0]))
    one.sent(*map(nothing, ("CV07", ITEMS[1])))
    assert texts_of(journey, "answer", "value") == ["null"] * 3
    assert texts_of(journey, "answer_revision", "value") == ["null"] * 3


def test_what_was_written_reads_as_it_was_sent(journey, one):
    notes = {ITEMS[0]: 'Dấu " và \\ và {một: "hai"}', ITEMS[1]: "Dòng một\nDòng hai: Đủ ✓ 😀 %s"}
    sent = [one.answer(item, "fail", note) for item, note in notes.items()]
    one.sent(*sent)
    assert {item: answer.note for item, answer in answers_of(journey.session, journey.visit.id).items()} == notes
    for told in sent:
        change = journey.session.get_one(Change, id_of(told))
        assert (change.text, change.body) == (told, json.loads(told)["body"])
        assert change.told_at.isoformat() == "2024-06-18T02:12:33.120000+00:00"


def test_many_answers_take_the_place_of_many_and_the_past_stays(journey, one):
    first = [one.answer(item, "fail", "Lần một") for item in ITEMS]
    one.sent(*first)
    again = [one.answer(item, "pass", "Lần hai", after(told)) for item, told in zip(ITEMS, first, strict=True)]
    assert [(receipt.state, receipt.revision) for receipt in one.sent(*again)] == [("applied", 2)] * 2
    stands = answers_of(journey.session, journey.visit.id)
    assert [(stands[item].verdict, stands[item].note, stands[item].revision) for item in ITEMS] == [
        ("pass", "Lần hai", 2)
    ] * 2
    assert journey.session.query(AnswerRevision).count() == 4


def test_an_answer_after_one_that_was_replaced_since_is_in_conflict(journey, one):
    """What it rests on does not stand any more, so that it is searched for among what the tablet sent before."""
    first = one.answer(ITEMS[0], "fail", "Lần một")
    one.sent(first)
    second = one.answer(ITEMS[0], "pass", "Lần hai", after(first))
    one.sent(second)
    (receipt,) = one.sent(one.answer(ITEMS[0], "fail", "Lần ba", after(first)))
    assert receipt.state == "conflict"
    (receipt,) = one.sent(one.answer(ITEMS[0], "fail", "Lần tư", after(second)))
    assert (receipt.state, receipt.revision) == ("applied", 3)


def test_another_tablets_change_that_stands_was_not_seen_by_whoever_names_it(journey, one):
    other = make_tablet(journey.session, journey.secretary, journey.visit, "Máy hai")
    theirs = other.answer(ITEMS[0], "pass", "Đủ")
    other.sent(theirs)
    # So that its number would be an earlier one.
    one.sent(one.answer(ITEMS[1], "pass"))
    (receipt,) = one.sent(one.answer(ITEMS[0], "fail", "Thiếu", after(theirs)))
    assert receipt.state == "conflict"


@pytest.mark.parametrize("there", [0, 1])
def test_rows_that_are_not_there_are_told(journey, one, there):
    one.sent(*(one.answer(item, "pass") for item in ITEMS))
    ids = [answer.id for answer in answers_of(journey.session, journey.visit.id).values()][:there]
    with pytest.raises(Overtaken, match=f"{there} of {there + 1} rows of answer"):
        update_rows(journey.session, Answer, [{"id": each, "note": "Mới"} for each in [*ids, new_id()]])
