"""Guards that the database keeps by itself: triggers on SQLite and PostgreSQL, made from one declaration.

They hold against any SQL of the application's user, not only against our operations.
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import DDL, Table, event
from sqlalchemy.engine import Connection

from inspect_app.kernel.tables import Base

Operation = Literal["INSERT", "UPDATE", "DELETE"]


@dataclass(frozen=True)
class Guard:
    """Refuses `operation` on `table` when the SQL condition `when` holds. OLD and NEW are the row before and after."""

    table: str
    name: str
    operation: Operation
    when: str
    message: str

    @property
    def trigger(self) -> str:
        """The name of the trigger, and of its function on PostgreSQL."""
        return f"guard_{self.table}_{self.name}_{self.operation.lower()}"

    def statements(self, dialect: str) -> list[str]:
        """The SQL that makes the trigger on `sqlite` or `postgresql`."""
        trigger = self.trigger
        if dialect == "sqlite":
            return [
                f"CREATE TRIGGER {trigger} BEFORE {self.operation} ON {self.table} FOR EACH ROW "
                f"WHEN {self.when} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
            ]
        result = "OLD" if self.operation == "DELETE" else "NEW"
        return [
            f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN "
            f"IF {self.when} THEN RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation'; "
            f"END IF; RETURN {result}; END $guard$",
            f"CREATE TRIGGER {trigger} BEFORE {self.operation} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {trigger}()",
        ]


GUARDS: list[Guard] = []


def guard(table: Table | str, name: str, *operations: Operation, when: str = "TRUE", message: str) -> None:
    """Declares a guard for each operation; `when` is SQL that both databases understand.

    In an UPDATE guard use OLD and NEW, in INSERT only NEW, in DELETE only OLD.
    """
    for operation in operations:
        GUARDS.append(Guard(str(table), name, operation, when, message))


def _make_guards(_target: object, connection: Connection, **_options: object) -> None:
    for declared in GUARDS:
        for statement in declared.statements(connection.dialect.name):
            connection.execute(DDL(statement.replace("%", "%%")))


event.listen(Base.metadata, "after_create", _make_guards)
