"""Who would go on a visit: the team without those who are tied or on leave, with stand-ins where a part is missing."""

from collections.abc import Callable, Iterable, Sequence
from itertools import product

from inspect_app.campaigns.planning.problem import Member, Person, Problem, Stream, Team, Visit
from inspect_app.kernel.actors import Role

Crew = tuple[Member, ...]
# More people than these are not tried as a stand-in for one part: the choice of the days matters more.
MOST_STAND_INS = 6


def crews(problem: Problem, visit: Visit, team: Team, absent: Iterable[str], unfree: Iterable[str]) -> list[Crew]:
    """The crews that the team can send when `absent` of its members cannot go; none if a part stays empty.

    Those of the team who can go do go. The lead's part falls to the deputy, then to another member who can lead, then
    to people outside the team; so does the secretary's. `unfree` are people who cannot stand in either.
    """
    away, stream = set(absent), problem.streams[visit.stream]
    present = [member for member in team.members if member.person not in away]
    outside = [one for one in problem.people.values() if one.code not in {m.person for m in team.members} | set(unfree)]
    parts = [
        _fill(problem, present, outside, Role.LEAD, lambda one: one.can_lead),
        _fill(problem, present, outside, Role.SECRETARY, lambda one: one.can_secretary)
        if stream.needs_secretary
        else [()],
        _experts(problem, stream, present, outside),
    ]
    found = []
    for chosen in product(*parts):
        crew = _put_together(present, [member for part in chosen for member in part])
        if crew is not None and sum(member.role is not Role.OBSERVER for member in crew) >= stream.least_people:
            found.append(crew)
    return list(dict.fromkeys(found))


def _fill(
    problem: Problem, present: Sequence[Member], outside: Sequence[Person], role: Role, fits: Callable[[Person], bool]
) -> list[Crew]:
    """The ways of filling a part: as it is, by another member, or by each of the stand-ins."""
    if any(member.role is role and fits(problem.people[member.person]) for member in present):
        return [()]
    within = [member for member in present if fits(problem.people[member.person])]
    within = [member for member in within if member.role not in (Role.LEAD, Role.SECRETARY, Role.OBSERVER)]
    within.sort(key=lambda member: member.role is not Role.DEPUTY)
    if within:
        return [(Member(within[0].person, role),)]
    found: list[Crew] = [(Member(one.code, role),) for one in outside if fits(one)]
    return found[:MOST_STAND_INS]


def _experts(problem: Problem, stream: Stream, present: Sequence[Member], outside: Sequence[Person]) -> list[Crew]:
    known = [member for member in present if stream.code in problem.people[member.person].expert_in]
    if known or not stream.needs_expert:
        return [()]
    found: list[Crew] = [(Member(one.code, Role.EXPERT),) for one in outside if stream.code in one.expert_in]
    return found[:MOST_STAND_INS]


def _put_together(present: Sequence[Member], chosen: Sequence[Member]) -> Crew | None:
    """The present members with the chosen ones in their parts; None if one person would have two parts."""
    if len({member.person for member in chosen}) < len(chosen):
        return None
    taken = {member.person for member in chosen}
    roles = {member.role for member in chosen} & {Role.LEAD, Role.SECRETARY}
    rest = [
        Member(member.person, Role.INSPECTOR) if member.role in roles else member
        for member in present
        if member.person not in taken
    ]
    return (*sorted(chosen, key=lambda member: member.role is not Role.LEAD), *rest)
