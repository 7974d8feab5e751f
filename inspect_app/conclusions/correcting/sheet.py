"""The sheet of a notice that replaces another: the old one with the changes, and a sentence that names it and says why."""

from dataclasses import replace
from datetime import date

from inspect_app.accounts.models import Delegation
from inspect_app.conclusions.correcting.holding import Held
from inspect_app.conclusions.correcting.parts import REPLACES
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.paper import signed_frame
from inspect_app.documents.rules import format_day
from inspect_app.documents.sheets import ConclusionNoticeSheet
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.registry.models import IssuedPaper
from inspect_app.registry.rules import full_sign


def naming(base: IssuedPaper, reason: str) -> str:
    """The sentence that names the old notice; its number stays open where the office has not given one yet."""
    named = full_sign(base.number, base.sign)
    return f"{REPLACES} {named} {format_day(base.issued_on)}; lý do: {reason.strip().rstrip('.')}."


@use_language(DEFAULT_LANGUAGE)  # papers are Vietnamese, whatever their maker reads
def replacing_sheet(
    base: IssuedPaper,
    held: Held,
    reason: str,
    conclusion: Conclusion,
    delegation: Delegation | None,
    issued_on: date | None,
) -> ConclusionNoticeSheet:
    """The sheet as it will be issued, or with `issued_on` None as a draft."""
    changed = held.sheet
    head, signature, author = signed_frame(conclusion.visit, delegation, issued_on)
    opening = f"{naming(base, reason)}\n{changed.opening}"
    return replace(
        changed,
        draft=issued_on is None,
        verify_url="",
        letterhead=head,
        author=author,
        signature=signature,
        opening=opening,
        sources=held.sources,
    )
