"""Every kind of paper, in the order of the chain: from the plan to the notice of ratings.

A new kind is a `PaperKind` beside its builder, and one line here.
"""

from typing import Final

from inspect_app.campaigns.papers.kinds import INSPECTION_PLAN, REPORT_OUTLINE, TEAM_DECISION, VISIT_NOTICE
from inspect_app.conclusions.visit_report.kind import VISIT_REPORT
from inspect_app.followup.campaign_report.kind import CAMPAIGN_REPORT
from inspect_app.followup.reminder.kind import REMEDIATION_REMINDER
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.ratings.notice.kind import RATING_NOTICE
from inspect_app.registry.kinds import PaperKind
from inspect_app.registry.rules import AboutKind
from inspect_app.web.papers.present import CHECKLIST_FORM, CONCLUSION_NOTICE, MINUTES

KINDS: Final[tuple[PaperKind, ...]] = (
    INSPECTION_PLAN,
    TEAM_DECISION,
    VISIT_NOTICE,
    REPORT_OUTLINE,
    CHECKLIST_FORM,
    MINUTES,
    VISIT_REPORT,
    CONCLUSION_NOTICE,
    REMEDIATION_REMINDER,
    CAMPAIGN_REPORT,
    RATING_NOTICE,
)


def find_kind(code: str) -> PaperKind | None:
    """The kind with the code, if this release knows it."""
    return next((kind for kind in KINDS if kind.code == code), None)


def kind_by_code(code: str) -> PaperKind:
    """The kind with the code; raises NotFound."""
    found = find_kind(code)
    if found is None:
        raise NotFound(_("Không có loại văn bản này."))
    return found


def kinds_about(*abouts: AboutKind) -> tuple[PaperKind, ...]:
    """The kinds that are about such things, in the order of the chain."""
    return tuple(kind for kind in KINDS if kind.about in abouts)


def prepared_types() -> tuple[str, ...]:
    """The type signs of papers that are numbered, each once."""
    return tuple(dict.fromkeys(kind.type_sign for kind in KINDS if not kind.is_working_paper))
