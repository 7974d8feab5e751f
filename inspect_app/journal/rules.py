"""The hash chain of the journal. Pure."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True)
class SealedEntry:
    """What of an entry is under the seal, as plain values."""

    sequence: int
    id: str
    at: str
    actor: str
    person_id: str | None
    verb: str
    subject_kind: str
    subject_id: str | None
    visit_id: str | None
    unit_id: str | None
    summary: str
    changes: dict[str, Any]
    reason: str | None


def seal(entry: SealedEntry, previous_hash: str) -> str:
    """SHA-256 over the previous hash and the entry's canonical JSON."""
    body = json.dumps(vars(entry), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous_hash}\n{body}".encode()).hexdigest()


@dataclass(frozen=True)
class Break:
    """The first place where the chain does not hold."""

    sequence: int
    what: str


def first_break(entries: Iterable[tuple[SealedEntry, str]], head: tuple[int, str]) -> Break | None:
    """Walks the chain from its beginning; compares its end with the stored head, so that a cut tail is seen too."""
    previous, expected = GENESIS, 1
    for entry, stored in entries:
        if entry.sequence != expected:
            return Break(expected, "missing")
        if seal(entry, previous) != stored:
            return Break(entry.sequence, "altered")
        previous, expected = stored, expected + 1
    if (expected - 1, previous) != head:
        return Break(expected, "cut")
    return None
