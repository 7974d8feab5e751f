"""The kinds in the catalogue: who prepares and reads which, what may be reworded, and what is refused before a signature."""

import json

import pytest

from inspect_app.campaigns.papers.kinds import INSPECTION_PLAN, REPORT_OUTLINE, TEAM_DECISION, VISIT_NOTICE
from inspect_app.campaigns.queries import working_calendar
from inspect_app.kernel.actors import ANONYMOUS, Role
from inspect_app.kernel.errors import Forbidden, RuleBroken
from inspect_app.registry.kinds import Making, PaperKind
from inspect_app.registry.operations import begin_paper, submit_paper, word_paper
from inspect_app.web.papers.catalogue import KINDS
from tests.campaigns.papers.conftest import Shipped
from tests.factories.moments import NOW
from tests.factories.people import make_player

BEFORE_A_VISIT = (INSPECTION_PLAN, TEAM_DECISION, VISIT_NOTICE, REPORT_OUTLINE)
LETTERS = (VISIT_NOTICE, REPORT_OUTLINE)


def thing(shipped: Shipped, kind: PaperKind) -> object:
    if kind is INSPECTION_PLAN:
        return shipped.campaign
    return shipped.stream("toan-dien") if kind is TEAM_DECISION else shipped.visit("TD-03")


def making(shipped: Shipped) -> Making:
    return Making(NOW, working_calendar(shipped.campaign))


def test_they_stand_in_the_catalogue_in_the_order_of_the_chain() -> None:
    assert KINDS[:4] == BEFORE_A_VISIT


@pytest.mark.parametrize("kind", BEFORE_A_VISIT, ids=lambda kind: kind.code)
def test_the_first_words_are_those_that_stand_in_the_paper(shipped: Shipped, kind: PaperKind) -> None:
    about = thing(shipped, kind)
    first = kind.first_words(shipped.session, about, making(shipped))
    assert list(first) == [field.name for field in kind.fields]
    with_words = Making(NOW, working_calendar(shipped.campaign), words=first)
    assert kind.build(shipped.session, about, with_words) == kind.build(shipped.session, about, making(shipped))


@pytest.mark.parametrize("kind", BEFORE_A_VISIT, ids=lambda kind: kind.code)
def test_a_coordinator_prepares_it_unless_it_is_about_his_own_unit(shipped: Shipped, kind: PaperKind) -> None:
    about = thing(shipped, kind)
    elsewhere = make_player(shipped.session, Role.COORDINATOR, works_at=shipped.unit("SNV")).actor
    there = make_player(shipped.session, Role.COORDINATOR, works_at=shipped.visit("TD-03").unit).actor
    auditor = make_player(shipped.session, Role.AUDITOR).actor
    assert kind.is_prepared_by(elsewhere, about)
    assert not any(kind.is_prepared_by(one, about) for one in (there, auditor, ANONYMOUS))
    with pytest.raises(Forbidden):
        begin_paper(shipped.session, there, kind, about, words={}, now=NOW)


@pytest.mark.parametrize("kind", BEFORE_A_VISIT, ids=lambda kind: kind.code)
def test_the_unit_does_not_read_what_it_was_not_told(shipped: Shipped, kind: PaperKind) -> None:
    visit, about = shipped.visit("TD-03"), thing(shipped, kind)
    contact = make_player(shipped.session, (Role.UNIT_CONTACT, visit.unit), works_at=visit.unit).actor
    signatory = make_player(shipped.session, Role.SIGNATORY, works_at=visit.unit).actor
    assert not kind.may_read(contact, about)
    assert not kind.may_read(signatory, about)
    visit.notice_sent_at = NOW
    assert kind.may_read(contact, about) is (kind in LETTERS)


@pytest.mark.parametrize("kind", LETTERS, ids=lambda kind: kind.code)
def test_nobody_reads_or_prepares_a_letter_about_a_surprise(shipped: Shipped, kind: PaperKind) -> None:
    visit = shipped.visit("TD-03")
    coordinator = make_player(shipped.session, Role.COORDINATOR).actor
    assert kind.may_read(coordinator, visit)
    visit.unannounced = True
    for begun in (None, NOW):
        visit.begun_at = begun
        assert not kind.may_read(coordinator, visit)
        assert not kind.is_prepared_by(coordinator, visit)


def test_who_comes_as_a_surprise_is_read_by_coordinators_alone(shipped: Shipped) -> None:
    stream = shipped.stream("cong-vu")
    coordinator = make_player(shipped.session, Role.COORDINATOR, works_at=shipped.unit("SYT")).actor
    others = [make_player(shipped.session, role).actor for role in Role if role is not Role.COORDINATOR]
    assert TEAM_DECISION.may_read(coordinator, stream)
    assert TEAM_DECISION.is_prepared_by(coordinator, stream), "whoever is surprised, this says nothing of it"
    assert not any(TEAM_DECISION.may_read(one, stream) for one in others)


def test_each_kind_expects_its_own_signer(shipped: Shipped) -> None:
    session, day = shipped.session, NOW.date()
    chair, director = shipped.deputy("49", "Chủ tịch"), shipped.deputy("SNV", "Giám đốc")
    for signs in (chair, director):
        signs.valid_from = day
        session.add(signs)
    session.flush()
    asked = {
        kind.code: kind.expects(session, about, day) if kind.expects else None
        for kind, about in [
            (INSPECTION_PLAN, shipped.campaign),
            (TEAM_DECISION, shipped.stream("y-te")),
            (VISIT_NOTICE, shipped.visit("TD-03")),
        ]
    }
    assert asked == {"inspection_plan": chair, "team_decision": director, "visit_notice": director}


def test_a_paper_with_an_open_place_does_not_reach_its_signer(shipped: Shipped) -> None:
    session, stream = shipped.session, shipped.stream("y-te")
    shipped.campaign.is_sample = False
    shipped.campaign.official_number, shipped.campaign.official_date = "2119/KH-UBND", NOW.date()
    coordinator = make_player(session, Role.COORDINATOR).actor
    signs = shipped.deputy("SNV", "Giám đốc")
    signs.valid_from = NOW.date()
    session.add(signs)
    session.flush()
    words = dict(TEAM_DECISION.first_words(session, stream, making(shipped)))
    draft = begin_paper(session, coordinator, TEAM_DECISION, stream, words=words, now=NOW)
    with pytest.raises(RuleBroken, match="cần đối chiếu"):
        submit_paper(session, coordinator, draft, TEAM_DECISION, stream, signs, making(shipped))
    settled = {**words, "bases": "Căn cứ Kế hoạch số 2119/KH-UBND ngày 17/6/2024 của UBND tỉnh Quảng Nam"}
    word_paper(session, coordinator, draft, TEAM_DECISION, stream, words=settled, now=NOW)
    submit_paper(session, coordinator, draft, TEAM_DECISION, stream, signs, making(shipped))
    assert "cần đối chiếu" not in json.dumps(draft.sheet, ensure_ascii=False)
