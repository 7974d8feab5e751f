"""Who plays: sample people, named by what they are, with an account for everybody who acts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from inspect_app.accounts.models import Person, SigningForm
from inspect_app.accounts.operations import add_affiliation, add_delegation, create_account, create_person, grant_role
from inspect_app.accounts.queries import person_by_code
from inspect_app.cli.demonstration.stage import Stage
from inspect_app.kernel.actors import SYSTEM, Actor, Role
from inspect_app.kernel.state import DOOR_ALSO, set_fact
from inspect_app.units.models import Unit
from inspect_app.units.queries import children_of, unit_by_code, units_by_code, units_valid_on
from inspect_app.units.rules import UnitKind

COORDINATOR, OTHER_COORDINATOR, ADMINISTRATOR = "mau-dieu-phoi", "mau-dieu-phoi-2", "mau-quan-tri"
SIGNATORY = "mau-nguoi-ky"
PROVINCE_CHAIR, DISTRICT_CHAIR = "mau-chu-tich-tinh", "mau-dung-dau-517"
EXPERT, OBSERVER = "mau-chuyen-gia", "mau-quan-sat"
SAMPLE_DISTRICT = "517"
PROVINCE = "49"

# Who holds the pen is told by the form of address of the unit; how a head is called, by its code or its kind.
HEAD_TITLES = {
    "VPUB": "Chánh Văn phòng UBND tỉnh",
    "TTT": "Chánh Thanh tra tỉnh",
    "BDT": "Trưởng Ban Dân tộc",
    "BQLKKT": "Trưởng Ban Quản lý các Khu kinh tế và Khu công nghiệp tỉnh",
    "CHQ": "Cục trưởng Cục Hải quan tỉnh",
    "KBNN": "Giám đốc Kho bạc Nhà nước Quảng Nam",
    "517-VP": "Chánh Văn phòng HĐND và UBND huyện Núi Thành",
}


@dataclass(frozen=True)
class Part:
    """One sample person with an account of his own on the sign-in page."""

    code: str
    username: str
    name: str
    title: str
    role: Role
    over: str | None = None
    works_at: str | None = None


PARTS = (
    Part(ADMINISTRATOR, "quan-tri", "Quản trị viên (mẫu)", "Quản trị hệ thống", Role.ADMINISTRATOR),
    Part(COORDINATOR, "dieu-phoi", "Người điều phối (mẫu)", "Chuyên viên Sở Nội vụ", Role.COORDINATOR, None, "SNV"),
    Part(EXPERT, "chuyen-gia", "Chuyên gia (mẫu)", "Chuyên gia được mời về chuyển đổi số", Role.EXPERT),
    Part(OBSERVER, "quan-sat", "Quan sát viên (mẫu)", "Khách mời của đoàn kiểm tra", Role.OBSERVER),
    Part(SIGNATORY, "nguoi-ky", "Phó Chủ tịch UBND tỉnh (mẫu)", "Phó Chủ tịch UBND tỉnh", Role.SIGNATORY, None, PROVINCE),
    Part(
        PROVINCE_CHAIR, "chu-tich-tinh", "Chủ tịch UBND tỉnh (mẫu)", "Chủ tịch UBND tỉnh",
        Role.RATING_AUTHORITY, PROVINCE, PROVINCE,
    ),
    Part("mau-kiem-toan", "kiem-toan", "Người kiểm toán, giám sát (mẫu)", "Giám sát độc lập", Role.AUDITOR),
    Part(
        OTHER_COORDINATOR, "dieu-phoi-2", "Người điều phối số 2 (mẫu)", "Chuyên viên Văn phòng UBND tỉnh",
        Role.COORDINATOR, None, "VPUB",
    ),
)  # fmt: skip

# Heads who sign in: of the department that the guide follows, and of the district whose chair rates.
HEADS_WITH_ACCOUNTS = {"STNMT": "dung-dau-stnmt", SAMPLE_DISTRICT: "chu-tich-nui-thanh"}


# The leader of the visit that nobody concluded yet (MC-04): with him the way to the issue can be played through.
PLAYED = ("mot-cua-truong-doan",)


def first_day(stage: Stage) -> date:
    """Since when everybody is what he is: the first day of the campaign's year."""
    return date(stage.folder.plan.campaign.year, 1, 1)


