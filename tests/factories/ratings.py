"""A year of ratings for tests: a province, a department, a district with a commune, and who plays which part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Delegation, SigningForm
from inspect_app.campaigns.models import Stream, Visit
from inspect_app.checklists.rules import Grade
from inspect_app.conclusions.models import Conclusion, ConclusionRequest
from inspect_app.conclusions.rules import ConclusionState
from inspect_app.fieldwork.models import Answer
from inspect_app.findings.models import Finding
from inspect_app.findings.rules import FindingState
from inspect_app.followup.models import CorrectiveAction
from inspect_app.followup.rules import ActionState
from inspect_app.kernel.actors import SYSTEM, Role
from inspect_app.kernel.resources import resource_root
from inspect_app.ratings import operations
from inspect_app.ratings.models import HeadRating, RatingYear
from inspect_app.ratings.queries import head_rating_by_id, rating_of_unit
from inspect_app.ratings.rules import DossierCounts
from inspect_app.units.models import Unit
from inspect_app.units.rules import UnitKind
from tests.factories.moments import LONG_AGO, NOW
from tests.factories.people import Player, make_player
from tests.factories.units import make_province, make_unit
from tests.factories.visits import make_visit

RULE_DATA = (resource_root() / "schedules" / "quang-nam-2024" / "rating.yaml").read_bytes()


@dataclass(frozen=True)
class World:
    """Units and players of one year; the department's head is `head`."""

    year: RatingYear
    province: Unit
    department: Unit
    district: Unit
    commune: Unit
    coordinator: Player
    chair: Player
    district_chair: Player
    head: Player
    auditor: Player


def make_rating_world(session: Session) -> World:
    """The year 2024, opened with the shipped rule."""
    province = make_province(session)
    department = make_unit(session, "Sở Y tế", UnitKind.SPECIALISED_AGENCY, province)
    district = make_unit(session, "UBND huyện Tây Giang", UnitKind.DISTRICT, province)
    commune = make_unit(session, "UBND xã A Tiêng", UnitKind.COMMUNE, district)
    make_unit(session, "Cục Thuế tỉnh", UnitKind.SECTOR_BODY, province)
    head = make_player(session, (Role.HEAD_OF_UNIT, department), name="Giám đốc Sở", works_at=department)
    district_chair = make_player(
        session,
        (Role.HEAD_OF_UNIT, district),
        (Role.RATING_AUTHORITY, district),
        name="Chủ tịch huyện",
        works_at=district,
    )
    return World(
        year=operations.open_year(session, SYSTEM, rule_name="rating.yaml", rule_data=RULE_DATA, now=NOW),
        province=province,
        department=department,
        district=district,
        commune=commune,
        coordinator=make_player(session, Role.COORDINATOR, name="Điều phối viên"),
        chair=make_player(session, (Role.RATING_AUTHORITY, province), name="Chủ tịch tỉnh", works_at=province),
        district_chair=district_chair,
        head=head,
        auditor=make_player(session, Role.AUDITOR, name="Người giám sát"),
    )


def rating_at(session: Session, unit: Unit) -> HeadRating:
    """The rating of the unit's head in 2024, freshly read."""
    rating = rating_of_unit(session, 2024, unit.id)
    assert rating is not None
    session.expire_all()
    return head_rating_by_id(session, rating.id)


def fill(
    session: Session,
    world: World,
    rating: HeadRating,
    *,
    index: str | None = "92.00",
    late: int = 4,
    total: int = 100,
    missed: Sequence[int] = (),
) -> HeadRating:
    """Enters index and dossiers and confirms every area, `missed` as not met."""
    actor = world.coordinator.actor
    if index is not None:
        operations.enter_index(session, actor, rating, value=Decimal(index), source="Nguồn mẫu", now=NOW)
    counts = DossierCounts(late, total)
    operations.enter_dossiers(session, actor, rating, counts=counts, source="Nguồn mẫu", now=NOW)
    for area in range(1, 8):
        operations.confirm_area(
            session, actor, rating, area=area, met=area not in missed, reason="Báo cáo mẫu", now=NOW
        )
    return rating


def make_issued(
    session: Session,
    unit: Unit,
    *findings: tuple[int, Grade, date | None],
    issued_on: date = date(2024, 7, 10),
    answered: Sequence[str] = (),
    stream: Stream | None = None,
    recommendations: str = "",
) -> Visit:
    """A visit whose conclusion was issued, with findings (area, grade, verified on or None) and answered items."""
    signer = make_player(session, Role.SIGNATORY)
    visit = make_visit(session, unit=unit, stream=stream, closed=True)
    for item_id in answered:
        session.add(
            Answer(
                visit_id=visit.id,
                item_id=item_id,
                value={"verdict": "pass"},
                revision=1,
                answered_by=signer.person.id,
                answered_at=NOW,
            )
        )
    conclusion = Conclusion(
        visit_id=visit.id,
        strengths={},
        recommendations=recommendations,
        drafted_by=signer.person.id,
        created_at=NOW,
    )
    delegation = Delegation(
        person_id=signer.person.id, unit_id=unit.id, form=SigningForm.OWN, title="Giám đốc", valid_from=LONG_AGO
    )
    session.add_all([conclusion, delegation])
    session.flush()
    for number, (area, grade, verified_on) in enumerate(findings, 1):
        _add_finding(session, visit, conclusion, number, area, grade, verified_on, signer)
    conclusion.sheet, conclusion.pdf_sha256 = {}, f"{visit.id.hex}{visit.id.hex}"
    conclusion.signer_id, conclusion.delegation_id = signer.person.id, delegation.id
    conclusion.issued_at, conclusion.issued_on = NOW, issued_on
    conclusion.state = ConclusionState.ISSUED
    session.flush()
    visit.frozen_at = NOW
    session.flush()
    return visit


def _add_finding(
    session: Session,
    visit: Visit,
    conclusion: Conclusion,
    number: int,
    area: int,
    grade: Grade,
    verified_on: date | None,
    verifier: Player,
) -> None:
    finding = Finding(
        visit_id=visit.id,
        number=number,
        item_id=f"C{number:02d}",
        area=area,
        grade=grade,
        state=FindingState.CONFIRMED,
        text=f"Thiếu sót mẫu {number}",
        basis=[],
        evidence_numbers=[],
        answer_revision=1,
        author_id=verifier.person.id,
        created_at=NOW,
    )
    request = ConclusionRequest(
        conclusion_id=conclusion.id,
        position=number,
        text="Khắc phục",
        owner="Giám đốc",
        due_days=10,
        findings=[finding],
    )
    session.add_all([finding, request])
    session.flush()
    session.add(
        CorrectiveAction(
            request_id=request.id,
            visit_id=visit.id,
            unit_id=visit.unit_id,
            due_on=date(2024, 8, 1),
            state=ActionState.VERIFIED if verified_on else ActionState.OPEN,
            verified_on=verified_on,
            verified_by=verifier.person.id if verified_on else None,
            created_at=NOW,
        )
    )
    session.flush()
