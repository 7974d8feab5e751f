"""Alembic's environment: it is always handed a connection, by web/schema.py."""

from alembic import context

from inspect_app.kernel.tables import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
