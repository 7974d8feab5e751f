"""The schema: made by migrations alone, the same as the models say, with a way back."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

import inspect_app.web.blueprints
from inspect_app.kernel.database import make_engine
from inspect_app.kernel.guards import GUARDS, Guard
from inspect_app.kernel.tables import Base
from inspect_app.web.schema import current_revision, downgrade, head_revision, upgrade

assert inspect_app.web.blueprints


def test_the_migrated_schema_is_the_one_of_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def _triggers(engine: Engine) -> set[str]:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if engine.dialect.name == "sqlite"
        else "SELECT DISTINCT trigger_name FROM information_schema.triggers"
    )
    with engine.connect() as connection:
        return {row[0] for row in connection.execute(text(query))}


def _shortened(guard: Guard) -> str:
    return guard.trigger[:63]


def test_every_guard_that_a_room_declares_is_in_the_database(engine: Engine) -> None:
    assert {_shortened(guard) for guard in GUARDS} == _triggers(engine)


def test_upgrading_twice_changes_nothing_and_there_is_a_way_back(tmp_path: object) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/way.db")
    upgrade(engine)
    upgrade(engine)
    assert current_revision(engine) == head_revision()
    downgrade(engine, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    upgrade(engine)
    engine.dispose()
