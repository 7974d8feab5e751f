"""The plan as a spreadsheet: written for whoever may see it, and read back from a coordinator with a look before it counts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.operations import NotDone, apply_table, refused_days, try_table
from inspect_app.campaigns.permissions import may_coordinate, may_see_campaign
from inspect_app.campaigns.queries import campaign_by_code, team_candidates, visible_visits
from inspect_app.campaigns.table_forms import ApplyTableForm, TableForm
from inspect_app.campaigns.tables.differences import Comparison, compare
from inspect_app.campaigns.tables.ground import Ground
from inspect_app.campaigns.tables.reading import PlanTable, read_table
from inspect_app.campaigns.tables.writing import plan_workbook
from inspect_app.campaigns.views.blueprint import bp
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.spreadsheets import XLSX_TYPE
from inspect_app.kernel.text import clean
from inspect_app.kernel.workbooks import CellProblem, Refused, open_workbook
from inspect_app.units.queries import units_by_code
from inspect_app.webkit.context import actor, now, session, today
from inspect_app.webkit.looked_at import file_name
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage


@dataclass(frozen=True)
class Look:
    """What a file would do: the comparison, and everything that is in the way."""

    table: PlanTable
    comparison: Comparison
    problems: tuple[CellProblem, ...]


@bp.get("/dot-kiem-tra/<code>/bang.xlsx")
@permit(may_see_campaign, load=campaign_by_code)
def plan_file(campaign: Campaign) -> ResponseReturnValue:
    """The visits that the reader may know of, as provinces pass their plans round; never one that is a secret."""
    visits = visible_visits(session(), actor(), campaign)
    answer = Response(plan_workbook(campaign, visits, now=now()), mimetype=XLSX_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="ke-hoach-{campaign.code}.xlsx"'
    return answer


@bp.route("/dot-kiem-tra/<code>/nhap-bang", methods=["GET", "POST"])
@permit(may_coordinate, load=campaign_by_code)
def read_plan_file(campaign: Campaign) -> ResponseReturnValue:
    """Takes a table and shows what it would change; nothing is changed yet."""
    form = TableForm()
    looks: list[tuple[bytes, Look]] = []
    if form.validate_on_submit():
        data: FileStorage = form.file.data
        content = data.read()
        if form.accept(lambda: looks.append((content, _look(campaign, content)))):
            return _preview(campaign, looks[0][1], content, file_name(data.filename))
    return render_form("campaigns/table_import.html", form=form, campaign=campaign)


@bp.post("/dot-kiem-tra/<code>/nhap-bang/ap-dung")
@permit(may_coordinate, load=campaign_by_code)
def apply_plan_file(campaign: Campaign) -> ResponseReturnValue:
    """Does what was looked at, all of it or nothing; when something moved meanwhile, it is looked at again."""
    form = ApplyTableForm()
    if not form.validate_on_submit():
        return redirect(url_for("campaigns.read_plan_file", code=campaign.code))
    try:
        content = form.held
        look = _look(campaign, content)
    except RuleBroken:
        tell(_("Không đọc lại được tệp. Hãy nộp lại."), "error")
        return redirect(url_for("campaigns.read_plan_file", code=campaign.code))
    filename = form.name
    if look.comparison.fingerprint() != form.looked_at.data or look.problems:
        tell(_("Kế hoạch đã thay đổi trong lúc bạn xem. Hãy xem lại những gì sẽ đổi."), "warning")
        return _preview(campaign, look, content, filename)
    if form.accept(lambda: _apply(campaign, look, filename, form.reason.data or "")):
        tell(_("Đã nhập bảng: %(n)d cuộc được thêm hoặc đổi.", n=len(look.comparison.differences)))
        return redirect(url_for("campaigns.visits", dot=campaign.code))
    return _preview(campaign, look, content, filename, form)


def _apply(campaign: Campaign, look: Look, filename: str, reason: str) -> None:
    if look.comparison.needs_reason and not clean(reason):
        raise RuleBroken("reason", _("Hãy ghi lý do thay đổi, để đoàn và đơn vị biết vì sao."))
    try:
        apply_table(
            session(),
            actor(),
            campaign,
            look.comparison.differences,
            filename=filename,
            reason=clean(reason),
            now=now(),
        )
    except NotDone as refusal:
        message = "; ".join(f"{problem.place}: {problem.message}" for problem in refusal.problems)
        raise RuleBroken(None, message) from None


def _look(campaign: Campaign, content: bytes) -> Look:
    """Reads and compares. Raises RuleBroken at `file` for a file that is not taken."""
    try:
        table = read_table(open_workbook(content), campaign.year)
        if table.campaign_code not in ("", campaign.code):
            raise Refused(_("Bảng này thuộc đợt “%(code)s”. Hãy mở đúng đợt rồi nộp lại.", code=table.campaign_code))
        if not table.rows:
            raise Refused(_("Bảng không có dòng nào dưới hàng tiêu đề."))
    except Refused as refusal:
        raise RuleBroken("file", str(refusal)) from None
    ground = Ground.of(units_by_code(session()).values(), campaign.streams, team_candidates(session(), today()))
    seen = visible_visits(session(), actor(), campaign)
    comparison = compare(table, ground, [one for one in seen if not one.secret and one.cancelled_at is None])
    problems = [problem for row in table.rows for problem in row.problems]
    if problems:
        # What the rows do to one another is tried once every cell can be read.
        problems += refused_days(comparison.differences, today())
    else:
        problems = try_table(session(), actor(), campaign, comparison.differences, now=now())
    return Look(table, comparison, tuple(sorted(problems, key=lambda one: one.as_one_reads)))


def _preview(
    campaign: Campaign, look: Look, content: bytes, filename: str, form: ApplyTableForm | None = None
) -> ResponseReturnValue:
    if form is None:
        form = ApplyTableForm(formdata=None)
    form.hold(content, filename, look.comparison.fingerprint())
    return render_form("campaigns/table_preview.html", form=form, campaign=campaign, look=look, filename=filename)
