"""Who looks after a section: the lead's side assigns anybody of the team, a member himself."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from inspect_app.campaigns.permissions import is_on_team
from inspect_app.fieldwork.models import ChangeState, SectionOwner
from inspect_app.fieldwork.operations.effects.incoming import Incoming, Outcome, shelved
from inspect_app.fieldwork.permissions import DESK, may_fill
from inspect_app.kernel.language import gettext as _


def apply_owner(incoming: Incoming) -> Outcome:
    """Gives a section to a member of the team, or to nobody."""
    section, person = _read(incoming.wire.body)
    if section not in {each.id for each in incoming.version.sections}:
        return shelved("invalid", _("Phiếu kiểm tra này không có phần đã chọn. Hãy phân công lại."))
    if person is not None and person not in {member.person_id for member in incoming.visit.team}:
        return shelved("invalid", _("Người được phân công không thuộc đoàn. Hãy phân công lại."))
    present = incoming.session.scalar(
        select(SectionOwner).where(SectionOwner.visit_id == incoming.visit.id, SectionOwner.section_id == section)
    )
    before = present.person_id if present else None
    if before == person:
        return Outcome(ChangeState.SAME)
    if not _may_assign(incoming, {before, person}):
        return shelved(
            "not_allowed", _("Chỉ trưởng đoàn, phó trưởng đoàn hoặc thư ký phân công phần này cho người khác.")
        )
    _assign(incoming, section, present, person)
    incoming.gathered.changes[f"owner.{section}"] = (before, person)
    return Outcome(ChangeState.APPLIED)


def _read(body: dict[str, Any]) -> tuple[str, UUID | None]:
    """The section and the person; an empty section where the body says none."""
    section, person = body.get("section"), body.get("person")
    if set(body) != {"section", "person"} or not isinstance(section, str) or not isinstance(person, str | None):
        return "", None
    try:
        return section, UUID(person) if person else None
    except ValueError:
        return "", None


def _may_assign(incoming: Incoming, concerned: set[UUID | None]) -> bool:
    if not may_fill(incoming.actor, incoming.visit):
        return False
    return is_on_team(incoming.actor, incoming.visit, *DESK) or concerned <= {incoming.actor.person_id, None}


def _assign(incoming: Incoming, section: str, present: SectionOwner | None, person: UUID | None) -> None:
    session = incoming.session
    if person is None:
        if present is not None:
            session.delete(present)
    elif present is None:
        session.add(
            SectionOwner(
                visit_id=incoming.visit.id,
                section_id=section,
                person_id=person,
                assigned_by=incoming.device.person_id,
                assigned_at=incoming.now,
            )
        )
    else:
        present.person_id, present.assigned_by, present.assigned_at = person, incoming.device.person_id, incoming.now
    session.flush()
