"""A visit's present state for the tablets of its team."""

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.campaigns.models import Visit
from inspect_app.checklists.queries import version_of
from inspect_app.fieldwork.permissions import may_take_along
from inspect_app.fieldwork.state import state_version, visit_state
from inspect_app.fieldwork.views.blueprint import visit_of
from inspect_app.fieldwork.views.sync_blueprint import bp, by_device, reply
from inspect_app.kernel.clock import real_now
from inspect_app.webkit.context import session


@bp.get("/cuoc/<uuid:visit_id>/trang-thai")
@by_device(may_take_along, load=visit_of)
def state(visit: Visit) -> ResponseReturnValue:
    """The state, or 304 when the tablet has this one."""
    known = state_version(session(), visit)
    if request.if_none_match.contains(known):
        unchanged = Response(status=304)
        unchanged.set_etag(known)
        return unchanged
    version = version_of(session(), visit.checklist_code, visit.checklist_version)
    paper = url_for("fieldwork.paper", visit_id=visit.id)
    found = visit_state(session(), visit, version, paper)
    response: Response = reply({**found, "server_time": real_now().isoformat()})
    response.set_etag(str(found["version"]))
    return response
