"""The year's ratings: opened, fed with sample figures, confirmed, mostly decided, some released, the open cases waiting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random

from inspect_app.cli.demonstration.cast import (
    COORDINATOR,
    DISTRICT_CHAIR,
    OTHER_COORDINATOR,
    PROVINCE,
    PROVINCE_CHAIR,
    SAMPLE_DISTRICT,
    call_heads_of_district,
)
from inspect_app.cli.demonstration.stage import Stage
from inspect_app.kernel.actors import Actor
from inspect_app.ratings.models import HeadRating
from inspect_app.ratings.operations import (
    confirm_area,
    confirm_as_proposed,
    decide,
    enter_dossiers,
    enter_index,
    open_year,
    release,
)
from inspect_app.ratings.queries import assess, rating_year, ratings_of
from inspect_app.ratings.rules import DossierCounts
from inspect_app.units.models import Unit
from inspect_app.units.queries import unit_by_code
from inspect_app.units.rules import UnitKind

YEAR = 2024
INDEX_SOURCE = "Số liệu mẫu để trình diễn, không phải Chỉ số CCHC đã công bố"
DOSSIER_SOURCE = "Số liệu mẫu, giả định trích từ Hệ thống thông tin giải quyết thủ tục hành chính tỉnh"
CONTENTS_SOURCE = (
    "Theo báo cáo tự đánh giá năm 2024 của đơn vị (dữ liệu mẫu); không có kết luận kiểm tra về lĩnh vực này"
)
NO_DOSSIERS = (
    "Đơn vị không phát sinh hồ sơ nên không có tỷ lệ trễ hẹn; Chỉ số và nội dung thực hiện đáp ứng mức này "
    "(quyết định mẫu)."
)
EXPORTED_ON = date(2024, 12, 13)


@dataclass(frozen=True)
class Figures:
    """The sample figures of one head: index in percent, late and resolved dossiers."""

    index: str
    late: int
    total: int


# Each of the gaps of the published rule, once: 85 % with 6 % late, 60 % with all contents met; a good index with an area
# that is not met comes from an inspection (BQLKKT). No dossiers at all is no rate.
TOLD_FIGURES: Mapping[str, Figures] = {
    "STNMT": Figures("84.60", 254, 9120),
    "SNV": Figures("95.80", 12, 1460),
    "BQLKKT": Figures("92.15", 38, 1240),
    "TTT": Figures("90.40", 0, 0),
    "506": Figures("85.20", 372, 6200),
    "516": Figures("60.40", 41, 2180),
    "519": Figures("76.10", 96, 2310),
    "504": Figures("72.35", 60, 1980),
}
SPANS = {
    UnitKind.SPECIALISED_AGENCY: (860, 965),
    UnitKind.MANAGEMENT_BOARD: (860, 940),
    UnitKind.DISTRICT: (785, 930),
    UnitKind.COMMUNE: (700, 935),
    UnitKind.DISTRICT_DIVISION: (820, 950),
}
TOTALS = {
    UnitKind.SPECIALISED_AGENCY: (900, 9000),
    UnitKind.MANAGEMENT_BOARD: (900, 2000),
    UnitKind.DISTRICT: (4200, 14000),
    UnitKind.COMMUNE: (500, 2600),
    UnitKind.DISTRICT_DIVISION: (300, 1500),
}
# Decided but kept back, or left as proposed: one in so many, so that every state is there.
NOT_YET_DECIDED, NOT_YET_RELEASED = 6, 2


def plan_ratings(stage: Stage, rule: Path) -> None:
    """Puts down the year's end."""
    stage.at(date(2024, 12, 2), 9, 0, partial(open_the_year, rule))
    stage.at(date(2024, 12, 16), 8, 30, enter_figures)
    stage.at(date(2024, 12, 18), 8, 30, confirm_contents)
    stage.at(date(2024, 12, 24), 9, 0, decide_levels)
    stage.at(date(2024, 12, 26), 14, 0, release_some)


