"""The database's schema: brought up to date by Alembic before a command uses it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, func, select

import inspect_app.migrations

SCRIPTS = Path(inspect_app.migrations.__file__).parent
# The number of this product's own lock in PostgreSQL; any fixed number will do.
UPGRADE_LOCK = 20_240_617


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


def head_revision() -> str | None:
    """The newest revision that this release knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def current_revision(engine: Engine) -> str | None:
    """The revision of the database, or None when it is empty."""
    with engine.connect() as connection:
        return revision_at(connection)


def revision_at(connection: Connection) -> str | None:
    """The revision of the database behind a connection."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Brings the schema to `revision` in one transaction; doing it twice changes nothing."""
    config = _config()
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # Two processes that start at the same moment: the second waits, and finds nothing left to do.
            connection.execute(select(func.pg_advisory_xact_lock(UPGRADE_LOCK)))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Takes the schema back to `revision`: for the test that every migration has a way back."""
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
