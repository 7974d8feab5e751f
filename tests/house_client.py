"""A test client that looks at every page it fetches, as a house inspector would."""

import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from flask.testing import FlaskClient
from lxml.etree import _Element as Element
from lxml.html import document_fromstring
from werkzeug.test import TestResponse

LEFTOVERS = re.compile(r"%\(\w+\)[sd]|\{\{|\}\}|\bNone\b|<Undefined|UnitKind\.|Role\.")
NAMELESS_INPUTS = {"hidden", "submit", "button", "reset"}
# What differs each time that one page is made: keys and the numbers of rows.
PASSING = re.compile(r"""(?<=nonce=")[\w-]+|(?<=value=")Ij[\w.-]{60,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}""")

# The marks of the pages in which nothing was found: whoever reads one again, in whichever test, need not look again.
WITHOUT_FAULT: set[bytes] = set()


def problems_of(html: str, policy: str) -> list[str]:
    """What is wrong with a page, in words; empty when nothing is."""
    strict = [] if "unsafe-inline" not in policy and policy else ["no strict content policy"]
    timeless = _timeless(html)
    mark = sha256(timeless.encode()).digest()
    if mark not in WITHOUT_FAULT:
        # A page that has problems is read again as it is, so that they are told by its own names.
        if _problems(timeless):
            return [*_problems(html), *strict]
        WITHOUT_FAULT.add(mark)
    return strict


def _timeless(html: str) -> str:
    """The page with what differs each time numbered in the order in which it comes: equal stays equal."""
    names: dict[str, str] = {}
    return PASSING.sub(lambda found: names.setdefault(found[0], f"passing-{len(names)}"), html)


def _problems(html: str) -> tuple[str, ...]:
    page = document_fromstring(html)
    tags = [tag for tag in page.iter() if isinstance(tag.tag, str)]
    return (*_outline(page, tags), *_forms(page, tags), *_inline_code(tags), *_images(tags))


def _outline(page: Element, tags: list[Element]) -> Iterator[str]:
    if page.get("lang") not in {"vi", "en"}:
        yield "html has no lang"
    headings = sum(tag.tag == "h1" for tag in tags)
    if headings != 1:
        yield f"{headings} h1 headings"
    title = page.find(".//title")
    if title is None or not "".join(title.itertext()).strip():
        yield "no title"
    ids = Counter(tag.get("id") for tag in tags)
    repeated = {name for name, times in ids.items() if name is not None and times > 1}
    if repeated:
        yield f"repeated ids {sorted(repeated)}"
    text = " ".join(_texts(page))
    leftover = LEFTOVERS.search(text)
    if leftover:
        yield f"left in the text: {text[max(0, leftover.start() - 40) : leftover.end() + 20]!r}"


def _texts(page: Element) -> Iterator[str]:
    """What the page's body says. What scripts read is no text of the page."""
    body = page.find("body")
    for tag in body.iter() if body is not None else ():
        if tag.tag != "script":
            yield tag.text or ""
        if tag is not body:
            yield tag.tail or ""


def _forms(page: Element, tags: list[Element]) -> Iterator[str]:
    for form in page.iter("form"):
        keys = [field for field in form.iter("input") if field.get("name", "").endswith("csrf_token")]
        if form.get("method", "get").lower() == "post" and not keys:
            yield f"a POST form without csrf_token: {form.get('action')}"
    named = {label.get("for") for label in page.iter("label")} - {None}
    inside = {field for label in page.iter("label") for field in label.iter()}
    for field in tags:
        if field.tag in {"input", "select", "textarea"} and field.get("type", "text") not in NAMELESS_INPUTS:
            says = field.get("aria-label") or field.get("aria-labelledby")
            if not says and field not in inside and field.get("id") not in named:
                yield f"a field without a label: {field.get('name')}"


def _inline_code(tags: list[Element]) -> Iterator[str]:
    for tag in tags:
        bad = [name for name in tag.attrib if name.startswith("on") or name == "style"]
        if bad:
            yield f"inline code in <{tag.tag}>: {bad}"
        # A block of data is run by nobody.
        runs = tag.tag in {"script", "style"} and tag.get("type") != "application/json"
        if runs and not tag.get("nonce") and not tag.get("src"):
            yield "a script or style without a nonce"


def _images(tags: list[Element]) -> Iterator[str]:
    return (f"an image without alt: {tag.get('src')}" for tag in tags if tag.tag == "img" and tag.get("alt") is None)


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
