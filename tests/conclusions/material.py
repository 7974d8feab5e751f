"""Plain material for tests of drafting: an occasion, items and findings made short."""

from dataclasses import replace
from datetime import date
from typing import Any

from inspect_app.checklists.rules import Grade, Verdict
from inspect_app.conclusions.drafting.material import Checked, Found, Material, Occasion

OCCASION = Occasion(
    unit="UBND huyện Tây Giang",
    subject="kiểm tra toàn diện",
    year=2024,
    plan="Kế hoạch số …/KH-UBND",
    first_day=date(2024, 6, 18),
    last_day=date(2024, 6, 18),
    members=6,
    place="Trụ sở UBND huyện",
    report_on=date(2024, 6, 10),
)


def checked(item: str, verdict: Verdict = Verdict.PASS, area: int | None = 5, **more: Any) -> Checked:
    """An item whose criterion is its id in words."""
    values: dict[str, Any] = {
        "criterion": f"Nội dung {item.lower()} được thực hiện đúng quy định.",
        "grade": Grade.MINOR,
    } | more
    return Checked(item=item, section=item[0], area=area, verdict=verdict, **values)


def found(number: int, item: str, area: int | None = 5, **more: Any) -> Found:
    """A finding of the visit TD-07."""
    values: dict[str, Any] = {
        "grade": Grade.MINOR,
        "text": f"Chưa thực hiện đúng nội dung {item.lower()}.",
        "revision": 1,
    } | more
    return Found(label=f"TD-07/{number:02d}", item=item, area=area, **values)


def material(items: tuple[Checked, ...] = (), findings: tuple[Found, ...] = (), **occasion: Any) -> Material:
    """Everything together."""
    return Material(occasion=replace(OCCASION, **occasion), checked=items, found=findings)
