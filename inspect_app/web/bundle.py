"""The bundle that a tablet takes along: the visit with what every room knows of it (docs/tablets.md)."""

import hashlib
import json
import logging
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit
from inspect_app.checklists.phrases import PhraseBank, load_phrases
from inspect_app.checklists.queries import version_of
from inspect_app.checklists.rules import ChecklistVersion
from inspect_app.fieldwork.bundle import checklist_values, visit_values
from inspect_app.fieldwork.paper_frame import paper_frame
from inspect_app.fieldwork.permissions import may_take_along
from inspect_app.fieldwork.state import visit_state
from inspect_app.fieldwork.views.blueprint import visit_of
from inspect_app.fieldwork.views.fragments import fragments_of, minutes_form
from inspect_app.fieldwork.views.sync_blueprint import PROTOCOL, bp, by_device, reply, server_marks
from inspect_app.findings.queries import earlier_findings
from inspect_app.followup.queries import open_actions_of_units
from inspect_app.units.queries import with_predecessors
from inspect_app.webkit.context import actor, session, settings

__all__ = ["bp", "bundle"]

logger = logging.getLogger(__name__)


@bp.get("/cuoc/<uuid:visit_id>/goi")
@by_device(may_take_along, load=visit_of)
def bundle(visit: Visit) -> ResponseReturnValue:
    """Everything that the visit needs where there is no network, or 304 when the tablet has this very one."""
    found = _contents(visit)
    text = json.dumps(found, sort_keys=True, ensure_ascii=False)
    marks = server_marks()
    found["state"] = {"protocol": PROTOCOL, "server_time": marks["server_time"], **found["state"]}
    response: Response = reply({**marks, **found})
    response.set_etag(hashlib.sha256(f"{marks['epoch']}{text}".encode()).hexdigest()[:32])
    return response.make_conditional(request)


def _contents(visit: Visit) -> dict[str, Any]:
    version = version_of(session(), visit.checklist_code, visit.checklist_version)
    paper = url_for("fieldwork.paper", visit_id=visit.id)
    return {
        **visit_values(session(), actor(), visit),
        **checklist_values(version),
        "fragments": fragments_of(version),
        "minutes_form": minutes_form(),
        "paper": paper_frame(visit, version),
        "phrases": _phrases(version),
        **_history(session(), visit),
        "state": visit_state(session(), visit, version, paper),
    }


def _phrases(version: ChecklistVersion) -> list[dict[str, str | None]]:
    bank = _bank(settings().site_dir)
    items = {item.id for item in version.items}
    return [{"item": phrase.item, "text": phrase.text} for phrase in bank.of(version.code, items)]


@cache
def _bank(site_dir: Path | None) -> PhraseBank:
    bank = load_phrases(site_dir)
    for problem in bank.problems:
        logger.warning("a file of phrases is left out: %s", problem)
    return bank


def _history(db: Session, visit: Visit) -> dict[str, Any]:
    """What was found at the unit, or at one that went into it, and what of it is not put right."""
    units = with_predecessors(db, visit.unit_id)
    findings = earlier_findings(db, units, before=visit.campaign.year)
    return {
        "last_year": [
            {
                # The same id in another checklist is another item.
                "item": each.item_id if each.visit.checklist_code == visit.checklist_code else None,
                "text": each.text,
                "grade": each.grade.value,
                "visit": each.visit.code,
                "year": each.visit.campaign.year,
            }
            for each in findings
        ],
        "open_actions": [
            {
                "id": str(each.id),
                "text": each.request.text,
                "owner": each.request.owner,
                "due_on": each.due_on.isoformat(),
                "state": each.state.value,
            }
            for each in open_actions_of_units(db, units)
        ],
    }
