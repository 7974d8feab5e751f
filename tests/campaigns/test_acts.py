"""Acts on visits that take one step: another member, a guest, a follow-up, a companion, an unannounced visit by order."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from inspect_app.campaigns.asked_ground import read_ground
from inspect_app.campaigns.bonds import follow_up_of, followed_by, joined_ids
from inspect_app.campaigns.operations import (
    follow_up,
    invite_guest,
    join_visits,
    order_unannounced,
    replace_member,
    schedule_together,
    schedule_visit,
)
from inspect_app.campaigns.operations.teams import members_of
from inspect_app.campaigns.planning.checking import check
from inspect_app.campaigns.queries import visible_visits
from inspect_app.campaigns.rescheduling import outlook
from inspect_app.campaigns.rules import VisitOrigin, VisitState
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.outbox import InboxMessage
from tests.browsing import send, text_of
from tests.factories.moments import NOW, TODAY
from tests.factories.people import make_person, make_player
from tests.factories.units import make_unit
from tests.factories.visits import make_campaign, make_stream, make_visit

DAY = date(2024, 7, 9)


@pytest.fixture
def player(session):
    return make_player(session, Role.COORDINATOR, name="Điều phối mẫu")


@pytest.fixture
def coordinator(player):
    return player.actor


@pytest.fixture
def team(session):
    lead = make_player(session, Role.LEAD, name="Trưởng đoàn mẫu").person
    return [(lead, Role.LEAD), (make_person(session, "Thư ký mẫu"), Role.SECRETARY)]


def members(visit):
    return [(member.person_id, Role(member.role)) for member in visit.team]


def test_a_member_is_replaced_in_his_part_with_a_reason_and_the_team_is_told(session, coordinator, team):
    visit = make_visit(session, starts_on=DAY, team=team)
    coming = make_player(session, Role.SECRETARY, name="Người thay mẫu").person
    arguments: dict[str, Any] = {"leaving": team[1][0].id, "coming": coming.id, "now": NOW}
    with pytest.raises(RuleBroken):
        replace_member(session, coordinator, visit, reason=" ", **arguments)
    replace_member(session, coordinator, visit, reason="Nghỉ ốm", **arguments)
    assert members(visit) == [(team[0][0].id, Role.LEAD), (coming.id, Role.SECRETARY)]
    assert session.scalars(select(JournalEntry.reason).order_by(JournalEntry.id.desc())).first() == "Nghỉ ốm"
    assert len(session.scalars(select(InboxMessage)).all()) == 2
    with pytest.raises(RuleBroken):
        replace_member(session, coordinator, visit, reason="lần nữa", **arguments)


def test_a_guest_looks_on_or_advises_and_is_no_lead(session, coordinator, team):
    visit = make_visit(session, starts_on=DAY, team=team)
    words: dict[str, Any] = {
        "name": "Chuyên gia mời mẫu",
        "title": "Trường Chính trị tỉnh",
        "reason": "Cần chuyên môn",
        "now": NOW,
    }
    guest = invite_guest(session, coordinator, visit, role=Role.EXPERT, **words)
    assert members(visit)[-1] == (guest.id, Role.EXPERT)
    assert guest.account is None
    with pytest.raises(RuleBroken):
        invite_guest(session, coordinator, visit, role=Role.LEAD, **words)
    with pytest.raises(Forbidden):
        invite_guest(session, make_player(session, Role.LEAD).actor, visit, role=Role.OBSERVER, **words)


def test_a_visit_that_is_over_is_followed_up_once_and_comes_after_it(session, coordinator, team):
    visit = make_visit(session, starts_on=date(2024, 6, 10), team=team, closed=True)
    with pytest.raises(Conflict):
        follow_up(session, coordinator, make_visit(session, starts_on=DAY), reason="sớm", now=NOW)
    again = follow_up(session, coordinator, visit, reason="Còn việc khắc phục", now=NOW)
    assert (again.unit_id, again.stream_id, again.origin) == (visit.unit_id, visit.stream_id, VisitOrigin.ADDED)
    assert again.state is VisitState.PLANNED
    assert members(again) == members(visit)
    assert (followed_by(session, again), follow_up_of(session, visit)) == (visit, again)
    assert read_ground(session, visit.campaign, as_of=TODAY).problem.visits[again.code].after == (visit.code,)
    with pytest.raises(Conflict):
        follow_up(session, coordinator, visit, reason="lần nữa", now=NOW)


def test_two_streams_go_to_a_unit_together_on_one_day(session, coordinator, team):
    campaign, unit = make_campaign(session), make_unit(session)
    one = make_visit(session, unit=unit, stream=make_stream(session, campaign), starts_on=DAY, team=team)
    others = [(make_person(session), Role.LEAD), (make_person(session), Role.SECRETARY)]
    other = make_visit(session, unit=unit, stream=make_stream(session, campaign), starts_on=None, team=others)
    with pytest.raises(RuleBroken):
        schedule_visit(session, coordinator, other, starts_on=DAY, ends_on=DAY, now=NOW)
    other.starts_on = other.ends_on = None
    join_visits(session, coordinator, other, one, reason="Đỡ phiền đơn vị", now=NOW)
    assert other.starts_on == DAY
    assert joined_ids(session, one.id) == [other.id]
    ground = read_ground(session, campaign, as_of=TODAY)
    assert check(ground.problem, ground.plan) == []
    with pytest.raises(Conflict):
        join_visits(session, coordinator, one, other, reason="lần nữa", now=NOW)


@pytest.fixture
def joined(session, coordinator, team):
    """A visit of one day, and one of two days that goes along with it."""
    campaign, unit = make_campaign(session), make_unit(session)
    one = make_visit(session, unit=unit, stream=make_stream(session, campaign), starts_on=DAY, team=team)
    others = [(make_person(session), Role.LEAD), (make_person(session), Role.SECRETARY)]
    first, last = date(2024, 7, 16), date(2024, 7, 17)
    stream = make_stream(session, campaign)
    other = make_visit(session, unit=unit, stream=stream, team=others, starts_on=first, ends_on=last)
    join_visits(session, coordinator, other, one, reason="Đỡ phiền đơn vị", now=NOW)
    return one, other


def test_where_one_of_two_joined_visits_goes_the_other_goes_as_long_as_before(session, coordinator, joined):
    thursday, friday = date(2024, 7, 18), date(2024, 7, 19)
    for moved, last in zip(joined, (thursday, friday), strict=True):
        assert schedule_together(session, coordinator, moved, starts_on=thursday, ends_on=last, reason="Lùi", now=NOW)
        assert [(one.starts_on, one.ends_on) for one in joined] == [(thursday, thursday), (thursday, friday)]
        back = DAY if moved is joined[0] else date(2024, 7, 10)
        assert schedule_together(session, coordinator, moved, starts_on=DAY, ends_on=back, reason="Trả", now=NOW)
    told = session.scalars(select(JournalEntry.visit_id).where(JournalEntry.verb == "campaigns.schedule_visit")).all()
    assert {visit_id: told.count(visit_id) for visit_id in told} == {one.id: 4 for one in joined}


def test_two_joined_visits_move_both_or_neither(session, coordinator, joined):
    one, other = joined
    busy = date(2024, 7, 23)
    make_visit(session, stream=one.stream, starts_on=busy, team=[(other.team[0].person, Role.LEAD)])
    found = outlook(session, coordinator, one, busy, members_of(one), today=TODAY)
    assert found.mates == (other,)
    assert not found.is_possible
    assert busy not in {first for first, _last in found.nearest}
    with pytest.raises(RuleBroken), session.begin_nested():
        schedule_together(session, coordinator, one, starts_on=busy, ends_on=busy, reason="dời", now=NOW)
    session.expire_all()
    assert one.starts_on == other.starts_on == DAY


def test_days_that_are_taken_back_are_taken_back_from_both_and_a_begun_mate_stays(session, coordinator, joined):
    one, other = joined
    assert schedule_together(session, coordinator, one, starts_on=None, ends_on=None, reason="Chờ đơn vị", now=NOW)
    assert (one.starts_on, other.starts_on) == (None, None)
    for visit in joined:
        schedule_visit(session, coordinator, visit, starts_on=DAY, ends_on=DAY, now=NOW)
    other.begun_at = NOW
    later = date(2024, 7, 19)
    assert schedule_together(session, coordinator, one, starts_on=later, ends_on=later, reason="Lùi", now=NOW)
    assert (one.starts_on, other.starts_on) == (later, DAY)
    ground = read_ground(session, one.campaign, as_of=TODAY)
    assert ground.problem.visits[other.code].joins == ()


def test_streams_that_the_plan_combines_share_a_unit_when_they_begin_on_one_day(session, coordinator, team):
    campaign, unit = make_campaign(session), make_unit(session)
    first, second = make_stream(session, campaign), make_stream(session, campaign)
    kept = {"streams": {first.code: {"combines_with": [second.code]}}}
    campaign.settings = {**campaign.settings, "planning": kept}
    make_visit(session, unit=unit, stream=first, starts_on=DAY, ends_on=date(2024, 7, 10), team=team)
    other = make_visit(session, unit=unit, stream=second, starts_on=None)
    with pytest.raises(RuleBroken):
        schedule_visit(session, coordinator, other, starts_on=date(2024, 7, 10), ends_on=date(2024, 7, 10), now=NOW)
    assert schedule_visit(session, coordinator, other, starts_on=DAY, ends_on=DAY, now=NOW)


def test_visits_of_two_units_or_one_team_do_not_go_together(session, coordinator, team):
    campaign, unit = make_campaign(session), make_unit(session)
    one = make_visit(session, unit=unit, stream=make_stream(session, campaign), starts_on=DAY, team=team)
    same_team = make_visit(session, unit=unit, stream=make_stream(session, campaign), starts_on=None, team=team)
    elsewhere = make_visit(session, stream=make_stream(session, campaign), starts_on=None)
    for wrong in (same_team, elsewhere):
        with pytest.raises(RuleBroken):
            join_visits(session, coordinator, wrong, one, reason="ghép", now=NOW)


def test_an_unannounced_visit_by_order_is_known_to_its_team_and_the_coordinators_alone(session, coordinator, team):
    stream, unit = make_stream(session, make_campaign(session), unannounced=True), make_unit(session, "Sở Kín Tiếng")
    arguments: dict[str, Any] = {
        "day": DAY,
        "members": [(person.id, role) for person, role in team],
        "reason": "Theo chỉ đạo",
        "now": NOW,
    }
    visit = order_unannounced(session, coordinator, stream, unit, **arguments)
    assert visit.secret
    inspector = make_player(session, Role.INSPECTOR).actor
    assert visible_visits(session, inspector, visit.campaign) == []
    assert visible_visits(session, coordinator, visit.campaign) == [visit]
    told = [row.subject + row.body for row in session.scalars(select(InboxMessage))]
    written = [f"{row.summary} {row.changes}" for row in session.scalars(select(JournalEntry))]
    assert told
    assert not [text for text in [*told, *written] if unit.name in text or "2024-07-09" in text]
    own = make_player(session, Role.COORDINATOR, works_at=unit).actor
    with pytest.raises(Forbidden):
        order_unannounced(session, own, stream, unit, **arguments)
    announced = make_stream(session, stream.campaign)
    with pytest.raises(RuleBroken):
        order_unannounced(session, coordinator, announced, unit, **arguments)


def test_each_act_has_its_page(session, player, team, sign_in_as):
    campaign, unit = make_campaign(session, "dot-mau"), make_unit(session)
    stream = make_stream(session, campaign, unannounced=True)
    visit = make_visit(session, unit=unit, stream=make_stream(session, campaign), starts_on=DAY, team=team)
    make_visit(session, stream=stream, starts_on=date(2024, 7, 23), team=team, unannounced=True)
    coming = make_player(session, Role.SECRETARY, name="Người thay mẫu").person
    client = sign_in_as(player.account)
    page = f"/cuoc-kiem-tra/{visit.id}"
    swap: dict[str, Any] = {"leaving": str(team[1][0].id), "coming": str(coming.id), "reason": "Nghỉ ốm"}
    assert send(client, f"{page}/thay-nguoi", **swap).status_code == 302
    guest: dict[str, Any] = {
        "name": "Khách mời mẫu",
        "title": "Trường Chính trị",
        "role": "observer",
        "reason": "Học tập",
    }
    assert send(client, f"{page}/khach-moi", **guest).status_code == 302
    shown = text_of(client.get(page))
    assert "Khách mời mẫu" in shown
    assert "Người thay mẫu" in shown
    assert client.get(f"{page}/ghep").status_code == 200
    assert send(client, f"{page}/phuc-tra", reason="sớm").status_code == 422
    form = "/dot-kiem-tra/dot-mau/dot-xuat"
    teams = client.get(form).get_data(as_text=True)
    assert "Trưởng đoàn mẫu" in teams
    assert send(client, form, stream=str(stream.id), unit=str(unit.id), day="", team="", reason="").status_code == 422
