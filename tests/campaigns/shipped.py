"""The shipped campaign in a test's database: loaded by the product once, then put back row by row, which takes a tenth."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Person
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.operations import load_plan
from inspect_app.campaigns.queries import campaign_by_code
from inspect_app.journal.operations import WAITING
from inspect_app.kernel.actors import SYSTEM
from inspect_app.kernel.tables import Base
from inspect_app.units.models import Unit
from tests.campaigns.folders import SHIPPED, read

# A week before the campaign begins.
BEFORE = datetime(2024, 3, 25, 2, tzinfo=UTC)
CODE = "quang-nam-2024"
Rows = dict[Table, Sequence[dict[str, Any]]]
KEPT: dict[tuple[str, datetime, str], Rows] = {}


def shipped_campaign(session: Session, now: datetime = BEFORE, seed: str = "a seed") -> Campaign:
    """The campaign as `load_plan` makes it of the shipped folder at a moment, in the caller's transaction."""
    if session.scalar(select(Unit.id).limit(1)) or session.scalar(select(Person.id).limit(1)):
        # Who stands there already may have a part in what is loaded.
        load_plan(session, SYSTEM, read(SHIPPED), now=now, seed=seed)
        return campaign_by_code(session, CODE)
    key = (session.get_bind().dialect.name, now, seed)
    if key not in KEPT:
        load_plan(session, SYSTEM, read(SHIPPED), now=now, seed=seed)
        session.flush()
        KEPT[key] = _rows(session)
        return campaign_by_code(session, CODE)
    for table, rows in KEPT[key].items():
        session.execute(insert(table), list(rows))
    # As after any entry: the journal is chained before the commit.
    session.info[WAITING] = True
    return campaign_by_code(session, CODE)


def _rows(session: Session) -> Rows:
    """All rows of all tables that have some, whoever is referred to before who refers to him."""
    found = {table: list(session.execute(select(table)).mappings()) for table in Base.metadata.sorted_tables}
    return {table: list(_parents_first(table, rows)) for table, rows in found.items() if rows}


def _parents_first(table: Table, rows: Sequence[Any]) -> Iterator[dict[str, Any]]:
    inner = [(key.parent.name, key.column.name) for key in table.foreign_keys if key.column.table is table]
    waiting, given = [dict(row) for row in rows], set[tuple[str, Any]]()
    while waiting:
        later = []
        for row in waiting:
            if all(row[own] is None or (other, row[own]) in given for own, other in inner):
                given |= {(other, row[other]) for _own, other in inner}
                yield row
            else:
                later.append(row)
        assert len(later) < len(waiting), f"rows of {table.name} refer to each other in a circle"
        waiting = later
