"""The element tree of a paper, as WeasyPrint itself parses it, and the errors that name a place in it."""

from collections.abc import Iterator
from typing import Any, Final
from xml.etree.ElementTree import Element

import tinyhtml5

from inspect_app.kernel.errors import DomainError
from inspect_app.kernel.language import gettext as _

SVG: Final = "{http://www.w3.org/2000/svg}"
ATTRIBUTES: Final = {
    "html": {"lang"},
    "meta": {"charset", "name", "content"},
    "img": {"class", "alt", "src"},
    "td": {"class", "colspan", "rowspan", "data-field"},
    "th": {"class", "colspan", "rowspan"},
    "p": {"class", "data-field"},
    "span": {"class", "data-field"},
    "div": {"class", "data-field"},
}
DRAWN: Final = frozenset({f"{SVG}svg", f"{SVG}path"})


class UnknownMarkup(DomainError):
    """A template holds what Word is not told about; `message` names it. Nothing was made."""


def unknown(element: Element, reason: str = "") -> UnknownMarkup:
    """The error that names an element, with what is wrong with it."""
    shown = described(element)
    if reason:
        return UnknownMarkup(_("Không tạo được tệp Word: %(element)s: %(reason)s", element=shown, reason=reason))
    message = _(
        "Không tạo được tệp Word: mẫu dùng %(element)s, không có trong bộ phần tử của văn bản (docs/papers.md)."
    )
    return UnknownMarkup(message % {"element": shown})


def described(element: Element) -> str:
    """The element as its tag is written, cut when it is long."""
    attributes = "".join(f' {name}="{value[:40]}"' for name, value in element.attrib.items())
    return f"<{str(element.tag).removeprefix(SVG)}{attributes}>"[:120]


def parsed(html: str) -> Element:
    """The tree of the paper. Raises UnknownMarkup for an attribute outside the vocabulary."""
    root: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    for element in root.iter():
        if element.tag not in DRAWN and is_element(element):
            allowed = ATTRIBUTES.get(element.tag, {"class"})
            if foreign := set(element.attrib) - allowed:
                raise unknown(element, _("thuộc tính “%(name)s” không được dùng", name=min(foreign)))
    return root


def is_element(node: Element) -> bool:
    """Whether a node is an element; a comment has a function for its tag."""
    tag: object = node.tag
    return isinstance(tag, str)


def key_of(element: Element) -> str:
    """Tag and classes, the classes in order: `p`, `table.fixed.rows`."""
    return ".".join((str(element.tag), *classes_of(element)))


def classes_of(element: Element) -> list[str]:
    """The classes of an element, in order."""
    return sorted(element.get("class", "").split())


def pieces(element: Element) -> Iterator[str | Element]:
    """What an element holds: texts and elements in their order, without comments."""
    if element.text:
        yield element.text
    for child in element:
        if is_element(child):
            yield child
        if child.tail:
            yield child.tail


def number_of(element: Element, name: str, most: int) -> int:
    """The number in an attribute, 1 if there is none. Raises UnknownMarkup if it is not from 1 to `most`."""
    text: Any = element.get(name, "1")
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= most):
        raise unknown(element, _("“%(name)s” phải từ 1 đến %(most)d", name=name, most=most))
    return int(text)
