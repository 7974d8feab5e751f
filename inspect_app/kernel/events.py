"""Small frozen events by which a lower room tells what happened; higher rooms subscribe in web/wiring.py."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from inspect_app.kernel.actors import Actor

Event = TypeVar("Event")
Handler = Callable[[Session, Any, Actor, datetime], None]

_handlers: dict[type[Any], list[Handler]] = defaultdict(list)


def subscribe(event_type: type[Event], handler: Callable[[Session, Event, Actor, datetime], None]) -> None:
    """Calls `handler(session, event, actor, now)` for each event of the type; twice the same handler is once."""
    if handler not in _handlers[event_type]:
        _handlers[event_type].append(handler)


def publish(session: Session, event: object, *, actor: Actor, now: datetime) -> None:
    """Tells all subscribers, in the same transaction; what one raises, the publisher raises."""
    for handler in _handlers[type(event)]:
        handler(session, event, actor, now)
