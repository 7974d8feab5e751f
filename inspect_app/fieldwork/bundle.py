"""What a bundle says of the visit itself, as plain JSON (docs/tablets.md); what other rooms know of it is joined in web."""

from typing import Any

from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.permissions import is_on_team
from inspect_app.checklists.rules import ChecklistVersion, Item, condition_data
from inspect_app.fieldwork.permissions import LEADERS, may_begin
from inspect_app.fieldwork.queries import dossier_list_of, recovery_key, self_reports_of
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import Conflict
from inspect_app.kernel.language import gettext as _


def item_values(item: Item) -> dict[str, Any]:
    """An item as the tablet's own rules read it."""
    return {
        "id": item.id,
        "section": item.section,
        "kind": item.kind,
        "area": item.area,
        "text": str(item.text),
        "grade": item.grade.value,
        "weight": str(item.weight),
        "when": condition_data(item.when) if item.when else None,
        "options": item.options.model_dump(mode="json", by_alias=True),
    }


def checklist_values(version: ChecklistVersion) -> dict[str, Any]:
    """The checklist with its sections, and every item by its id."""
    sections = [
        {"id": section.id, "title": str(section.title), "items": [item.id for item in section.items]}
        for section in version.sections
    ]
    named = {"code": version.code, "version": version.version, "sha256": version.sha256, "title": str(version.title)}
    return {
        "checklist": {**named, "sections": sections},
        "items": {item.id: item_values(item) for item in version.items},
    }


def visit_values(session: Session, actor: Actor, visit: Visit) -> dict[str, Any]:
    """The visit, its campaign and team, what the actor may do, the unit's own reports and the dossiers listed.

    Raises Conflict when the campaign has no recovery key yet.
    """
    listed = dossier_list_of(session, visit.id)
    return {
        "visit": {
            "id": str(visit.id),
            "code": visit.code,
            "title": visit.stream.title,
            "unit": {"id": str(visit.unit.id), "name": visit.unit.name, "code": visit.unit.code},
            "starts_on": visit.starts_on.isoformat() if visit.starts_on else None,
            "ends_on": visit.ends_on.isoformat() if visit.ends_on else None,
            "stream": visit.stream.code,
            "unannounced": visit.unannounced,
        },
        "campaign": _campaign(session, visit),
        "team": [
            {"person": str(member.person_id), "name": member.person.name, "role": member.role.value}
            for member in visit.team
        ],
        "me": _me(actor, visit),
        "self_reports": [
            {"filename": each.filename, "received_on": each.received_on.isoformat(), "given_by": each.given_by}
            for each in self_reports_of(session, visit.id)
        ],
        "dossiers": listed.rows if listed else [],
    }


def _campaign(session: Session, visit: Visit) -> dict[str, str]:
    campaign, key = visit.campaign, recovery_key(session, visit.campaign_id)
    if key is None:
        raise Conflict(_("Đợt kiểm tra này chưa có khóa khôi phục. Hãy đăng ký lại máy tính bảng rồi mang theo."))
    named = {"id": str(campaign.id), "code": campaign.code, "title": campaign.title}
    return {**named, "recovery_spki": key.public_spki}


def _me(actor: Actor, visit: Visit) -> dict[str, Any]:
    """The tablet also begins and closes by itself: what the person may do there, whatever the visit's state is now."""
    role = next((member.role.value for member in visit.team if member.person_id == actor.person_id), "")
    may_close = is_on_team(actor, visit, *LEADERS)
    return {
        "person": str(actor.person_id),
        "role": role,
        "may_close": may_close,
        "may_begin": may_begin(actor, visit),
    }
