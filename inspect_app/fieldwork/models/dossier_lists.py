"""Lists of dossiers from which a team takes its sample: each upload is kept, the newest one is used."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Person
from inspect_app.campaigns.models import Visit
from inspect_app.fieldwork.models.records import FROZEN, REFUSAL
from inspect_app.kernel.guards import guard
from inspect_app.kernel.tables import Base, Identified


class DossierList(Identified, Base):
    """One uploaded list: `rows` are texts by the names of the dossier table's inputs, dates as YYYY-MM-DD."""

    __tablename__ = "dossier_list"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    rows: Mapped[list[Any]]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]

    visit: Mapped[Visit] = relationship()
    person: Mapped[Person] = relationship()


guard("dossier_list", "frozen", "INSERT", when=FROZEN.format(row="NEW"), message=REFUSAL)
guard(
    "dossier_list", "kept", "UPDATE", "DELETE", when="OLD.id IS NOT NULL", message="an uploaded list is never changed"
)
