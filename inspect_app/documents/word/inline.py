"""Text within a line: white space folded as CSS folds it, looks, breaks, and fields that may come back changed."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar
from xml.etree.ElementTree import Element

from inspect_app.documents.word.markup import classes_of, key_of, pieces, unknown
from inspect_app.documents.word.model import Break, Field, Inline, Look, Picture, Run
from inspect_app.kernel.language import gettext as _

SPACES: Final = re.compile(r"[ \t\r\n\f]+")
TAG_LENGTH: Final = 64  # signs in the tag of a content control
NBSP: Final = "\u00a0"

# Elements of a line, and the look that they give to what they hold.
LOOKS: Final[dict[str, Look]] = {
    "b": "b",
    "i": "i",
    "span": "",
    "span.hash": "hash",
    "span.nowrap": "",
    "span.label": "",
    "span.value": "b",
    "span.choice": "",
    "span.box": "box",
    "span.room": "room",
    "span.dots": "",
}
INLINE: Final = frozenset({*LOOKS, "br"})
FILLED: Final = {"span.box": NBSP * 3, "span.room": NBSP * 40}
APART: Final = NBSP * 3 + " "  # after a box and its word, before the next


class Flow:
    """The items of one line, as they come."""

    def __init__(self, kept_spaces: bool = False) -> None:
        self.kept_spaces = kept_spaces
        self._items: list[Inline] = []
        self._field: list[Run | Break] | None = None
        self._after_space = True

    def text(self, text: str, look: Look, unbroken: bool = False) -> None:
        """Adds text; `unbroken`: it does not break at its spaces."""
        shown = text.replace("\n", " ") if self.kept_spaces else SPACES.sub(" ", text)
        if not self.kept_spaces and self._after_space:
            shown = shown.lstrip(" ")
        if not shown:
            return
        if shown.startswith(" ") and self._items and isinstance(box := self._items[-1], Run) and box.look == "box":
            shown = NBSP + shown[1:]  # a box stays with its word
        self._after_space = shown.endswith(" ")
        run = Run(shown.replace(" ", NBSP) if unbroken else shown, look)
        self._add(run)

    def line_break(self) -> None:
        """Begins a new line."""
        self._trim()
        self._add(Break())
        self._after_space = True

    def picture(self, picture: Picture) -> None:
        """Adds a picture."""
        self._items.append(picture)
        self._after_space = False

    def field(self, element: Element, fill: Callable[[], None]) -> None:
        """What `fill` adds becomes one field. Raises UnknownMarkup for a field within a field."""
        if self._field is not None:
            raise unknown(element, _("một trường nằm trong trường khác"))
        self._field = []
        fill()
        self._items.append(Field(tag_of(element), tuple(joined(self._field))))
        self._field = None

    def taken(self) -> tuple[Inline, ...]:
        """The line so far, without spaces at its end; the next one begins."""
        if not self.kept_spaces:
            self._trim()
        items, self._items, self._after_space = self._items, [], True
        return tuple(joined(items))

    def _add(self, item: Run | Break) -> None:
        if self._field is None:
            self._items.append(item)
        else:
            self._field.append(item)

    def _trim(self) -> None:
        """Takes away the space at the end of a line, also where a field ends it."""
        if self._field is not None:
            self._field = list(_trimmed(self._field))
        elif self._items and isinstance(last := self._items[-1], Field):
            self._items[-1] = Field(last.tag, tuple(_trimmed(list(last.items))))
        elif self._items and isinstance(last, Run):
            self._items[-1] = Run(last.text.rstrip(" "), last.look)


def _trimmed(items: list[Run | Break]) -> list[Run | Break]:
    if items and isinstance(last := items[-1], Run):
        return [*items[:-1], Run(last.text.rstrip(" "), last.look)]
    return items


def tag_of(element: Element) -> str:
    """The path of the field that stands in this element."""
    tag = element.get("data-field", "")
    if not tag or len(tag) > TAG_LENGTH or tag.split() != [tag]:
        raise unknown(element, _("tên trường phải có, không chứa dấu cách và dài tối đa %(n)d ký tự", n=TAG_LENGTH))
    return tag


def add_element(flow: Flow, element: Element, look: Look = "", unbroken: bool = False) -> None:
    """Adds an element of a line. Raises UnknownMarkup for any other."""
    key = key_of(element)
    if key == "br":
        flow.line_break()
        return
    if key not in LOOKS:
        raise unknown(element)
    look = _both(look, LOOKS[key])
    unbroken = unbroken or "nowrap" in classes_of(element)

    def fill() -> None:
        content = list(pieces(element)) or [FILLED.get(key, "")]
        for piece in content:
            if isinstance(piece, str):
                flow.text(piece, look, unbroken)
            else:
                add_element(flow, piece, look, unbroken)
        if key == "span.choice":
            flow.text(APART, "")

    if "data-field" in element.attrib:
        flow.field(element, fill)
    else:
        fill()


def _both(outer: Look, inner: Look) -> Look:
    return "bi" if {outer, inner} == {"b", "i"} else inner or outer


Item = TypeVar("Item", bound=Inline)


def joined(items: list[Item]) -> list[Item]:
    """The items, runs of one look as one run, empty ones left out."""
    found: list[Item] = []
    for item in items:
        last = found[-1] if found else None
        if isinstance(item, Run) and isinstance(last, Run) and item.look == last.look:
            found[-1] = replace(item, text=last.text + item.text)
        elif not isinstance(item, Run) or item.text:
            found.append(item)
    return found
