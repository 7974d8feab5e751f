"""A test client that looks at every page it fetches, as a house inspector would."""

import re
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

LEFTOVERS = re.compile(r"%\(\w+\)[sd]|\{\{|\}\}|\bNone\b|<Undefined|UnitKind\.|Role\.")
NAMELESS_INPUTS = {"hidden", "submit", "button", "reset"}


def problems_of(html: str, policy: str) -> list[str]:
    """What is wrong with a page, in words; empty when nothing is."""
    page = BeautifulSoup(html, "html5lib")
    return [
        *_outline(page),
        *_forms(page),
        *_inline_code(page),
        *_images(page),
        *([] if "unsafe-inline" not in policy and policy else ["no strict content policy"]),
    ]


def _outline(page: BeautifulSoup) -> list[str]:
    found: list[str] = []
    root = page.html
    if root is None or root.get("lang") not in {"vi", "en"}:
        found.append("html has no lang")
    headings = page.find_all("h1")
    if len(headings) != 1:
        found.append(f"{len(headings)} h1 headings")
    if page.title is None or not page.title.get_text(strip=True):
        found.append("no title")
    ids = [str(tag["id"]) for tag in page.find_all(id=True)]
    repeated = {name for name in ids if ids.count(name) > 1}
    if repeated:
        found.append(f"repeated ids {sorted(repeated)}")
    # What scripts read is no text of the page.
    texts = page.body.find_all(string=lambda text: text.parent.name != "script") if page.body else []
    text = " ".join(texts)
    leftover = LEFTOVERS.search(text)
    if leftover:
        found.append(f"left in the text: {text[max(0, leftover.start() - 40) : leftover.end() + 20]!r}")
    return found


def _forms(page: BeautifulSoup) -> list[str]:
    found: list[str] = []
    for form in page.find_all("form"):
        method = str(form.get("method", "get")).lower()
        if method == "post" and form.find("input", attrs={"name": re.compile("csrf_token$")}) is None:
            found.append(f"a POST form without csrf_token: {form.get('action')}")
    for field in page.find_all(["input", "select", "textarea"]):
        if str(field.get("type", "text")) not in NAMELESS_INPUTS and not _has_label(page, field):
            found.append(f"a field without a label: {field.get('name')}")
    return found


def _has_label(page: BeautifulSoup, field: Tag) -> bool:
    if field.get("aria-label") or field.get("aria-labelledby") or field.find_parent("label"):
        return True
    name = field.get("id")
    return name is not None and page.find("label", attrs={"for": name}) is not None


def _inline_code(page: BeautifulSoup) -> list[str]:
    found: list[str] = []
    for tag in page.find_all(True):
        bad = [name for name in tag.attrs if name.startswith("on") or name == "style"]
        if bad:
            found.append(f"inline code in <{tag.name}>: {bad}")
    for script in page.find_all(["script", "style"]):
        # A block of data is run by nobody.
        is_data = script.get("type") == "application/json"
        if not script.get("nonce") and not script.get("src") and not is_data:
            found.append("a script or style without a nonce")
    return found


def _images(page: BeautifulSoup) -> list[str]:
    return [f"an image without alt: {image.get('src')}" for image in page.find_all("img") if image.get("alt") is None]


class HouseClient(FlaskClient):
    """Fetches like Flask's client, then inspects what came back if it is a page."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """One request; fails the test when the page has a fault of the house."""
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in {301, 302, 303, 307, 308}:
            found = problems_of(response.get_data(as_text=True), response.headers.get("Content-Security-Policy", ""))
            if found:
                raise AssertionError(f"{response.request.path}: " + "; ".join(found))
        return response
