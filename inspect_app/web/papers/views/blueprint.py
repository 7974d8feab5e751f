"""The blueprint of papers, and what its pages share."""

from flask import Blueprint, Response

from inspect_app.conclusions.queries import likely_delegation
from inspect_app.documents.sheets import Sheet
from inspect_app.fieldwork.downloads import send_stored
from inspect_app.web.papers.making import FORMATS, Format, Workshop
from inspect_app.web.papers.words import (
    draft_state_name,
    draft_state_tone,
    entry_state_name,
    entry_state_tone,
    number_words,
    paper_state_name,
    paper_state_tone,
    source_name,
)
from inspect_app.webkit.context import actor, file_store, now, session, settings, today, working_calendar

bp = Blueprint("papers", __name__, url_prefix="/van-ban")
for _filter in (
    draft_state_name,
    draft_state_tone,
    entry_state_name,
    entry_state_tone,
    number_words,
    paper_state_name,
    paper_state_tone,
    source_name,
):
    bp.add_app_template_filter(_filter)


def workshop() -> Workshop:
    """Where this request's papers are made."""
    return Workshop(
        now=now(),
        calendar=working_calendar(),
        store=file_store(),
        site_dir=settings().site_dir,
        expected=likely_delegation(session(), actor().person_id, today()),
    )


def send_sheet(sheet: Sheet, form: Format, name: str) -> Response:
    """A sheet that is printed now: a PDF opens in the browser, a Word file is saved."""
    answer = Response(workshop().print_sheet(sheet, form), mimetype=FORMATS[form])
    where = "inline" if form == "pdf" else "attachment"
    answer.headers["Content-Disposition"] = f'{where}; filename="{name}.{form}"'
    return answer


def send_kept(sha256: str, form: Format, name: str) -> Response:
    """The bytes of an issued or finished paper."""
    return send_stored(sha256, f"{name}.{form}", FORMATS[form])
