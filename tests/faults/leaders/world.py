"""Campaigns with due dates over a stretch of virtual days, and who has to be told of each, worked out apart."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import Engine

from inspect_app.campaigns.models import Campaign, Visit
from inspect_app.campaigns.operations import refresh_campaign_occurrences, refresh_occurrences
from inspect_app.kernel.actors import Role
from inspect_app.kernel.clock import at_local
from inspect_app.kernel.database import session_factory
from tests.factories.people import Player, make_player, open_door
from tests.factories.units import make_unit
from tests.factories.visits import make_campaign, make_stream, make_visit

START = date(2024, 1, 8)
LENGTH = timedelta(days=50)
# New Year, Tết twice, Hùng Vương, 30/4-01/5, 02/9 and the leap day among them all.
HOLIDAYS = [
    *(date(2024, 2, day) for day in range(8, 15)),
    date(2024, 4, 18),
    *(date(2024, 4, day) for day in (29, 30)),
    date(2024, 5, 1),
    *(date(2024, 9, day) for day in (2, 3)),
    date(2025, 1, 1),
    *(date(2025, 1, day) for day in range(27, 32)),
]
MADE_UP = [date(2024, 5, 4)]
TEAM = (Role.LEAD, Role.SECRETARY, Role.INSPECTOR)
DESK = 2
READERS = 12
# What goes to those above because it was not done: the rules by their names in the inbox.
ESCALATIONS = frozenset({"self_report_overdue", "minutes_overdue", "team_report_overdue", "conclusion_overdue"})

Item = tuple[str, UUID, date]


@dataclass(frozen=True)
class Wanted:
    """What must have been told on which day, and to whom."""

    people: dict[Item, frozenset[UUID]]
    # Who looks at his inbox meanwhile: the cookies of people who are signed in.
    cookies: tuple[str, ...] = ()

    @property
    def escalations(self) -> int:
        """How many of the due dates go to those above."""
        return sum(rule in ESCALATIONS for rule, _target, _due in self.people)

    def days(self) -> list[date]:
        """The days on which something is due."""
        return sorted({due for _rule, _target, due in self.people})


def worked(day: date) -> bool:
    """Whether offices are open."""
    return day in MADE_UP or (day.weekday() < 5 and day not in HOLIDAYS)


def away(day: date, number: int) -> date:
    """So many working days later, or before."""
    step = timedelta(days=1 if number > 0 else -1)
    while number:
        day += step
        number -= (1 if number > 0 else -1) * worked(day)
    return day


def make_world(engine: Engine, campaigns: int, days: int, seed: int) -> Wanted:
    """Campaigns spread over the days, their visits, and everybody who is told of them."""
    draw = random.Random(seed)
    wanted: dict[Item, frozenset[UUID]] = {}
    with session_factory(engine).begin() as session:
        coordinators = [make_player(session, Role.COORDINATOR, name=f"Điều phối {n}") for n in range(2)]
        told = {one.account.id for one in coordinators}
        signatory = make_player(session, Role.SIGNATORY)
        readers = [*coordinators, signatory]
        for number in range(campaigns):
            first = START + timedelta(days=(days - LENGTH.days) * number // max(campaigns - 1, 1))
            campaign = make_campaign(session, f"campaign-{number}")
            campaign.window_start, campaign.window_end = first, first + LENGTH
            campaign.settings = {
                **campaign.settings,
                "holidays": [day.isoformat() for day in HOLIDAYS],
                "working_weekend_days": [day.isoformat() for day in MADE_UP],
            }
            now = at_local(first, time(0, 5))
            wanted |= dict(_of_campaign(campaign, frozenset(told)))
            refresh_campaign_occurrences(session, campaign, now=now)
            stream = make_stream(session, campaign)
            for begun in (False, True):
                unit = make_unit(session, f"Đơn vị {number}-{begun:d}")
                contact = make_player(session, (Role.UNIT_CONTACT, unit), works_at=unit)
                head = make_player(session, (Role.HEAD_OF_UNIT, unit), works_at=unit)
                team = [make_player(session, role) for role in TEAM]
                starts_on = away(first, draw.randint(11, 18))
                members = [(player.person, role) for player, role in zip(team, TEAM, strict=True)]
                visit = make_visit(session, unit=unit, stream=stream, team=members, starts_on=starts_on, begun=begun)
                refresh_occurrences(session, visit, now=now)
                if begun:
                    wanted |= dict(_of_begun(visit, team, told, signatory))
                else:
                    wanted |= dict(_of_missed(visit, contact, head, team, told))
                readers.append(team[0])
        cookies = tuple(open_door(session, one.account) for one in readers[:READERS])
    last = START + timedelta(days=days)
    return Wanted({item: people for item, people in wanted.items() if item[2] <= last}, cookies)


def _of_campaign(campaign: Campaign, told: frozenset[UUID]) -> Iterator[tuple[Item, frozenset[UUID]]]:
    day, ends = campaign.window_start, {campaign.window_end}
    while day <= campaign.window_end:
        if (day + timedelta(days=1)).month != day.month:
            ends.add(day)
        day += timedelta(days=1)
    for end in ends:
        yield ("monthly_report", campaign.id, _last_worked(end)), told
    yield ("campaign_end", campaign.id, _last_worked(campaign.window_end)), told


def _last_worked(day: date) -> date:
    while not worked(day):
        day -= timedelta(days=1)
    return day


def _of_missed(
    visit: Visit, contact: Player, head: Player, team: list[Player], coordinators: set[UUID]
) -> Iterator[tuple[Item, frozenset[UUID]]]:
    """Of a visit that nobody ever begins, with the lengths that campaigns have by default."""
    starts_on = visit.starts_on or START
    accounts = [player.account.id for player in team]
    yield ("notice", visit.id, away(starts_on, -10)), frozenset({contact.account.id, head.account.id})
    yield ("self_report_reminder", visit.id, away(starts_on, -6)), frozenset({contact.account.id})
    yield ("visit_eve", visit.id, away(starts_on, -1)), frozenset(accounts)
    yield ("minutes_chase", visit.id, away(starts_on, 1)), frozenset({*accounts[:DESK], *coordinators})
    # What is not done goes to the lead and the coordinators; a report that is not there to the unit's head too.
    above = {accounts[0], *coordinators}
    yield ("self_report_overdue", visit.id, away(starts_on, -4)), frozenset({*above, head.account.id})
    yield ("minutes_overdue", visit.id, away(starts_on, 3)), frozenset(above)


def _of_begun(
    visit: Visit, team: list[Player], coordinators: set[UUID], signatory: Player
) -> Iterator[tuple[Item, frozenset[UUID]]]:
    """Of a visit that was begun before its day and never closed: nothing is written, so all of it goes upward."""
    day = visit.ends_on or START
    desk = {player.account.id for player in team[:DESK]}
    above = {team[0].account.id, *coordinators}
    yield ("minutes_chase", visit.id, away(day, 1)), frozenset(desk)
    yield ("minutes_overdue", visit.id, away(day, 3)), frozenset(above)
    yield ("team_report_due", visit.id, away(day, 7)), frozenset(desk)
    yield ("team_report_overdue", visit.id, away(away(day, 7), 2)), frozenset(above)
    yield ("conclusion_due", visit.id, away(away(day, 15), -3)), frozenset({*desk, *coordinators})
    yield ("conclusion_due", visit.id, away(day, 15)), frozenset({*desk, *coordinators})
    yield ("conclusion_overdue", visit.id, away(away(day, 15), 1)), frozenset({*above, signatory.account.id})


def at_seven(day: date) -> datetime:
    """The hour at which a day's due dates are told."""
    return at_local(day, time(7))
