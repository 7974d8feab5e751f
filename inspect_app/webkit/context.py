"""What a view may ask about its request: the session, the domain clock, the actor, the settings and the file store."""

from datetime import date, datetime
from typing import cast

from flask import current_app, g
from sqlalchemy.orm import Session

from inspect_app.kernel.actors import ANONYMOUS, Actor
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.kernel.clock import Clock, local_date
from inspect_app.kernel.files import DirectoryStore, FileStore
from inspect_app.kernel.incoming import IncomingFiles
from inspect_app.kernel.settings import Settings
from inspect_app.webkit.db import db

COMMITS_REFUSAL = "commits_refusal"


def commit_though_refused() -> None:
    """Keeps what this request wrote although its answer is a refusal: both texts of an id are kept."""
    setattr(g, COMMITS_REFUSAL, True)


def session() -> Session:
    """The database session of this request; the shell commits or rolls back."""
    return cast(Session, db.session())


def settings() -> Settings:
    """The site's settings."""
    return cast(Settings, current_app.extensions["inspect_settings"])


def file_store() -> FileStore:
    """Where photos and issued documents are kept."""
    return DirectoryStore(settings().data_dir / "files")


def incoming_files() -> IncomingFiles:
    """Where photos gather until their last byte is here."""
    return IncomingFiles(settings().data_dir / "incoming")


def clock() -> Clock:
    """The domain clock, moved in a demonstration."""
    return cast(Clock, current_app.extensions["inspect_clock"])


def now() -> datetime:
    """Domain time, read once for each request."""
    if "now" not in g:
        g.now = clock().now()
    return cast(datetime, g.now)


def today() -> date:
    """The date in Vietnam of `now()`."""
    return local_date(now())


def actor() -> Actor:
    """Who acts; ANONYMOUS before sign-in."""
    return cast(Actor, g.get("actor", ANONYMOUS))


def working_calendar() -> WorkingCalendar:
    """The calendar by which this site counts working days: the shell hands in that of the current campaign."""
    if "working_calendar" not in g:
        find = current_app.extensions.get("inspect_calendar")
        g.working_calendar = find(session(), today()) if find else WorkingCalendar()
    return cast(WorkingCalendar, g.working_calendar)
