"""Receiving the unit's self-report."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit
from inspect_app.fieldwork.intake import ReceivedFile
from inspect_app.fieldwork.models import SelfReport
from inspect_app.fieldwork.permissions import may_receive_self_report
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import Forbidden, RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean


def receive_self_report(
    session: Session,
    actor: Actor,
    visit: Visit,
    received: ReceivedFile,
    *,
    received_on: date,
    given_by: str,
    note: str,
    now: datetime,
) -> SelfReport:
    """Records the unit's own report with its date and giver; an earlier one stays beside it.

    Raises Forbidden, and RuleBroken for a date in the future or a missing giver.
    """
    may_receive_self_report.require(actor, visit)
    giver = _checked_giver(given_by, received_on, local_date(now))
    report = SelfReport(
        visit_id=visit.id,
        **asdict(received),
        received_on=received_on,
        given_by=giver,
        note=clean(note) or None,
        recorded_by=_person_of(actor),
        recorded_at=now,
    )
    session.add(report)
    session.flush()
    record(
        session,
        actor,
        "fieldwork.receive_self_report",
        report,
        now=now,
        summary=f"Nhận báo cáo tự kiểm tra của {visit.unit.name} cho cuộc {visit.code}",
        changes={"sha256": (None, received.sha256), "given_by": (None, giver)},
        visit_id=visit.id,
        unit_id=visit.unit_id,
    )
    return report


def _person_of(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise Forbidden
    return actor.person_id


def _checked_giver(given_by: str, received_on: date, today: date) -> str:
    giver = clean(given_by)
    if not giver:
        raise RuleBroken("given_by", _("Hãy ghi người giao báo cáo."))
    if received_on > today:
        raise RuleBroken("received_on", _("Ngày nhận ở tương lai. Hãy kiểm tra lại ngày."))
    return giver
