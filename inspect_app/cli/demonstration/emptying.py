"""Whether a database may become a demonstration, and making it empty again."""

from sqlalchemy import DDL, Engine, MetaData, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account, Person
from inspect_app.campaigns.models import Campaign
from inspect_app.kernel.errors import Conflict
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.state import IS_DEMONSTRATION, fact
from inspect_app.units.models import Unit

# A database in which nobody and nothing is known holds no work.
TELLING = (Person, Account, Unit, Campaign)
GUARD_FUNCTIONS = text(
    "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
    "WHERE n.nspname = current_schema() AND p.proname LIKE 'guard\\_%'"
)


def refuse_real_work(session: Session) -> None:
    """Raises Conflict for a database that is neither empty nor a demonstration: a sample never touches real work."""
    if fact(session, IS_DEMONSTRATION) is not None:
        return
    if any(session.scalar(select(model.id).limit(1)) is not None for model in TELLING):
        raise Conflict(
            _(
                "Cơ sở dữ liệu này đã có dữ liệu thật nên không dùng làm bản trình diễn. Hãy đặt INSPECT_DATA_DIR tới một "
                "thư mục khác rồi chạy lại."
            )
        )


def empty_out(engine: Engine) -> None:
    """Drops every table with its guards, so that the schema can be made anew."""
    with engine.begin() as connection:
        found = MetaData()
        found.reflect(connection)
        found.drop_all(connection)
        if connection.dialect.name == "postgresql":
            _drop_guards(connection)


def _drop_guards(connection: Connection) -> None:
    for name in connection.scalars(GUARD_FUNCTIONS).all():
        connection.execute(DDL(f'DROP FUNCTION "{name}"'))
