"""Where a replay takes place: its database, its files and its papers, quick because nobody keeps them."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from inspect_app.cli.demonstration.emptying import empty_out, refuse_real_work
from inspect_app.cli.demonstration.pictures import sample_picture
from inspect_app.cli.demonstration.press import Press
from inspect_app.documents.sheets import Sheet
from inspect_app.kernel.database import make_engine, session_factory
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.files import DirectoryStore, FileStore, StoredFile
from inspect_app.kernel.state import IS_DEMONSTRATION, new_epoch, set_fact
from inspect_app.web.schema import upgrade

SQLITE = "sqlite:///"


@dataclass(frozen=True)
class MemoryStore:
    """Files that live as long as the replay."""

    kept: dict[str, bytes] = field(default_factory=dict)

    def put(self, data: bytes) -> StoredFile:
        """Keeps the bytes under their hash."""
        sha256 = hashlib.sha256(data).hexdigest()
        self.kept[sha256] = data
        return StoredFile(sha256, len(data))

    def read(self, sha256: str) -> bytes:
        """The bytes; raises NotFound."""
        if sha256 not in self.kept:
            raise NotFound
        return self.kept[sha256]

    def holds(self, sha256: str) -> bool:
        """Whether they are here."""
        return sha256 in self.kept


@cache
def _drawing(name: str) -> bytes:
    return sample_picture(name)


class QuickPress(Press):
    """Papers of a replay: a stand-in that carries the hash of what would be printed, and pictures drawn once."""

    def order(self, key: str, make: Callable[[], bytes]) -> None:
        """Nothing is printed ahead."""

    def take(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The stand-in: the same words, the same bytes."""
        return b"%PDF-1.7\n% replay " + hashlib.sha256(key.encode()).hexdigest().encode() + b"\n%%EOF\n"

    def order_sheet(self, sheet: Sheet, made_at: datetime) -> None:
        """Nothing is printed ahead."""

    def picture(self, drawing: str, *words: str) -> bytes:
        """The drawing without the words under it."""
        return _drawing(drawing)


@dataclass(frozen=True)
class Place:
    """An empty database with the newest schema, a store and a press."""

    engine: Engine
    store: FileStore
    press: Press


def database_url(given: str) -> str:
    """The URL of a database that was named by its URL or its file. Raises ValueError."""
    try:
        make_url(given)
    except ArgumentError:
        return f"{SQLITE}{Path(given).absolute()}"
    return given


@contextmanager
def open_place(kept: str | None, *, papers: bool, site_dir: Path | None) -> Iterator[Place]:
    """A place for one replay; `kept` is the URL or the file of a database that stays, with its files beside it.

    Raises Conflict for a database with real work in it.
    """
    with TemporaryDirectory(prefix="inspect-replay-") as passing:
        url = database_url(kept) if kept else f"{SQLITE}{passing}/replay.db"
        engine = make_engine(url)
        if kept is None:
            event.listen(engine, "connect", _hurry)
        try:
            _make_empty(engine)
            store = DirectoryStore(_beside(url)) if kept and url.startswith(SQLITE) else MemoryStore()
            yield Place(engine, store, Press(site_dir) if papers else QuickPress(site_dir))
        finally:
            engine.dispose()


def _beside(url: str) -> Path:
    return Path(make_url(url).database or "replay.db").parent / "files"


def _hurry(connection: sqlite3.Connection, _record: object) -> None:
    """A database that is thrown away need not survive a power cut."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()


def _make_empty(engine: Engine) -> None:
    upgrade(engine)
    factory = session_factory(engine)
    with factory() as session:
        refuse_real_work(session)
    empty_out(engine)
    upgrade(engine)
    with factory.begin() as session:
        set_fact(session, IS_DEMONSTRATION, "yes")
        new_epoch(session)
