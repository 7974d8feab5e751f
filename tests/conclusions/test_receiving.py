"""An explanation that came on paper is entered by the desk; what was sent by mistake is recalled with a reason."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.conclusions.explanation_queries import unsent_findings
from inspect_app.conclusions.models import Conclusion, ExplanationRound
from inspect_app.conclusions.operations import (
    Said,
    enter_explanation,
    keep_agreed,
    recall_sending,
    save_explanation,
    send_for_explanation,
    submit_draft,
    submit_explanation,
)
from inspect_app.conclusions.operations.checks import writers_of
from inspect_app.conclusions.rules import ConclusionState, Stance
from inspect_app.fieldwork.intake import ReceivedFile
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.outbox import InboxMessage
from tests.browsing import send, text_of
from tests.conclusions.test_correcting import is_refused
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import NOW, TODAY

SignIn = Callable[[Account], FlaskClient]
SCAN = [ReceivedFile("1" * 64, "cong-van.pdf", "application/pdf", 9)]
LATE = NOW + timedelta(days=30)


@pytest.fixture
def journey(session: Session) -> Journey:
    journey = make_journey(session)
    journey.begin()
    journey.answer("CV06", "fail", "Không đeo thẻ")
    journey.close()
    journey.confirm_findings()
    return journey


def entered(
    journey: Journey, conclusion: Conclusion, who: str = "secretary", said: Said | None = None, **changed: Any
) -> ExplanationRound:
    point = conclusion.rounds[-1].points[0]
    given: dict[str, Any] = {"received_on": TODAY, "scan": SCAN, "now": NOW, **changed}
    words = said or Said(Stance.DISAGREE, "Có đeo thẻ")
    return enter_explanation(journey.session, getattr(journey, who).actor, conclusion, {point.id: words}, **given)


def told(journey: Journey, account: Account) -> list[str]:
    return [row.subject for row in journey.session.scalars(select(InboxMessage)) if row.account_id == account.id]


def test_what_came_on_paper_is_the_units_word_with_its_scan_and_who_entered_it(journey: Journey) -> None:
    conclusion = journey.sent()
    sent = entered(journey, conclusion)
    assert (sent.received_on, sent.entered_by, sent.late) == (TODAY, journey.secretary.person.id, False)
    assert sent.scan[0]["filename"] == "cong-van.pdf"
    said = sent.points[0].explanation
    assert said is not None
    assert (said.stance, said.text) == (Stance.DISAGREE, "Có đeo thẻ")
    assert conclusion.state is ConclusionState.ANSWERING
    assert "Đã nhập giải trình bằng văn bản của Sở Xây dựng" in told(journey, journey.head.account)
    assert journey.secretary.person.id in writers_of(journey.session, conclusion)


def test_the_day_on_which_it_came_says_whether_it_was_late(journey: Journey) -> None:
    conclusion = journey.sent()
    due = conclusion.rounds[-1].due_on
    assert entered(journey, conclusion, received_on=due, now=LATE).late is False
    other = make_journey(journey.session)
    other.begin()
    other.answer("CV06", "fail", "Không đeo thẻ")
    other.close()
    other.confirm_findings()
    assert entered(other, other.sent(), received_on=due + timedelta(days=1), now=LATE).late is True


@pytest.mark.parametrize(
    "changed",
    [
        {"scan": []},
        {"received_on": TODAY + timedelta(days=1)},
        {"received_on": date(2024, 1, 1)},
        {"said": Said(None, "")},
        {"said": Said(Stance.DISAGREE, " ")},
    ],
)
def test_without_its_scan_its_day_or_words_it_is_refused(journey: Journey, changed: dict[str, Any]) -> None:
    conclusion = journey.sent()
    with pytest.raises(RuleBroken):
        entered(journey, conclusion, **changed)


def test_what_the_unit_wrote_here_itself_is_never_written_over(journey: Journey) -> None:
    conclusion = journey.sent()
    point = conclusion.rounds[-1].points[0]
    save_explanation(
        journey.session, journey.contact.actor, point, Said(Stance.AGREE, "Đúng"), base_revision=0, now=NOW
    )
    with pytest.raises(RuleBroken):
        entered(journey, conclusion)


@pytest.mark.parametrize("who", ["inspector", "coordinator", "contact", "head", "chair", "auditor", "signatory"])
def test_only_the_teams_desk_enters_and_only_its_leaders_recall(journey: Journey, who: str) -> None:
    conclusion = journey.sent()
    with pytest.raises(Forbidden):
        entered(journey, conclusion, who)
    for player in (who, "secretary"):
        with pytest.raises(Forbidden):
            recall_sending(journey.session, getattr(journey, player).actor, conclusion, reason="Gửi nhầm", now=NOW)


def test_what_is_recalled_is_told_to_the_unit_and_may_be_sent_again(journey: Journey) -> None:
    session, conclusion = journey.session, journey.sent()
    with pytest.raises(RuleBroken):
        recall_sending(session, journey.lead.actor, conclusion, reason=" ", now=NOW)
    recall_sending(session, journey.lead.actor, conclusion, reason="Gửi nhầm bản", now=NOW)
    assert conclusion.state is ConclusionState.DRAFT
    assert len(unsent_findings(session, conclusion)) == 1
    assert "Đã thu hồi nội dung gửi Sở Xây dựng giải trình" in told(journey, journey.contact.account)
    with pytest.raises(Forbidden):
        submit_explanation(session, journey.head.actor, conclusion, now=NOW)
    with pytest.raises(RuleBroken):
        submit_draft(session, journey.lead.actor, conclusion, now=NOW)
    send_for_explanation(session, journey.lead.actor, conclusion, now=NOW)
    journey.explain(conclusion)
    keep_agreed(session, journey.secretary.actor, conclusion, now=NOW)
    submit_draft(session, journey.lead.actor, conclusion, now=NOW)
    journey.issue(conclusion)
    assert conclusion.issued_at is not None


def test_what_was_submitted_is_not_recalled(journey: Journey) -> None:
    conclusion = journey.explained()
    with pytest.raises((Forbidden, Conflict)):
        recall_sending(journey.session, journey.lead.actor, conclusion, reason="Gửi nhầm", now=NOW)


def test_no_sql_of_the_application_changes_what_came_or_was_recalled(journey: Journey) -> None:
    conclusion = journey.sent()
    bare = [
        "UPDATE explanation_round SET received_on = '2024-06-17'",
        "UPDATE explanation_round SET recall_reason = 'x'",
    ]
    assert [each for each in bare if not is_refused(journey.session, each)] == []
    point = conclusion.rounds[-1].points[0]
    save_explanation(
        journey.session, journey.contact.actor, point, Said(Stance.AGREE, "Đúng"), base_revision=0, now=NOW
    )
    recall_sending(journey.session, journey.lead.actor, conclusion, reason="Gửi nhầm", now=NOW)
    after = [
        "UPDATE explanation_round SET recalled_at = NULL, recalled_by = NULL, recall_reason = NULL",
        "UPDATE explanation SET text = 'khác'",
        "DELETE FROM explanation",
    ]
    assert [each for each in after if not is_refused(journey.session, each)] == []
    send_for_explanation(journey.session, journey.lead.actor, conclusion, now=NOW)
    entered(journey, conclusion)
    submitted = ["UPDATE explanation_round SET scan = '[]'", "UPDATE explanation_round SET received_on = '2024-06-18'"]
    assert [each for each in submitted if not is_refused(journey.session, each)] == []


def test_the_pages_take_the_scan_and_the_unit_reads_it(journey: Journey, sign_in_as: SignIn) -> None:
    conclusion = journey.sent()
    journey.session.commit()
    desk, point = sign_in_as(journey.secretary.account), conclusion.rounds[-1].points[0]
    page = f"/ket-luan/{conclusion.id}/giai-trinh/van-ban-giay"
    assert page in desk.get(f"/ket-luan/{conclusion.id}/giai-trinh").get_data(as_text=True)
    words = {"received_on": "2024-06-17", f"stance-{point.id}": "disagree", f"text-{point.id}": "Có đeo thẻ"}
    refused = send(desk, page, **words)
    assert "bản quét" in text_of(refused)
    assert "Có đeo thẻ" in text_of(refused), "what was typed stays"
    scan = (BytesIO(b"%PDF-1.4\n%%EOF\n"), "cong-van.pdf")
    assert send(desk, page, **words, scan=scan).status_code == 302
    unit = sign_in_as(journey.head.account)
    told_to_unit = text_of(unit.get(f"/ket-luan/{conclusion.id}/giai-trinh"))
    assert "Nhận bằng văn bản giấy ngày 17/06/2024" in told_to_unit
    file = f"/ket-luan/giai-trinh/lan/{conclusion.rounds[-1].id}/ban-quet/0"
    assert unit.get(file).get_data().startswith(b"%PDF")
    assert unit.get(file.replace("/0", "/1")).status_code == 404
    other = make_journey(journey.session)
    assert sign_in_as(other.head.account).get(file).status_code == 403


def test_the_lead_recalls_on_a_page_and_the_unit_reads_why(journey: Journey, sign_in_as: SignIn) -> None:
    conclusion = journey.sent()
    journey.session.commit()
    page = f"/ket-luan/{conclusion.id}/giai-trinh/thu-hoi"
    assert sign_in_as(journey.secretary.account).get(page).status_code == 403
    assert send(sign_in_as(journey.lead.account), page, reason="Gửi nhầm bản").status_code == 302
    told_to_unit = text_of(sign_in_as(journey.contact.account).get(f"/ket-luan/{conclusion.id}/giai-trinh"))
    assert "Lý do: Gửi nhầm bản" in told_to_unit
    assert "Xem lại và nộp giải trình" not in told_to_unit
