"""The register by year and body: issued papers, numbers that were not used, and what nothing explains."""

from collections.abc import Sequence
from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue

from inspect_app.kernel.actors import Role
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.spreadsheets import XLSX_TYPE, Listing, csv_bytes, xlsx_bytes
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
from inspect_app.web.papers.exports import RegisterLine, register_listing
from inspect_app.web.papers.forms import RegisterFilterForm
from inspect_app.web.papers.permissions import may_read_issued, place_of_paper
from inspect_app.web.papers.things import read_things
from inspect_app.web.papers.views.blueprint import bp
from inspect_app.webkit.context import actor, now, session, today
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
        own_units=actor().unit_ids | actor().units(Role.UNIT_CONTACT) | actor().units(Role.HEAD_OF_UNIT),
    )


def _lines(papers: Sequence[IssuedPaper]) -> list[RegisterLine]:
    """Rows of the register: every number is shown, the title only to whoever may read the paper.

    What the papers are about is read at once; who may read one is asked of its kind, which no query can say.
    """
    kept = read_things(session(), papers)
    lines = [RegisterLine(paper, may_read_issued(actor(), place_of_paper(session(), paper))) for paper in papers]
    del kept  # until here, so that each is found without another query
    return lines


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
        lines=_lines(papers),
        page=paged(number, total, PAGE_SIZE),
        unused=() if narrow.words or narrow.without_number else unused_entries(session(), narrow),
        gaps=unexplained_gaps(session(), narrow.year, today()),
        keeps=may_keep_register(actor(), None),
    )


@bp.get("/so.csv")
@permit(may_read_register)
def register_file() -> Response:
    """The same as a file for a spreadsheet."""
    year, listing = _everything()
    return _file(csv_bytes(listing.heads, listing.rows), "text/csv; charset=utf-8", f"so-van-ban-{year}.csv")


@bp.get("/so.xlsx")
@permit(may_read_register)
def register_workbook() -> Response:
    """The same as a workbook."""
    year, listing = _everything()
    return _file(xlsx_bytes(listing, now=now()), XLSX_TYPE, f"so-van-ban-{year}.xlsx")


def _everything() -> tuple[int | None, Listing]:
    _form, narrow = _filter()
    papers, _total = papers_page(session(), narrow, offset=0, limit=MOST)
    return narrow.year, register_listing(_lines(papers)[::-1], narrow.year)


def _file(body: bytes, media_type: str, name: str) -> Response:
    answer = Response(body, mimetype=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
