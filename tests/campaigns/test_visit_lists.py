"""Lists of visits: what they read, however long they are."""

from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from inspect_app.campaigns.queries import visible_visits
from inspect_app.kernel.actors import Role
from tests.factories.people import make_player
from tests.factories.visits import make_campaign, make_stream, make_visit


def test_the_settings_of_a_campaign_are_read_once_not_with_each_of_its_visits(
    session: Session, connection: Connection
) -> None:
    stream = make_stream(session, make_campaign(session))
    for _number in range(3):
        make_visit(session, stream=stream)
    actor = make_player(session, Role.COORDINATOR).actor
    session.flush()
    session.expunge_all()
    asked: list[str] = []

    def note(_connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    visits = visible_visits(session, actor)
    event.remove(connection, "before_cursor_execute", note)
    assert len(visits) == 3
    settings = [statement for statement in asked if "settings" in statement]
    assert len(settings) == 1
    assert "FROM visit" not in settings[0]
    assert all(visit.campaign.settings is visits[0].campaign.settings for visit in visits)
