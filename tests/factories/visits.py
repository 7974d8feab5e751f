"""Campaigns, streams and visits for tests."""

from collections.abc import Sequence
from datetime import date
from itertools import count

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Person
from inspect_app.campaigns.models import Campaign, Stream, TeamMember, Visit
from inspect_app.campaigns.rules import DeadlineSettings, StreamKind
from inspect_app.kernel.actors import Role
from inspect_app.units.models import Unit
from tests.factories.moments import NOW, TODAY
from tests.factories.units import make_unit

_numbers = count(1)

WINDOW = (date(2024, 4, 1), date(2024, 9, 30))
HOLIDAYS = ["2024-04-18", *(f"2024-04-{day}" for day in (27, 28, 29, 30)), "2024-05-01", "2024-09-02", "2024-09-03"]


def make_campaign(session: Session, code: str | None = None) -> Campaign:
    """A campaign of April to September 2024 with the default deadlines and the year's holidays."""
    campaign = Campaign(
        code=code or f"campaign-{next(_numbers)}",
        title="Kiểm tra công tác cải cách hành chính năm 2024",
        year=2024,
        window_start=WINDOW[0],
        window_end=WINDOW[1],
        plan_sha256="0" * 64,
        secret_seed="a seed for tests",
        settings={
            "deadlines": DeadlineSettings({}).as_json(),
            "holidays": HOLIDAYS,
            "working_weekend_days": ["2024-05-04"],
        },
    )
    session.add(campaign)
    session.flush()
    return campaign


def make_stream(
    session: Session,
    campaign: Campaign,
    kind: StreamKind = StreamKind.COMPREHENSIVE,
    *,
    checklist: tuple[str, int] = ("toan-dien", 1),
    unannounced: bool = False,
) -> Stream:
    """A stream of the campaign."""
    stream = Stream(
        campaign_id=campaign.id,
        code=f"stream-{next(_numbers)}",
        title="Kiểm tra toàn diện",
        kind=kind,
        checklist_code=checklist[0],
        checklist_version=checklist[1],
        unannounced=unannounced,
    )
    session.add(stream)
    session.flush()
    return stream


def make_visit(
    session: Session,
    *,
    unit: Unit | None = None,
    stream: Stream | None = None,
    team: Sequence[tuple[Person, Role]] = (),
    starts_on: date | None = TODAY,
    ends_on: date | None = None,
    unannounced: bool = False,
    begun: bool = False,
    closed: bool = False,
    noticed: bool = False,
    checklist: tuple[str, int] = ("toan-dien", 1),
) -> Visit:
    """A visit on TODAY (or `starts_on`; None leaves it without a date), as far along as is asked."""
    if stream is None:
        stream = make_stream(session, make_campaign(session), checklist=checklist, unannounced=unannounced)
    unit = unit or make_unit(session)
    visit = Visit(
        campaign_id=stream.campaign_id,
        stream_id=stream.id,
        unit_id=unit.id,
        code=f"TD-{next(_numbers):02d}",
        window_start=WINDOW[0],
        window_end=WINDOW[1],
        starts_on=starts_on,
        ends_on=ends_on or starts_on,
        unannounced=unannounced or stream.unannounced,
        checklist_code=stream.checklist_code,
        checklist_version=stream.checklist_version,
        notice_sent_at=NOW if noticed else None,
        begun_at=NOW if begun or closed else None,
        closed_at=NOW if closed else None,
    )
    visit.team = [
        TeamMember(person_id=person.id, role=role, position=place) for place, (person, role) in enumerate(team)
    ]
    session.add(visit)
    session.flush()
    session.refresh(visit)
    return visit
