"""An edited Word file that comes back: which fields were changed, and what else was, which is ignored.

The file is held against the one that was sent, read the same way; only the plain text within content controls counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Final

from inspect_app.documents.word.model import field_id, field_value
from inspect_app.documents.word.opened import Opened, open_word
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Deleted and moved text, the second form of what a reader may not know, and a field's own instructions.
UNREAD: Final = frozenset(
    {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}rPr", f"{W}pPr", f"{W}sdtPr", f"{W}tblPr", f"{W}tcPr", f"{W}trPr"}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
HEADINGS: Final = ("VBMuc", "VBKhoan", "VBDiem", "VBPhuLuc", "VBTenLoai")
PAGE_NUMBER: Final = re.compile(r"\b\d+\b")
MOST_LINES: Final = 20_000
MOST_FIELDS: Final = 5_000
SHOWN: Final = 600  # letters of an ignored change
BLANKS: Final = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """A field with another text than the draft has now; `moved_on`: the draft itself was changed since it was sent."""

    tag: str
    before: str
    after: str
    moved_on: bool = False


@dataclass(frozen=True, kw_only=True)
class OtherChange:
    """What was changed outside the fields, and is ignored: where, and what stood and stands there."""

    place: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class Returned:
    """What a file that came back changes. `author` is who the file says changed it last."""

    fields: tuple[FieldChange, ...]
    others: tuple[OtherChange, ...]
    author: str = ""


@dataclass
class _Read:
    """A file's fields by tag (with the numbers of their controls), its other lines, each with its place."""

    values: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    twice: set[str] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    under: str = ""


def returned_changes(data: bytes, sent: bytes) -> Returned:
    """What the file changes in comparison with `sent`, the Word file of the draft as it is now.

    Raises RuleBroken for a file that is no plain DOCX, or that holds no field of this draft.
    """
    opened = open_word(data)
    here, ours = _read(opened), _read(open_word(sent))
    if not set(here.values) & set(ours.values):
        message = _("Tệp này không có phần nào của dự thảo để nhận lại. Hãy tải bản Word của dự thảo, sửa rồi nộp lại.")
        raise RuleBroken("file", message)
    fields = tuple(_field_changes(here, ours))
    others = (*_control_changes(here, ours), *_line_changes(here, ours), *_remarks(opened))
    return Returned(fields=fields, others=others, author=_author(opened))


def field_values(sent: bytes) -> dict[str, str]:
    """The values of the fields of a Word file that we made, by tag."""
    return _read(open_word(sent)).values


def _field_changes(here: _Read, ours: _Read) -> Iterator[FieldChange]:
    for tag, before in ours.values.items():
        after = here.values.get(tag)
        if after is None or after == before or tag in here.twice:
            continue
        number = here.numbers.get(tag)
        if number == field_id(tag, after):
            continue  # as it was sent: it is the draft that has moved on
        yield FieldChange(tag=tag, before=before, after=after, moved_on=number != ours.numbers[tag])


def _control_changes(here: _Read, ours: _Read) -> Iterator[OtherChange]:
    for tag, before in ours.values.items():
        if tag in here.twice:
            yield OtherChange(place=_("Trường “%(tag)s” có hai lần", tag=tag), before=_cut(before))
        elif tag not in here.values:
            yield OtherChange(place=_("Trường “%(tag)s” đã bị xóa", tag=tag), before=_cut(before))
    for tag, after in here.values.items():
        if tag not in ours.values:
            yield OtherChange(place=_("Trường lạ “%(tag)s”", tag=tag[:64]), after=_cut(after))


def _line_changes(here: _Read, ours: _Read) -> Iterator[OtherChange]:
    for kind, one, two, start, end in SequenceMatcher(None, ours.lines, here.lines, autojunk=False).get_opcodes():
        if kind != "equal":
            place = ours.places[min(one, len(ours.places) - 1)] if ours.places else ""
            before, after = "\n".join(ours.lines[one:two]), "\n".join(here.lines[start:end])
            yield OtherChange(place=place, before=_cut(before), after=_cut(after))


