"""Locking a row until the commit, and reading anew what others may have written to it."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Select, Table, bindparam, inspect, select
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from inspect_app.kernel.tables import Base


def lock_row(session: Session, held: Base, names: tuple[str, ...], *, key_share: bool = False) -> None:
    """Waits until nobody else writes to the row of `held`, locks it, and reads the columns `names` anew.

    With `key_share` others may go on referring to the row. SQLite has one writer at a time anyway. Raises
    InvalidRequestError when the row is not there.
    """
    # What was set and not yet written would be lost under what is read.
    session.flush()
    found = inspect(held)
    table = found.mapper.local_table
    key = found.identity
    if key is None or not isinstance(table, Table):
        raise InvalidRequestError(f"{held} has no row to lock")
    row = session.execute(_locking(table, names, key_share=key_share), {"key": key[0]}).one_or_none()
    if row is None:
        raise InvalidRequestError(f"the row of {held} is not there")
    for name, value in zip(names, row, strict=True):
        set_committed_value(held, name, value)


@lru_cache(maxsize=64)
def _locking(table: Table, names: tuple[str, ...], *, key_share: bool) -> Select[*tuple[Any, ...]]:
    (key,) = table.primary_key
    chosen = select(*(table.columns[name] for name in names)).where(key == bindparam("key"))
    return chosen.with_for_update(key_share=key_share)
