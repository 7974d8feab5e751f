"""The year's figures as a spreadsheet: taken home to be filled, and handed in with a look before anything counts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.kernel.errors import NotFound, RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.spreadsheets import XLSX_TYPE
from inspect_app.kernel.workbooks import CellProblem, Refused, open_workbook
from inspect_app.ratings import operations
from inspect_app.ratings.models import HeadRating, RatingYear
from inspect_app.ratings.permissions import may_enter_figures, may_prepare_rating
from inspect_app.ratings.queries import visible_ratings
from inspect_app.ratings.table_forms import ApplyFiguresForm, FiguresForm
from inspect_app.ratings.tables.comparing import Comparison, compare
from inspect_app.ratings.tables.reading import read_figures
from inspect_app.ratings.tables.writing import figures_workbook
from inspect_app.ratings.views.blueprint import bp
from inspect_app.ratings.views.inputs import kept_paper
from inspect_app.ratings.views.table import asked_year
from inspect_app.webkit.context import actor, now, session
from inspect_app.webkit.looked_at import file_name
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage


@dataclass(frozen=True)
class Look:
    """What a file would do: the comparison, and everything that is in the way."""

    comparison: Comparison
    problems: tuple[CellProblem, ...]


@bp.get("/so-lieu.xlsx")
@permit(may_enter_figures)
def figures_file() -> ResponseReturnValue:
    """Every head of the year whom the actor may see, with what is known."""
    year = _year()
    answer = Response(figures_workbook(year, visible_ratings(session(), actor(), year), now=now()), mimetype=XLSX_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="so-lieu-xep-loai-{year.year}.xlsx"'
    return answer


@bp.route("/nhap-so-lieu", methods=["GET", "POST"])
@permit(may_enter_figures)
def read_figures_file() -> ResponseReturnValue:
    """Takes a table and shows what it would change; nothing is changed yet."""
    year, form = _year(), FiguresForm()
    looks: list[tuple[bytes, Look]] = []
    if form.validate_on_submit():
        data: FileStorage = form.file.data
        content = data.read()
        if form.accept(lambda: looks.append((content, _look(year, content)))):
            return _preview(year, *looks[0], filename=file_name(data.filename))
    return render_form("ratings/figures_import.html", form=form, year=year)


@bp.post("/nhap-so-lieu/ap-dung")
@permit(may_enter_figures)
def apply_figures_file() -> ResponseReturnValue:
    """Enters what was looked at, all of it or nothing; when something moved meanwhile, it is looked at again."""
    year, form = _year(), ApplyFiguresForm()
    try:
        content = form.held
        look = _look(year, content)
    except RuleBroken:
        tell(_("Không đọc lại được tệp. Hãy nộp lại."), "error")
        return redirect(url_for("ratings.read_figures_file", nam=year.year))
    filename = form.name
    if look.comparison.fingerprint() != form.looked_at.data or look.problems:
        tell(_("Số liệu đã thay đổi trong lúc bạn xem. Hãy xem lại những gì sẽ đổi."), "warning")
        return _preview(year, content, look, filename=filename)
    form.ask_for(look.comparison)
    done = form.outcome(lambda: _enter(year, look.comparison, form, filename))
    if done is None:
        return _preview(year, content, look, filename=filename, form=form)
    tell(_("Đã nhập số liệu của %(n)d đơn vị. Đề xuất xếp loại đã tính lại.", n=done))
    return redirect(url_for("ratings.table", nam=year.year, loai="tat-ca"))


def _year() -> RatingYear:
    """The year of the address, else the newest. Raises NotFound where none was opened."""
    year = asked_year()
    if year is None:
        raise NotFound
    return year


def _look(year: RatingYear, content: bytes) -> Look:
    """Reads and compares. Raises RuleBroken at `file` for a file that is not taken."""
    try:
        rows = read_figures(open_workbook(content))
    except Refused as refusal:
        raise RuleBroken("file", str(refusal)) from None
    comparison = compare(rows, visible_ratings(session(), actor(), year), _may_change)
    problems = [problem for row in rows for problem in row.problems]
    return Look(comparison, tuple(sorted(problems, key=lambda one: one.as_one_reads)))


def _may_change(rating: HeadRating) -> bool:
    return may_prepare_rating(actor(), rating)


def _enter(year: RatingYear, comparison: Comparison, form: ApplyFiguresForm, filename: str) -> int:
    index_from, dossiers_from = operations.IndexSource(), operations.DossierSource()
    if comparison.brings_index:
        index_from = operations.IndexSource(
            form.index_source.data or "",
            form.decision_number.data,
            form.published_on.data,
            kept_paper(form.paper.data),
        )
    if comparison.brings_dossiers:
        dossiers_from = operations.DossierSource(form.dossier_source.data or "", form.exported_on.data)
    return operations.enter_figures(
        session(),
        actor(),
        year,
        comparison.differences,
        index_from=index_from,
        dossiers_from=dossiers_from,
        filename=filename,
        now=now(),
    )


def _preview(
    year: RatingYear, content: bytes, look: Look, *, filename: str, form: ApplyFiguresForm | None = None
) -> ResponseReturnValue:
    if form is None:
        form = ApplyFiguresForm(formdata=None)
        form.ask_for(look.comparison)
    form.hold(content, filename, look.comparison.fingerprint())
    return render_form("ratings/figures_preview.html", form=form, year=year, look=look, filename=filename)
