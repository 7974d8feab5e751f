"""Who may see and decide findings. A rated head has no way here, and nobody of the inspected unit has."""

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.permissions import has_conflict_of_interest, is_on_team
from inspect_app.fieldwork.permissions import LEADERS, OPEN_STATES, may_read_fieldwork
from inspect_app.findings.models import Finding
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.permissions import permission


@permission("findings.read", "Whoever may read the visit's fieldwork")
def may_read_finding(actor: Actor, finding: Finding) -> bool:
    """One finding with its history."""
    return may_read_fieldwork(actor, finding.visit)


@permission(
    "findings.decide",
    "Lead or deputy of the visit's team, not of the inspected unit, until the conclusion is issued",
)
def may_decide_finding(actor: Actor, finding: Finding) -> bool:
    """Wording, grading, confirming, merging or withdrawing a finding."""
    visit = finding.visit
    return (
        visit.state in OPEN_STATES and is_on_team(actor, visit, *LEADERS) and not has_conflict_of_interest(actor, visit)
    )


@permission(
    "findings.amend",
    "A signatory who is not on the visit's team and not of the inspected unit, by a notice that replaces the issued one",
)
def may_amend_findings(actor: Actor, visit: Visit) -> bool:
    """Adding a finding to an issued conclusion or taking one back; only a paper of the register does that."""
    is_outside = not is_on_team(actor, visit) and not has_conflict_of_interest(actor, visit)
    return visit.frozen_at is not None and actor.has(Role.SIGNATORY) and is_outside
