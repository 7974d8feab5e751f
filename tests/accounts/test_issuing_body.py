"""Whose paper goes with whose signature, and the lines above it: rules of Nghị định 30/2020, without a database."""

import pytest

from inspect_app.accounts.issuing_body import TeamBody, issuer_for, issuer_of, province_of, signature_of
from inspect_app.accounts.models import Delegation, Person, SigningForm
from inspect_app.units.models import Unit
from inspect_app.units.rules import UnitKind

PROVINCE = Unit(code="49", name="UBND tỉnh Quảng Nam", short_name="Quảng Nam", kind=UnitKind.PROVINCE)
DISTRICT = Unit(
    code="504", name="UBND huyện Tây Giang", short_name="Tây Giang", kind=UnitKind.DISTRICT, parent=PROVINCE
)
HOME = Unit(code="SNV", name="Sở Nội vụ", short_name="Sở Nội vụ", kind=UnitKind.SPECIALISED_AGENCY, parent=PROVINCE)
OFFICE = Unit(
    code="VPUB", name="Văn phòng UBND tỉnh", short_name="Văn phòng", kind=UnitKind.SPECIALISED_AGENCY, parent=PROVINCE
)
BELOW = Unit(code="P1", name="Phòng Hành chính", short_name="Phòng HC", kind=UnitKind.DISTRICT_DIVISION, parent=OFFICE)
TEAM = TeamBody("Đoàn kiểm tra công tác\ncải cách hành chính\nnăm 2024")


def signs(unit: Unit, form: SigningForm, title: str, on_behalf_of: str | None = None) -> Delegation:
    person = Person(name="Người ký mẫu", title="Phó Giám đốc Sở Nội vụ")
    return Delegation(person=person, unit=unit, form=form, title=title, on_behalf_of=on_behalf_of)


@pytest.mark.parametrize(
    ("unit", "parent", "body", "sign", "place", "head"),
    [
        (PROVINCE, "", "Ủy ban nhân dân\ntỉnh Quảng Nam", "UBND", "Quảng Nam", "Chủ tịch Ủy ban nhân dân tỉnh Quảng Nam"),
        (DISTRICT, "", "Ủy ban nhân dân\nhuyện Tây Giang", "UBND", "Tây Giang", "Chủ tịch Ủy ban nhân dân huyện Tây Giang"),
        (HOME, "UBND tỉnh Quảng Nam", "Sở Nội vụ", "SNV", "Quảng Nam", "Giám đốc Sở Nội vụ"),
        (OFFICE, "UBND tỉnh Quảng Nam", "Văn phòng UBND tỉnh", "VPUB", "Quảng Nam", "Chánh Văn phòng UBND tỉnh"),
        (BELOW, "Văn phòng UBND tỉnh Quảng Nam", "Phòng Hành chính", "P1", "Quảng Nam", "Trưởng phòng Hành chính"),
    ],
)  # fmt: skip
def test_a_unit_issues_under_its_own_name_the_one_above_and_its_seat(
    unit: Unit, parent: str, body: str, sign: str, place: str, head: str
) -> None:
    issuer = issuer_for(unit)
    assert (issuer.parent_body, issuer.body, issuer.sign, issuer.place, issuer.head) == (
        parent,
        body,
        sign,
        place,
        head,
    )


def test_only_a_title_in_the_team_makes_it_the_teams_paper() -> None:
    leader = signs(HOME, SigningForm.OWN, "Trưởng đoàn")
    assert issuer_of(leader, TEAM).sign == "ĐKT"
    assert issuer_of(None, TEAM).body == TEAM.body
    assert issuer_of(signs(HOME, SigningForm.OWN, "Giám đốc"), TEAM).sign == "SNV"
    assert issuer_of(signs(PROVINCE, SigningForm.DEPUTY, "Phó Chủ tịch", "Chủ tịch"), TEAM).sign == "UBND"


@pytest.mark.parametrize(
    ("form", "title", "on_behalf_of", "collective", "lines"),
    [
        (SigningForm.DEPUTY, "Phó Chủ tịch", "Chủ tịch", None, ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        (
            SigningForm.DEPUTY,
            "Phó Chủ tịch",
            "Chủ tịch",
            "Ủy ban nhân dân",
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        (SigningForm.COLLECTIVE, "Chủ tịch", "Ủy ban nhân dân", None, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (SigningForm.COLLECTIVE, "Chủ tịch", "Ủy ban nhân dân", "Ủy ban nhân dân", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (SigningForm.COLLECTIVE, "Chủ tịch", "Ủy ban nhân dân", "", ("CHỦ TỊCH",)),
        (SigningForm.ACTING, "Giám đốc", None, None, ("Q. GIÁM ĐỐC",)),
        (SigningForm.ORDER, "Chánh Văn phòng", "Chủ tịch", None, ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        (SigningForm.AUTHORISED, "Giám đốc Sở Nội vụ", "Chủ tịch", "", ("TUQ. CHỦ TỊCH", "GIÁM ĐỐC SỞ NỘI VỤ")),
        (SigningForm.OWN, "Giám đốc", None, "", ("GIÁM ĐỐC",)),
    ],
)
def test_the_authority_stands_above_the_title(
    form: SigningForm, title: str, on_behalf_of: str | None, collective: str | None, lines: tuple[str, ...]
) -> None:
    signature = signature_of(signs(PROVINCE, form, title, on_behalf_of), signed=True, collective=collective)
    assert (*signature.authority, signature.title) == lines
    assert signature.name == "Người ký mẫu"


def test_a_leader_shows_his_office_only_where_the_team_may_use_a_seal() -> None:
    leader = signs(HOME, SigningForm.OWN, "Trưởng đoàn")
    assert signature_of(leader, signed=True, team=TEAM).other_office == ""
    sealed = TeamBody(TEAM.body, seal=True)
    assert signature_of(leader, signed=True, team=sealed).other_office == "Phó Giám đốc Sở Nội vụ"


def test_an_unsigned_paper_bears_no_name() -> None:
    assert signature_of(signs(HOME, SigningForm.OWN, "Giám đốc"), signed=False).name == ""
    assert signature_of(None, signed=False, team=TEAM).title == "TRƯỞNG ĐOÀN"


def test_a_unit_without_a_province_above_it_has_none() -> None:
    customs = Unit(code="CHQ", name="Cục Hải quan tỉnh", short_name="Cục Hải quan", kind=UnitKind.SECTOR_BODY)
    assert province_of(customs) is None
    assert province_of(BELOW) is PROVINCE
