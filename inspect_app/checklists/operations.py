"""Recording published checklists."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.checklists.library import ChecklistLibrary, LibraryEntry
from inspect_app.checklists.models import PublishedChecklist
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import SYSTEM
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _


def record_versions(session: Session, library: ChecklistLibrary, *, now: datetime) -> list[tuple[str, int]]:
    """Keeps every published checklist that the database does not have yet; gives (code, version) of the new ones.

    Raises RuleBroken when a version is known with another text: a published checklist is never edited.
    """
    known = {(row.code, row.version): row.sha256 for row in session.scalars(select(PublishedChecklist))}
    new: list[LibraryEntry] = []
    for entry in library.published:
        version = entry.version
        sha256 = known.get((version.code, version.version))
        if sha256 is None:
            new.append(entry)
        elif sha256 != version.sha256:
            message = _("Phiếu %(label)s đã ban hành với nội dung khác. Hãy tạo phiên bản mới.", label=version.label)
            raise RuleBroken(None, message)
    for entry in new:
        _keep(session, entry, now)
    return [(entry.version.code, entry.version.version) for entry in new]


def _keep(session: Session, entry: LibraryEntry, now: datetime) -> None:
    version = entry.version
    row = PublishedChecklist(
        code=version.code,
        version=version.version,
        sha256=version.sha256,
        title=version.title.vi,
        body=entry.body,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    summary = f"Ghi nhận phiếu kiểm tra {version.label} ({len(version.items)} nội dung)"
    record(session, SYSTEM, "checklists.record", row, now=now, summary=summary, changes={"sha256": (None, row.sha256)})
