"""What axe has read in this run: a page whose parts it all knows from the same kind of page is not read again."""

import fcntl
import json
from collections.abc import Iterable
from enum import Enum, auto
from pathlib import Path


class Reading(Enum):
    """What of a page axe has not read yet."""

    NOTHING = auto()
    SOME_PARTS = auto()
    ANY_PAGE_OF_ITS_KIND = auto()


class AxeRecord:
    """A file that all workers of a run keep together. Who is told that something is unread has to let axe read it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def unread(self, kind: str, parts: Iterable[str]) -> Reading:
        """What is unread of a page of this kind with these parts; from now on it counts as read."""
        with self._path.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            record: dict[str, list[str]] = json.loads(file.read() or "{}")
            known, parts = set(record.get(kind, ())), set(parts)
            if kind in record and parts <= known:
                return Reading.NOTHING
            file.truncate(0)
            file.write(json.dumps(record | {kind: sorted(known | parts)}))
        return Reading.SOME_PARTS if kind in record else Reading.ANY_PAGE_OF_ITS_KIND
