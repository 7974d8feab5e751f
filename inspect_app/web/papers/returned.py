"""What comes back from Word, put among the words of a paper's draft: which field is which, and what it becomes. Pure."""

import re
from collections.abc import Mapping

from inspect_app.conclusions.returned import merged
from inspect_app.kernel.language import gettext as _
from inspect_app.registry.kinds import PaperKind, WordField

HYPHEN = re.compile(r"^[-–•]\s+")


def field_label(kind: PaperKind, tag: str) -> str | None:
    """What a preparer calls the field with this tag; None for one that the kind does not take back."""
    found = _field(kind, tag)
    if found is None:
        return None
    _name, _dot, place = tag.partition(".")
    return _("%(field)s: dòng %(n)d", field=found.label(), n=int(place) + 1) if place else found.label()


def reworded(
    kind: PaperKind, words: Mapping[str, str], taken: Mapping[str, str], shown: Mapping[str, str]
) -> dict[str, str]:
    """The words with the fields that are taken; `shown` is how the sent file showed each field."""
    made = dict(words)
    # The last line first: a line that was emptied goes, and the places of those before it stay.
    for tag in sorted(taken, key=_place, reverse=True):
        found = _field(kind, tag)
        if found is None:
            continue
        present, after = made.get(found.name, ""), _bare(taken[tag])
        made[found.name] = (
            merged(present, _bare(shown.get(tag, "")), after)
            if "." not in tag
            else _with_line(present, _place(tag), after)
        )
    return made


def _field(kind: PaperKind, tag: str) -> WordField | None:
    name, dot, place = tag.partition(".")
    if dot and not (place.isascii() and place.isdigit() and len(place) < 5):
        return None
    return next((one for one in kind.fields if one.in_word and one.name == name), None)


def _place(tag: str) -> int:
    place = tag.partition(".")[2]
    return int(place) if place.isdigit() else 0


def _bare(text: str) -> str:
    """Lines as a preparer types them: without the hyphens and end marks that the paper puts there."""
    return "\n".join(HYPHEN.sub("", line.strip()).rstrip(" ;,.") for line in text.split("\n"))


def _with_line(text: str, place: int, after: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if place >= len(lines):
        return text
    return "\n".join([*lines[:place], *([after] if after else []), *lines[place + 1 :]])
