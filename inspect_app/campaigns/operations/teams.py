"""Who goes on a visit: the checks that every change of a team passes, and writing the members."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Affiliation, Person, RoleAssignment
from inspect_app.accounts.queries import CONFLICT_OF_INTEREST_WINDOW
from inspect_app.campaigns.bonds import joined_ids
from inspect_app.campaigns.models import TeamMember, Visit
from inspect_app.campaigns.planning_settings import planning_settings
from inspect_app.campaigns.queries import overlapping_visits
from inspect_app.kernel.actors import TEAM_ROLES, UNIT_SIDE_ROLES, Role
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _

Members = Sequence[tuple[UUID, Role]]


def check_members(session: Session, visit: Visit, members: Members) -> None:
    """Raises RuleBroken("team", …) for a team without exactly one lead, a person twice, or somebody of the unit."""
    people = [person_id for person_id, _role in members]
    if len(set(people)) != len(people):
        raise RuleBroken("team", _("Một người chỉ có một vai trò trong đoàn. Hãy bỏ dòng lặp lại."))
    if any(role not in TEAM_ROLES for _person, role in members):
        raise RuleBroken("team", _("Vai trò này không có trong đoàn kiểm tra. Hãy chọn vai trò khác."))
    leads = sum(role is Role.LEAD for _person, role in members)
    if members and leads != 1:
        raise RuleBroken("team", _("Đoàn phải có đúng một trưởng đoàn. Hãy chọn lại vai trò."))
    tied = people_of_unit(session, people, visit)
    if tied:
        raise RuleBroken(
            "team",
            _(
                "%(name)s thuộc đơn vị được kiểm tra (hiện nay hoặc trong một năm qua). Hãy chọn người khác.",
                name=", ".join(person.name for person in tied),
            ),
        )


def people_of_unit(session: Session, person_ids: Sequence[UUID], visit: Visit) -> list[Person]:
    """Who of these people works at the visit's unit, worked there lately, or is its head or contact."""
    on = visit.starts_on or visit.window_start
    works = select(Affiliation.person_id).where(
        Affiliation.unit_id == visit.unit_id,
        or_(Affiliation.valid_to.is_(None), Affiliation.valid_to >= on - CONFLICT_OF_INTEREST_WINDOW),
    )
    speaks = select(RoleAssignment.person_id).where(
        RoleAssignment.unit_id == visit.unit_id,
        RoleAssignment.role.in_(UNIT_SIDE_ROLES),
        or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to >= on - CONFLICT_OF_INTEREST_WINDOW),
    )
    query = select(Person).where(Person.id.in_(person_ids), or_(Person.id.in_(works), Person.id.in_(speaks)))
    return list(session.scalars(query.order_by(Person.name)))


def check_free(
    session: Session, visit: Visit, starts_on: date | None, ends_on: date | None, person_ids: Sequence[UUID]
) -> None:
    """Raises RuleBroken when a person, or the unit, is on another visit on one of these days.

    Another visit is named only if it is no secret. Visits that were joined share the unit's days, and
    so do those of streams that the plan combines when they begin on one day.
    """
    if starts_on is None or ends_on is None:
        return
    together = joined_ids(session, visit.id)
    others = overlapping_visits(
        session, first=starts_on, last=ends_on, person_ids=person_ids, unit_id=visit.unit_id, besides=visit.id
    )
    for other in others:
        busy = [member.person.name for member in other.team if member.person_id in set(person_ids)]
        if busy and other.secret:
            names = ", ".join(busy)
            raise RuleBroken("team", _("%(name)s bận trong những ngày này. Hãy đổi ngày hoặc đổi người.", name=names))
        days = f"{format_date(other.starts_on)} - {format_date(other.ends_on)}"
        if busy:
            message = _(
                "%(name)s đã có cuộc kiểm tra khác trong thời gian này (%(days)s). Hãy đổi ngày hoặc đổi người.",
                name=", ".join(busy),
                days=days,
            )
            raise RuleBroken("team", message)
        if not (other.secret or other.id in together or _may_combine(visit, other, starts_on)):
            message = _(
                "Đơn vị đã có cuộc kiểm tra %(code)s ngày %(days)s. Hãy chọn ngày khác.", code=other.code, days=days
            )
            raise RuleBroken("starts_on", message)


def _may_combine(visit: Visit, other: Visit, starts_on: date) -> bool:
    """Whether the plan lets the streams of the two come to a unit together, and they begin on one day."""
    streams = planning_settings(visit.campaign).streams
    pairs = ((visit.stream.code, other.stream.code), (other.stream.code, visit.stream.code))
    combine = any(second in streams.get(first, {}).get("combines_with", ()) for first, second in pairs)
    return combine and visit.campaign_id == other.campaign_id and other.starts_on == starts_on


def members_of(visit: Visit) -> list[tuple[UUID, Role]]:
    """The team as it stands."""
    return [(member.person_id, Role(member.role)) for member in visit.team]


def set_members(session: Session, visit: Visit, members: Members) -> tuple[list[str], list[str]] | None:
    """Writes the team; gives (before, after) in words, or None when it is the same already."""
    if members_of(visit) == list(members):
        return None
    words_before = _in_words(visit)
    known = {member.person_id: member for member in visit.team}
    team: list[TeamMember] = []
    for position, (person_id, role) in enumerate(members):
        member = known.get(person_id) or TeamMember(visit_id=visit.id, person_id=person_id)
        member.role, member.position = role, position
        team.append(member)
    visit.team = team
    session.flush()
    for member in team:
        session.refresh(member, ["person"])
    return words_before, _in_words(visit)


def _in_words(visit: Visit) -> list[str]:
    return [f"{member.person.name} ({Role(member.role).value})" for member in visit.team]
