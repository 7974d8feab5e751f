"""The list of visits as a file for spreadsheets."""

import csv
import io
from collections.abc import Iterable

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.words import state_name
from inspect_app.kernel.actors import Role
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def visits_csv(visits: Iterable[Visit]) -> bytes:
    """One row a visit: UTF-8 with a byte-order mark, semicolons; nothing that a spreadsheet would run."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
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
    writer.writerow(heads)
    for visit in visits:
        writer.writerow([_safe(cell) for cell in _cells(visit)])
    return b"\xef\xbb\xbf" + sheet.getvalue().encode()


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


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell
