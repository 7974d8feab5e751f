"""The teams of a campaign, as its papers list them: who is on each, and to which announced units it goes.

A surprise has no unit and no day here: the teams of unannounced streams come from the plan's draws, never from visits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from inspect_app.accounts.models import Person
from inspect_app.accounts.queries import code_of, person_by_code
from inspect_app.campaigns.models import Campaign, Stream, TeamMember, Visit
from inspect_app.campaigns.operations.drawing import draw_settings
from inspect_app.campaigns.papers.citing import participant
from inspect_app.campaigns.planning_settings import planning_settings
from inspect_app.documents.sheets import Participant, TeamRoll
from inspect_app.kernel.actors import Role

ANY_TEAM = "Đoàn kiểm tra"
PARTS = {role: place for place, role in enumerate((Role.LEAD, Role.DEPUTY, Role.INSPECTOR, Role.EXPERT, Role.OBSERVER))}

Members = frozenset[tuple[str, Role]]


@dataclass(frozen=True)
class CampaignTeam:
    """A team with its visits, in the order of their days; none for a team that comes as a surprise."""

    title: str
    members: tuple[tuple[Person, Role], ...]
    visits: tuple[Visit, ...] = ()

    def roll(self) -> TeamRoll:
        """The team as a paper prints it: the leader first, the secretary last."""
        units = dict.fromkeys(visit.unit.name for visit in self.visits)
        return TeamRoll(title=self.title, people=people_of(self.members), units=tuple(units))


def people_of(members: Iterable[tuple[Person, Role]]) -> tuple[Participant, ...]:
    """The people in the order of their parts."""
    ordered = sorted(members, key=lambda one: PARTS.get(one[1], len(PARTS)))
    return tuple(participant(person.name, person.title, role) for person, role in ordered)


def announced_visits(session: Session, campaign: Campaign, stream: Stream | None = None) -> Sequence[Visit]:
    """The visits that a paper may name: neither unannounced, not even when they have begun, nor cancelled."""
    query = select(Visit).where(
        Visit.campaign_id == campaign.id, Visit.unannounced.is_(False), Visit.cancelled_at.is_(None)
    )
    if stream is not None:
        query = query.where(Visit.stream_id == stream.id)
    query = query.options(
        joinedload(Visit.unit), joinedload(Visit.stream), selectinload(Visit.team).joinedload(TeamMember.person)
    )
    found = session.scalars(query).unique().all()
    return sorted(found, key=lambda one: (one.stream.position, one.starts_on or one.window_end, one.code))


def announced_teams(campaign: Campaign, visits: Iterable[Visit]) -> list[CampaignTeam]:
    """The teams of announced visits: the same people in the same parts are one team, in the plan's order."""
    titles = _titles(campaign)
    places = {members: place for place, members in enumerate(titles)}
    found: dict[Members, list[Visit]] = {}
    for visit in visits:
        if visit.team and not visit.unannounced:
            found.setdefault(_members(visit), []).append(visit)
    return [
        CampaignTeam(
            titles.get(members, ANY_TEAM),
            tuple((one.person, Role(one.role)) for one in theirs[0].team),
            tuple(theirs),
        )
        for members, theirs in sorted(found.items(), key=lambda one: places.get(one[0], len(places)))
    ]


def surprise_teams(session: Session, stream: Stream) -> list[CampaignTeam]:
    """The teams that the plan's draws name for an unannounced stream; who is on the team of which visit stays out."""
    titles = _titles(stream.campaign)
    sent = [setting.members for setting in draw_settings(stream.campaign) if setting.stream == stream.code]
    teams = []
    for members in dict.fromkeys(sent):
        people = [(person_by_code(session, code), Role(role)) for code, role in members]
        known = tuple((person, role) for person, role in people if person is not None)
        if known:
            key = frozenset((code, Role(role)) for code, role in members)
            teams.append(CampaignTeam(titles.get(key, ANY_TEAM), known))
    return teams


def teams_of_stream(session: Session, stream: Stream) -> list[CampaignTeam]:
    """Its teams; of an unannounced stream those of the plan alone."""
    if stream.unannounced:
        return surprise_teams(session, stream)
    return announced_teams(stream.campaign, announced_visits(session, stream.campaign, stream))


def _members(visit: Visit) -> Members:
    return frozenset((code_of(one.person), Role(one.role)) for one in visit.team)


def _titles(campaign: Campaign) -> dict[Members, str]:
    teams = planning_settings(campaign).teams
    return {frozenset((code, Role(role)) for code, role in team["members"]): str(team["title"]) for team in teams}
