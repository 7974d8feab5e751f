"""A change as a tablet wrote it down: read strictly, kept as the very text that came (docs/tablets.md)."""

import hashlib
import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from inspect_app.fieldwork.models import ChangeKind
from inspect_app.kernel.language import gettext as _

KEYS = {"id", "sequence", "visit", "kind", "item", "checklist", "base", "at", "body"}
BASE_KEYS = {"revision", "seen", "change"}
GREATEST = 2**31 - 1
LONGEST_CODE = 60
LONGEST_ITEM = 4
# Nearer to the ends of the calendar a zone leads out of it.
YEARS = range(2, 9999)
VISITS = 1024
LONGEST_UUID, LONGEST_PART = 36, 200
Value = TypeVar("Value")
OF_ITEMS = frozenset({ChangeKind.ANSWER, ChangeKind.PHOTO, ChangeKind.PHOTO_WITHDRAWN})


class Label(NamedTuple):
    """What could be read of a text's identity, even where the rest is no change."""

    id: UUID | None = None
    sequence: int | None = None
    visit: UUID | None = None


class BadChange(Exception):
    """The text is no change; `label` is what could be read of it."""

    def __init__(self, message: str, label: Label) -> None:
        super().__init__(message)
        self.message = message
        self.label = label


class Base(NamedTuple):
    """What the writer had before his eyes: the revision in the newest state, its own name, his own change since."""

    revision: int
    seen: UUID | None
    change: UUID | None


class WireChange(NamedTuple):
    """One change. `at` is by the tablet's clock, None where that was no time; nothing is ordered by it."""

    id: UUID
    sequence: int
    visit: UUID
    kind: ChangeKind
    item: str | None
    checklist_code: str
    checklist_version: int
    base: Base
    at: datetime | None
    body: dict[str, Any]
    text: str
    sha256: str

    def __repr__(self) -> str:
        # What an inspector wrote belongs in no log.
        return f"WireChange({self.id}, {self.sequence}, {self.kind})"


class _Wrong(Exception):
    """A part is not as it must be; its name is the message."""


def text_hash(text: str) -> str:
    """SHA-256 of the text's bytes, as the tablet counts it."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_change(text: str, sha256: str) -> WireChange:
    """The change that the text says. Raises BadChange."""
    label = Label()
    try:
        sent = json.loads(text)
        if not isinstance(sent, dict):
            raise _Wrong("{}")
        label = _label(sent)
        if sent.keys() != KEYS:
            raise _Wrong(", ".join(sorted(KEYS ^ {str(key) for key in sent})))
        # Only as an escape can they stand in a text that is UTF-8 and JSON.
        if "\\u" in text:
            _refuse_unkept(sent)
        return _change(sent, label, text, sha256)
    except _Wrong as wrong:
        # It may name a key that somebody sent: what no database keeps is not said back.
        part = "".join(letter if letter.isprintable() else "?" for letter in str(wrong)[:LONGEST_PART])
    except (ValueError, RecursionError):
        part = "JSON"
    message = _("Nội dung gửi lên không đúng khuôn dạng (%(part)s). Máy chủ giữ nguyên văn để xem xét.", part=part)
    raise BadChange(message, label)


def _label(sent: dict[str, Any]) -> Label:
    sequence = sent.get("sequence")
    counted = isinstance(sequence, int) and not isinstance(sequence, bool) and 0 < sequence <= GREATEST
    return Label(_maybe_uuid(sent.get("id")), sequence if counted else None, _visit(sent.get("visit")))


def _visit(value: Any) -> UUID | None:
    # The same for every change of a batch.
    return _known_visit(value) if isinstance(value, str) and len(value) == LONGEST_UUID else _maybe_uuid(value)


@lru_cache(maxsize=VISITS)
def _known_visit(text: str) -> UUID | None:
    return _maybe_uuid(text)


def _maybe_uuid(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _refuse_unkept(sent: Any) -> None:
    """Halves of surrogate pairs and NUL are in no text that a person wrote, and no database keeps them."""
    try:
        text = json.dumps(sent, ensure_ascii=False)
        text.encode()
    except UnicodeEncodeError as error:
        raise _Wrong("Unicode") from error
    if "\\u0000" in text.replace("\\\\", ""):
        raise _Wrong("Unicode")


def _change(sent: dict[str, Any], label: Label, text: str, sha256: str) -> WireChange:
    checklist = _object(sent["checklist"], {"code", "version"}, "checklist")
    base = _object(sent["base"], BASE_KEYS, "base")
    kind = _kind(sent["kind"])
    item = _optional_text(sent["item"], LONGEST_ITEM, "item")
    if (kind in OF_ITEMS) != (item is not None):
        raise _Wrong("item")
    if not isinstance(sent["body"], dict):
        raise _Wrong("body")
    return WireChange(
        id=_read(label.id, "id"),
        sequence=_read(label.sequence, "sequence"),
        visit=_read(label.visit, "visit"),
        kind=kind,
        item=item,
        checklist_code=_text(checklist["code"], LONGEST_CODE, "checklist.code"),
        checklist_version=_number(checklist["version"], 0, "checklist.version"),
        base=Base(
            revision=_number(base["revision"], 0, "base.revision"),
            seen=None if base["seen"] is None else _uuid(base["seen"], "base.seen"),
            change=None if base["change"] is None else _uuid(base["change"], "base.change"),
        ),
        at=_time(sent["at"]),
        body=sent["body"],
        text=text,
        sha256=sha256,
    )


def _object(value: Any, keys: set[str], part: str) -> dict[str, Any]:
    if not isinstance(value, dict) or value.keys() != keys:
        raise _Wrong(part)
    return value


def _kind(value: Any) -> ChangeKind:
    try:
        return ChangeKind(value)
    except ValueError as error:
        raise _Wrong("kind") from error


def _read(value: Value | None, part: str) -> Value:
    if value is None:
        raise _Wrong(part)
    return value


def _uuid(value: Any, part: str) -> UUID:
    return _read(_maybe_uuid(value), part)


def _number(value: Any, least: int, part: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= GREATEST:
        raise _Wrong(part)
    return value


def _text(value: Any, longest: int, part: str) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise _Wrong(part)
    return value


def _optional_text(value: Any, longest: int, part: str) -> str | None:
    return None if value is None else _text(value, longest, part)


def _time(value: Any) -> datetime | None:
    """A clock that tells nonsense spoils no answer."""
    try:
        found = datetime.fromisoformat(value)
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return found if found.year in YEARS else None
    except (TypeError, ValueError):
        return None