def _remarks(opened: Opened) -> Iterator[OtherChange]:
    """Comments and notes, which we never send: shown to the drafter, and left in the file."""
    names = {
        "comments": _("Nhận xét trong tệp"),
        "footnotes": _("Chú thích cuối trang"),
        "endnotes": _("Chú thích cuối"),
    }
    for part, place in names.items():
        tree = opened.parts.get(f"word/{part}.xml")
        for remark in tree if tree is not None else ():
            text = field_value(_text(line) for line in remark.iter(f"{W}p"))
            if text:
                yield OtherChange(place=place, after=_cut(text))


def _author(opened: Opened) -> str:
    core = opened.parts.get("docProps/core.xml")
    found = [e.text or "" for e in core if e.tag.endswith("}lastModifiedBy")] if core is not None else []
    return clean(found[0])[:200] if found else ""


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _read(opened: Opened) -> _Read:
    found = _Read()
    _walk(opened.body, found)
    edges = [tree for name, tree in opened.parts.items() if name.startswith(("word/header", "word/footer"))]
    # Word names and orders these parts anew, and writes the last page's number into them.
    told = {PAGE_NUMBER.sub("", " ".join(_text(line).split())).strip() for tree in edges for line in tree.iter(f"{W}p")}
    found.lines += sorted(told - {""})
    found.places += [_("đầu trang, chân trang")] * len(told - {""})
    if len(found.lines) > MOST_LINES or len(found.values) > MOST_FIELDS:
        raise RuleBroken("file", _("Tệp có quá nhiều đoạn. Hãy tải lại bản Word của dự thảo và sửa trên đó."))
    return found


def _walk(element: Any, found: _Read) -> None:
    """Lines and fields in their order. The depth is bounded by the parser."""
    for child in element:
        if child.tag == f"{W}sdt":
            _block_field(child, found)
        elif child.tag == f"{W}p":
            _line(child, found)
        elif child.tag not in UNREAD:
            _walk(child, found)


def _block_field(control: Any, found: _Read) -> None:
    content, tag = control.find(f"{W}sdtContent"), _tag(control)
    if content is None:
        return
    if not tag:
        _walk(content, found)
        return
    _keep(
        control, tag, field_value(piece for line in content.iter(f"{W}p") for piece in _text(line).split("\n")), found
    )


def _line(line: Any, found: _Read) -> None:
    style = line.find(f"{W}pPr/{W}pStyle")
    for control in line.iter(f"{W}sdt"):
        content, tag = control.find(f"{W}sdtContent"), _tag(control)
        if tag and content is not None:
            _keep(control, tag, field_value(_text(content).split("\n")), found)
    text = " ".join(clean(_text(line, around_fields=True)).split())
    if style is not None and str(style.get(f"{W}val")).startswith(HEADINGS) and text:
        found.under = text
    if text:
        found.lines.append(text)
        found.places.append(found.under or _("đầu văn bản"))


def _keep(control: Any, tag: str, value: str, found: _Read) -> None:
    if tag in found.values:
        found.twice.add(tag)
    number = control.find(f"{W}sdtPr/{W}id")
    digits = str(number.get(f"{W}val")) if number is not None else ""
    empty = control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None  # Word shows its own words where nothing stands
    found.values[tag] = "" if empty else value
    found.numbers[tag] = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else -1


def _tag(control: Any) -> str:
    """The path of the field; some writers forget the tag of a control and keep its title, which we set alike."""
    named = (control.find(f"{W}sdtPr/{W}{kind}") for kind in ("tag", "alias"))
    return next((str(name.get(f"{W}val")) for name in named if name is not None and name.get(f"{W}val")), "")


def _text(element: Any, around_fields: bool = False) -> str:
    """The text as it stands after all tracked changes; with `around_fields`, a field is a mark and not its text."""
    pieces: list[str] = []
    for child in element:
        if child.tag in UNREAD:
            continue
        if child.tag == f"{W}t":
            pieces.append(child.text or "")
        elif child.tag in BLANKS:
            pieces.append(BLANKS[child.tag])
        elif around_fields and child.tag == f"{W}sdt" and _tag(child):
            pieces.append("▯")
        else:
            pieces.append(_text(child, around_fields))
    return "".join(pieces)
