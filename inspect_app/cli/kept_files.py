"""Which stored files the database names: evidence, reports, minutes, issued papers, proofs, rating papers."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.conclusions.models import Conclusion
from inspect_app.fieldwork.models import Evidence, Minutes, SelfReport
from inspect_app.followup.models import ActionReport
from inspect_app.ratings.models import IndexInput


def kept_hashes(session: Session) -> set[str]:
    """The hashes of all files that some row names."""
    found: set[str | None] = set()
    for column in (
        Evidence.sha256,
        SelfReport.sha256,
        Minutes.pdf_sha256,
        Conclusion.pdf_sha256,
        IndexInput.file_sha256,
    ):
        found.update(session.scalars(select(column)))
    for files in session.scalars(select(ActionReport.files)):
        found.update(str(file["sha256"]) for file in files)
    return {sha256 for sha256 in found if sha256}
