"""Drafting: words kept beside the data, and no paper while both disagree unnoticed."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inspect_app.conclusions.drafting.agreement import Clash
from inspect_app.conclusions.drafting.parts import flat, mark_of, unflat
from inspect_app.conclusions.drafting.reading import material_of
from inspect_app.conclusions.drafting.state import draft_state
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.operations import (
    RequestWanted,
    begin_draft,
    confirm_disagreement,
    save_requests,
    save_wording,
    send_back,
    submit_draft,
)
from inspect_app.fieldwork.queries import minutes_of
from inspect_app.findings.operations import edit_finding, withdraw_finding
from inspect_app.findings.queries import standing_findings
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.errors import Forbidden, RuleBroken
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import NOW


@pytest.fixture
def journey(session: Session) -> Journey:
    journey = make_journey(session)
    journey.begin()
    journey.answer("CV05", "fail", "Trong 14 phòng, 03 phòng chưa niêm yết")
    journey.answer("CV07")
    journey.close()
    journey.confirm_findings()
    return journey


def begun(journey: Journey) -> Conclusion:
    return begin_draft(journey.session, journey.secretary.actor, journey.visit, due_days=22, now=NOW)


def reword(journey: Journey, conclusion: Conclusion, part: str, words: str, **more: Any) -> None:
    wording = unflat(flat(conclusion) | {part: words})
    save_wording(journey.session, journey.secretary.actor, conclusion, wording, now=NOW, **more)


def test_a_draft_begins_with_sentences_that_stand_on_the_data(journey: Journey) -> None:
    conclusion = begun(journey)
    state = draft_state(journey.session, conclusion)
    assert state.clashes == ()
    assert "03 phòng chưa niêm yết" in material_of(journey.session, journey.visit).standing[0].text
    assert conclusion.sources["strengths.3"][0]["refs"] == ["CV07"]
    assert conclusion.requests[0].said == {f"{journey.visit.code}/01": conclusion.requests[0].findings[0].text}


def test_a_figure_that_the_data_do_not_tell_stops_the_draft_until_it_is_mended(journey: Journey) -> None:
    conclusion = begun(journey)
    reword(journey, conclusion, "general", "Có 12 phòng.", ties={"general": {"Có 12 phòng.": ("CV05",)}})
    (clash,) = draft_state(journey.session, conclusion).unsettled
    assert (clash.clash, clash.figures) == (Clash.FIGURE, ("12",))
    with pytest.raises(RuleBroken, match="lệch ở 1 chỗ"):
        journey.hear(conclusion)
    reword(journey, conclusion, "general", "Có 14 phòng.")
    journey.hear(conclusion)
    reword(journey, conclusion, "general", "Có 12 phòng.")
    with pytest.raises(RuleBroken, match="lệch ở 1 chỗ"):
        submit_draft(journey.session, journey.lead.actor, conclusion, now=NOW)
    reword(journey, conclusion, "general", "Có 14 phòng.")
    assert conclusion.sources["general"][0]["refs"] == ["CV05"]
    submit_draft(journey.session, journey.lead.actor, conclusion, now=NOW)


def test_a_confirmation_needs_a_reason_a_drafter_and_the_very_disagreement(journey: Journey) -> None:
    conclusion = begun(journey)
    reword(journey, conclusion, "general", "Có 12 phòng.", ties={"general": {"Có 12 phòng.": ("CV05",)}})
    key = draft_state(journey.session, conclusion).unsettled[0].key
    drafter = journey.secretary.actor
    for actor, named, reason, refusal in (
        (drafter, key, "  ", RuleBroken),
        (drafter, "0" * 16, "đếm lại", RuleBroken),
        (journey.signatory.actor, key, "đếm lại", Forbidden),
    ):
        with pytest.raises(refusal):
            confirm_disagreement(journey.session, actor, conclusion, named, reason=reason, now=NOW)
    confirm_disagreement(journey.session, drafter, conclusion, key, reason="Đơn vị có văn bản đính chính", now=NOW)
    state = draft_state(journey.session, conclusion)
    assert (state.unsettled, [row.reason for _clash, row in state.kept]) == ([], ["Đơn vị có văn bản đính chính"])
    entry = journey.session.scalars(select(JournalEntry).where(JournalEntry.verb == "conclusions.confirm")).one()
    assert entry.reason == "Đơn vị có văn bản đính chính"
    reword(journey, conclusion, "general", "Có 13 phòng.")
    assert len(draft_state(journey.session, conclusion).unsettled) == 1


def test_a_finding_reworded_after_its_request_is_shown_old_and_new(journey: Journey) -> None:
    conclusion = begun(journey)
    finding = standing_findings(journey.session, journey.visit.id)[0]
    old, new = finding.text, "Nội quy chưa được niêm yết ở 03 phòng."
    edit_finding(
        journey.session, journey.lead.actor, finding, text=new, grade=finding.grade, area=3, reason="", now=NOW
    )
    (clash,) = draft_state(journey.session, conclusion).unsettled
    assert (clash.clash, clash.part, clash.old, clash.new) == (Clash.CHANGED, "requests", old, new)
    wanted = [RequestWanted("Niêm yết nội quy", "Chánh Văn phòng", 5, (finding.id,))]
    save_requests(journey.session, journey.secretary.actor, conclusion, wanted, now=NOW)
    assert draft_state(journey.session, conclusion).unsettled == []


def test_a_request_that_keeps_its_words_keeps_what_it_was_worded_from(journey: Journey) -> None:
    conclusion = begun(journey)
    finding = standing_findings(journey.session, journey.visit.id)[0]
    edit_finding(
        journey.session, journey.lead.actor, finding, text="Khác đi.", grade=finding.grade, area=3, reason="", now=NOW
    )
    row = conclusion.requests[0]
    wanted = [RequestWanted(row.text, "Người khác", row.due_days, (finding.id,))]
    save_requests(journey.session, journey.secretary.actor, conclusion, wanted, now=NOW)
    assert [each.clash for each in draft_state(journey.session, conclusion).unsettled] == [Clash.CHANGED]


def test_a_request_that_names_a_withdrawn_finding_stops_the_draft(journey: Journey) -> None:
    conclusion = begun(journey)
    finding = standing_findings(journey.session, journey.visit.id)[0]
    withdraw_finding(journey.session, journey.lead.actor, finding, reason="Ghi nhầm phòng", now=NOW)
    clashes = {(each.part, each.clash) for each in draft_state(journey.session, conclusion).unsettled}
    assert ("requests", Clash.GONE) in clashes
    # The sum of shortcomings in the general part is out of date as well.
    assert ("general", Clash.CHANGED) in clashes


def test_data_that_change_after_the_lead_approved_stop_the_issue(journey: Journey) -> None:
    conclusion = journey.submitted()
    minutes = minutes_of(journey.session, journey.visit.id)
    assert minutes is not None
    minutes.place = "Nơi khác"
    journey.session.flush()
    with pytest.raises(RuleBroken, match="lệch"):
        journey.issue(conclusion)
    send_back(journey.session, journey.signatory.actor, conclusion, reason="Xem lại", now=NOW)


def test_two_drafters_do_not_overwrite_each_other_unseen(journey: Journey) -> None:
    conclusion = begun(journey)
    seen = {part: mark_of(text) for part, text in flat(conclusion).items()}
    before = conclusion.opening
    reword(journey, conclusion, "opening", "Người thứ nhất sửa.")
    reword(
        journey,
        conclusion,
        "responsibility",
        "Người thứ hai viết.",
        seen=seen | {"opening": mark_of(conclusion.opening)},
    )
    wording = unflat(flat(conclusion) | {"opening": before, "recommendations": "Sở Nội vụ: theo dõi"})
    save_wording(journey.session, journey.secretary.actor, conclusion, wording, now=NOW, seen=seen)
    assert (conclusion.opening, conclusion.recommendations) == ("Người thứ nhất sửa.", "Sở Nội vụ: theo dõi")
    with pytest.raises(RuleBroken) as refusal:
        reword(journey, conclusion, "opening", "Người thứ hai sửa.", seen=seen)
    assert refusal.value.field == "opening"
    assert "Người thứ nhất sửa." in refusal.value.message
    assert "Xem hai bản và chọn" in refusal.value.message


def test_a_source_that_there_is_not_is_refused_at_its_part(journey: Journey) -> None:
    conclusion = begun(journey)
    with pytest.raises(RuleBroken) as refusal:
        reword(journey, conclusion, "strengths.3", "Tốt.", ties={"strengths.3": {"Tốt.": ("C99",)}})
    assert refusal.value.field == "strength_3"


def test_a_shortcoming_of_an_earlier_year_repeats_with_its_year(journey: Journey) -> None:
    conclusion = journey.submitted()
    journey.issue(conclusion, now=NOW + timedelta(hours=1))
    journey.visit.campaign.year = 2023
    again = make_journey(journey.session)
    again.visit.unit_id = journey.visit.unit_id
    journey.session.flush()
    journey.session.refresh(again.visit)
    again.begin()
    again.answer("CV05", "fail", "Vẫn chưa niêm yết")
    again.close()
    (found,) = material_of(journey.session, again.visit).standing
    assert found.repeat is not None
    assert (found.repeat.year, found.repeat.label) == (2023, f"{journey.visit.code}/01")


def test_what_was_confirmed_is_fixed_with_the_issued_paper(journey: Journey) -> None:
    conclusion = begun(journey)
    reword(journey, conclusion, "general", "Có 12 phòng.", ties={"general": {"Có 12 phòng.": ("CV05",)}})
    key = draft_state(journey.session, conclusion).unsettled[0].key
    confirm_disagreement(journey.session, journey.secretary.actor, conclusion, key, reason="Đếm lại", now=NOW)
    journey.hear(conclusion)
    submit_draft(journey.session, journey.lead.actor, conclusion, now=NOW)
    journey.issue(conclusion)
    for statement in ("UPDATE confirmation SET reason = 'khác'", "DELETE FROM confirmation"):
        with pytest.raises(DBAPIError), journey.session.begin_nested():
            journey.session.execute(text(statement))
