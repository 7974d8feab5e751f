"""Every kind of paper, in the order of the chain: from the plan to the notice of ratings.

A new kind is a `PaperKind` beside its builder, and one line here.
"""

from typing import Final

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
    CHECKLIST_FORM,
    MINUTES,
    VISIT_REPORT,
    CONCLUSION_NOTICE,
    REMEDIATION_REMINDER,
    CAMPAIGN_REPORT,
    RATING_NOTICE,
)


def kind_by_code(code: str) -> PaperKind:
    """The kind with the code; raises NotFound."""
    found = next((kind for kind in KINDS if kind.code == code), None)
    if found is None:
        raise NotFound(_("Không có loại văn bản này."))
    return found


def kinds_about(about: AboutKind) -> tuple[PaperKind, ...]:
    """The kinds that are about such a thing."""
    return tuple(kind for kind in KINDS if kind.about is about)
