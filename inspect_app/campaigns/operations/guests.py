"""One person of a team in another's place, and a guest from outside who looks on or advises."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Person
from inspect_app.accounts.operations import create_person
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.operations.scheduling import change_team, require_reason
from inspect_app.campaigns.operations.teams import members_of
from inspect_app.campaigns.permissions import may_schedule
from inspect_app.kernel.actors import SYSTEM, Actor, Role
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _

GUEST_ROLES = (Role.OBSERVER, Role.EXPERT)


def replace_member(
    session: Session, actor: Actor, visit: Visit, *, leaving: UUID, coming: UUID, reason: str, now: datetime
) -> None:
    """Puts somebody in a member's place, in the same part. Raises as `change_team`."""
    members = members_of(visit)
    people = [person_id for person_id, _role in members]
    if leaving not in people:
        raise RuleBroken("leaving", _("Người này không có trong đoàn. Hãy chọn lại."))
    if coming in people:
        raise RuleBroken("coming", _("Người này đã có trong đoàn. Hãy chọn người khác."))
    changed = [(coming if person_id == leaving else person_id, role) for person_id, role in members]
    require_reason(reason)
    change_team(session, actor, visit, members=changed, reason=reason, now=now)


def invite_guest(
    session: Session, actor: Actor, visit: Visit, *, name: str, title: str, role: Role, reason: str, now: datetime
) -> Person:
    """Adds somebody from outside to the team; he gets no account by that. Raises as `change_team`."""
    may_schedule.require(actor, visit)
    if role not in GUEST_ROLES:
        raise RuleBroken("role", _("Khách mời chỉ là quan sát viên hoặc chuyên gia."))
    require_reason(reason)
    # Who may invite a guest need not be one who may manage people; the journal has both entries.
    guest = create_person(session, SYSTEM, name=name, title=title, now=now)
    change_team(session, actor, visit, members=[*members_of(visit), (guest.id, role)], reason=reason, now=now)
    return guest
