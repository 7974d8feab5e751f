"""The journal's chain walked by code of its own, a stretch further each evening."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from inspect_app.cli.replay.checking.books import column, rows
from inspect_app.cli.replay.checking.finding import Finding

SEALED = (
    "sequence", "id", "at", "actor", "person_id", "verb", "subject_kind", "subject_id", "visit_id", "unit_id", "summary",
    "changes", "reason",
)  # fmt: skip


class Chain:
    """How far the chain was walked, and what it ended with there."""

    def __init__(self) -> None:
        self._last, self._hash = 0, "0" * 64

    def further(self, session: Session) -> Iterator[Finding]:
        """Every new link that does not hold; at the end the head must be the last link."""
        new = rows(session, "journal_entry", *SEALED, "hash", where=[column("journal_entry", "sequence") > self._last])
        for row in sorted(new, key=lambda one: one.sequence):
            expected = self._last + 1
            digest = hashlib.sha256(f"{self._hash}\n{_body(row)}".encode()).hexdigest()
            if row.sequence != expected or row.hash != digest:
                yield Finding("journal", f"entry {row.sequence}", "the chain is broken")
            self._last, self._hash = row.sequence, row.hash
        loose = rows(session, "journal_entry", "id", where=[column("journal_entry", "sequence").is_(None)])
        if loose:
            yield Finding("journal", "head", f"{len(loose)} entries are not sealed")
        for head in rows(session, "journal_head", "id", "sequence", "hash"):
            if (head.sequence, head.hash) != (self._last, self._hash):
                yield Finding("journal", "head", "does not end the chain")


def _body(row: Row[Any]) -> str:
    plain = {name: _plain(getattr(row, name)) for name in SEALED}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
