"""The office's own templates of papers: which there are, how the sample looks in them, and what that breaks."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from inspect_app.documents.checking.checker import CHECKS
from inspect_app.documents.office_templates import (
    Trial,
    faults_of,
    kept_trial,
    kind_named,
    kinds,
    office_files,
    office_folder,
    strange_files,
)
from inspect_app.documents.sheets import Sheet
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.permissions import permission
from inspect_app.web.papers.catalogue import KINDS
from inspect_app.webkit.context import settings
from inspect_app.webkit.pages import render
from inspect_app.webkit.permit import permit

bp = Blueprint("office_templates", __name__, url_prefix="/mau-van-ban")


@permission("papers.read_templates", "Administrators and coordinators")
def may_read_templates(someone: Actor, _thing: object) -> bool:
    """The templates of papers, with sample data alone."""
    return someone.has(Role.ADMINISTRATOR) or someone.has(Role.COORDINATOR)


def name_of(code: str) -> str:
    """The name of a kind of paper; its code where the catalogue has none."""
    return next((kind.name() for kind in KINDS if kind.code == code), code)


def _load(_session: Session, kind: str) -> type[Sheet]:
    found = kind_named(kind)
    if found is None:
        raise NotFound(_("Không có loại văn bản này."))
    return found


@bp.get("/")
@permit(may_read_templates)
def index() -> ResponseReturnValue:
    """Every kind: whose template is in force, and the faults that can be seen without printing."""
    site = settings().site_dir
    rows = [
        {
            "code": kind.KIND,
            "name": name_of(kind.KIND),
            "files": [path.name for path in office_files(site, kind.KIND)],
            "faults": len(faults_of(site, kind)),
        }
        for kind in kinds()
    ]
    folder = office_folder(site)
    return render("papers/office_templates.html", rows=rows, folder=folder, strange=strange_files(site))


@bp.get("/<kind>")
@permit(may_read_templates, load=_load)
def trial(kind: type[Sheet]) -> ResponseReturnValue:
    """One kind, tried with its sample: faults with file and line, and what the checker says of the paper."""
    tried: Trial = kept_trial(settings().site_dir, kind)
    return render(
        "papers/office_template.html",
        name=name_of(kind.KIND),
        trial=tried,
        checks=len(CHECKS),
    )


@bp.get("/<kind>.pdf")
@permit(may_read_templates, load=_load)
def preview(kind: type[Sheet]) -> ResponseReturnValue:
    """The sample as it would be printed."""
    tried = kept_trial(settings().site_dir, kind)
    if tried.pdf is None:
        return trial(kind=kind.KIND)
    answer = Response(tried.pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{kind.KIND}.pdf"'
    return answer
