"""What is told at once, in the same transaction as what happened: issued papers, reports, decisions on reports."""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.accounts.events import DeviceLost
from inspect_app.accounts.models import Account, Device
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import VisitFilter, visible_visits
from inspect_app.campaigns.rules import VisitState
from inspect_app.conclusions.events import (
    ConclusionIssued,
    ConclusionReplaced,
    DraftSent,
    ExplanationEntered,
    ExplanationSubmitted,
    SendingRecalled,
)
from inspect_app.fieldwork.events import FieldworkClosed
from inspect_app.followup.events import ActionDecided, ActionReported
from inspect_app.jobs.notices import VISITS_PATH, Notice, explanation_path
from inspect_app.jobs.posting import Message, post
from inspect_app.jobs.recipients import Recipients
from inspect_app.jobs.rules import Audience
from inspect_app.kernel.actors import SYSTEM, Actor
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.formats import format_date, format_long_date, format_number
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import use_language


def _tell(
    session: Session,
    visit: Visit,
    audiences: Collection[Audience],
    word: Callable[[], Notice],
    key: str,
    *,
    but: Actor,
    now: datetime,
) -> None:
    messages: list[Message] = []
    for account in Recipients(session, local_date(now)).of_visit(audiences, visit):
        if account.person_id == but.person_id:
            continue
        with use_language(account.language):
            messages.append(Message(account, word(), key))
    post(session, messages, now=now)


def tell_of_closing(session: Session, event: FieldworkClosed, actor: Actor, now: datetime) -> None:
    """The team's desk is told that the minutes are closed and the draft may begin."""
    visit = event.visit

    def word() -> Notice:
        subject = _("Đã khép lại cuộc kiểm tra %(code)s tại %(unit)s", code=visit.code, unit=visit.unit.name)
        body = _("Biên bản đã khép lại. Tiếp theo: trưởng đoàn quyết định các phát hiện, thư ký lập dự thảo kết luận.")
        return Notice(subject, body, f"/cuoc-kiem-tra/{visit.id}")

    _tell(session, visit, [Audience.DESK], word, f"closed|{visit.id}", but=actor, now=now)


def tell_of_issue(session: Session, event: ConclusionIssued, actor: Actor, now: datetime) -> None:
    """The unit and the team are told that the notice of conclusions was issued, with what is asked."""
    conclusion, visit = event.conclusion, event.conclusion.visit

    def word() -> Notice:
        subject = _("Thông báo kết luận kiểm tra tại %(unit)s đã phát hành", unit=visit.unit.name)
        asked = _("Có %(n)d yêu cầu khắc phục, mỗi yêu cầu có thời hạn riêng.", n=len(conclusion.requests))
        body = asked if conclusion.requests else _("Kết luận không có yêu cầu khắc phục.")
        return Notice(subject, body, f"/ket-luan/{conclusion.id}")

    audiences = [Audience.UNIT_CONTACTS, Audience.UNIT_HEADS, Audience.TEAM]
    _tell(session, visit, audiences, word, f"issued|{conclusion.id}", but=actor, now=now)


def tell_of_sending(session: Session, event: DraftSent, actor: Actor, now: datetime) -> None:
    """Contact and head of the unit are told what they are asked to explain, and by when."""
    asked, visit = event.round, event.round.conclusion.visit

    def word() -> Notice:
        subject = _("Mời %(unit)s giải trình dự thảo kết luận kiểm tra", unit=visit.unit.name)
        body = _(
            "Có %(n)d thiếu sót cần ý kiến của đơn vị. Hạn nộp giải trình: %(day)s. Mỗi thiếu sót chọn thống nhất hoặc "
            "không, nêu lý do và gửi tài liệu kèm theo; người đứng đầu xem lại rồi nộp.",
            n=len(asked.points),
            day=format_long_date(asked.due_on),
        )
        return Notice(subject, body, explanation_path(asked))

    audiences = [Audience.UNIT_CONTACTS, Audience.UNIT_HEADS]
    _tell(session, visit, audiences, word, f"sent|{asked.id}", but=actor, now=now)


def tell_of_explanation(session: Session, event: ExplanationSubmitted, actor: Actor, now: datetime) -> None:
    """The team's desk is told that the unit explained and every point waits for an answer."""
    asked, visit = event.round, event.round.conclusion.visit

    def word() -> Notice:
        subject = _("%(unit)s đã nộp giải trình dự thảo kết luận", unit=visit.unit.name)
        late = _("Giải trình nộp sau hạn.") + " " if asked.late else ""
        body = late + _("Hãy trả lời từng điểm, rồi trưởng đoàn duyệt và trình ký.")
        return Notice(subject, body, explanation_path(asked))

    _tell(session, visit, [Audience.DESK], word, f"explained|{asked.id}", but=actor, now=now)


