"""Pages: rendering with what every page needs, 422 for a refused form, and one line of feedback."""

from typing import Any

from flask import Response, flash, make_response, render_template

from inspect_app.webkit.forms import BaseForm

UNPROCESSABLE = 422


def render(template: str, **context: Any) -> str:
    """A page; the shell adds actor, language, today, demo, navigation and the filters."""
    return render_template(template, **context)


def render_form(template: str, *, form: BaseForm, **context: Any) -> Response:
    """A page with a form: 422 when the form was refused, so that nothing takes it for done."""
    response = make_response(render_template(template, form=form, **context))
    if form.has_errors:
        response.status_code = UNPROCESSABLE
    return response


def tell(message: str, kind: str = "success") -> None:
    """One sentence of feedback on the next page: what happened, and what to do next."""
    flash(message, kind)
