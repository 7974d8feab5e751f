"""The table of published checklists: what was answered stays readable when files are gone."""

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inspect_app.kernel.guards import guard
from inspect_app.kernel.tables import Base, Identified


class PublishedChecklist(Identified, Base):
    """One published version with its file's text; never changed."""

    __tablename__ = "published_checklist"
    __table_args__ = (UniqueConstraint("code", "version"),)

    code: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(2000))
    body: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]


guard(
    "published_checklist",
    "frozen",
    "UPDATE",
    "DELETE",
    when="OLD.id IS NOT NULL",
    message="a published checklist is never changed",
)
