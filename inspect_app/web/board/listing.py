"""The list behind a figure of the board as a file: the same visits as on the page, and one column more."""

from collections.abc import Sequence
from datetime import date

from inspect_app.campaigns.board_words import lack_name, missed_name
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.rules.progress import Standing
from inspect_app.campaigns.words import state_name
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.spreadsheets import Cell, Listing


def board_listing(campaign: Campaign, standings: Sequence[Standing]) -> Listing:
    """The visits, with a warning beside each that only its team and the coordinators may know of: a file travels."""
    streams = {stream.id: stream.title for stream in campaign.streams}
    heads = (
        _("Mã"),
        _("Đơn vị"),
        _("Luồng"),
        _("Trạng thái"),
        _("Kế hoạch từ ngày"),
        _("Kế hoạch đến ngày"),
        _("Thực tế từ ngày"),
        _("Thực tế đến ngày"),
        _("Trưởng đoàn"),
        _("Quá hạn hoặc còn thiếu"),
        _("Lưu ý"),
    )
    rows = [_row(one, streams[one.visit.stream_id]) for one in standings]
    return Listing(_("Bảng theo dõi: %(title)s", title=campaign.title), heads, rows)


def _row(one: Standing, stream: str) -> list[Cell]:
    visit = one.visit
    # A visit without days has those between which it may take place, as on the page.
    days: tuple[date, date | None] = (visit.starts_on or visit.window_start, visit.ends_on or visit.window_end)
    wants = [f"{missed_name(what)}: {_('hạn %(day)s', day=format_date(on))}" for what, on in one.missed]
    wants += [lack_name(lack) for lack in one.lacks]
    notes = [_("chưa có ngày: ghi khoảng thời gian")] if visit.starts_on is None else []
    if visit.is_secret:
        notes.append(_("kiểm tra đột xuất chưa công khai, không chuyển cho người khác"))
    return [
        visit.code,
        visit.unit_name,
        stream,
        state_name(visit.state),
        *days,
        visit.began_on,
        visit.closed_on,
        visit.lead.name if visit.lead else _("chưa có"),
        "; ".join(wants),
        "; ".join(notes),
    ]
