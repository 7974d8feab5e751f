"""The shipped campaign, loaded once for all tests of its papers; what a test changes is taken back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection
from sqlalchemy.orm import Session, sessionmaker

from inspect_app.accounts.models import Delegation, Person, SigningForm
from inspect_app.campaigns.models import Campaign, Stream, Visit
from inspect_app.campaigns.operations import load_plan
from inspect_app.campaigns.queries import campaign_by_code, visit_by_code
from inspect_app.checklists.queries import version_of
from inspect_app.checklists.rules import ChecklistVersion
from inspect_app.kernel.actors import SYSTEM
from inspect_app.kernel.database import make_engine
from inspect_app.units.models import Unit
from inspect_app.units.queries import unit_by_code
from inspect_app.web.schema import upgrade
from inspect_app.web.wiring import wire
from tests.campaigns.folders import SHIPPED, read
from tests.factories.journeys import keep_checklist

LOADED_AT = datetime(2024, 3, 25, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Shipped:
    """The campaign and how to reach into it."""

    session: Session
    campaign: Campaign

    def visit(self, code: str) -> Visit:
        """A visit of the plan."""
        return visit_by_code(self.session, self.campaign, code)

    def stream(self, code: str) -> Stream:
        """A stream of the plan."""
        return next(one for one in self.campaign.streams if one.code == code)

    def unit(self, code: str) -> Unit:
        """A unit of the province."""
        return unit_by_code(self.session, code)

    def checklist(self, visit: Visit) -> ChecklistVersion:
        """The visit's checklist."""
        return version_of(self.session, visit.checklist_code, visit.checklist_version)

    def deputy(self, unit: str, title: str) -> Delegation:
        """Who signs for the head of a unit."""
        person = Person(name="Người ký mẫu", title="Chức vụ mẫu", search_name="")
        return Delegation(
            person=person, unit=self.unit(unit), form=SigningForm.DEPUTY, on_behalf_of=title, title=f"Phó {title}"
        )


@pytest.fixture(scope="package")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A database with the shipped campaign."""
    wire()
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('papers') / 'test.db'}")
    upgrade(engine)
    with engine.connect() as connection, connection.begin():
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            for code in ("toan-dien", "chuyen-de-y-te", "chuyen-de-mot-cua", "cong-vu"):
                keep_checklist(session, code)
            load_plan(session, SYSTEM, read(SHIPPED), now=LOADED_AT, seed="a seed")
            session.commit()
        yield connection
    engine.dispose()


@pytest.fixture
def shipped(loaded: Connection) -> Iterator[Shipped]:
    """The campaign, in a savepoint of its own."""
    step = loaded.begin_nested()
    with sessionmaker(loaded, join_transaction_mode="create_savepoint")() as session:
        yield Shipped(session, campaign_by_code(session, "quang-nam-2024"))
    step.rollback()
