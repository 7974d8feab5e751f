"""How a command reaches the database: schema brought up to date first, one transaction, refusals as messages."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from inspect_app.kernel.database import make_engine, session_factory
from inspect_app.kernel.errors import DomainError
from inspect_app.kernel.settings import Settings
from inspect_app.web.schema import upgrade
from inspect_app.web.wiring import wire


def ready_engine(settings: Settings) -> Engine:
    """An engine on the site's database, with the newest schema."""
    engine = make_engine(settings.database_url)
    upgrade(engine)
    return engine


@contextmanager
def transaction(settings: Settings | None = None) -> Iterator[Session]:
    """A session that commits if the block ends well; a refusal is printed and ends the command with 1."""
    wire()
    engine = ready_engine(settings or Settings.from_environment())
    try:
        with session_factory(engine).begin() as session:
            yield session
    except DomainError as refusal:
        click.echo(refusal.message, err=True)
        sys.exit(1)
    finally:
        engine.dispose()
