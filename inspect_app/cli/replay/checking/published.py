"""A published plan: every visit stands where the proposal said, and the planner's checker finds no rule broken there."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from inspect_app.campaigns.asked_ground import read_ground
from inspect_app.campaigns.models import PlanningRun, ProposedVisit
from inspect_app.campaigns.planning import check
from inspect_app.cli.replay.checking.finding import Finding
from inspect_app.kernel.clock import local_date


def broken_rules(session: Session, run: PlanningRun, now: datetime) -> Iterator[Finding]:
    """What is wrong with the visits that the run placed, read anew after its publication."""
    placed = {line.visit.code: line for line in run.lines if line.starts_on is not None}
    for code, line in sorted(placed.items()):
        if not _stands(line):
            yield Finding("published plan", code, "it does not stand where the proposal said")
    ground = read_ground(session, run.campaign, as_of=local_date(now))
    for violation in check(ground.problem, ground.plan):
        if placed.keys() & set(violation.visits):
            yield Finding("published plan", violation.visits[0], violation.message)


def _stands(line: ProposedVisit) -> bool:
    visit = line.visit
    team = {(str(member.person_id), str(member.role)) for member in visit.team}
    wanted = {(person_id, role) for person_id, role in line.members}
    return (visit.starts_on, visit.ends_on) == (line.starts_on, line.ends_on) and team == wanted
