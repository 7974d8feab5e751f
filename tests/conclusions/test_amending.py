"""A notice that replaces may withdraw and add shortcomings and requests: what was issued stays readable beside it."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from inspect_app.conclusions.correcting.queries import held_of, paper_that_counts, state_of
from inspect_app.conclusions.models import Conclusion, Correction
from inspect_app.conclusions.operations import (
    confirm_in_correction,
    issue_correction,
    save_correction,
    submit_correction,
)
from inspect_app.findings.models import Finding, FindingWithdrawal
from inspect_app.findings.operations import withdraw_finding
from inspect_app.findings.queries import findings_of_unit, later_findings, standing_findings
from inspect_app.followup.operations import report_action
from inspect_app.followup.queries import actions_of_visit, findings_put_right
from inspect_app.followup.rules import ActionState
from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import Forbidden, RuleBroken
from inspect_app.ratings.queries.grounds import grounds_of
from tests.conclusions.test_correcting import is_refused
from tests.factories.journeys import ISSUING, Journey, make_journey
from tests.factories.moments import NOW
from tests.factories.people import make_player

REASON = "Có căn cứ mới"
DROP = {"drop-shortcoming-0-0": "Đơn vị đã niêm yết từ trước", "drop-request-0": "Không còn thiếu sót này"}
ADD = {
    "add-shortcoming-0-item": "CV06",
    "add-shortcoming-0-text": "Quy chế làm việc chưa được niêm yết",
    "add-shortcoming-0-grade": "minor",
    "add-shortcoming-0-heard": "Đơn vị thống nhất tại buổi làm việc ngày 20/6/2024",
    "add-request-0-text": "Niêm yết quy chế làm việc",
    "add-request-0-owner": "Chánh Văn phòng",
    "add-request-0-due": "2024-07-30",
}


@pytest.fixture
def journey(session: Session) -> Journey:
    journey = make_journey(session)
    journey.begin()
    journey.answer("CV06", "partial", "Chưa đủ")
    journey.answer("CV01", "fail", "Chưa có")
    journey.answer("CV07", "fail", "Chưa có")
    journey.close()
    # The lead took one of the three back before the issue: it is what a later notice adds.
    wrong = next(each for each in standing_findings(session, journey.visit.id) if each.item_id == "CV06")
    withdraw_finding(session, journey.lead.actor, wrong, reason="Xem lại", now=NOW)
    journey.confirm_findings()
    journey.issue(journey.submitted())
    return journey


def the_conclusion(journey: Journey) -> Conclusion:
    return actions_of_visit(journey.session, journey.visit.id)[0].request.conclusion


def label(journey: Journey) -> str:
    return f"{journey.visit.code}/04"


def begun(journey: Journey, words: dict[str, str]) -> Correction:
    actor = journey.secretary.actor
    return save_correction(journey.session, actor, the_conclusion(journey), reason=REASON, words=words, now=NOW)


def issued(journey: Journey, words: dict[str, str]) -> Correction:
    correction = begun(journey, words)
    for clash in list(state_of(journey.session, correction).unsettled):
        confirm_in_correction(
            journey.session, journey.secretary.actor, correction, clash.key, reason="Giữ lời cũ", now=NOW
        )
    submit_correction(journey.session, journey.lead.actor, correction, now=NOW)
    issue_correction(journey.session, journey.signatory.actor, correction, journey.delegation, ISSUING, now=NOW)
    return correction


def test_a_withdrawn_shortcoming_and_its_request_are_named_with_the_reason_and_count_no_more(journey: Journey) -> None:
    first = standing_findings(journey.session, journey.visit.id)[0]
    text = first.text
    correction = issued(journey, DROP)
    assert correction.paper is not None
    sheet = correction.paper.sheet
    assert [line[:30] for line in sheet["revisions"]] == [
        f"Rút tồn tại, hạn chế “{text}"[:30],
        "Rút yêu cầu số 1 “Khắc phục th"[:30],
    ]
    assert sheet["revisions"][0].endswith("lý do: Đơn vị đã niêm yết từ trước")
    assert sum(len(area["shortcomings"]) for area in sheet["areas"]) == 1
    assert [request["number"] for request in sheet["requests"]] == [2], "what stays keeps its number"
    assert all(
        "CV01" not in answer for row in sheet["sources"] for answer in row["answers"] if row["place"] == "Yêu cầu"
    )
    one, other = actions_of_visit(journey.session, journey.visit.id)
    assert (one.state, one.withdrawn_reason) == (ActionState.WITHDRAWN, "Không còn thiếu sót này")
    assert other.state is ActionState.OPEN
    assert (first.text, first.withdrawal is not None) == (text, True), "the row itself stays as it was"
    assert [each.item_id for each in findings_of_unit(journey.session, journey.unit.id)] == ["CV07"]
    grounds = grounds_of(journey.session, [journey.unit.id], 2024)[journey.unit.id]
    assert len(grounds.findings) == 1
    assert correction.paper.pdf_sha256 in grounds.conclusions, "a decision that rests on the old notice is seen as old"


def test_an_added_shortcoming_stands_on_an_answer_and_its_request_becomes_an_action(journey: Journey) -> None:
    correction = issued(journey, ADD | {"add-request-0-findings": label(journey)})
    assert correction.paper is not None
    sheet = correction.paper.sheet
    new = [short for area in sheet["areas"] for short in area["shortcomings"] if short["item"] == "CV06"]
    assert (new[0]["grade"], new[0]["explanation"]) == ("minor", "Đơn vị thống nhất tại buổi làm việc ngày 20/6/2024")
    claims = {row["claim"] for row in sheet["sources"]}
    assert {"Quy chế làm việc chưa được niêm yết", "Niêm yết quy chế làm việc"} <= claims, (
        "the annex tells the new claims"
    )
    (added,) = later_findings(journey.session, journey.visit.id)
    assert (added.label, added.author_id, added.decided_by) == (
        label(journey),
        journey.secretary.person.id,
        journey.lead.person.id,
    )
    action = actions_of_visit(journey.session, journey.visit.id)[-1]
    assert (action.request.position, action.due_on, action.state) == (3, date(2024, 7, 30), ActionState.OPEN)
    report_action(journey.session, journey.contact.actor, action, text="Đã niêm yết", files=(), now=NOW)
    assert findings_put_right(journey.session, [journey.visit.id])[added.id] is None
    assert len(grounds_of(journey.session, [journey.unit.id], 2024)[journey.unit.id].findings) == 3
    assert len(the_conclusion(journey).requests) == 2, "what the first notice asked for stays what it was"


def test_a_second_notice_goes_on_from_what_the_first_added_and_withdrew(journey: Journey) -> None:
    issued(journey, DROP | ADD | {"add-request-0-findings": label(journey)})
    again = issued(journey, {"request-1-text": "Niêm yết ngay quy chế làm việc"})
    assert again.paper is not None
    assert [(r["number"], r["text"]) for r in again.paper.sheet["requests"]][1] == (3, "Niêm yết ngay quy chế làm việc")
    assert again.paper.sheet["revisions"] == []
    assert actions_of_visit(journey.session, journey.visit.id)[2].text == "Niêm yết ngay quy chế làm việc"
    last = issued(journey, {"drop-request-1": "Nhầm", "drop-shortcoming-0-1": "Nhầm"})
    assert paper_that_counts(journey.session, the_conclusion(journey)) == last.paper
    states = [action.state for action in actions_of_visit(journey.session, journey.visit.id)]
    assert states == [ActionState.WITHDRAWN, ActionState.OPEN, ActionState.WITHDRAWN]


@pytest.mark.parametrize(
    "words",
    [
        {"drop-request-0": "Nhầm"},
        {"drop-shortcoming-0-0": "Nhầm"},
        {k: v for k, v in ADD.items() if "request" not in k},
        ADD | {"add-request-0-findings": "XX-01/09"},
        ADD | {"add-shortcoming-0-item": "CV99"},
        ADD | {"add-shortcoming-0-item": "CV10"},
        ADD | {"add-shortcoming-0-heard": " "},
        ADD | {"add-shortcoming-0-evidence": "CC-77"},
        ADD | {"add-request-0-due": "mai"},
    ],
)
def test_a_notice_that_would_not_hold_together_is_refused(journey: Journey, words: dict[str, str]) -> None:
    if words.get("add-request-0-text") and "add-request-0-findings" not in words:
        words = words | {"add-request-0-findings": label(journey)}
    with pytest.raises(RuleBroken):
        begun(journey, words)


def test_new_words_are_held_against_the_data_and_old_ones_are_not_asked_about_again(journey: Journey) -> None:
    correction = begun(journey, {"general": f"{general(journey)}\nCâu của người soạn có 77 hồ sơ."})
    assert state_of(journey.session, correction).unsettled == [], "a sentence of the drafter's own is not compared"
    changed = general(journey).replace("02 tồn tại", "09 tồn tại")
    correction = begun(journey, {"general": changed})
    (clash,) = state_of(journey.session, correction).unsettled
    assert clash.figures == ("09",)
    with pytest.raises(RuleBroken):
        submit_correction(journey.session, journey.lead.actor, correction, now=NOW)
    with pytest.raises(RuleBroken):
        confirm_in_correction(journey.session, journey.secretary.actor, correction, clash.key, reason=" ", now=NOW)
    confirm_in_correction(journey.session, journey.secretary.actor, correction, clash.key, reason="Đúng", now=NOW)
    submit_correction(journey.session, journey.lead.actor, correction, now=NOW)


def general(journey: Journey) -> str:
    paper = paper_that_counts(journey.session, the_conclusion(journey))
    assert paper is not None
    return "\n".join(block["text"] for block in paper.sheet["general"])


def test_a_sentence_that_a_withdrawal_makes_untrue_is_asked_about(journey: Journey) -> None:
    correction = begun(journey, DROP)
    assert any("02 tồn tại" in clash.sentence for clash in state_of(journey.session, correction).unsettled)
    held = held_of(
        journey.session, begun(journey, DROP | {"general": general(journey).replace("02 tồn tại", "01 tồn tại")})
    )
    assert not any("tồn tại, hạn chế" in clash.sentence for clash in held.clashes if clash.clash == "figure")


@pytest.mark.parametrize("who", ["inspector", "contact", "head", "chair", "auditor", "signatory"])
def test_nobody_but_the_teams_desk_withdraws_or_adds(journey: Journey, who: str) -> None:
    actor = getattr(journey, who).actor
    with pytest.raises(Forbidden):
        save_correction(journey.session, actor, the_conclusion(journey), reason=REASON, words=DROP, now=NOW)
    correction = begun(journey, {"opening": "Mở đầu khác"})
    with pytest.raises(Forbidden):
        confirm_in_correction(journey.session, actor, correction, "0" * 16, reason="x", now=NOW)


def test_a_signatory_of_the_unit_adds_nothing(journey: Journey) -> None:
    correction = begun(journey, {"opening": "Mở đầu khác"})
    submit_correction(journey.session, journey.lead.actor, correction, now=NOW)
    there = make_player(journey.session, Role.SIGNATORY, works_at=journey.unit).actor
    with pytest.raises(Forbidden):
        issue_correction(journey.session, there, correction, journey.delegation, ISSUING, now=NOW)


def test_no_sql_of_the_application_adds_withdraws_or_brings_back(journey: Journey) -> None:
    session = journey.session
    paper = paper_that_counts(session, the_conclusion(journey))
    assert paper is not None
    finding = standing_findings(session, journey.visit.id)[0]
    columns = [column.name for column in Finding.__table__.columns if column.name not in ("id", "number", "paper_id")]
    names = ", ".join(columns)
    as_text = (
        "REPLACE(CAST({} AS TEXT), '-', '')" if session.get_bind().dialect.name == "sqlite" else "CAST({} AS uuid)"
    )
    quoted = as_text.format(f"'{paper.id}'")
    other = as_text.format("'00000000-0000-0000-0000-00000000beef'")
    mine = as_text.format(f"'{finding.id}'")
    copied = (
        f"INSERT INTO finding (id, number, paper_id, {names}) SELECT {other}, 99, {{paper}}, {names} "
        f"FROM finding WHERE id = {mine}"
    )
    at = (
        "'2024-06-17 00:00:00'"
        if session.get_bind().dialect.name == "sqlite"
        else "TIMESTAMPTZ '2024-06-17 00:00:00+00'"
    )
    statements = [
        copied.format(paper="NULL"),
        copied.format(paper=quoted),
        f"INSERT INTO finding_withdrawal (finding_id, paper_id, reason, withdrawn_at) VALUES ({mine}, {quoted}, 'x', {at})",
        f"UPDATE conclusion_request SET paper_id = {quoted}",
        f"UPDATE corrective_action SET state = 'withdrawn', withdrawn_reason = 'x', paper_id = {quoted}",
        "UPDATE corrective_action SET state = 'withdrawn'",
    ]
    assert [each for each in statements if not is_refused(session, each)] == []
    issued(journey, DROP)
    session.flush()
    assert session.get(FindingWithdrawal, finding.id) is not None
    newest = paper_that_counts(session, the_conclusion(journey))
    assert newest is not None
    quoted = as_text.format(f"'{newest.id}'")
    again = [
        copied.format(paper=quoted),
        "DELETE FROM finding_withdrawal",
        "UPDATE finding_withdrawal SET reason = 'khác'",
        "UPDATE corrective_action SET state = 'open', withdrawn_reason = NULL, paper_id = NULL WHERE state = 'withdrawn'",
    ]
    assert [each for each in again if not is_refused(session, each)] == []
