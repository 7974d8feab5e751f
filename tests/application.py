"""The application on one transaction of a test: whatever it commits goes when the test ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from types import CodeType
from typing import ClassVar, cast

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Connection, Engine
from werkzeug.routing import Rule

from inspect_app.kernel.clock import Clock
from inspect_app.kernel.settings import Settings
from inspect_app.web.app import create_app
from inspect_app.web.transactions import InspectFlask
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


class CompiledTemplates(BytecodeCache):
    """Templates are compiled once for all applications, as a server does for all its requests, and for all workers of a run."""

    def __init__(self) -> None:
        self.shared: BytecodeCache | None = None
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was compiled of this source, here or by another worker."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))
        if bucket.code is None and self.shared is not None:
            self.shared.load_bytecode(bucket)
            self._keep(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps what was compiled."""
        self._keep(bucket)
        if self.shared is not None:
            self.shared.dump_bytecode(bucket)

    def _keep(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._kept[bucket.key, bucket.checksum] = bucket.code


class KnownRule(Rule):
    """A route that is compiled once for all applications: it takes most of making one."""

    _known: ClassVar[dict[tuple[object, ...], Rule]] = {}

    def compile(self) -> None:
        """Compiles the route, unless it was for another application; nothing compiled is ever changed."""
        if self.defaults or self.map is None:
            super().compile()
            return
        key = (self.rule, self.subdomain, self.host, self.map.host_matching, self.merge_slashes)
        first = self._known.get(key)
        if first is None:
            super().compile()
            self._known[key] = self
            return
        self._parts, self._trace, self._converters = first._parts, first._trace, first._converters
        self._build, self._build_unknown, self.arguments = first._build, first._build_unknown, first.arguments


InspectFlask.url_rule_class = KnownRule
COMPILED = CompiledTemplates()


@contextmanager
def application_on(connection: Connection, folder: Path, clock: Clock | None = None) -> Iterator[Flask]:
    """The application on a connection whose transaction is already open; without a clock it stands at NOW."""
    settings = Settings(
        data_dir=folder, database_url="sqlite:///:memory:", secret_key="a secret for tests only, 32 long"
    )
    app = create_app(settings, clock or StandingClock(), testing=True)
    app.jinja_env.bytecode_cache = COMPILED
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
