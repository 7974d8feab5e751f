"""The list of visits as a file for spreadsheets."""

from collections.abc import Iterable

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.words import state_name
from inspect_app.kernel.actors import Role
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.spreadsheets import csv_bytes


def visits_csv(visits: Iterable[Visit]) -> bytes:
    """One row a visit: UTF-8 with a byte-order mark, semicolons; nothing that a spreadsheet would run."""
    heads = (
        _("Mã"),
        _("Luồng"),
        _("Mã đơn vị"),
        _("Đơn vị"),
        _("Từ ngày"),
        _("Đến ngày"),
        _("Trưởng đoàn"),
        _("Trạng thái"),
    )
    return csv_bytes(heads, (_cells(visit) for visit in visits))


def _cells(visit: Visit) -> list[str]:
    leads = [member.person.name for member in visit.team if member.role is Role.LEAD]
    return [
        visit.code,
        visit.stream.title,
        visit.unit.code,
        visit.unit.name,
        format_date(visit.starts_on),
        format_date(visit.ends_on),
        ", ".join(leads),
        state_name(visit.state),
    ]
