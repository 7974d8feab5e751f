"""The register by year and body: issued papers, numbers that were not used, and what nothing explains."""

from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue

from inspect_app.kernel.language import gettext as _
from inspect_app.registry.models import IssuedPaper
from inspect_app.registry.permissions import may_keep_register, may_read_register
from inspect_app.registry.queries import (
    RegisterFilter,
    all_bodies,
    book_years,
    papers_page,
    unexplained_gaps,
    unused_entries,
)
from inspect_app.web.papers.exports import RegisterLine, register_csv
from inspect_app.web.papers.forms import RegisterFilterForm
from inspect_app.web.papers.permissions import may_read_issued, place_of_paper
from inspect_app.web.papers.views.blueprint import bp
from inspect_app.webkit.context import actor, session, today
from inspect_app.webkit.pages import render
from inspect_app.webkit.paging import page_number, paged
from inspect_app.webkit.permit import permit

PAGE_SIZE = 50
MOST = 100_000


def _filter() -> tuple[RegisterFilterForm, RegisterFilter]:
    form = RegisterFilterForm(request.args)
    bodies = {str(body.id): body for body in all_bodies(session())}
    years = sorted({today().year, *book_years(session())}, reverse=True)
    form.year.choices = [(str(year), str(year)) for year in years]
    form.body.choices = [("", _("Mọi cơ quan")), *((key, body.name) for key, body in bodies.items())]
    year = next((one for one in years if str(one) == form.year.data), years[0])
    form.year.data = str(year)
    body = form.body.data if form.body.data in bodies else None
    return form, RegisterFilter(
        year=year,
        body_id=UUID(body) if body else None,
        words=form.q.data or "",
        without_number=bool(form.unnumbered.data),
    )


def _line(paper: IssuedPaper) -> RegisterLine:
    """A row of the register: every number is shown, the title only to whoever may read the paper."""
    return RegisterLine(paper, may_read_issued(actor(), place_of_paper(session(), paper)))


@bp.get("/so")
@permit(may_read_register)
def register() -> ResponseReturnValue:
    """The register of a year: searched without diacritics, narrowed by body."""
    form, narrow = _filter()
    number = page_number()
    papers, total = papers_page(session(), narrow, offset=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    return render(
        "papers/register.html",
        form=form,
        narrow=narrow,
        lines=[_line(paper) for paper in papers],
        page=paged(number, total, PAGE_SIZE),
        unused=() if narrow.words or narrow.without_number else unused_entries(session(), narrow),
        gaps=unexplained_gaps(session(), narrow.year, today()),
        keeps=may_keep_register(actor(), None),
    )


@bp.get("/so.csv")
@permit(may_read_register)
def register_file() -> Response:
    """The same as a file for a spreadsheet."""
    _form, narrow = _filter()
    papers, _total = papers_page(session(), narrow, offset=0, limit=MOST)
    body = register_csv([_line(paper) for paper in reversed(papers)])
    answer = Response(body, mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="so-van-ban-{narrow.year}.csv"'
    return answer
