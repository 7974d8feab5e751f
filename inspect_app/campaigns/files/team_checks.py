"""teams.yaml: people and teams."""

from collections.abc import Iterator

from inspect_app.campaigns.files.opened import OpenedFolder, ReadFile, unknown_unit
from inspect_app.campaigns.files.shapes import TeamEntry, TeamsFile
from inspect_app.kernel.actors import TEAM_ROLES, Role
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import Problem, did_you_mean

File = ReadFile[TeamsFile]


def check_teams(opened: OpenedFolder) -> Iterator[Problem]:
    """Repeated codes, unknown agencies and people, teams without one lead."""
    if opened.teams is None:
        return
    yield from _repeated(opened.teams, "people", [person.code for person in opened.teams.content.people])
    yield from _repeated(opened.teams, "teams", [team.code for team in opened.teams.content.teams])
    if opened.units_by_code is not None:
        for index, person in enumerate(opened.teams.content.people):
            if person.agency is not None and person.agency not in opened.units_by_code:
                message = unknown_unit(person.agency, opened.units_by_code)
                yield opened.teams.problem(message, "people", index, "agency")
    for index, team in enumerate(opened.teams.content.teams):
        yield from _members(opened.teams, index, team)


def _repeated(file: File, field: str, codes: list[str]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, code in enumerate(codes):
        if code in seen:
            line = file.source.place_of((field, seen[code])).line
            message = _("Mã “%(code)s” lặp lại; đã có ở dòng %(line)d", code=code, line=line)
            yield file.problem(message, field, index, "code")
        seen.setdefault(code, index)


def _members(file: File, index: int, team: TeamEntry) -> Iterator[Problem]:
    people = sorted(person.code for person in file.content.people)
    seen: set[str] = set()
    for place, member in enumerate(team.members):
        path = ("teams", index, "members", place)
        if member.person not in people:
            hint = did_you_mean(member.person, people)
            message = _("Không có người “%(code)s” trong mục “people”; %(hint)s", code=member.person, hint=hint)
            yield file.problem(message, *path, "person")
        if member.person in seen:
            yield file.problem(_("“%(code)s” đã có trong đoàn này", code=member.person), *path, "person")
        if member.role not in TEAM_ROLES:
            hint = did_you_mean(member.role.value, sorted(role.value for role in TEAM_ROLES))
            message = _("“%(role)s” không phải vai trò trong đoàn; %(hint)s", role=member.role.value, hint=hint)
            yield file.problem(message, *path, "role")
        seen.add(member.person)
    leads = sum(member.role is Role.LEAD for member in team.members)
    if leads != 1:
        message = _("Đoàn phải có đúng một trưởng đoàn (role: lead), ở đây có %(count)d", count=leads)
        yield file.problem(message, "teams", index, "members", key=True)
