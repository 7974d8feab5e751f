"""The letter that corrects an issued paper, and letters that their unit reads: prepared by one, issued by another."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account, Delegation, SigningForm
from inspect_app.campaigns.queries import working_calendar
from inspect_app.conclusions.models import Conclusion
from inspect_app.documents.sheets import CorrectionLetterSheet
from inspect_app.followup.queries import actions_of_conclusion
from inspect_app.followup.reminder.kind import REMEDIATION_REMINDER
from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.outbox import InboxMessage
from inspect_app.registry.kinds import Making, PaperKind
from inspect_app.registry.models import IssuedPaper
from inspect_app.registry.operations import (
    Amendment,
    begin_paper,
    issue_draft,
    submit_paper,
    withdraw_paper,
    word_paper,
)
from inspect_app.registry.rules import AmendmentKind, PaperState
from inspect_app.web.papers.correction_letter import CORRECTION_LETTER, places_of
from tests.browsing import send, text_of
from tests.factories.journeys import ISSUING, Journey, make_journey
from tests.factories.moments import LONG_AGO, NOW
from tests.factories.people import make_player

SignIn = Callable[[Account], FlaskClient]
WORDS = {
    "places": "Mục III.1, dòng 1 | Chánh Văn phòg | Chánh Văn phòng",
    "addressees": "Sở Xây dựng",
    "field": "CCHC",
    "remark": "",
}


@pytest.fixture
def journey(session: Session) -> Journey:
    return make_journey(session)


def making(journey: Journey) -> Making:
    return Making(now=NOW, calendar=working_calendar(journey.visit.campaign))


def issued_about(
    journey: Journey, kind: PaperKind, thing: Conclusion | IssuedPaper, words: dict[str, str], amends: Amendment | None
) -> IssuedPaper:
    session, preparer = journey.session, journey.secretary.actor
    draft = begin_paper(session, preparer, kind, thing, words=words, amends=amends, now=NOW)
    submit_paper(session, preparer, draft, kind, thing, journey.delegation, making(journey))
    paper = issue_draft(session, journey.signatory.actor, draft, kind, ISSUING, now=NOW)
    session.commit()
    return paper


def notice(journey: Journey) -> IssuedPaper:
    paper = journey.issued(("CV07",)).paper
    assert paper is not None
    return paper


def corrected(journey: Journey, paper: IssuedPaper) -> IssuedPaper:
    return issued_about(journey, CORRECTION_LETTER, paper, WORDS, Amendment(paper, AmendmentKind.CORRECTS))


def test_the_letter_names_the_paper_and_each_place_and_changes_nothing(journey: Journey) -> None:
    paper = notice(journey)
    letter = corrected(journey, paper)
    sheet = CorrectionLetterSheet.from_json(json.dumps(letter.sheet))
    assert sheet.subject == "đính chính Thông báo số …/TB-UBND ngày 17/6/2024"
    assert sheet.letterhead.sign == "UBND-CCHC"
    assert [(one.where, one.printed, one.corrected) for one in sheet.places] == [
        ("Mục III.1, dòng 1", "Chánh Văn phòg", "Chánh Văn phòng")
    ]
    assert (letter.unit_id, letter.prepared_by) == (journey.unit.id, journey.secretary.person.id)
    assert paper.state is PaperState.CURRENT, "a corrected paper counts on"
    assert [one.how for one in paper.amended_by] == [AmendmentKind.CORRECTS]


def test_the_public_page_tells_which_letter_corrects_it_until_that_is_withdrawn(
    journey: Journey, client: FlaskClient
) -> None:
    paper = notice(journey)
    letter = corrected(journey, paper)
    told = text_of(client.get(f"/kiem-tra/{paper.code}"))
    assert "được đính chính bởi Công văn số …/UBND-CCHC ngày 17/06/2024" in told
    assert "Văn bản này đính chính Thông báo số …/TB-UBND" in text_of(client.get(f"/kiem-tra/{letter.code}"))
    assert "Chánh Văn phòg" not in told
    withdraw_paper(journey.session, journey.signatory.actor, letter, reason="nhầm", now=NOW)
    journey.session.commit()
    assert "đính chính bởi" not in text_of(client.get(f"/kiem-tra/{paper.code}"))


@pytest.mark.parametrize("line", ["một phần", "a | b", "a | b | b", " | x | y"])
def test_a_line_without_its_three_parts_is_refused(line: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        places_of(line)
    assert refusal.value.field == "places"


def test_only_the_body_that_issued_the_paper_corrects_it_and_only_while_it_counts(journey: Journey) -> None:
    paper, session = notice(journey), journey.session
    other = Delegation(
        person_id=make_player(session, Role.SIGNATORY).person.id,
        unit_id=journey.unit.id,
        form=SigningForm.OWN,
        title="Giám đốc",
        valid_from=LONG_AGO,
    )
    session.add(other)
    session.flush()
    draft = begin_paper(session, journey.secretary.actor, CORRECTION_LETTER, paper, words=WORDS, now=NOW)
    with pytest.raises(RuleBroken):
        submit_paper(session, journey.secretary.actor, draft, CORRECTION_LETTER, paper, other, making(journey))
    word_paper(
        session, journey.secretary.actor, draft, CORRECTION_LETTER, paper, words={**WORDS, "places": ""}, now=NOW
    )
    with pytest.raises(RuleBroken):
        submit_paper(
            session, journey.secretary.actor, draft, CORRECTION_LETTER, paper, journey.delegation, making(journey)
        )
    withdraw_paper(session, journey.signatory.actor, paper, reason="nhầm", now=NOW)
    with pytest.raises(RuleBroken):
        submit_paper(
            session, journey.secretary.actor, draft, CORRECTION_LETTER, paper, journey.delegation, making(journey)
        )


@pytest.mark.parametrize("who", ["contact", "head", "chair", "auditor", "signatory", "inspector"])
def test_others_prepare_no_letter_of_correction(journey: Journey, who: str) -> None:
    paper = notice(journey)
    with pytest.raises(Forbidden):
        begin_paper(journey.session, getattr(journey, who).actor, CORRECTION_LETTER, paper, words=WORDS, now=NOW)


def test_somebody_of_the_unit_and_the_preparer_issue_nothing(journey: Journey) -> None:
    paper, session = notice(journey), journey.session
    draft = begin_paper(session, journey.secretary.actor, CORRECTION_LETTER, paper, words=WORDS, now=NOW)
    submit_paper(session, journey.secretary.actor, draft, CORRECTION_LETTER, paper, journey.delegation, making(journey))
    there = make_player(session, Role.SIGNATORY, works_at=journey.unit).actor
    same = replace(journey.signatory.actor, person_id=journey.secretary.person.id)
    for actor in (there, same, journey.head.actor):
        with pytest.raises((Forbidden, Conflict)):
            issue_draft(session, actor, draft, CORRECTION_LETTER, ISSUING, now=NOW)


def test_the_desk_begins_one_on_the_papers_page_and_sees_it_printed(journey: Journey, sign_in_as: SignIn) -> None:
    paper = notice(journey)
    journey.session.commit()
    desk = sign_in_as(journey.secretary.account)
    page = f"/van-ban/correction_letter/{paper.id}"
    assert page in desk.get(f"/van-ban/ban-hanh/{paper.id}").get_data(as_text=True)
    assert send(desk, f"{page}/soan", page=page).status_code == 302
    assert send(desk, f"{page}/loi-van", page=page, **WORDS).status_code == 302
    assert desk.get(f"{page}/ban-in.pdf").get_data()[:5] == b"%PDF-"
    assert desk.get(f"{page}/ban-in.docx").get_data()[:2] == b"PK"
    for who in ("contact", "head"):
        assert sign_in_as(getattr(journey, who).account).get(page).status_code == 403


def test_the_unit_reads_the_letters_to_it_and_another_unit_does_not(journey: Journey, sign_in_as: SignIn) -> None:
    paper = notice(journey)
    conclusion = journey.session.scalars(select(Conclusion)).one()
    (action,) = actions_of_conclusion(journey.session, conclusion)
    action.due_on = NOW.date()
    journey.session.flush()
    words = {"answer_by": "ngày 27/8/2024", "remark": ""}
    reminder = issued_about(journey, REMEDIATION_REMINDER, conclusion, words, None)
    letter = corrected(journey, paper)
    other = make_journey(journey.session)
    for who in (journey.contact, journey.head):
        client = sign_in_as(who.account)
        for issued in (reminder, letter):
            page = f"/van-ban/ban-hanh/{issued.id}"
            assert client.get(page).status_code == 200
            assert page in client.get(f"/ket-luan/{conclusion.id}").get_data(as_text=True)
        assert f"/van-ban/ban-hanh/{reminder.id}" in client.get(f"/khac-phuc/{action.id}").get_data(as_text=True)
        links = {
            row.link
            for row in journey.session.scalars(select(InboxMessage).where(InboxMessage.account_id == who.account.id))
        }
        assert {f"/van-ban/ban-hanh/{issued.id}" for issued in (reminder, letter)} <= links
        assert sign_in_as(other.head.account).get(f"/van-ban/ban-hanh/{letter.id}").status_code == 403
