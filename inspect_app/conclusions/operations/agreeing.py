"""What stands in the way of a paper whose words and data disagree, and how a drafter keeps his words in spite."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from inspect_app.conclusions.drafting.agreement import Disagreement
from inspect_app.conclusions.drafting.annex import part_title, shortened
from inspect_app.conclusions.drafting.state import draft_state
from inspect_app.conclusions.models import Conclusion
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean

SHOWN = 80
REASON_MAX = 1_000


def check_agreement(session: Session, conclusion: Conclusion) -> None:
    """Raises RuleBroken while a sentence disagrees with the data and nobody mended it or confirmed it with a reason."""
    left = draft_state(session, conclusion).unsettled
    if left:
        raise RuleBroken(None, disagreement_words(left))


def kept_in_spite(unsettled: Sequence[Disagreement], key: str, reason: str) -> tuple[Disagreement, str]:
    """The sentence that is kept although the data say otherwise, and why. Raises RuleBroken when it is no longer among
    the unsettled, or without a reason of at most 1,000 letters."""
    clash = next((each for each in unsettled if each.key == key), None)
    if clash is None:
        raise RuleBroken(None, _("Chỗ lệch này không còn hoặc đã xác nhận. Hãy xem lại trang."))
    reason = clean(reason)
    if not reason:
        raise RuleBroken(None, _("Hãy ghi lý do giữ nguyên câu này để người ký biết."))
    if len(reason) > REASON_MAX:
        raise RuleBroken(None, _("Lý do dài quá 1.000 ký tự. Hãy rút gọn."))
    return clash, reason


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
