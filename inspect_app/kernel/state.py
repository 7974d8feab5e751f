"""A few facts about the installation itself: the server's epoch and a demonstration's clock."""

from datetime import timedelta

from sqlalchemy import String, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from inspect_app.kernel.clock import Clock
from inspect_app.kernel.ids import new_id
from inspect_app.kernel.rows import read_rows, table_of
from inspect_app.kernel.tables import Base

EPOCH = "epoch"
CLOCK_SHIFT = "clock_shift_seconds"
IS_DEMONSTRATION = "is_demonstration"
# Whom a demonstration offers at its door beside one person of each role: user names, a space between.
DOOR_ALSO = "door_also"


class InstallationFact(Base):
    """One named fact of this installation."""

    __tablename__ = "installation_fact"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))


def fact(session: Session, name: str) -> str | None:
    """The value of a fact, or None."""
    found = read_rows(session, VALUE, {"name": name})
    return found[0].value if found else None


_FACTS = table_of(InstallationFact).c
VALUE = select(_FACTS.value).where(_FACTS.name == bindparam("name"))


def set_fact(session: Session, name: str, value: str) -> None:
    """Keeps a fact."""
    session.merge(InstallationFact(name=name, value=value))
    session.flush()


def new_epoch(session: Session) -> str:
    """Begins a new epoch: after the first start and after each restore, so that tablets offer again what they sent."""
    epoch = str(new_id())
    set_fact(session, EPOCH, epoch)
    return epoch


def stored_clock(session: Session) -> Clock:
    """The domain clock of this database: shifted only in a demonstration."""
    seconds = fact(session, CLOCK_SHIFT)
    return Clock(timedelta(seconds=float(seconds))) if seconds else Clock()