def open_the_year(rule: Path, stage: Stage, now: datetime) -> None:
    """The coordinator opens the year; the heads whom the sample district's chair rates are known by then."""
    call_heads_of_district(stage, now)
    data = rule.read_bytes()
    open_year(stage.session, stage.actor(COORDINATOR, now), rule_name=rule.name, rule_data=data, now=now)


def _rated_here(stage: Stage) -> list[HeadRating]:
    """The ratings of the sample: those of the province's chair, and of the sample district's."""
    year = rating_year(stage.session, YEAR)
    if year is None:
        raise ValueError("the year was not opened")
    over = {unit_by_code(stage.session, code).id for code in (PROVINCE, SAMPLE_DISTRICT)}
    mine = [rating for rating in ratings_of(stage.session, year) if rating.authority_unit_id in over]
    return sorted(mine, key=lambda rating: rating.unit.code)


def _coordinator(stage: Stage, unit: Unit, now: datetime) -> Actor:
    """Nobody prepares the rating of the unit where he works."""
    return stage.actor(OTHER_COORDINATOR if unit.code == "SNV" else COORDINATOR, now)


def figures_of(unit: Unit, lots: Random) -> Figures:
    """The sample figures of a unit: told for a few, drawn for the others."""
    if unit.code in TOLD_FIGURES:
        return TOLD_FIGURES[unit.code]
    total = lots.randint(*TOTALS[unit.kind])
    index = Decimal(lots.randint(*SPANS[unit.kind])) / 10 + Decimal(lots.randint(0, 9)) / 100
    return Figures(f"{index:.2f}", total * lots.randint(3, 42) // 1000, total)


def _figures(stage: Stage, unit: Unit) -> Figures:
    return figures_of(unit, stage.lots(f"{unit.code} {YEAR}"))


def enter_figures(stage: Stage, now: datetime) -> None:
    """Index and dossiers, each with a source that says that it is a sample."""
    for rating in _rated_here(stage):
        coordinator, figures = _coordinator(stage, rating.unit, now), _figures(stage, rating.unit)
        enter_index(stage.session, coordinator, rating, value=Decimal(figures.index), source=INDEX_SOURCE, now=now)
        enter_dossiers(
            stage.session,
            coordinator,
            rating,
            counts=DossierCounts(figures.late, figures.total),
            apologised=figures.late,
            source=DOSSIER_SOURCE,
            exported_on=EXPORTED_ON,
            now=now,
        )


def confirm_contents(stage: Stage, now: datetime) -> None:
    """What the findings propose is confirmed; an area that nobody inspected is entered with its source."""
    for rating in _rated_here(stage):
        coordinator = _coordinator(stage, rating.unit, now)
        confirm_as_proposed(stage.session, coordinator, rating, now=now)
        confirmed = {confirmation.area for confirmation in rating.confirmations}
        for area in sorted({known.area for known in assess(stage.session, rating).proposals} - confirmed):
            confirm_area(stage.session, coordinator, rating, area=area, met=True, reason=CONTENTS_SOURCE, now=now)


def _authority(stage: Stage, rating: HeadRating, now: datetime) -> Actor:
    return stage.actor(PROVINCE_CHAIR if rating.authority_unit.code == PROVINCE else DISTRICT_CHAIR, now)


def decide_levels(stage: Stage, now: datetime) -> None:
    """What the rule proposes is mostly decided so; of the open cases one is decided with its reason."""
    for number, rating in enumerate(_rated_here(stage)):
        outcome, authority = assess(stage.session, rating).outcome, _authority(stage, rating, now)
        if rating.unit.code == "TTT":
            decide(stage.session, authority, rating, level="excellent", reason=NO_DOSSIERS, now=now)
        elif outcome.is_decided and (number % NOT_YET_DECIDED or rating.unit.code == "STNMT"):
            decide(stage.session, authority, rating, level=outcome.rating, reason="", now=now)


def release_some(stage: Stage, now: datetime) -> None:
    """Every second decision is released, that of the department which the guide follows among them."""
    decided = [rating for rating in _rated_here(stage) if rating.decision is not None]
    for number, rating in enumerate(decided):
        if number % NOT_YET_RELEASED == 0 or rating.unit.code == "STNMT":
            release(stage.session, _authority(stage, rating, now), rating, now=now)
