"""The blueprint of fieldwork, and what its pages load."""

from typing import Any
from uuid import UUID

from flask import Blueprint

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import visit_by_id
from inspect_app.checklists.queries import version_of
from inspect_app.fieldwork.queries import answers_of, evidence_of
from inspect_app.fieldwork.standing import Standing
from inspect_app.webkit.context import session

bp = Blueprint("fieldwork", __name__, url_prefix="/cuoc-kiem-tra/<uuid:visit_id>")


def visit_of(db: Any, visit_id: UUID, **_rest: object) -> Visit:
    """The visit of a page, whatever else stands in its address; raises NotFound."""
    return visit_by_id(db, visit_id)


def standing_of(visit: Visit) -> Standing:
    """The visit's checklist with its answers and evidence."""
    version = version_of(session(), visit.checklist_code, visit.checklist_version)
    return Standing(version, answers_of(session(), visit.id), evidence_of(session(), visit.id))
