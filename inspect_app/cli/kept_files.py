"""Which stored files the database names: evidence, photos, reports, minutes, issued papers, proofs, rating papers."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.conclusions.models import Conclusion, Explanation
from inspect_app.fieldwork.models import Evidence, Minutes, Photo, SelfReport
from inspect_app.followup.models import ActionReport
from inspect_app.ratings.models import IndexInput
from inspect_app.registry.models import IssuedPaper, SignedCopy


def kept_files(session: Session) -> dict[str, list[str]]:
    """The hashes of all files that some row names, each with its rows (`evidence 0190…`)."""
    found: dict[str, list[str]] = {}
    for sha256, row in _named(session):
        found.setdefault(sha256, []).append(row)
    return found


def _named(session: Session) -> Iterator[tuple[str, str]]:
    for model, column in (
        (Evidence, Evidence.sha256),
        (Photo, Photo.kept_sha256),
        (SelfReport, SelfReport.sha256),
        (Minutes, Minutes.pdf_sha256),
        (Conclusion, Conclusion.pdf_sha256),
        (IssuedPaper, IssuedPaper.pdf_sha256),
        (IssuedPaper, IssuedPaper.docx_sha256),
        (SignedCopy, SignedCopy.sha256),
        (IndexInput, IndexInput.file_sha256),
    ):
        for row_id, sha256 in session.execute(select(model.id, column).where(column.is_not(None))):
            yield str(sha256), f"{model.__tablename__} {row_id}"
    for holder in (ActionReport, Explanation):
        for row_id, files in session.execute(select(holder.id, holder.files)):
            for file in files:
                yield str(file["sha256"]), f"{holder.__tablename__} {row_id}"
