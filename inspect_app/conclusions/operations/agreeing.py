"""What stands in the way of a paper whose words and data disagree."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from inspect_app.conclusions.drafting.agreement import Disagreement
from inspect_app.conclusions.drafting.annex import part_title, shortened
from inspect_app.conclusions.drafting.state import draft_state
from inspect_app.conclusions.models import Conclusion
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _

SHOWN = 80


def check_agreement(session: Session, conclusion: Conclusion) -> None:
    """Raises RuleBroken while a sentence disagrees with the data and nobody mended it or confirmed it with a reason."""
    left = draft_state(session, conclusion).unsettled
    if left:
        raise RuleBroken(None, disagreement_words(left))


def disagreement_words(left: Sequence[Disagreement]) -> str:
    """How many there are, and which is the first."""
    first = left[0]
    return _(
        "Lời văn và dữ liệu còn lệch ở %(n)d chỗ; hãy sửa hoặc xác nhận kèm lý do ở trang dự thảo. Chỗ đầu, "
        "phần %(part)s: “%(text)s”",
        n=len(left),
        part=part_title(first.part),
        text=shortened(first.sentence, SHOWN),
    )
