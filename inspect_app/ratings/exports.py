"""The year's table as a CSV file that a Vietnamese Excel opens as it is."""

import csv
import io
from collections.abc import Iterable

from inspect_app.kernel.language import gettext as _
from inspect_app.ratings.queries import Assessment
from inspect_app.ratings.rules import decimal_text, share_text
from inspect_app.ratings.words import proposal_words, state_word
from inspect_app.units.words import kind_name

RISKY = ("=", "+", "-", "@", "\t", "\r")


def ratings_csv(assessments: Iterable[Assessment]) -> bytes:
    """One row a head: UTF-8 with a byte-order mark, semicolons, decimal commas; nothing a spreadsheet would run."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [
            _("Mã đơn vị"),
            _("Đơn vị"),
            _("Cấp, loại"),
            _("Chỉ số CCHC (%)"),
            _("Hồ sơ trễ hẹn"),
            _("Hồ sơ đã tính"),
            _("Tỷ lệ trễ hẹn"),
            _("Lĩnh vực đạt"),
            _("Đề xuất"),
            _("Trạng thái"),
            _("Quyết định"),
            _("Lý do"),
        ]
    )
    for assessment in assessments:
        writer.writerow([_safe(cell) for cell in _cells(assessment)])
    return b"\xef\xbb\xbf" + sheet.getvalue().encode()


def _cells(assessment: Assessment) -> list[str]:
    rating, share, decision = assessment.rating, assessment.inputs.share, assessment.rating.decision
    return [
        rating.unit.code,
        rating.unit.name,
        kind_name(rating.unit.kind),
        decimal_text(rating.index_input.percent) if rating.index_input else "",
        str(share.late) if share else "",
        str(share.total) if share else "",
        share_text(assessment.rule, share) if share else "",
        f"{assessment.met_areas} / {len(assessment.rule.areas)}",
        proposal_words(assessment),
        state_word(assessment.state),
        assessment.decided or "",
        (decision.reason or decision.proposal_reason) if decision else assessment.outcome.reason,
    ]


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RISKY) else cell
