"""Reading published checklists from the database."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from inspect_app.checklists.checker import read_checklist
from inspect_app.checklists.models import PublishedChecklist
from inspect_app.checklists.rules import ChecklistVersion
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.rows import read_rows, table_of


def published_checklists(session: Session) -> list[PublishedChecklist]:
    """Every published version: by code, the newest first."""
    query = select(PublishedChecklist).order_by(PublishedChecklist.code, PublishedChecklist.version.desc())
    return list(session.scalars(query))


def published_checklist(session: Session, code: str, version: int) -> PublishedChecklist:
    """The row of one version. Raises NotFound."""
    row = session.scalar(
        select(PublishedChecklist).where(PublishedChecklist.code == code, PublishedChecklist.version == version)
    )
    if row is None:
        raise NotFound(_("Không có phiếu kiểm tra %(code)s phiên bản %(n)s.", code=code, n=version))
    return row


def version_of(session: Session, code: str, version: int) -> ChecklistVersion:
    """The version as published, from the text kept in the database. Raises NotFound."""
    found = read_rows(session, HASH_OF, {"code": code, "version": version})
    known = _PARSED.get(found[0].sha256) if found else None
    return known or parsed(published_checklist(session, code, version))


_PUBLISHED = table_of(PublishedChecklist).c
HASH_OF = select(_PUBLISHED.sha256).where(
    _PUBLISHED.code == bindparam("code"), _PUBLISHED.version == bindparam("version")
)


def parsed(row: PublishedChecklist) -> ChecklistVersion:
    """The version that a row holds; read once for each text."""
    if row.sha256 not in _PARSED:
        _PARSED[row.sha256] = read_checklist(f"{row.code}.v{row.version}.yaml", row.body.encode())
    return _PARSED[row.sha256]


# By the hash of the text, so that an entry can never be out of date; a few dozen at most.
_PARSED: dict[str, ChecklistVersion] = {}


def two_versions(session: Session, code: str, version: int, other: int) -> tuple[ChecklistVersion, ChecklistVersion]:
    """Two versions of one checklist, the older first. Raises NotFound, also when both are the same."""
    if version == other:
        raise NotFound
    older, newer = sorted((version, other))
    return version_of(session, code, older), version_of(session, code, newer)
