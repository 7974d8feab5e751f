"""Where a drafter keeps a sentence although the data say otherwise: with a reason, for the signatory to read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Person
from inspect_app.conclusions.models.papers import ISSUED, REFUSAL, Conclusion
from inspect_app.kernel.guards import guard
from inspect_app.kernel.tables import Base, Identified


class Confirmation(Identified, Base):
    """One disagreement that was confirmed. `key` names sentence and data as they were: a change of either ends it."""

    __tablename__ = "confirmation"
    __table_args__ = (UniqueConstraint("conclusion_id", "key"),)

    conclusion_id: Mapped[UUID] = mapped_column(ForeignKey("conclusion.id"))
    key: Mapped[str] = mapped_column(String(16))
    part: Mapped[str] = mapped_column(String(40))
    sentence: Mapped[str]
    told: Mapped[str]
    reason: Mapped[str] = mapped_column(String(1000))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    conclusion: Mapped[Conclusion] = relationship()
    person: Mapped[Person] = relationship()


guard("confirmation", "issued", "INSERT", when=ISSUED.format(row="NEW"), message=REFUSAL)
guard("confirmation", "issued", "UPDATE", "DELETE", when=ISSUED.format(row="OLD"), message=REFUSAL)
