"""Rows read and written many at once, straight through the driver, where an object for each of them would cost too much."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic_core import to_json
from sqlalchemy import (
    JSON,
    BindParameter,
    ColumnElement,
    Insert,
    Select,
    Table,
    Text,
    Update,
    bindparam,
    cast,
    column,
    func,
    insert,
    inspect,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects import registry
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from inspect_app.kernel.tables import Base

Row = Mapping[str, Any]
Turn = Callable[[Any], Any]
STATEMENTS = 64
KEY = "key_"
POSTGRESQL = "postgresql"
BY_ORDER = {"pysqlite": "qmark", "psycopg": "format"}


class Overtaken(Exception):
    """A row that was to be changed is not there."""


@dataclass(frozen=True)
class _Statement:
    """SQL for the driver, the columns in the order of its places, and how each value becomes the driver's."""

    sql: str
    columns: tuple[str, ...]
    turns: tuple[Turn | None, ...]

    def run(self, connection: Connection, rows: Sequence[Row]) -> int:
        """Writes each row; how many were written."""
        return connection.exec_driver_sql(self.sql, self.places(rows)).rowcount

    def places(self, rows: Sequence[Row]) -> list[tuple[Any, ...]]:
        """The values of each row, in the order of the statement's places."""
        lines = (
            _turned([row[name] for row in rows], turn) for name, turn in zip(self.columns, self.turns, strict=True)
        )
        return list(zip(*lines, strict=True))


class _Recordset(_Statement):
    """The same for PostgreSQL, which takes all rows as one JSON text: one statement, however many they are."""

    def run(self, connection: Connection, rows: Sequence[Row]) -> int:
        """Writes all rows; how many were written."""
        lines = [dict(zip(self.columns, places, strict=True)) for places in self.places(rows)]
        return connection.exec_driver_sql(self.sql, (_json(lines),)).rowcount


def read_rows(session: Session, wanted: Select[*tuple[Any, ...]], values: Row) -> Sequence[Any]:
    """The rows that a statement on tables finds, with all that this session has not written yet; no objects are made."""
    session.flush()
    return session.connection().execute(wanted, values).all()


def table_of(model: type[Base]) -> Table:
    """The table of a model, for statements that ask for its columns and make no objects."""
    table = inspect(model).local_table
    if not isinstance(table, Table):
        raise TypeError(f"{model.__name__} has no table of its own")
    return table


def insert_rows(session: Session, model: type[Base], rows: Sequence[Row]) -> None:
    """Adds rows that name every column; the constraints and guards of the database hold as for any other."""
    if rows:
        session.flush()
        connection = session.connection()
        _inserting(table_of(model), connection.dialect, many=len(rows) > 1).run(connection, rows)


def update_rows(session: Session, model: type[Base], rows: Sequence[Row]) -> None:
    """Changes rows by their primary key; all name the same columns. Raises Overtaken where one is not there.

    Objects of these rows that the session holds are read anew when they are next looked at.
    """
    if not rows:
        return
    session.flush()
    connection = session.connection()
    statement = _updating(table_of(model), tuple(rows[0]), connection.dialect, many=len(rows) > 1)
    found = statement.run(connection, rows)
    if found != len(rows):
        raise Overtaken(f"{found} of {len(rows)} rows of {table_of(model).name}")
    for held in session.identity_map.values():
        if isinstance(held, model):
            session.expire(held)


def _turned(values: list[Any], turn: Turn | None) -> list[Any]:
    """Each value as the driver takes it; one that comes again right away is not worked out again."""
    if turn is None:
        return values
    found: list[Any] = []
    last, done = values[0], turn(values[0])
    for value in values:
        if value is not last:
            last, done = value, turn(value)
        found.append(done)
    return found


@lru_cache(maxsize=STATEMENTS)
def _inserting(table: Table, dialect: Dialect, *, many: bool) -> _Statement:
    if not many or dialect.name != POSTGRESQL:
        return _compiled(insert(table), table, dialect)
    names = tuple(column.name for column in table.columns)
    given = _given(table, names, dialect)
    return _recordset(insert(table).from_select(names, select(*given.values())), table, names, dialect)


@lru_cache(maxsize=STATEMENTS)
def _updating(table: Table, names: tuple[str, ...], dialect: Dialect, *, many: bool) -> _Statement:
    keys = sorted(column.name for column in table.primary_key)
    changed = [name for name in names if name not in keys]
    if not many or dialect.name != POSTGRESQL:
        values: dict[str, BindParameter[Any]] = {name: bindparam(name) for name in changed}
        # Where a column is also changed its value needs a name of its own; a key is not.
        here = [table.columns[name] == bindparam(f"{KEY}{name}") for name in keys]
        return _compiled(update(table).where(*here).values(values), table, dialect)
    given = _given(table, names, dialect)
    wanted = update(table).where(*(table.columns[name] == given[name] for name in keys))
    return _recordset(wanted.values({name: given[name] for name in changed}), table, names, dialect)


def _given(table: Table, names: tuple[str, ...], dialect: Dialect) -> dict[str, ColumnElement[Any]]:
    """The columns of the rows that are sent as one JSON text. A JSON column that holds nothing holds JSON's null, as ever."""
    kind_of_row: ColumnElement[Any] = literal_column(f"NULL::{dialect.identifier_preparer.format_table(table)}")
    rows = func.json_populate_recordset(kind_of_row, cast(bindparam("rows", type_=Text()), JSON))
    given = rows.table_valued(*(column(name, table.columns[name].type) for name in names), name="given").c
    return {name: _or_null(given[name]) for name in names}


def _or_null(given: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(given, literal_column("'null'::json")) if isinstance(given.type, JSON) else given


def _recordset(wanted: Insert | Update, table: Table, names: tuple[str, ...], dialect: Dialect) -> _Recordset:
    kinds = [table.columns[name].type for name in names]
    turns = tuple(None if isinstance(kind, JSON) else _turn(kind, dialect) for kind in kinds)
    return _Recordset(str(wanted.compile(dialect=_by_order(dialect))), names, turns)


def _by_order(dialect: Dialect) -> Dialect:
    """The dialect with places by their order, whichever way it would write them."""
    made: Dialect = registry.load(f"{dialect.name}.{dialect.driver}")(paramstyle=BY_ORDER[dialect.driver])
    return made


def _compiled(wanted: Insert | Update, table: Table, dialect: Dialect) -> _Statement:
    compiled = wanted.compile(dialect=_by_order(dialect))
    names = [name.removeprefix(KEY) for name in getattr(compiled, "positiontup", None) or ()]
    return _Statement(compiled.string, tuple(names), tuple(_turn(table.columns[name].type, dialect) for name in names))


def _turn(kind: TypeEngine[Any], dialect: Dialect) -> Turn | None:
    # The same JSON as the type's own, in a tenth of the time.
    return _json if isinstance(kind, JSON) else kind.dialect_impl(dialect).bind_processor(dialect)


def _json(value: Any) -> str:
    return to_json(value).decode()
