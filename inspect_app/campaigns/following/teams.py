"""Teams by role in the next campaign: people who left are asked for, never taken along or dropped silently."""

from collections.abc import Collection, Mapping

from inspect_app.campaigns.files import Days, PersonEntry, TeamEntry, TeamsFile
from inspect_app.campaigns.following.units import UnitsThen
from inspect_app.campaigns.following.values import LEAVE_BLANK, LEAVE_OUT, Change, Inquiry, Question
from inspect_app.kernel.actors import Role
from inspect_app.kernel.language import gettext as _

FILE = "teams.yaml"
STAYS = "o-lai"


def next_teams(
    old: TeamsFile | None,
    left: Mapping[str, str],
    used: Collection[str],
    units: UnitsThen,
    whole: Days,
    inquiry: Inquiry,
    changes: list[Change],
) -> TeamsFile | None:
    """The teams that the next plan needs, and their people; None when no team is left."""
    if old is None:
        return None
    teams = [team for team in old.teams if team.code in used]
    for team in old.teams:
        if team.code not in used:
            changes.append(Change(FILE, team.code, team.title, "", _("không luồng nào được giữ lại dùng đoàn này")))
    names = {person.code: person.name for person in old.people}
    for code in _members_of(teams):
        if code in left:
            teams = _without(code, left[code], teams, old, left, names, inquiry, changes)
    teams = [team for team in teams if team.members]
    needed = set(_members_of(teams))
    people = [_agency(person, units, whole, inquiry, changes) for person in old.people if person.code in needed]
    if not teams or not people:
        return None
    return TeamsFile(source=old.source, sample=old.sample, people=tuple(people), teams=tuple(teams))


def _members_of(teams: list[TeamEntry]) -> list[str]:
    return list(dict.fromkeys(member.person for team in teams for member in team.members))


def _without(
    code: str,
    why: str,
    teams: list[TeamEntry],
    old: TeamsFile,
    left: Mapping[str, str],
    names: Mapping[str, str],
    inquiry: Inquiry,
    changes: list[Change],
) -> list[TeamEntry]:
    own = [team for team in teams if any(member.person == code for member in team.members)]
    leads = any(member.person == code and member.role is Role.LEAD for team in own for member in team.members)
    together = {member.person for team in own for member in team.members}
    others = [
        (person.code, _("thay bằng %(name)s", name=_called(person)))
        for person in old.people
        if person.code not in left and person.code not in together
    ]
    question = Question(
        f"nguoi:{code}",
        FILE,
        code,
        _(
            "%(name)s (%(why)s) còn trong %(teams)s. Ai thay?",
            name=names.get(code, code),
            why=why,
            teams=", ".join(team.title for team in own),
        ),
        (
            (STAYS, _("vẫn tham gia")),
            *([] if leads else [(LEAVE_OUT, _("rời đoàn, không ai thay"))]),
            *others,
        ),
    )
    answer = inquiry.ask(question)
    if answer in (None, STAYS):
        return teams
    after = names.get(answer or "", "") if answer != LEAVE_OUT else ""
    changes.append(Change(FILE, code, names.get(code, code), after, why))
    return [_replaced(team, code, None if answer == LEAVE_OUT else answer) for team in teams]


def _called(person: PersonEntry) -> str:
    return f"{person.name} – {person.title}" if person.title else person.name


def _replaced(team: TeamEntry, code: str, by: str | None) -> TeamEntry:
    members = [
        member if member.person != code else member.model_copy(update={"person": by})
        for member in team.members
        if member.person != code or by is not None
    ]
    return team.model_copy(update={"members": tuple(members)})


def _agency(person: PersonEntry, units: UnitsThen, whole: Days, inquiry: Inquiry, changes: list[Change]) -> PersonEntry:
    if person.agency is None:
        return person
    agency = units.then(person.agency, whole)
    if agency is None:
        question = Question(
            f"noi-cong-tac:{person.code}",
            FILE,
            person.code,
            _(
                "%(name)s công tác tại đâu? %(why)s.",
                name=person.name,
                why=units.ended(person.agency),
            ),
            ((LEAVE_BLANK, _("không ghi nơi công tác")), *units.alike(person.agency, whole)),
        )
        answer = inquiry.ask(question)
        agency = None if answer == LEAVE_BLANK else answer
    if agency != person.agency:
        after = units.name(agency) if agency else ""
        changes.append(
            Change(
                FILE, person.code, units.name(person.agency), after, _("nơi công tác của %(name)s", name=person.name)
            )
        )
    return person.model_copy(update={"agency": agency})
