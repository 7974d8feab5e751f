"""The unit's explanation: what it reads and writes, by when, and that every point is answered before anybody signs."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inspect_app.campaigns.queries import working_calendar
from inspect_app.campaigns.rules import Deadline, DeadlineKind, DeadlineSettings
from inspect_app.conclusions.drafting.state import draft_state
from inspect_app.conclusions.explanation_queries import heard_of, unsettled_points
from inspect_app.conclusions.models import Conclusion, ExplanationPoint
from inspect_app.conclusions.operations import (
    RequestWanted,
    Said,
    Wording,
    answer_point,
    confirm_disagreement,
    issue_conclusion,
    keep_agreed,
    record_lapse,
    save_explanation,
    save_requests,
    save_wording,
    send_for_explanation,
    skip_explanation,
    submit_draft,
    submit_explanation,
    take_back_file,
)
from inspect_app.conclusions.operations.checks import writers_of
from inspect_app.conclusions.rules import ConclusionState, Heard, PointAnswer, Stance
from inspect_app.fieldwork.intake import ReceivedFile
from inspect_app.fieldwork.operations import answer_item
from inspect_app.findings.operations import edit_finding
from inspect_app.findings.queries import standing_findings
from inspect_app.findings.rules import FindingState
from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from tests.factories.journeys import ISSUING, Journey, make_journey, verdict
from tests.factories.moments import NOW
from tests.factories.people import Player, make_player

DAY = timedelta(days=1)
PROOF = ReceivedFile("a" * 64, "cong-van.pdf", "application/pdf", 10)


@pytest.fixture
def journey(session: Session) -> Journey:
    journey = make_journey(session)
    journey.begin()
    journey.answer("CV01", "fail", "Không niêm yết")
    journey.answer("CV02", "fail", "Không ghi giờ")
    journey.close()
    journey.confirm_findings()
    return journey


def points(conclusion: Conclusion) -> list[ExplanationPoint]:
    return conclusion.rounds[-1].points


def say(journey: Journey, point: ExplanationPoint, said: Said, base: int = 0) -> None:
    save_explanation(journey.session, journey.contact.actor, point, said, base_revision=base, now=NOW)


def answer(
    journey: Journey, point: ExplanationPoint, kind: PointAnswer, reason: str = "Lý do", words: str = ""
) -> None:
    answer_point(journey.session, journey.lead.actor, point, answer=kind, reason=reason, text=words, now=NOW)


def test_a_draft_with_shortcomings_is_not_signed_before_the_unit_was_asked(journey: Journey) -> None:
    conclusion = journey.drafted()
    with pytest.raises(RuleBroken, match="Chưa gửi đơn vị giải trình"):
        submit_draft(journey.session, journey.lead.actor, conclusion, now=NOW)


def test_what_is_sent_is_the_shortcoming_with_its_request_due_in_working_days(journey: Journey) -> None:
    conclusion = journey.sent()
    sent = conclusion.rounds[0]
    # Five working days after Monday 17/06/2024.
    assert (conclusion.state, sent.due_on.isoformat()) == (ConclusionState.EXPLAINING, "2024-06-24")
    assert [point.text for point in sent.points] == [
        finding.text for finding in standing_findings(journey.session, journey.visit.id)
    ]
    assert [asked["due_days"] for asked in sent.points[0].requests] == [22]


def test_while_the_unit_explains_nobody_words_the_draft(journey: Journey) -> None:
    conclusion = journey.sent()
    with pytest.raises(Forbidden):
        save_wording(journey.session, journey.secretary.actor, conclusion, Wording(opening="Khác"), now=NOW)


def test_what_is_written_is_kept_at_once_and_a_second_writer_sees_the_first(journey: Journey) -> None:
    conclusion = journey.sent()
    point = points(conclusion)[0]
    say(journey, point, Said(Stance.DISAGREE, "Đã niêm yết từ tháng 5", [PROOF]))
    with pytest.raises(RuleBroken, match="Đã niêm yết từ tháng 5") as refusal:
        say(journey, point, Said(Stance.AGREE, "Khác"), base=0)
    assert refusal.value.field == "revision"
    assert point.explanation is not None
    assert (point.explanation.text, len(point.explanation.files)) == ("Đã niêm yết từ tháng 5", 1)
    take_back_file(journey.session, journey.head.actor, point, sha256=PROOF.sha256, now=NOW)
    assert (point.explanation.files, point.explanation.revision) == ([], 2)


def test_an_explanation_that_is_not_whole_is_not_handed_in(journey: Journey) -> None:
    conclusion = journey.sent()
    first, second = points(conclusion)
    say(journey, first, Said(Stance.AGREE, ""))
    for base, said in enumerate([Said(None, "Có chữ mà không chọn"), Said(Stance.DISAGREE, "")]):
        say(journey, second, said, base)
        with pytest.raises(RuleBroken, match="Thiếu sót số 2"):
            submit_explanation(journey.session, journey.head.actor, conclusion, now=NOW)


def test_only_the_unit_explains(journey: Journey) -> None:
    conclusion, session = journey.sent(), journey.session
    stranger = make_player(session, (Role.UNIT_CONTACT, journey.province), (Role.HEAD_OF_UNIT, journey.province))
    others = ("lead", "inspector", "secretary", "coordinator", "signatory", "chair", "auditor")
    for actor in (stranger.actor, *(getattr(journey, who).actor for who in others)):
        with pytest.raises(Forbidden):
            save_explanation(session, actor, points(conclusion)[0], Said(Stance.AGREE, ""), base_revision=0, now=NOW)
        with pytest.raises(Forbidden):
            submit_explanation(session, actor, conclusion, now=NOW)


def test_after_the_day_it_is_received_and_late(journey: Journey) -> None:
    conclusion = journey.sent()
    journey.explain(conclusion, now=NOW + 8 * DAY)
    assert (conclusion.rounds[0].late, conclusion.state) == (True, ConclusionState.ANSWERING)


def test_that_nothing_came_is_noted_only_after_the_day_and_lets_the_team_go_on(journey: Journey) -> None:
    conclusion = journey.sent()
    with pytest.raises(RuleBroken, match="còn hạn"):
        record_lapse(journey.session, journey.lead.actor, conclusion, now=NOW + 7 * DAY)
    record_lapse(journey.session, journey.secretary.actor, conclusion, now=NOW + 8 * DAY)
    assert keep_agreed(journey.session, journey.secretary.actor, conclusion, now=NOW + 8 * DAY) == 2
    submit_draft(journey.session, journey.lead.actor, conclusion, now=NOW + 8 * DAY)
    assert set(heard_of(conclusion).values()) == {Heard("Không gửi giải trình trong thời hạn", "Giữ nguyên nội dung")}


def test_what_comes_after_that_must_be_answered_again_even_on_the_signatorys_desk(journey: Journey) -> None:
    conclusion = journey.sent()
    later = NOW + 8 * DAY
    record_lapse(journey.session, journey.lead.actor, conclusion, now=later)
    keep_agreed(journey.session, journey.lead.actor, conclusion, now=later)
    submit_draft(journey.session, journey.lead.actor, conclusion, now=later)
    journey.explain(conclusion, Stance.DISAGREE, "Không đúng", now=later + DAY)
    assert conclusion.rounds[0].late
    with pytest.raises(RuleBroken, match="Chưa trả lời xong giải trình"):
        journey.issue(conclusion, now=later + DAY)


def test_a_disagreement_is_not_kept_without_a_reason(journey: Journey) -> None:
    conclusion = journey.explained(Stance.DISAGREE, "Không đúng")
    assert keep_agreed(journey.session, journey.secretary.actor, conclusion, now=NOW) == 0
    with pytest.raises(RuleBroken) as refusal:
        answer(journey, points(conclusion)[0], PointAnswer.KEPT, reason="")
    assert refusal.value.field == "reason"


def test_the_team_keeps_changes_or_withdraws_and_the_paper_says_so(journey: Journey) -> None:
    conclusion = journey.explained(Stance.DISAGREE, "Không đúng")
    first, second = points(conclusion)
    answer(journey, first, PointAnswer.CHANGED, "Ghi nhận bảng niêm yết mới", "Niêm yết chưa đủ.")
    answer(journey, second, PointAnswer.WITHDRAWN, "Đã có giờ làm việc")
    assert (first.finding.text, first.text == first.finding.text) == ("Niêm yết chưa đủ.", False)
    assert second.finding.state is FindingState.WITHDRAWN
    assert unsettled_points(conclusion) == []
    assert heard_of(conclusion)[first.finding.label] == Heard(
        "Không đúng", "Đã điều chỉnh nội dung; Ghi nhận bảng niêm yết mới"
    )
    with pytest.raises(RuleBroken, match="chỉ gắn với phát hiện đã rút"):
        submit_draft(journey.session, journey.lead.actor, conclusion, now=NOW)


def test_the_secretary_keeps_a_point_and_changes_no_finding(journey: Journey) -> None:
    conclusion = journey.explained()
    point, actor = points(conclusion)[0], journey.secretary.actor
    answer_point(journey.session, actor, point, answer=PointAnswer.KEPT, reason="", now=NOW)
    for kind in (PointAnswer.CHANGED, PointAnswer.WITHDRAWN):
        with pytest.raises(Forbidden):
            answer_point(journey.session, actor, point, answer=kind, reason="x", text="Khác", now=NOW)


def test_a_finding_that_changed_after_its_answer_waits_for_another(journey: Journey) -> None:
    conclusion = journey.explained()
    keep_agreed(journey.session, journey.lead.actor, conclusion, now=NOW)
    finding = points(conclusion)[0].finding
    edit_finding(
        journey.session,
        journey.lead.actor,
        finding,
        text="Nặng hơn nhiều.",
        grade=finding.grade,
        area=finding.area,
        reason="",
        now=NOW,
    )
    with pytest.raises(RuleBroken, match="đã đổi sau khi trả lời"):
        submit_draft(journey.session, journey.lead.actor, conclusion, now=NOW)


def test_a_shortcoming_that_came_later_is_sent_in_a_round_of_its_own(journey: Journey) -> None:
    conclusion, session = journey.explained(), journey.session
    keep_agreed(session, journey.lead.actor, conclusion, now=NOW)
    with pytest.raises(RuleBroken, match="Không còn thiếu sót nào"):
        send_for_explanation(session, journey.lead.actor, conclusion, now=NOW)
    late = verdict("fail", "Không ghi tên")
    answer_item(session, journey.inspector.actor, journey.visit, "CV03", late, change_reason="Bổ sung", now=NOW)
    journey.confirm_findings()
    new = standing_findings(session, journey.visit.id)[-1]
    asked = RequestWanted("Ghi tên", "Chánh Văn phòng", 10, (new.id,))
    kept = [RequestWanted(r.text, r.owner, r.due_days, tuple(f.id for f in r.findings)) for r in conclusion.requests]
    save_requests(session, journey.secretary.actor, conclusion, [*kept, asked], now=NOW)
    with pytest.raises(RuleBroken, match="Chưa gửi đơn vị giải trình"):
        submit_draft(session, journey.lead.actor, conclusion, now=NOW)
    with pytest.raises(RuleBroken, match="Lời văn và dữ liệu còn lệch"):
        send_for_explanation(session, journey.lead.actor, conclusion, now=NOW)
    for clash in draft_state(session, conclusion).unsettled:
        confirm_disagreement(session, journey.secretary.actor, conclusion, clash.key, reason="Sửa sau", now=NOW)
    again = send_for_explanation(session, journey.lead.actor, conclusion, now=NOW)
    assert (again.number, [point.finding_id for point in again.points]) == (2, [new.id])


def allow_skipping(journey: Journey) -> None:
    given = DeadlineSettings({DeadlineKind.EXPLANATION: Deadline(3, "Kế hoạch mẫu", may_skip=True)})
    campaign = journey.visit.campaign
    campaign.settings = {**campaign.settings, "deadlines": given.as_json()}
    journey.session.flush()


def test_the_step_is_skipped_only_where_the_campaign_says_so_and_with_a_reason(journey: Journey) -> None:
    conclusion, lead = journey.drafted(), journey.lead.actor
    with pytest.raises(Forbidden):
        skip_explanation(journey.session, lead, conclusion, reason="Gấp", now=NOW)
    allow_skipping(journey)
    with pytest.raises(RuleBroken):
        skip_explanation(journey.session, lead, conclusion, reason=" ", now=NOW)
    skip_explanation(journey.session, lead, conclusion, reason="Đơn vị đã giải trình trong biên bản", now=NOW)
    submit_draft(journey.session, lead, conclusion, now=NOW)
    assert conclusion.state is ConclusionState.SUBMITTED


@pytest.mark.parametrize("who", ["secretary", "lead", "inspector"])
def test_whoever_wrote_of_the_visit_does_not_sign_it_though_he_left_the_team(journey: Journey, who: str) -> None:
    conclusion, session = journey.submitted(), journey.session
    writer: Player = getattr(journey, who)
    journey.visit.team = [member for member in journey.visit.team if member.person_id != writer.person.id]
    journey.delegation.person_id = writer.person.id
    session.flush()
    signing = replace(journey.signatory.actor, person_id=writer.person.id)
    calendar = working_calendar(journey.visit.campaign)
    with pytest.raises(RuleBroken, match="không được ký"):
        issue_conclusion(session, signing, conclusion, journey.delegation, ISSUING, calendar=calendar, now=NOW)


def test_who_decided_a_finding_alone_is_one_of_its_writers(journey: Journey) -> None:
    conclusion, stranger = journey.submitted(), journey.auditor.person.id
    standing_findings(journey.session, journey.visit.id)[0].decided_by = stranger
    assert stranger in writers_of(journey.session, conclusion)


FROZEN = {
    "the sent words": "UPDATE explanation_point SET text = 'khác'",
    "a sent point": "DELETE FROM explanation_point",
    "the day": "UPDATE explanation_round SET due_on = '2030-01-01'",
    "the submission": "UPDATE explanation_round SET submitted_at = NULL, submitted_by = NULL",
    "that it was late": "UPDATE explanation_round SET late = TRUE",
    "a round": "DELETE FROM explanation_round",
    "the unit's words": "UPDATE explanation SET text = 'khác'",
    "the unit's stance": "UPDATE explanation SET stance = 'agree'",
    "an explanation": "DELETE FROM explanation",
    "an answer": "DELETE FROM explanation_answer",
}


FROZEN_WHEN_ISSUED = (
    "UPDATE explanation_answer SET reason = 'khác'",
    "UPDATE explanation_round SET lapsed_at = sent_at, lapsed_by = sent_by",
    "UPDATE conclusion SET skip_reason = 'khác', skipped_at = created_at",
)


def test_no_sql_of_the_application_changes_what_was_submitted(journey: Journey) -> None:
    conclusion = journey.explained(Stance.DISAGREE, "Không đúng")
    answer(journey, points(conclusion)[0], PointAnswer.KEPT)
    changed = [what for what, statement in FROZEN.items() if not is_refused(journey.session, statement)]
    assert changed == []


def test_an_issued_paper_freezes_the_answers_too(journey: Journey) -> None:
    journey.issue(journey.submitted())
    assert [statement for statement in FROZEN_WHEN_ISSUED if not is_refused(journey.session, statement)] == []


def is_refused(session: Session, statement: str) -> bool:
    """Whether the database itself says no."""
    try:
        with session.begin_nested():
            session.execute(text(statement))
    except DBAPIError:
        return True
    return False


def test_after_submitting_the_unit_writes_no_more(journey: Journey) -> None:
    conclusion = journey.explained()
    with pytest.raises(Conflict):
        say(journey, points(conclusion)[0], Said(Stance.DISAGREE, "Nghĩ lại"), base=1)
