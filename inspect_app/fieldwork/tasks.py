"""What fieldwork does by the clock: a closing that was asked for on a tablet is carried out once nothing is missing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import visit_by_id
from inspect_app.checklists.queries import version_of
from inspect_app.documents.render import pdf_of
from inspect_app.documents.sheets import MinutesSheet
from inspect_app.fieldwork.closings import Waiting, waiting_closing
from inspect_app.fieldwork.models import Closing
from inspect_app.fieldwork.operations.closing import complete_closing, note_problem, signed_sheet_of
from inspect_app.fieldwork.state import state_version
from inspect_app.kernel.database import read_only
from inspect_app.kernel.errors import DomainError
from inspect_app.kernel.files import FileStore
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.kernel.language import gettext as _


@dataclass(frozen=True)
class ClosingSummary:
    """What one run did: the visits that were closed, by their codes, and those whose paper could not be made."""

    closed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was done and nothing failed."""
        return not (self.closed or self.failed)

    def sentence(self) -> str:
        """The run in one sentence."""
        return _("Đã khép lại %(n)s cuộc kiểm tra theo yêu cầu từ máy tính bảng.", n=len(self.closed))


@dataclass(frozen=True)
class ClosingWork:
    """Where closings are carried out. `guard` raises when another scheduler leads by now."""

    transactions: sessionmaker[Session]
    store: FileStore
    site_dir: Path | None
    guard: Callable[[Session], None] = lambda _session: None
    # How far each waiting visit was when it was looked at last: nothing new, nothing to ask.
    looked_at: dict[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Ready:
    visit_id: UUID
    code: str
    sheet: MinutesSheet | None
    problem: str = ""


def complete_closings(work: ClosingWork, *, now: datetime, again: bool = True) -> ClosingSummary:
    """Carries out every closing that waits for nothing more; without `again` neither those that failed
    before nor those at whose visit nothing has happened since.

    The paper is made between two short transactions, so that a slow rendering holds up no tablet; the second closes the
    visit only if the paper still says what stands (docs/adr/0020).
    """
    closed, failed = list[str](), list[str]()
    with use_language(DEFAULT_LANGUAGE):
        for ready in _ready(work, again=again):
            is_closed, problem = _carried_out(work, ready, now)
            if problem:
                failed.append(ready.code)
                _note(work, ready, problem, now)
            elif is_closed:
                closed.append(ready.code)
    return ClosingSummary(tuple(closed), tuple(failed))


def _ready(work: ClosingWork, *, again: bool) -> list[_Ready]:
    found: list[_Ready] = []
    with _reading(work) as session:
        query = select(Closing.visit_id).join(Visit).where(Closing.done_at.is_(None), Visit.closed_at.is_(None))
        if not again:
            query = query.where(Closing.problem.is_(None))
        for visit_id in session.scalars(query.order_by(Closing.asked_at)):
            visit = visit_by_id(session, visit_id)
            mark = state_version(session, visit)
            if not again and work.looked_at.get(visit_id) == mark:
                continue
            work.looked_at[visit_id] = mark
            version = version_of(session, visit.checklist_code, visit.checklist_version)
            waiting = waiting_closing(session, visit, version)
            if waiting is not None and not waiting.gaps:
                found.append(_made_ready(visit, waiting))
    return found


@contextmanager
def _reading(work: ClosingWork) -> Iterator[Session]:
    with work.transactions() as session:
        read_only(session)
        yield session
        session.rollback()


def _made_ready(visit: Visit, waiting: Waiting) -> _Ready:
    try:
        return _Ready(visit.id, visit.code, signed_sheet_of(visit, waiting))
    except DomainError as refused:
        return _Ready(visit.id, visit.code, None, refused.message)


def _carried_out(work: ClosingWork, ready: _Ready, now: datetime) -> tuple[bool, str]:
    """Whether the visit was closed, else why its paper could not be made; neither where something else stands by now."""
    if ready.sheet is None:
        return False, ready.problem
    try:
        pdf = pdf_of(ready.sheet, made_at=now, site_dir=work.site_dir)
    except DomainError as refused:
        return False, refused.message
    stored = work.store.put(pdf)
    with work.transactions.begin() as session:
        work.guard(session)
        visit = visit_by_id(session, ready.visit_id)
        version = version_of(session, visit.checklist_code, visit.checklist_version)
        return complete_closing(session, visit, version, ready.sheet, stored.sha256, now=now), ""


def _note(work: ClosingWork, ready: _Ready, problem: str, now: datetime) -> None:
    with work.transactions.begin() as session:
        work.guard(session)
        note_problem(session, visit_by_id(session, ready.visit_id), problem, now=now)
