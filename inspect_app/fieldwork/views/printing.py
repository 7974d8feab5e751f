"""The checklist of a visit on paper: blank for the bag, or with what is answered so far."""

from flask import Response

from inspect_app.campaigns.models import Visit
from inspect_app.documents.render import pdf_of
from inspect_app.documents.sheets import ChecklistFormSheet
from inspect_app.fieldwork.form_paper import visit_form
from inspect_app.fieldwork.permissions import may_read_fieldwork
from inspect_app.fieldwork.views.blueprint import bp, standing_of, visit_of
from inspect_app.webkit.context import now, settings
from inspect_app.webkit.permit import permit


@bp.get("/phieu-in.pdf")
@permit(may_read_fieldwork, load=visit_of)
def printed(visit: Visit) -> Response:
    """The answers as they stand now."""
    return _pdf(visit_form(visit, standing_of(visit), filled_at=now()), f"phieu-{visit.code}.pdf")


@bp.get("/phieu-trong.pdf")
@permit(may_read_fieldwork, load=visit_of)
def blank(visit: Visit) -> Response:
    """To be filled by hand."""
    return _pdf(visit_form(visit, standing_of(visit), filled_at=None), f"phieu-trong-{visit.code}.pdf")


def _pdf(sheet: ChecklistFormSheet, name: str) -> Response:
    answer = Response(pdf_of(sheet, made_at=now(), site_dir=settings().site_dir), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
