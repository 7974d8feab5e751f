"""How far the campaign is: visits by stream and by month, as the board counts them, and the list of those carried out."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from uuid import UUID

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.rules.progress import Standing, month_name, months_between
from inspect_app.campaigns.rules.selection import NOTHING, Stage, is_in, month_key
from inspect_app.documents.rules import format_short_day
from inspect_app.documents.sheets import Align, Block, Chart, Paragraph, Series, Table
from inspect_app.followup.campaign_report.material import CampaignMaterial
from inspect_app.followup.campaign_report.words import said
from inspect_app.followup.rules import ActionState
from inspect_app.kernel.formats import format_number, format_percent

COUNTED = (None, Stage.HELD, Stage.CLOSED, Stage.CONCLUDED, Stage.LATE)
TOTAL = "Tổng cộng"
COUNTED_NAMES = ("Kế hoạch", "Đã tiến hành", "Đã khép lại", "Đã kết luận", "Quá hạn")
UNDER_WAY = {
    Stage.UNDATED: "chưa có ngày",
    Stage.SCHEDULED: "đã lên lịch, chưa tiến hành",
    Stage.UNDER_WAY: "đang tiến hành",
    Stage.WAITING: "đã kiểm tra, chờ kết luận",
}
COUNT_ALIGNS: tuple[Align, ...] = ("left", "right", "right", "right", "right", "right")
COUNT_WIDTHS = (0, 20, 22, 22, 22, 18)
LIST_HEAD = ("STT", "Mã", "Đơn vị", "Nội dung kiểm tra", "Thời gian", "Tồn tại", "Ngày kết luận", "Yêu cầu khắc phục")
LIST_ALIGNS: tuple[Align, ...] = ("center", "left", "left", "left", "left", "right", "left", "left")
LIST_WIDTHS = (12, 22, 0, 70, 27, 16, 27, 27)


def organisation_blocks(material: CampaignMaterial) -> tuple[Block, ...]:
    """What was planned, what was carried out, what is left; by stream and by month."""
    months = _months(material)
    return (
        *(Paragraph(text=text) for text in _told(material)),
        _table("Bảng 1. Các cuộc kiểm tra theo nội dung", "Nội dung kiểm tra", _streams(material)),
        _table("Bảng 2. Các cuộc kiểm tra theo tháng bắt đầu", "Tháng", months),
        _month_chart([row for row in months if row[0] != TOTAL]),
    )


def _told(material: CampaignMaterial) -> list[str]:
    campaign, standings = material.campaign, material.standings
    all_of_them, held, closed, concluded, late = _counts(standings)
    span = f"từ ngày {format_short_day(campaign.window_start)} đến ngày {format_short_day(campaign.window_end)}"
    units = len({visit.unit_id for visit in material.held})
    share = f" ({format_percent(Fraction(100 * held, all_of_them), 1)} kế hoạch)" if all_of_them else ""
    texts = [
        f"Đợt kiểm tra thực hiện {span}, gồm {said(all_of_them)} cuộc kiểm tra, không kể các cuộc kiểm tra đột "
        f"xuất chưa tiến hành. Đến ngày {format_short_day(material.on)}, đã tiến hành {said(held)} cuộc{share} tại "
        f"{said(units)} đơn vị, khép lại {said(closed)} cuộc, phát hành thông báo kết luận "
        f"{said(concluded)} cuộc."
    ]
    left = [(sum(is_in(stage, one) for one in standings), words) for stage, words in UNDER_WAY.items()]
    open_ones = ", ".join(f"{said(count)} cuộc {words}" for count, words in left if count)
    texts.append(f"Còn lại: {open_ones}." if open_ones else "Mọi cuộc kiểm tra nêu trên đã có thông báo kết luận.")
    if late:
        texts.append(f"Có {said(late)} cuộc quá hạn ít nhất một việc theo kế hoạch (tiến hành, ký biên bản, kết luận).")
    if material.cancelled:
        texts.append(f"Đã hủy {said(material.cancelled)} cuộc; các cuộc này không tính vào số liệu.")
    return texts


def _counts(standings: Iterable[Standing]) -> list[int]:
    found = list(standings)
    return [sum(stage is None or is_in(stage, one) for one in found) for stage in COUNTED]


Row = tuple[str, list[int]]


def _streams(material: CampaignMaterial) -> list[Row]:
    rows = [
        (stream.title, _counts(one for one in material.standings if one.visit.stream_id == stream.id))
        for stream in material.campaign.streams
    ]
    return [*rows, (TOTAL, _counts(material.standings))]


def _months(material: CampaignMaterial) -> list[Row]:
    """Every month of the campaign, other months with a visit, and last the visits without a date."""
    campaign, standings = material.campaign, material.standings
    found = {month_key(one) for one in standings}
    months = sorted({*months_between(campaign.window_start, campaign.window_end), *found} - {NOTHING})
    rows = [(month_name(key), _counts(one for one in standings if month_key(one) == key)) for key in months]
    if NOTHING in found:
        rows.append(("Chưa có ngày", _counts(one for one in standings if month_key(one) == NOTHING)))
    return [*rows, (TOTAL, _counts(standings))]


def _table(caption: str, first: str, rows: Sequence[Row]) -> Table:
    return Table(
        caption=caption,
        head=(first, *COUNTED_NAMES),
        rows=tuple((name, *(format_number(count) for count in counts)) for name, counts in rows),
        aligns=COUNT_ALIGNS,
        widths=COUNT_WIDTHS,
    )


def _month_chart(rows: Sequence[Row]) -> Chart:
    told = "; ".join(f"{name}: kế hoạch {counts[0]}, đã tiến hành {counts[1]}" for name, counts in rows)
    return Chart(
        labels=tuple(name for name, _counts_of in rows),
        series=(
            Series(name="Kế hoạch", values=tuple(counts[0] for _name, counts in rows)),
            Series(name="Đã tiến hành", values=tuple(counts[1] for _name, counts in rows)),
        ),
        text=f"Số cuộc kiểm tra theo tháng. {told}.",
        caption="Biểu đồ 1. Số cuộc kiểm tra theo tháng (số liệu tại Bảng 2)",
    )


def visit_list(material: CampaignMaterial) -> Table | None:
    """Every visit that was carried out, with its shortcomings, its conclusion and what became of its requests."""
    if not material.held:
        return None
    rows = [
        (
            str(number),
            visit.code,
            visit.unit.name,
            visit.stream.title,
            _days(visit),
            format_number(len(material.findings_of(visit.id))) if visit.frozen_at else "",
            _conclusion(material, visit.id),
            _requests(material, visit.id),
        )
        for number, visit in enumerate(material.held, start=1)
    ]
    return Table(head=LIST_HEAD, rows=tuple(rows), aligns=LIST_ALIGNS, widths=LIST_WIDTHS)


def _days(visit: Visit) -> str:
    """The planned days of a visit, as a cell tells them."""
    if visit.starts_on is None or visit.ends_on is None:
        return ""
    days = dict.fromkeys((visit.starts_on, visit.ends_on))
    return " - ".join(format_short_day(day) for day in days)


def _conclusion(material: CampaignMaterial, visit_id: UUID) -> str:
    conclusion = material.conclusions.get(visit_id)
    return format_short_day(conclusion.issued_on) if conclusion is not None else "Chưa phát hành"


def _requests(material: CampaignMaterial, visit_id: UUID) -> str:
    own = [action for action in material.actions if action.visit_id == visit_id]
    if visit_id not in material.conclusions:
        return ""
    done = sum(action.state is ActionState.VERIFIED for action in own)
    return f"Đã xác minh {done}/{len(own)}" if own else "Không có"
