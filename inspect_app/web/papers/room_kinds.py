"""The kinds of paper that rooms make, in the order of the chain: from the plan to the notice of ratings.

A new kind is a `PaperKind` beside its builder, and one line here.
"""

from typing import Final

from inspect_app.campaigns.papers.kinds import INSPECTION_PLAN, REPORT_OUTLINE, TEAM_DECISION, VISIT_NOTICE
from inspect_app.conclusions.visit_report.kind import VISIT_REPORT
from inspect_app.followup.campaign_report.kind import CAMPAIGN_REPORT
from inspect_app.followup.reminder.kind import REMEDIATION_REMINDER
from inspect_app.ratings.notice.kind import RATING_NOTICE
from inspect_app.registry.kinds import PaperKind
from inspect_app.web.papers.present import CHECKLIST_FORM, CONCLUSION_NOTICE, MINUTES

ROOM_KINDS: Final[tuple[PaperKind, ...]] = (
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
