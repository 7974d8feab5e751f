"""What is told at once about prepared papers: to the signer that one waits, to the preparer what became of it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.accounts.queries import account_of
from inspect_app.documents.sheets import (
    ConclusionNoticeSheet,
    CorrectionLetterSheet,
    RemediationReminderSheet,
    VisitNoticeSheet,
)
from inspect_app.jobs.notices import Notice
from inspect_app.jobs.posting import Message, post
from inspect_app.jobs.queries import holders
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import use_language
from inspect_app.registry.events import DraftIssued, PaperSentBack, PaperSubmitted
from inspect_app.registry.models import PaperDraft

LETTERS = frozenset({RemediationReminderSheet.KIND, VisitNoticeSheet.KIND})
# Papers that the unit itself reads: what corrects them goes to it, too.
READ_BY_UNIT = frozenset({ConclusionNoticeSheet.KIND, RemediationReminderSheet.KIND, VisitNoticeSheet.KIND})


def tell_signer(session: Session, event: PaperSubmitted, _actor: Actor, now: datetime) -> None:
    """Whom a paper was submitted to is told that it waits for him."""
    draft = event.draft
    if draft.delegation is None:
        return

    def word() -> Notice:
        subject = _("Văn bản chờ bạn ký: %(title)s", title=draft.title)
        body = _("Hãy xem bản trình rồi phát hành, hoặc trả lại kèm lý do.")
        return Notice(subject, body, f"/van-ban/du-thao/{draft.id}/phat-hanh")

    _tell(session, draft.delegation.person_id, word, _key("submitted", draft, now), now)


def tell_of_return(session: Session, event: PaperSentBack, _actor: Actor, now: datetime) -> None:
    """The preparer is told that the signer sent the paper back, and why."""
    draft = event.draft

    def word() -> Notice:
        subject = _("Văn bản bị trả lại: %(title)s", title=draft.title)
        body = _("Lý do: %(reason)s. Hãy sửa rồi trình ký lại.", reason=(draft.reason or "").rstrip("."))
        return Notice(subject, body, f"/van-ban/{draft.kind}/{draft.about_id}")

    _tell(session, draft.prepared_by, word, _key("returned", draft, now), now)


def tell_preparer(session: Session, event: DraftIssued, _actor: Actor, now: datetime) -> None:
    """The preparer is told that his paper was issued, and whether its number is still to be recorded."""
    draft = event.draft

    def word() -> Notice:
        subject = _("Văn bản đã phát hành: %(title)s", title=draft.title)
        numbered = draft.paper is not None and draft.paper.number is not None
        body = _("Văn bản đã có số trong sổ.") if numbered else _("Khi văn thư cấp số, hãy ghi số vào sổ.")
        return Notice(subject, body, f"/van-ban/ban-hanh/{draft.paper_id}")

    _tell(session, draft.prepared_by, word, f"paper|issued|{draft.id}", now)


def tell_addressee(session: Session, event: DraftIssued, _actor: Actor, now: datetime) -> None:
    """Contact and head of a unit are told of a letter to it: a notice, a reminder, the correction of what it reads."""
    draft = event.draft
    corrected = draft.amends.kind if draft.kind == CorrectionLetterSheet.KIND and draft.amends else None
    if draft.unit_id is None or not (draft.kind in LETTERS or corrected in READ_BY_UNIT):
        return

    def word() -> Notice:
        subject = _("Văn bản gửi đơn vị: %(title)s", title=draft.title)
        body = _("Hãy mở văn bản để đọc và tải về.")
        return Notice(subject, body, f"/van-ban/ban-hanh/{draft.paper_id}")

    for account in holders(session, [Role.UNIT_CONTACT, Role.HEAD_OF_UNIT], draft.unit_id, local_date(now)):
        with use_language(account.language):
            post(session, [Message(account, word(), f"paper|received|{draft.id}")], now=now)


def _key(what: str, draft: PaperDraft, now: datetime) -> str:
    # A paper may be submitted and sent back several times: each time is told once.
    return f"paper|{what}|{draft.id}|{now.isoformat()}"


def _tell(session: Session, person_id: UUID, word: Callable[[], Notice], key: str, now: datetime) -> None:
    account = account_of(session, person_id)
    if account is None:
        return
    with use_language(account.language):
        post(session, [Message(account, word(), key)], now=now)
