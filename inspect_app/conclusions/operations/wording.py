"""The words of a draft: kept part by part, with what each sentence stands on, and what is confirmed against the data."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from inspect_app.conclusions.drafting.parts import (
    STRENGTHS,
    Wording,
    flat,
    kept_ties,
    mark_of,
    overtaken,
    pinned,
    retied,
    texts_of,
    tied_lines,
    unflat,
)
from inspect_app.conclusions.drafting.reading import material_of
from inspect_app.conclusions.drafting.sources import said_now
from inspect_app.conclusions.drafting.state import draft_state
from inspect_app.conclusions.models import Conclusion, Confirmation
from inspect_app.conclusions.operations.agreeing import kept_in_spite
from inspect_app.conclusions.operations.telling import tell
from inspect_app.conclusions.permissions import may_draft
from inspect_app.conclusions.queries import lock_conclusion
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import Forbidden, RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean

TEXT_MAX = 10_000
REASON_MAX = 1_000

Ties = Mapping[str, Mapping[str, tuple[str, ...]]]
"""By part and sentence: the items, findings and codes that a drafter says it stands on."""


def field_of(part: str) -> str:
    """The field of a form that holds a part: `strength_5` for `strengths.5`."""
    return f"strength_{part.removeprefix(STRENGTHS)}" if part.startswith(STRENGTHS) else part


def save_wording(
    session: Session,
    actor: Actor,
    conclusion: Conclusion,
    wording: Wording,
    *,
    now: datetime,
    seen: Mapping[str, str] | None = None,
    ties: Ties | None = None,
) -> None:
    """Keeps the drafter's words and what each sentence stands on.

    `seen` marks what a page showed of each part (parts.mark_of): a part that was not touched stays as it is now, and
    one that somebody else reworded meanwhile is refused until the page shows those words and the drafter chooses.
    Raises Forbidden, RuleBroken for that, for a text over 10,000 characters and for a source that there is not.
    """
    lock_conclusion(session, conclusion)
    session.refresh(conclusion)
    may_draft.require(actor, conclusion)
    texts = _merged(flat(conclusion), {part: clean(text) for part, text in flat(wording).items()}, seen or {})
    wanted = vars(unflat(texts)) | {"sources": _sources(session, conclusion, unflat(texts), ties or {})}
    changes = {
        name: (getattr(conclusion, name), new) for name, new in wanted.items() if getattr(conclusion, name) != new
    }
    if not changes:
        return
    for name, (_before, new) in changes.items():
        setattr(conclusion, name, new)
    session.flush()
    tell(session, actor, conclusion, "conclusions.word", "Sửa lời văn dự thảo thông báo kết luận", now, changes=changes)


def _merged(present: Mapping[str, str], wanted: Mapping[str, str], seen: Mapping[str, str]) -> dict[str, str]:
    for part, text in wanted.items():
        if len(text) > TEXT_MAX:
            raise RuleBroken(field_of(part), _("Đoạn này dài quá 10.000 ký tự. Hãy rút gọn."))
    for part, theirs in overtaken(present, wanted, seen).items():
        message = _(
            "Người khác vừa sửa đoạn này thành: “%(text)s”. Lời văn của bạn vẫn ở đây, chưa lưu. Bấm “Xem hai bản và "
            "chọn” ở cuối trang để chọn giữ bản nào.",
            text=theirs,
        )
        raise RuleBroken(field_of(part), message)
    return {
        part: present[part] if part in seen and mark_of(text) == seen[part] else text for part, text in wanted.items()
    }


def _sources(session: Session, conclusion: Conclusion, wording: Wording, ties: Ties) -> dict[str, object]:
    said = said_now(material_of(session, conclusion.visit))
    return tied_parts(texts_of(wording), conclusion.sources, said, ties)


def tied_parts(
    texts: Iterable[tuple[str, str]], stored: Mapping[str, Any], said: Mapping[str, str], ties: Ties
) -> dict[str, object]:
    """What each sentence stands on now: kept where the sentence is, or nearly is, the same; then as the drafter says.

    `said` is what each source says. Raises RuleBroken for a source that there is not.
    """
    found: dict[str, object] = {}
    for part, text in texts:
        wanted = ties.get(part, {})
        known = kept_ties(stored, part)
        unknown = sorted({ref for refs in wanted.values() for ref in refs if ref not in said})
        before = {ref for tied in known for ref in tied.refs}
        if set(unknown) - before:
            message = _("Không có mục, phát hiện hay mã “%(refs)s” ở cuộc kiểm tra này.", refs=", ".join(unknown))
            raise RuleBroken(field_of(part), message)
        told = tied_lines(text, retied(known, wanted))
        kept = [pinned(tied, said).as_json() for tied in told if tied.refs]
        if kept:
            found[part] = kept
    return found


def confirm_disagreement(
    session: Session, actor: Actor, conclusion: Conclusion, key: str, *, reason: str, now: datetime
) -> None:
    """The drafter keeps a sentence although the data say otherwise. Raises Forbidden, RuleBroken without a reason or
    when the disagreement is gone."""
    lock_conclusion(session, conclusion)
    may_draft.require(actor, conclusion)
    if actor.person_id is None:
        raise Forbidden
    clash, reason = kept_in_spite(draft_state(session, conclusion).unsettled, key, reason)
    session.add(
        Confirmation(
            conclusion_id=conclusion.id,
            key=key,
            part=clash.part,
            sentence=clash.sentence,
            told=clash.new or clash.old,
            reason=reason,
            person_id=actor.person_id,
            at=now,
        )
    )
    session.flush()
    changes = {"sentence": (clash.new or clash.old, clash.sentence)}
    what = "Giữ nguyên câu khác với dữ liệu trong dự thảo kết luận"
    tell(session, actor, conclusion, "conclusions.confirm", what, now, changes=changes, reason=reason)
