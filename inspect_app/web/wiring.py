"""The one place that connects events of lower rooms with what higher rooms do about them."""

from inspect_app.accounts.events import DeviceEnrolled, DeviceLost
from inspect_app.campaigns.events import PlanFolderLoaded
from inspect_app.campaigns.operations.issued_papers import follow_issue, follow_number
from inspect_app.campaigns.queries import current_calendar
from inspect_app.conclusions.events import (
    ConclusionIssued,
    ConclusionReplaced,
    DraftSent,
    ExplanationEntered,
    ExplanationSubmitted,
    SendingRecalled,
)
from inspect_app.fieldwork.events import AnswersApplied, EvidenceChanged, FieldworkBegun, FieldworkClosed
from inspect_app.fieldwork.operations.recovery import make_recovery_keys
from inspect_app.fieldwork.operations.releasing import release_not_begun
from inspect_app.findings.operations import draft_from_answers, follow_evidence
from inspect_app.followup.events import ActionDecided, ActionReported
from inspect_app.followup.operations import follow_replacement, make_actions
from inspect_app.jobs.paper_tidings import tell_addressee, tell_of_return, tell_preparer, tell_signer
from inspect_app.jobs.planning import plan_explanation, plan_loaded, plan_moved, plan_reminders
from inspect_app.jobs.tidings import (
    tell_of_closing,
    tell_of_decision,
    tell_of_entering,
    tell_of_explanation,
    tell_of_issue,
    tell_of_loss,
    tell_of_recall,
    tell_of_replacement,
    tell_of_report,
    tell_of_sending,
)
from inspect_app.kernel.events import subscribe
from inspect_app.ratings.operations.authorities import keep_authorities
from inspect_app.registry.events import DraftIssued, NumberRecorded, PaperSentBack, PaperSubmitted

# By which days a site counts: those of the campaign that is under way.
find_calendar = current_calendar


def wire() -> None:
    """Subscribes every room to what it must hear; called by web, scheduler and commands alike."""
    subscribe(PlanFolderLoaded, keep_authorities)
    subscribe(PlanFolderLoaded, make_recovery_keys)
    subscribe(PlanFolderLoaded, plan_loaded)
    subscribe(DeviceEnrolled, make_recovery_keys)
    subscribe(FieldworkBegun, release_not_begun)
    subscribe(AnswersApplied, draft_from_answers)
    subscribe(EvidenceChanged, follow_evidence)
    subscribe(DraftSent, plan_explanation)
    subscribe(DraftSent, tell_of_sending)
    subscribe(ExplanationSubmitted, tell_of_explanation)
    subscribe(ExplanationEntered, tell_of_entering)
    subscribe(SendingRecalled, tell_of_recall)
    subscribe(ConclusionReplaced, follow_replacement)
    subscribe(ConclusionReplaced, plan_moved)
    subscribe(ConclusionReplaced, tell_of_replacement)
    subscribe(ConclusionIssued, make_actions)
    subscribe(ConclusionIssued, plan_reminders)
    subscribe(FieldworkClosed, tell_of_closing)
    subscribe(ConclusionIssued, tell_of_issue)
    subscribe(ActionReported, tell_of_report)
    subscribe(ActionDecided, tell_of_decision)
    subscribe(DeviceLost, tell_of_loss)
    subscribe(PaperSubmitted, tell_signer)
    subscribe(PaperSentBack, tell_of_return)
    subscribe(DraftIssued, follow_issue)
    subscribe(NumberRecorded, follow_number)
    subscribe(DraftIssued, tell_preparer)
    subscribe(DraftIssued, tell_addressee)
