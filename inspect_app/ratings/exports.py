"""The year's table as a CSV file that a Vietnamese Excel opens as it is."""

from collections.abc import Iterable

from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.spreadsheets import csv_bytes
from inspect_app.ratings.queries import Assessment
from inspect_app.ratings.rules import decimal_text, share_text
from inspect_app.ratings.words import proposal_words, state_word
from inspect_app.units.words import kind_name


def ratings_csv(assessments: Iterable[Assessment]) -> bytes:
    """One row a head: UTF-8 with a byte-order mark, semicolons, decimal commas; nothing a spreadsheet would run."""
    heads = (
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
    )
    return csv_bytes(heads, (_cells(assessment) for assessment in assessments))


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