def tell_of_entering(session: Session, event: ExplanationEntered, actor: Actor, now: datetime) -> None:
    """The unit is told that its explanation on paper was entered, when it came, and where to read it."""
    asked, visit = event.round, event.round.conclusion.visit

    def word() -> Notice:
        subject = _("Đã nhập giải trình bằng văn bản của %(unit)s", unit=visit.unit.name)
        day = format_date(asked.received_on)
        body = _("Đoàn kiểm tra nhận văn bản ngày %(day)s và đã nhập từng điểm. Hãy xem lại nội dung đã nhập.", day=day)
        return Notice(subject, body, explanation_path(asked))

    audiences = [Audience.UNIT_CONTACTS, Audience.UNIT_HEADS]
    _tell(session, visit, audiences, word, f"entered|{asked.id}", but=actor, now=now)


def tell_of_recall(session: Session, event: SendingRecalled, actor: Actor, now: datetime) -> None:
    """The unit is told that it need not explain what was sent, and why."""
    asked, visit = event.round, event.round.conclusion.visit

    def word() -> Notice:
        subject = _("Đã thu hồi nội dung gửi %(unit)s giải trình", unit=visit.unit.name)
        body = _(
            "Đơn vị không phải giải trình lần này. Lý do: %(reason)s.", reason=(asked.recall_reason or "").rstrip(".")
        )
        return Notice(subject, body, explanation_path(asked))

    audiences = [Audience.UNIT_CONTACTS, Audience.UNIT_HEADS]
    _tell(session, visit, audiences, word, f"recalled|{asked.id}", but=actor, now=now)


def tell_of_replacement(session: Session, event: ConclusionReplaced, actor: Actor, now: datetime) -> None:
    """The unit and the team are told that another notice counts now, and why."""
    correction, visit = event.correction, event.correction.conclusion.visit

    def word() -> Notice:
        subject = _("Thông báo kết luận kiểm tra tại %(unit)s đã được thay thế", unit=visit.unit.name)
        body = _("Thông báo cũ không còn hiệu lực. Lý do: %(reason)s.", reason=correction.reason.rstrip("."))
        return Notice(subject, body, f"/ket-luan/thay-the/{correction.id}")

    audiences = [Audience.UNIT_CONTACTS, Audience.UNIT_HEADS, Audience.TEAM]
    _tell(session, visit, audiences, word, f"replaced|{correction.id}", but=actor, now=now)


def tell_of_report(session: Session, event: ActionReported, actor: Actor, now: datetime) -> None:
    """The team's leaders are told that a report waits for them."""
    action = event.action

    def word() -> Notice:
        subject = _("%(unit)s đã báo cáo khắc phục yêu cầu số %(n)d", unit=action.unit.name, n=action.request.position)
        body = _("Hãy xem chứng cứ rồi xác minh, hoặc trả lại kèm lý do.")
        return Notice(subject, body, f"/khac-phuc/{action.id}")

    key = f"reported|{action.id}|{len(action.reports)}"
    _tell(session, action.visit, [Audience.VERIFIERS], word, key, but=actor, now=now)


def tell_of_decision(session: Session, event: ActionDecided, actor: Actor, now: datetime) -> None:
    """The unit's contact is told that its report was verified, or returned and why."""
    action = event.action
    reason = action.decisions[-1].reason if action.decisions else None

    def word() -> Notice:
        if event.accepted:
            subject = _("Yêu cầu số %(n)d đã được xác minh khắc phục", n=action.request.position)
            return Notice(subject, _("Đơn vị không phải làm gì thêm với yêu cầu này."), f"/khac-phuc/{action.id}")
        subject = _("Báo cáo khắc phục yêu cầu số %(n)d bị trả lại", n=action.request.position)
        body = _("Lý do: %(reason)s. Hãy khắc phục rồi báo cáo lại.", reason=(reason or "").rstrip("."))
        return Notice(subject, body, f"/khac-phuc/{action.id}")

    key = f"decided|{action.id}|{len(action.decisions)}"
    _tell(session, action.visit, [Audience.UNIT_CONTACTS], word, key, but=actor, now=now)


def tell_of_loss(session: Session, event: DeviceLost, actor: Actor, now: datetime) -> None:
    """Coordinators, and the leaders of the visits that its person is at, are told what a tablet lost unsent."""
    device, recipients = event.device, Recipients(session, local_date(now))
    if device.lost == 0:
        return
    told: dict[UUID, tuple[Account, str]] = {each.id: (each, "/thiet-bi") for each in recipients.coordinators()}
    under_way = VisitFilter(team_person_id=device.person_id, states=[VisitState.UNDER_WAY])
    for visit in visible_visits(session, SYSTEM, narrow=under_way):
        for account in recipients.of_visit([Audience.VERIFIERS], visit):
            told.setdefault(account.id, (account, f"{VISITS_PATH}{visit.id}"))
    key = f"lost|{device.id}|{device.lost_at}"
    messages: list[Message] = []
    for account, link in told.values():
        if account.person_id != actor.person_id:
            with use_language(account.language):
                messages.append(Message(account, _loss(device, link), key))
    post(session, messages, now=now)


def _loss(device: Device, link: str) -> Notice:
    n = format_number(device.lost)
    subject = _("%(n)s mục chưa gửi đã mất trên máy %(label)s", n=n, label=device.label)
    body = _(
        "Trình duyệt đã xóa dữ liệu trên máy của %(name)s. Hãy đối chiếu phiếu kiểm tra xem thiếu gì và cho nhập lại.",
        name=device.person.name,
    )
    return Notice(subject, body, link)