def head_title(unit: Unit) -> str:
    """How the head of a unit is called: `Giám đốc Sở Y tế`, `Chủ tịch UBND xã Tam Quang`."""
    if unit.code in HEAD_TITLES:
        return HEAD_TITLES[unit.code]
    if unit.kind in (UnitKind.DISTRICT, UnitKind.COMMUNE):
        return f"Chủ tịch {unit.name}"
    if unit.kind is UnitKind.DISTRICT_DIVISION:
        return f"Trưởng {unit.name[:1].lower()}{unit.name[1:]}"
    return f"Giám đốc {unit.name}"


def contact_code(unit: Unit) -> str:
    """The sample's code of a unit's contact."""
    return f"mau-dau-moi-{unit.code.lower()}"


def head_code(unit: Unit) -> str:
    """The sample's code of a unit's head."""
    return f"mau-dung-dau-{unit.code.lower()}"


def call_cast(stage: Stage, now: datetime) -> None:
    """Makes everybody: the parts, the people of the teams, contacts and heads of departments and districts.

    Contacts are made for all of them alike, so that nobody can tell from the list where an unannounced visit will be.
    """
    session = stage.session
    for minute, part in enumerate(PARTS):
        _play_part(stage, part, now + timedelta(minutes=minute))
    _sign(stage, now)
    _accounts_of_teams(stage, now + timedelta(minutes=20))
    _leaders_sign(stage, now + timedelta(minutes=25))
    set_fact(session, DOOR_ALSO, " ".join(PLAYED))
    kinds = (UnitKind.SPECIALISED_AGENCY, UnitKind.MANAGEMENT_BOARD, UnitKind.DISTRICT, UnitKind.SECTOR_BODY)
    # The two whose people are offered at the door come first.
    units = sorted(
        units_valid_on(session, first_day(stage), kinds), key=lambda unit: unit.code not in HEADS_WITH_ACCOUNTS
    )
    announced = {entry.unit for entry in stage.folder.plan.visits}
    communes = [
        unit for unit in units_valid_on(session, first_day(stage), (UnitKind.COMMUNE,)) if unit.code in announced
    ]
    for number, unit in enumerate((*units, *communes)):
        at = now + timedelta(minutes=30, seconds=10 * number)
        call_contact(stage, unit, SYSTEM, at)
        if unit.kind is not UnitKind.SECTOR_BODY:
            call_head(stage, unit, at)


def _play_part(stage: Stage, part: Part, now: datetime) -> None:
    person = _person(stage, SYSTEM, part.code, part.name, part.title, now)
    create_account(stage.session, SYSTEM, person, username=part.username, now=now)
    units = units_by_code(stage.session)
    over = units.get(part.over or "")
    grant_role(stage.session, SYSTEM, person, part.role, over, valid_from=first_day(stage), now=now)
    # In another province the units of the sample are not there.
    if part.works_at in units:
        add_affiliation(stage.session, SYSTEM, person, units[part.works_at], valid_from=first_day(stage), now=now)


def _sign(stage: Stage, now: datetime) -> None:
    add_delegation(
        stage.session,
        SYSTEM,
        stage.person(SIGNATORY),
        _seal_of(stage),
        form=SigningForm.DEPUTY,
        on_behalf_of="Chủ tịch",
        title="Phó Chủ tịch",
        valid_from=first_day(stage),
        valid_to=first_day(stage).replace(month=12, day=31),
        note="dữ liệu mẫu",
        now=now,
    )


