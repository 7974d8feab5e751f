"""The recovery key of a campaign: a forgotten password never loses work."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from inspect_app.kernel.guards import guard
from inspect_app.kernel.tables import Base, Identified


class RecoveryKey(Identified, Base):
    """An RSA key pair: tablets seal to the public half (SPKI, base64); the private half (PKCS#8) never leaves the server."""

    __tablename__ = "recovery_key"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), unique=True)
    public_spki: Mapped[str] = mapped_column(Text)
    private_pkcs8: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]


guard("recovery_key", "kept", "UPDATE", "DELETE", when="OLD.id IS NOT NULL", message="a recovery key is never changed")
