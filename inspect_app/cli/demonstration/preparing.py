"""Preparing a demonstration: the campaign of 2024 played in virtual time up to a day, on a database of its own."""

from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from inspect_app.campaigns.files import read_folder
from inspect_app.checklists.library import load_library
from inspect_app.cli.database import ready_engine
from inspect_app.cli.demonstration.campaign import FOLDER, RULE, open_campaign, read_messages
from inspect_app.cli.demonstration.emptying import empty_out, refuse_real_work
from inspect_app.cli.demonstration.press import Press
from inspect_app.cli.demonstration.ratings import plan_ratings
from inspect_app.cli.demonstration.stage import Stage
from inspect_app.documents.renderer import RENDERER
from inspect_app.jobs.tasks import run_due
from inspect_app.kernel.clock import at_local, shift_to
from inspect_app.kernel.database import session_factory
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.files import DirectoryStore
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.settings import Settings
from inspect_app.kernel.state import CLOCK_SHIFT, IS_DEMONSTRATION, fact, new_epoch, set_fact
from inspect_app.web.wiring import wire

PREPARED = "demonstration_prepared"
FIRST_DAY, LAST_DAY = date(2024, 3, 25), date(2024, 12, 31)
OPENING, JOBS, SHOWN_AT = time(8, 0), time(7, 30), time(9, 0)
READ_BEFORE = timedelta(days=5)


def prepare(settings: Settings, as_of: date) -> None:
    """Makes the database of the settings a demonstration that stands at 09:00 of `as_of`; made already, it stays.

    Only an empty database or a demonstration is touched. Raises Conflict for any other, RuleBroken for a day outside
    25/03/2024 to 31/12/2024, ProblemsFound when a file of the campaign is broken.
    """
    if not FIRST_DAY <= as_of <= LAST_DAY:
        days = {"first": format_date(FIRST_DAY), "last": format_date(LAST_DAY)}
        raise RuleBroken(None, _("Bản trình diễn có từ %(first)s đến %(last)s. Hãy chọn một ngày trong đó.", **days))
    wire()
    engine = ready_engine(settings)
    try:
        if not _is_prepared(engine, as_of):
            _rebuild(settings, engine, as_of)
    finally:
        engine.dispose()


def _mark(as_of: date) -> str:
    """The day and the sample's version: a sample that another release made is made anew."""
    whole = sha256()
    for path in sorted([*Path(__file__).parent.rglob("*.py"), *FOLDER.glob("*.yaml")]):
        whole.update(path.read_bytes())
    return f"{as_of.isoformat()} {whole.hexdigest()[:16]}"


def _is_prepared(engine: Engine, as_of: date) -> bool:
    with session_factory(engine)() as session:
        refuse_real_work(session)
        return fact(session, PREPARED) == _mark(as_of)


def _rebuild(settings: Settings, engine: Engine, as_of: date) -> None:
    empty_out(engine)
    ready_engine(settings).dispose()
    factory = session_factory(engine)
    with factory.begin() as session:
        set_fact(session, IS_DEMONSTRATION, "yes")
        new_epoch(session)
    try:
        _play(settings, factory, as_of)
    finally:
        RENDERER.close()
    with factory.begin() as session:
        shift = shift_to(at_local(as_of, SHOWN_AT))
        set_fact(session, CLOCK_SHIFT, str(shift.total_seconds()))
        set_fact(session, PREPARED, _mark(as_of))


def _play(settings: Settings, factory: sessionmaker[Session], as_of: date) -> None:
    library = load_library(settings.site_dir)
    folder = read_folder(FOLDER, library.pairs)
    end = at_local(as_of, SHOWN_AT)
    with factory() as session:
        store, press = DirectoryStore(settings.data_dir / "files"), Press(settings.site_dir)
        stage = Stage(session, settings, store, FOLDER, folder, library, end, press)
    stage.at(FIRST_DAY, OPENING.hour, OPENING.minute, open_campaign)
    stage.at(as_of - READ_BEFORE, 17, 30, read_messages)
    plan_ratings(stage, RULE)
    try:
        for offset in range((as_of - FIRST_DAY).days + 1):
            _play_day(stage, factory, FIRST_DAY + timedelta(days=offset))
    finally:
        stage.press.close()


def _play_day(stage: Stage, factory: sessionmaker[Session], day: date) -> None:
    with factory.begin() as session:
        stage.open_day(session)
        stage.at(day, JOBS.hour, JOBS.minute, _run_jobs)
        for moment, act in stage.agenda.until(min(stage.until, at_local(day, time.max))):
            act(stage, moment)


def _run_jobs(stage: Stage, now: datetime) -> None:
    run_due(stage.session, now=now)
