"""Doing what a table of figures asks, by the same operations that a form uses: all of it, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.ratings.models import RatingYear
from inspect_app.ratings.operations.inputs import enter_dossiers, enter_index
from inspect_app.ratings.permissions import may_enter_figures
from inspect_app.ratings.tables.comparing import Difference


@dataclass(frozen=True)
class IndexSource:
    """Where the indexes of a table come from: the decision that published them."""

    source: str = ""
    decision_number: str | None = None
    published_on: date | None = None
    file_sha256: str | None = None


@dataclass(frozen=True)
class DossierSource:
    """Where the dossiers of a table come from, and on which day they were exported."""

    source: str = ""
    exported_on: date | None = None


def enter_figures(
    session: Session,
    actor: Actor,
    year: RatingYear,
    differences: Sequence[Difference],
    *,
    index_from: IndexSource,
    dossiers_from: DossierSource,
    filename: str,
    now: datetime,
) -> int:
    """Enters every figure that differs, with the source of its kind; gives how many heads it was about.

    Each entry is journalled by itself, and the table once. Raises Forbidden for a unit whose figures the actor may not
    enter, RuleBroken for figures that cannot be or without a source, Conflict for a head whose rating was released.
    """
    may_enter_figures.require(actor, year)
    # In one order for everybody, so that two tables never wait for each other.
    for one in sorted(differences, key=lambda difference: difference.rating.id):
        _enter(session, actor, one, index_from, dossiers_from, now)
    summary = f"Nhập bảng số liệu xếp loại “{filename}”: {len(differences)} đơn vị, năm {year.year}"
    record(session, actor, "ratings.enter_figures", year, now=now, summary=summary)
    return len(differences)


def _enter(
    session: Session,
    actor: Actor,
    one: Difference,
    index_from: IndexSource,
    dossiers_from: DossierSource,
    now: datetime,
) -> None:
    if one.index is not None:
        enter_index(
            session,
            actor,
            one.rating,
            value=one.index,
            source=index_from.source,
            decision_number=index_from.decision_number,
            published_on=index_from.published_on,
            file_sha256=index_from.file_sha256,
            now=now,
        )
    if one.dossiers is not None:
        enter_dossiers(
            session,
            actor,
            one.rating,
            counts=one.dossiers.counts,
            apologised=one.dossiers.apologised,
            source=dossiers_from.source,
            exported_on=dossiers_from.exported_on,
            now=now,
        )
