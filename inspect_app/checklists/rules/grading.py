"""The grade of the finding that a bad answer makes, and how grades are said. Pure."""

from inspect_app.checklists.rules.answers import Verdict
from inspect_app.checklists.rules.version import Grade
from inspect_app.kernel.language import gettext as _

BAD = frozenset({Verdict.FAIL, Verdict.PARTIAL})


def finding_grade(grade: Grade, verdict: str | None) -> Grade | None:
    """The item's own grade for a failure; for a partial pass a major one becomes minor. None when nothing is wrong.

    That a partial pass weighs less is a default of this product, not of a law.
    """
    if verdict not in BAD:
        return None
    if verdict == Verdict.PARTIAL and grade is Grade.MAJOR:
        return Grade.MINOR
    return grade


def grade_name(grade: Grade | str) -> str:
    """The grade in words."""
    return {Grade.MAJOR: _("Thiếu sót lớn"), Grade.MINOR: _("Thiếu sót nhỏ"), Grade.NOTE: _("Lưu ý")}[Grade(grade)]
