"""What axe has read in this run: a page whose parts it all knows from the same page, whatever was asked of it, is not read again."""

import fcntl
import json
from collections.abc import Iterable
from enum import Enum, auto
from pathlib import Path
from typing import TextIO


class Reading(Enum):
    """What of a page axe has not read yet."""

    NOTHING = auto()
    SOME_PARTS = auto()
    ANY_PAGE_OF_ITS_KIND = auto()


class AxeRecord:
    """A file that all workers of a run keep together. Who is told that something is unread has to let axe read it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def knows(self, kind: str) -> bool:
        """Whether a page of this kind was met."""
        with self._path.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            return kind in _kept(file)

    def unread(self, kind: str, parts: Iterable[str]) -> Reading:
        """What is unread of a page of this kind, `address?names asked for`, with these parts; from now on it counts as read.

        The same address asked for other things is the same page with other rows: its parts are known from there too.
        """
        with self._path.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            record, parts = _kept(file), set(parts)
            known = {part for other, read in record.items() if _address(other) == _address(kind) for part in read}
            if kind in record and parts <= known:
                return Reading.NOTHING
            file.truncate(0)
            file.write(json.dumps(record | {kind: sorted(parts.union(record.get(kind, ())))}))
        if parts and parts <= known:
            return Reading.NOTHING
        return Reading.SOME_PARTS if kind in record else Reading.ANY_PAGE_OF_ITS_KIND


def _kept(file: TextIO) -> dict[str, list[str]]:
    file.seek(0)
    record: dict[str, list[str]] = json.loads(file.read() or "{}")
    return record


def _address(kind: str) -> str:
    return kind.partition("?")[0]
