"""Filling in forms as a browser does: the page first, then the POST with the page's key."""

from typing import Any

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def form_key(client: FlaskClient, page: str) -> str:
    """The CSRF token of a page's form."""
    html = client.get(page).get_data(as_text=True)
    found = BeautifulSoup(html, "html.parser", parse_only=SoupStrainer("input")).select_one("input[name=csrf_token]")
    if found is None:
        raise AssertionError(f"{page} has no form")
    return str(found["value"])


def send(client: FlaskClient, url: str, *, page: str | None = None, **data: Any) -> TestResponse:
    """Opens the page with the form (by default `url` itself) and sends the form to `url`."""
    return client.post(url, data={"csrf_token": form_key(client, page or url), **data})


def text_of(response: TestResponse) -> str:
    """The page as text."""
    return " ".join(BeautifulSoup(response.get_data(as_text=True), "html5lib").get_text(" ").split())
