"""The history of an item: whatever was received and however it was decided, every value is there, with who and why."""

from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from inspect_app.fieldwork.history import Past, item_history
from inspect_app.fieldwork.models import ChangeState, HeldChange, Why
from inspect_app.fieldwork.operations.settling import set_aside_held, take_held
from inspect_app.fieldwork.queries import newest_revision
from tests.factories.held import make_change, make_device, make_held
from tests.factories.journeys import LATER, Journey, make_journey
from tests.factories.moments import NOW

ACTS = ("take", "take_all", "aside", "answer", "leave")
CAUSES = {Why.CONFLICT: "conflict", Why.QUARANTINE: "revoked"}
_numbers = count(1)


def begun(session: Session) -> Journey:
    journey = make_journey(session)
    journey.begin()
    return journey


def history(journey: Journey) -> list[Past]:
    return item_history(journey.session, journey.visit, journey.version.item("CV06"))


def notes(journey: Journey) -> list[str]:
    return [past.written.value.note for past in history(journey)]


def decide(journey: Journey, act: str, held: HeldChange, rest: list[HeldChange]) -> None:
    session, actor = journey.session, journey.lead.actor
    if act == "aside":
        set_aside_held(session, actor, held, reason="Không đúng", now=NOW + LATER)
    elif act in {"take", "take_all"}:
        stands = newest_revision(session, journey.visit.id, "CV06")
        seen, others = stands.id if stands else None, rest if act == "take_all" else []
        take_held(session, actor, held, reason="Đúng", seen=seen, others=others, now=NOW + LATER)
    elif act == "answer":
        journey.answer("CV06", "partial", f"trên trang {next(_numbers)}", NOW + LATER)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sent=st.lists(st.tuples(st.sampled_from(["pass", "partial", "fail"]), st.sampled_from(list(CAUSES))), max_size=5),
    acts=st.lists(st.sampled_from(ACTS), min_size=5, max_size=5),
    order=st.randoms(use_true_random=False),
)
def test_in_whatever_order_values_are_decided_every_one_of_them_stays_in_the_history(session, sent, acts, order):
    with session.begin_nested() as attempt:
        journey = begun(session)
        journey.answer("CV06", "pass", "lúc đầu")
        wanted, open_ones = {"lúc đầu"}, []
        for number, (value, why) in enumerate(sent):
            note = f"từ máy {number}"
            wanted.add(note)
            device = make_device(session, journey.secretary if number % 2 else journey.lead)
            fields = {"verdict": value, "note": note}
            open_ones.append(make_held(session, device, journey.visit, fields=fields, why=why, cause=CAUSES[why]))
        order.shuffle(open_ones)
        for act, held in zip(acts, list(open_ones), strict=False):
            if held.settled_at is None:
                rest = [one for one in open_ones if one is not held and one.settled_at is None]
                decide(journey, act, held, rest)
        assert wanted <= set(notes(journey))
        settled = [past for past in history(journey) if past.held is not None and past.held.settled_at is not None]
        assert all(past.decided_by == "Trưởng đoàn mẫu" and past.held and past.held.reason for past in settled)
        assert sum(past.stands for past in history(journey)) == 1
        attempt.rollback()


def test_the_history_tells_the_tablet_and_its_clock_or_the_servers_page(session):
    journey = begun(session)
    journey.answer("CV06", "pass", "trên trang")
    make_held(session, make_device(session, journey.secretary, "Máy số 7"), journey.visit, fields={"verdict": "fail"})
    assert [(past.written.device, past.written.told_at) for past in history(journey)] == [
        (None, None),
        ("Máy số 7", NOW),
    ]


def test_the_losing_value_says_who_decided_and_why(session):
    journey = begun(session)
    journey.answer("CV06", "pass")
    device = make_device(session, journey.secretary)
    held = make_held(session, device, journey.visit, fields={"verdict": "fail", "note": "Thiếu"})
    decide(journey, "aside", held, [])
    lost = history(journey)[-1]
    assert (lost.outcome, lost.decided_by, lost.held and lost.held.reason) == (
        "Đã bỏ",
        "Trưởng đoàn mẫu",
        "Không đúng",
    )


def test_a_taken_value_is_one_line_with_its_author_and_its_decider(session):
    journey = begun(session)
    journey.answer("CV06", "pass")
    held = make_held(session, make_device(session, journey.secretary, "Máy số 7"), journey.visit)
    decide(journey, "take", held, [])
    assert [(past.outcome, past.written.who, past.decided_by) for past in history(journey)] == [
        ("Đã thay bằng giá trị sau", "Thành viên mẫu", None),
        ("Đang có", "Thư ký mẫu", "Trưởng đoàn mẫu"),
    ]


def test_what_was_sent_and_stood_there_already_is_told_too(session):
    journey = begun(session)
    journey.answer("CV06", "pass", "như nhau")
    body = {"fields": {"verdict": "pass", "note": "như nhau"}, "change_reason": None}
    device = make_device(session, journey.secretary)
    make_change(session, device, journey.visit, item_id="CV06", body=body, state=ChangeState.SAME)
    assert [past.outcome for past in history(journey)] == ["Đang có", "Giống giá trị đang có lúc đó"]


def test_what_the_form_refused_is_told_as_it_was_written(session):
    journey = begun(session)
    fields = {"verdict": "không rõ", "note": "Tường phía sau"}
    device = make_device(session, journey.secretary)
    make_held(session, device, journey.visit, fields=fields, why=Why.SHELF, cause="invalid")
    value = history(journey)[0].written.value
    assert value.problem == "Hãy chọn một mức đánh giá."
    assert ("Nhận xét", "Tường phía sau") in value.texts


def test_a_sealed_file_tells_who_handed_it_in(session):
    journey = begun(session)
    device = make_device(session, journey.secretary)
    body = {"fields": {"verdict": "pass", "note": ""}, "change_reason": None}
    carrier = journey.coordinator.person.id
    make_change(session, device, journey.visit, item_id="CV06", body=body, state=ChangeState.SAME, carried_by=carrier)
    assert history(journey)[0].written.carried_by == "Điều phối mẫu"