def _leaders_sign(stage: Stage, now: datetime) -> None:
    """Each leader signs his team's reports, over the seal of the agency that he comes from."""
    units = units_by_code(stage.session)
    leading = {
        member.person for team in stage.folder.teams.teams for member in team.members if member.role == Role.LEAD
    }
    for person in stage.folder.teams.people:
        if person.code in leading:
            add_delegation(
                stage.session,
                SYSTEM,
                stage.person(person.code),
                units.get(person.agency or "") or _seal_of(stage),
                form=SigningForm.OWN,
                on_behalf_of=None,
                title="Trưởng đoàn",
                valid_from=first_day(stage),
                valid_to=first_day(stage).replace(month=12, day=31),
                note="dữ liệu mẫu",
                now=now,
            )


def _seal_of(stage: Stage) -> Unit:
    """Whose seal is set: the province's, or that of the first unit of a plan without one."""
    units = units_by_code(stage.session)
    return units.get(PROVINCE) or next(iter(units.values()))


def _accounts_of_teams(stage: Stage, now: datetime) -> None:
    """Everybody of teams.yaml signs in; those of the team that the guide follows stand first at the door."""
    roles = {member.person: member.role for team in stage.folder.teams.teams for member in team.members}
    codes = sorted(roles, key=lambda code: not code.startswith("toan-dien-b"))
    for code in codes:
        person = stage.person(code)
        create_account(stage.session, SYSTEM, person, username=code, now=now)
        grant_role(stage.session, SYSTEM, person, Role(roles[code]), None, valid_from=first_day(stage), now=now)
        if roles[code] == Role.LEAD:
            _lead(stage, person, now)
        now += timedelta(seconds=10)


def _lead(stage: Stage, person: Person, now: datetime) -> None:
    """A leader signs the reports of his team over his title in it."""
    add_delegation(
        stage.session,
        SYSTEM,
        person,
        _seal_of(stage),
        form=SigningForm.OWN,
        title="Trưởng đoàn",
        valid_from=first_day(stage),
        valid_to=first_day(stage).replace(month=12, day=31),
        note="dữ liệu mẫu",
        now=now,
    )


def _person(stage: Stage, actor: Actor, code: str, name: str, title: str, now: datetime) -> Person:
    return create_person(stage.session, actor, code=code, name=name, title=title, is_sample=True, now=now)


def call_contact(stage: Stage, unit: Unit, actor: Actor, now: datetime) -> None:
    """Makes the contact of a unit with an account, unless there is one."""
    code = contact_code(unit)
    if person_by_code(stage.session, code) is not None:
        return
    person = _person(stage, actor, code, f"Đầu mối {unit.name} (mẫu)", f"Đầu mối của {unit.name}", now)
    username = f"dau-moi-{unit.code.lower()}"
    create_account(stage.session, actor, person, username=username, now=now)
    grant_role(stage.session, actor, person, Role.UNIT_CONTACT, unit, valid_from=first_day(stage), now=now)
    add_affiliation(stage.session, actor, person, unit, valid_from=first_day(stage), now=now)


def call_head(stage: Stage, unit: Unit, now: datetime) -> None:
    """Makes the head of a unit, with an account for the two who sign in."""
    code = head_code(unit)
    if person_by_code(stage.session, code) is not None:
        return
    title = head_title(unit)
    person = _person(stage, SYSTEM, code, f"{title} (mẫu)", title, now)
    grant_role(stage.session, SYSTEM, person, Role.HEAD_OF_UNIT, unit, valid_from=first_day(stage), now=now)
    add_affiliation(stage.session, SYSTEM, person, unit, valid_from=first_day(stage), now=now)
    if unit.code in HEADS_WITH_ACCOUNTS:
        create_account(stage.session, SYSTEM, person, username=HEADS_WITH_ACCOUNTS[unit.code], now=now)
    if unit.code == SAMPLE_DISTRICT:
        grant_role(stage.session, SYSTEM, person, Role.RATING_AUTHORITY, unit, valid_from=first_day(stage), now=now)


def call_heads_of_district(stage: Stage, now: datetime) -> None:
    """Makes the heads of the sample district's communes and divisions, whom its chair rates."""
    for unit in children_of(stage.session, unit_by_code(stage.session, SAMPLE_DISTRICT)):
        call_head(stage, unit, now)
