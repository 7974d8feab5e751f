"""What a campaign keeps for the planner from its files: settings, lengths, due dates, needs, teams by stream."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from inspect_app.campaigns.files import CampaignFolder, PlanningEntry, TeamEntry, WeightsEntry
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.planning import Cluster, Span, Weights

PLANNING = "planning"
# How many working days a visit took that has lost its dates, by its code; no file says it.
LENGTHS = "lengths"


@dataclass(frozen=True)
class PlanningSettings:
    """What was kept, as the planner wants it; a campaign that was loaded without any has the defaults."""

    distance: int = 0
    rainy: Span | None = None
    weights: Weights = field(default_factory=Weights)
    clusters: Mapping[str, Cluster] = field(default_factory=dict)
    cluster_of_unit: Mapping[str, str] = field(default_factory=dict)
    streams: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    visits: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    teams: tuple[Mapping[str, Any], ...] = ()
    experts: Mapping[str, list[str]] = field(default_factory=dict)


def kept_for_planning(folder: CampaignFolder) -> dict[str, Any]:
    """Plain values from the checked folder, to be kept with the campaign."""
    entry = folder.plan.planning
    return {
        "settings": entry.as_json() if entry else None,
        "streams": {
            stream.code: {
                "days": stream.days,
                "target": stream.target.isoformat() if stream.target else None,
                "needs": stream.needs.model_dump(mode="json"),
                "combines_with": list(stream.combines_with),
            }
            for stream in folder.plan.streams
        },
        "visits": {
            visit.code: {
                "days": visit.days,
                "due": visit.due.isoformat() if visit.due else None,
                "after": list(visit.after),
            }
            for visit in folder.plan.visits
            if visit.days or visit.due or visit.after
        },
        "teams": [_kept_team(team, _streams_of(folder, team)) for team in folder.teams.teams],
        "experts": {one.code: list(one.expert_in) for one in folder.teams.people if one.expert_in},
    }


def _streams_of(folder: CampaignFolder, team: TeamEntry) -> Iterable[str]:
    """The streams that the team names, or else those for which the plan already sends it."""
    sent = [visit.stream for visit in folder.plan.visits if visit.team == team.code]
    sent += [draw.stream for draw in folder.plan.draws if draw.team == team.code]
    return team.streams or dict.fromkeys(sent)


def _kept_team(team: TeamEntry, streams: Iterable[str]) -> dict[str, Any]:
    members = [[member.person, member.role.value] for member in team.members]
    return {"code": team.code, "title": team.title, "streams": list(streams), "members": members}


def planning_settings(campaign: Campaign) -> PlanningSettings:
    """What the campaign keeps for the planner."""
    kept: dict[str, Any] = campaign.settings.get(PLANNING, {})
    entry = PlanningEntry.model_validate_json(json.dumps(kept["settings"])) if kept.get("settings") else None
    clusters = entry.clusters if entry else ()
    weights = entry.weights if entry else WeightsEntry()
    return PlanningSettings(
        distance=entry.distance if entry else 0,
        rainy=Span(entry.rainy.starts, entry.rainy.ends) if entry and entry.rainy else None,
        weights=Weights(**weights.model_dump()),
        clusters={one.code: Cluster(one.code, one.title, one.trip, one.mountain) for one in clusters},
        cluster_of_unit={unit: one.code for one in clusters for unit in one.units},
        streams=kept.get("streams", {}),
        visits=kept.get("visits", {}),
        teams=tuple(kept.get("teams", ())),
        experts=kept.get("experts", {}),
    )
