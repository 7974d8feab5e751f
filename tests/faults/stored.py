"""What a server has stored, read in plain SQL: changes, values, photos and the files behind them."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from inspect_app.kernel.database import make_engine
from inspect_app.kernel.files import DirectoryStore
from tests.faults.tablet import KeptPhoto, Written


@dataclass(frozen=True)
class Stored:
    """The rows, by their ids, and where the files lie."""

    changes: dict[str, dict[str, Any]]
    revisions: list[dict[str, Any]]
    photos: dict[str, dict[str, Any]]
    evidence: dict[str, dict[str, Any]]
    files: Path

    def has(self, line: Written) -> bool:
        """Whether the change is there by its very bytes."""
        row = self.changes.get(line.change["id"])
        return row is not None and row["text"] == line.text

    def differs(self, line: Written) -> bool:
        """Whether the tablet was told something else than what is stored."""
        row, receipt = self.changes.get(line.change["id"]), line.receipt or {}
        told = ("state", "revision", "message", "sha256")
        return row is not None and any(row[name] != receipt[name] for name in told)

    def doubles(self) -> int:
        """How often one number of a tablet, or the value of one change, is there twice."""
        numbers = Counter((row["device_id"], row["sequence"]) for row in self.changes.values())
        values = Counter(row["change_id"] for row in self.revisions if row["change_id"])
        shown = Counter(row["evidence_id"] for row in self.photos.values() if row["evidence_id"])
        return sum(count - 1 for counts in (numbers, values, shown) for count in counts.values())

    def applied_without_value(self) -> int:
        """Answers that are said to be applied and brought no value."""
        brought = {row["change_id"] for row in self.revisions}
        return sum(
            row["state"] == "applied" and row["kind"] == "answer" and name not in brought
            for name, row in self.changes.items()
        )

    def has_photo(self, photo: KeptPhoto) -> bool:
        """Whether the picture was received, as the bytes that the tablet has."""
        row = self.photos.get(photo.photo)
        return row is not None and row["received_at"] is not None and row["sha256"] == _hash(photo.data)

    def broken_files(self, store: DirectoryStore) -> int:
        """Files that are not there, or are not what their names say."""
        kept = [row["kept_sha256"] for row in self.photos.values() if row["received_at"] is not None]
        names = [*kept, *(row["sha256"] for row in self.evidence.values())]
        return sum(name is None or not _is_whole(store.path_of(name), name) for name in names)

    def as_sent(self) -> int:
        """How many photos are kept as the very bytes that were sent."""
        return sum(row["kept_sha256"] == row["sha256"] for row in self.photos.values())

    def problems(self) -> int:
        """Photos that were received and are only kept, for whatever reason."""
        return sum(row["problem"] is not None for row in self.photos.values())


def _is_whole(path: Path, sha256: str) -> bool:
    return path.is_file() and _hash(path.read_bytes()) == sha256


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def stored(url: str, folder: Path) -> Stored:
    """Reads everything that tablets sent."""
    engine = make_engine(url)
    with engine.connect() as connection:

        def rows(table: str) -> list[dict[str, Any]]:
            found = connection.execute(text(f"SELECT * FROM {table}")).mappings()
            return [{name: plain(name, value) for name, value in row.items()} for row in found]

        kept = Stored(
            {row["id"]: row for row in rows("change")},
            rows("answer_revision"),
            {row["id"]: row for row in rows("photo")},
            {row["id"]: row for row in rows("evidence")},
            folder / "files",
        )
    engine.dispose()
    return kept


def plain(name: str, value: Any) -> Any:
    """An id as its text on both databases; SQLite keeps it as 32 letters."""
    if isinstance(value, UUID):
        return str(value)
    is_id = name == "id" or name.endswith("_id") or name in {"carried_by", "base_seen", "base_change"}
    return str(UUID(value)) if is_id and isinstance(value, str) and len(value) == 32 else value
