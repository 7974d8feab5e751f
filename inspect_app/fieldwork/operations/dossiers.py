"""Taking in the list of dossiers from which a team draws its sample."""

from datetime import datetime

from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit
from inspect_app.fieldwork.dossier_file import read_dossiers
from inspect_app.fieldwork.models import DossierList
from inspect_app.fieldwork.permissions import may_prepare_dossiers
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import Forbidden, RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import ProblemsFound

MOST_TOLD = 20


def take_dossier_list(
    session: Session, actor: Actor, visit: Visit, filename: str, data: bytes, *, now: datetime
) -> tuple[DossierList, tuple[str, ...]]:
    """Keeps the list, which from now on is the visit's, and gives the headings that were left out; earlier lists stay.

    Raises Forbidden, and RuleBroken at `file` with every fault by its line.
    """
    may_prepare_dossiers.require(actor, visit)
    if actor.person_id is None:
        raise Forbidden
    try:
        read = read_dossiers(filename, data)
    except ProblemsFound as found:
        raise RuleBroken("file", _told(found)) from None
    kept = DossierList(
        visit_id=visit.id,
        filename=filename[:200],
        rows=list(read.rows),
        recorded_by=actor.person_id,
        recorded_at=now,
    )
    session.add(kept)
    session.flush()
    record(
        session,
        actor,
        "fieldwork.take_dossier_list",
        kept,
        now=now,
        summary=f"Nhận danh sách {len(read.rows)} hồ sơ cho cuộc {visit.code}",
        visit_id=visit.id,
        unit_id=visit.unit_id,
    )
    return kept, read.left_out


def _told(found: ProblemsFound) -> str:
    lines = [
        _("Dòng %(line)d, cột %(column)d: %(what)s", line=each.place.line, column=each.place.column, what=each.message)
        for each in found.problems[:MOST_TOLD]
    ]
    more = len(found.problems) - len(lines)
    return "\n".join([*lines, *([_("Còn %(n)d lỗi khác.", n=more)] if more > 0 else [])])
