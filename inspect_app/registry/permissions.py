"""Who may read and keep the register, prepare a paper, and issue one. The issuer never prepared it."""

from uuid import UUID

from inspect_app.accounts.models import SigningForm
from inspect_app.kernel.actors import TEAM_ROLES, UNIT_SIDE_ROLES, Actor, Role
from inspect_app.kernel.permissions import permission
from inspect_app.registry.models import IssuedPaper, PaperDraft
from inspect_app.registry.rules import DraftState

TAKERS = (Role.COORDINATOR, Role.SIGNATORY, Role.SECRETARY)
PREPARERS = (Role.COORDINATOR, Role.LEAD, Role.DEPUTY, Role.SECRETARY)


def _of_its_unit(actor: Actor, unit_id: UUID | None) -> bool:
    return unit_id is not None and actor.belongs_to(unit_id)


@permission("registry.read", "Coordinators, signatories, rating authorities, auditors")
def may_read_register(actor: Actor, _thing: object) -> bool:
    """The register of numbers and issued papers; a paper itself is shown by the permission of its kind."""
    return any(actor.has(role) for role in (Role.COORDINATOR, Role.SIGNATORY, Role.RATING_AUTHORITY, Role.AUDITOR))


@permission("registry.keep", "Coordinators and signatories")
def may_keep_register(actor: Actor, _thing: object) -> bool:
    """Reserving and cancelling numbers, and the rules of a body's register."""
    return actor.has(Role.COORDINATOR) or actor.has(Role.SIGNATORY)


@permission("registry.number", "Coordinators and signatories, unless the paper is about their own unit")
def may_record_number(actor: Actor, paper: IssuedPaper) -> bool:
    """Writing down the number that the office gave to an issued paper."""
    return may_keep_register(actor, None) and not _of_its_unit(actor, paper.unit_id)


@permission("registry.withdraw", "Signatories, unless the paper is about their own unit")
def may_withdraw(actor: Actor, paper: IssuedPaper) -> bool:
    """Taking an issued paper back."""
    return actor.has(Role.SIGNATORY) and not _of_its_unit(actor, paper.unit_id)


@permission(
    "registry.take_back",
    "Coordinators, signatories and secretaries, unless the paper is about their own unit",
)
def may_take_back(actor: Actor, paper: IssuedPaper) -> bool:
    """Handing in the copy of an issued paper that was signed outside."""
    able = any(actor.has(role) for role in TAKERS)
    return able and not _of_its_unit(actor, paper.unit_id)


@permission("registry.prepare", "Coordinators, leads, deputies and secretaries, unless it is about their own unit")
def may_prepare(actor: Actor, draft: PaperDraft) -> bool:
    """Wording and submitting a prepared paper; whoever began it is named as its preparer."""
    able = any(actor.has(role) for role in PREPARERS)
    return draft.state is DraftState.DRAFT and able and not _of_its_unit(actor, draft.unit_id)


@permission(
    "registry.issue",
    "The holder of a power to sign: a signatory, or a leader over his own title; neither its preparer nor of its unit",
)
def may_issue_draft(actor: Actor, draft: PaperDraft) -> bool:
    """Issuing a submitted paper, or sending it back with a reason."""
    return draft.state is DraftState.SUBMITTED and signs_for_another(actor, draft.unit_id, draft.prepared_by, draft)


def signs_for_another(actor: Actor, unit_id: UUID | None, prepared_by: UUID | None, draft: PaperDraft | None) -> bool:
    """Whether the actor may be the second person of a paper: a signatory, or the leader to whom it was submitted."""
    if actor.person_id is None or actor.person_id == prepared_by or _of_its_unit(actor, unit_id):
        return False
    asked = draft.delegation if draft else None
    leads = asked is not None and asked.form is SigningForm.OWN and asked.person_id == actor.person_id
    return actor.has(Role.SIGNATORY) or leads


@permission("papers.see", "Everybody who takes part; each paper by the permission of its kind")
def may_see_papers(actor: Actor, _thing: object) -> bool:
    """The pages of papers; they hold only what the reader may read."""
    part = TEAM_ROLES | UNIT_SIDE_ROLES | {Role.COORDINATOR, Role.SIGNATORY, Role.RATING_AUTHORITY, Role.AUDITOR}
    return any(actor.has(role) for role in part)
