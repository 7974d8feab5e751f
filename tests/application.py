"""The application on one transaction of a test: whatever it commits goes when the test ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from flask import Flask
from sqlalchemy import Connection, Engine

from inspect_app.kernel.clock import Clock
from inspect_app.kernel.settings import Settings
from inspect_app.web.app import create_app
from inspect_app.webkit.db import db
from tests.factories.moments import NOW


class StandingClock(Clock):
    """Domain time that stands still at NOW."""

    def now(self) -> datetime:
        """Always NOW."""
        return NOW


class TickingClock(Clock):
    """Domain time from NOW on, a millisecond later each time that it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self._asked = 0

    def now(self) -> datetime:
        """NOW and a little."""
        self._asked += 1
        return NOW + timedelta(milliseconds=self._asked)


@contextmanager
def application_on(connection: Connection, folder: Path, clock: Clock | None = None) -> Iterator[Flask]:
    """The application on a connection whose transaction is already open; without a clock it stands at NOW."""
    settings = Settings(
        data_dir=folder, database_url="sqlite:///:memory:", secret_key="a secret for tests only, 32 long"
    )
    app = create_app(settings, clock or StandingClock(), testing=True)
    with app.app_context():
        engines = cast(dict[str | None, Engine | Connection], db._app_engines[app])
        own = db.engine
        engines[None] = connection
        db.session.remove()
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    yield app
    with app.app_context():
        db.session.remove()
        engines[None] = own
        own.dispose()
