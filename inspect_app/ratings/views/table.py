"""The table of the year: open questions first; opening a year."""

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import current_language
from inspect_app.kernel.language import gettext as _
from inspect_app.ratings import operations
from inspect_app.ratings.exports import ratings_csv
from inspect_app.ratings.files import rule_files
from inspect_app.ratings.forms import OpenYearForm
from inspect_app.ratings.models import RatingYear
from inspect_app.ratings.permissions import (
    may_decide_rating,
    may_enter_figures,
    may_list_ratings,
    may_open_year,
    may_read_rating_notice,
)
from inspect_app.ratings.queries import Assessment, assess_all, rating_year, rating_years, visible_ratings
from inspect_app.ratings.rules import RatingState
from inspect_app.ratings.views.blueprint import bp
from inspect_app.units.rules import UnitKind
from inspect_app.webkit.context import actor, now, session, settings
from inspect_app.webkit.pages import render, render_form, tell
from inspect_app.webkit.permit import permit

ALL = "tat-ca"


def asked_year() -> RatingYear | None:
    """The year of the address, else the newest; raises NotFound for a year that was not opened."""
    asked = request.args.get("nam", "")
    if not asked:
        return next(iter(rating_years(session())), None)
    year = rating_year(session(), int(asked)) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None
    if year is None:
        raise NotFound
    return year


def _asked_kind() -> UnitKind | None:
    asked = request.args.get("loai", "")
    return UnitKind(asked) if asked in {kind.value for kind in UnitKind} else None


def _own(rows: list[Assessment]) -> list[Assessment]:
    """The heads whose rating the actor decides himself: his table begins with them."""
    return [row for row in rows if may_decide_rating(actor(), row.rating)]


def _rows(year: RatingYear | None) -> list[Assessment]:
    """What the actor may see of the year, open questions first."""
    if year is None:
        return []
    found = assess_all(session(), visible_ratings(session(), actor(), year))
    return sorted(found, key=lambda assessment: assessment.state.urgency)


def _of_kind(rows: list[Assessment], kind: UnitKind | None) -> list[Assessment]:
    return [row for row in rows if kind is None or row.rating.unit.kind == kind]


def _asked(rows: list[Assessment]) -> list[Assessment]:
    """What the address asks for: a kind of unit, all, or without a wish one's own where one decides at all."""
    asks_for_all = request.args.get("loai") == ALL
    return _of_kind(rows, _asked_kind()) if asks_for_all or _asked_kind() else _own(rows) or rows


@bp.get("/")
@permit(may_list_ratings)
def table() -> ResponseReturnValue:
    """The heads of the year: proposal, state, decision; filtered by the kind of unit."""
    year, kind = asked_year(), _asked_kind()
    rows = _rows(year)
    own, shown = _own(rows), _asked(rows)
    return render(
        "ratings/table.html",
        year=year,
        years=rating_years(session()),
        kind=kind,
        kinds={one: len(_of_kind(rows, one)) for one in UnitKind if _of_kind(rows, one)},
        total=len(rows),
        own=len(own),
        is_own=bool(own) and shown == own,
        all_of_them=ALL,
        rows=shown,
        counts={state: sum(row.state is state for row in shown) for state in RatingState},
        may_open=may_open_year(actor(), None),
        may_enter_figures=year is not None and may_enter_figures(actor(), None),
        may_read_notice=year is not None and may_read_rating_notice(actor(), year),
    )


@bp.get("/bang.csv")
@permit(may_list_ratings)
def table_csv() -> ResponseReturnValue:
    """The same table as a file."""
    year = asked_year()
    if year is None:
        raise NotFound
    answer = Response(ratings_csv(_asked(_rows(year))), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="xep-loai-{year.year}.csv"'
    return answer


@bp.route("/mo-nam", methods=["GET", "POST"])
@permit(may_open_year)
def open_year() -> ResponseReturnValue:
    """Opens a year with a rule file, or brings its list of heads up to date."""
    files = {rule.code: (path, rule) for path, rule in rule_files(settings().site_dir)}
    form = OpenYearForm()
    form.offer(
        [(code, f"{rule.year}: {rule.title.in_language(current_language())}") for code, (_p, rule) in files.items()]
    )
    if form.validate_on_submit():
        path, rule = files[form.rule_file.data]
        data = path.read_bytes()
        if form.accept(
            lambda: operations.open_year(session(), actor(), rule_name=path.name, rule_data=data, now=now())
        ):
            tell(_("Đã mở xếp loại năm %(year)d. Hãy nhập số liệu và xác nhận nội dung.", year=rule.year))
            return redirect(url_for("ratings.table", nam=rule.year))
    return render_form("ratings/open_year.html", form=form)
