"""The journal entry of what happens to a conclusion."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from inspect_app.conclusions.models import Conclusion
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor


def tell(
    session: Session,
    actor: Actor,
    conclusion: Conclusion,
    verb: str,
    what: str,
    now: datetime,
    *,
    changes: Mapping[str, tuple[object, object]] | None = None,
    reason: str | None = None,
) -> None:
    """Records what was done: `what` says it in Vietnamese, the visit's code is added."""
    visit = conclusion.visit
    record(
        session,
        actor,
        verb,
        conclusion,
        now=now,
        visit_id=visit.id,
        unit_id=visit.unit_id,
        summary=f"{what} cuộc {visit.code}",
        changes=changes,
        reason=reason,
    )
