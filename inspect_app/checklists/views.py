"""Pages about checklists: the list, one version to read, the difference of two versions."""

from collections.abc import Iterable

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from inspect_app.checklists.areas import area_name
from inspect_app.checklists.kinds import kind_named
from inspect_app.checklists.models import PublishedChecklist
from inspect_app.checklists.paper import blank_form
from inspect_app.checklists.permissions import may_read_checklists
from inspect_app.checklists.queries import parsed, published_checklist, published_checklists, two_versions
from inspect_app.checklists.rules import Change, ChecklistVersion, diff_versions
from inspect_app.checklists.words import condition_words, field_label, kind_label
from inspect_app.documents.render import pdf_of
from inspect_app.webkit.context import now, session, settings
from inspect_app.webkit.pages import render
from inspect_app.webkit.permit import permit

bp = Blueprint("checklists", __name__, url_prefix="/phieu-kiem-tra")
bp.add_app_template_filter(kind_label)
bp.add_app_template_filter(area_name)


@bp.get("/")
@permit(may_read_checklists)
def index() -> ResponseReturnValue:
    """Every published checklist with its versions, the newest first."""
    rows = published_checklists(session())
    several = {row.code for row in rows if row.version > 1}
    newest = {row.code: row.version for row in reversed(rows) if row.code in several}
    return render("checklists/index.html", rows=[(row, parsed(row)) for row in rows], newest=newest)


@bp.get("/<code>/<int:version>")
@permit(may_read_checklists, load=published_checklist)
def version(row: PublishedChecklist) -> ResponseReturnValue:
    """One version, to be read from beginning to end."""
    checklist = parsed(row)
    others = [other for other in published_checklists(session()) if other.code == row.code and other is not row]
    needs_checking = sum(any(basis.needs_checking for basis in item.basis) for item in checklist.items)
    return render(
        "checklists/version.html",
        row=row,
        checklist=checklist,
        others=others,
        needs_checking=needs_checking,
        describe=lambda item: kind_named(item.kind).describe(item.options),
        judges=lambda item: kind_named(item.kind).judges(item.options),
        condition_words=lambda item: condition_words(item.when, checklist),
    )


@bp.get("/<code>/<int:version>/phieu-trong.pdf")
@permit(may_read_checklists, load=published_checklist)
def blank(row: PublishedChecklist) -> ResponseReturnValue:
    """The form on paper, to be filled by hand at any unit."""
    pdf = pdf_of(blank_form(parsed(row)), made_at=now(), site_dir=settings().site_dir)
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="phieu-trong-{row.code}.v{row.version}.pdf"'
    return answer


@bp.get("/<code>/<int:version>/so-voi/<int:other>")
@permit(may_read_checklists, load=two_versions)
def difference(pair: tuple[ChecklistVersion, ChecklistVersion]) -> ResponseReturnValue:
    """What changed from the older of two versions to the newer."""
    old, new = pair
    return render("checklists/difference.html", old=old, new=new, difference=diff_versions(old, new), rows=_rows)


def _rows(changes: Iterable[Change]) -> list[tuple[str, str, str]]:
    return [(field_label(change.field), change.before, change.after) for change in changes]
