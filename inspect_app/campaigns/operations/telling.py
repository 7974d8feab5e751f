"""Telling people that the dates or the team of a visit changed. Of a secret visit only its team hears, without names."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.accounts.queries import account_of, people_with_role
from inspect_app.campaigns.models import Visit
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import use_language
from inspect_app.kernel.outbox import notify


def visit_path(visit: Visit) -> str:
    """The visit's page inside the site; a test holds it against the route."""
    return f"/cuoc-kiem-tra/{visit.id}"


def tell_team(session: Session, actor: Actor, visit: Visit, *, now: datetime) -> None:
    """Tells the members, besides whoever did it, the dates as they stand now."""
    for member in visit.team:
        account = account_of(session, member.person_id)
        if account is not None and member.person_id != actor.person_id:
            _tell(session, account, visit, now=now)


def tell_unit(session: Session, visit: Visit, *, now: datetime) -> None:
    """Tells contact and head of a unit that had its notice already; never of a secret visit."""
    if visit.secret or visit.notice_sent_at is None:
        return
    on = local_date(now)
    people = {
        person.id
        for role in (Role.UNIT_CONTACT, Role.HEAD_OF_UNIT)
        for person in people_with_role(session, role, visit.unit_id, on)
    }
    for person_id in sorted(people):
        account = account_of(session, person_id)
        if account is not None:
            _tell(session, account, visit, now=now)


def _tell(session: Session, account: Account, visit: Visit, *, now: datetime) -> None:
    with use_language(account.language):
        subject, body = _message(visit)
    key = f"visit-changed|{visit.id}|{_key(visit.starts_on)}|{_key(visit.ends_on)}|{_key(visit.cancelled_at)}"
    notify(
        session,
        account_id=account.id,
        email=account.mail_address,
        subject=subject,
        body=body,
        link=visit_path(visit),
        dedupe_key=key,
        now=now,
    )


def _key(moment: date | datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _message(visit: Visit) -> tuple[str, str]:
    if visit.secret:
        subject = _("Lịch của cuộc kiểm tra %(code)s có thay đổi", code=visit.code)
        return subject, _("Đây là cuộc kiểm tra đột xuất. Hãy mở trang của cuộc kiểm tra để xem đơn vị và ngày.")
    if visit.cancelled_at is not None:
        subject = _("Cuộc kiểm tra %(code)s tại %(unit)s đã bị hủy", code=visit.code, unit=visit.unit.name)
        return subject, _("Lý do: %(reason)s", reason=visit.cancel_reason or "")
    subject = _("Lịch kiểm tra %(code)s tại %(unit)s", code=visit.code, unit=visit.unit.name)
    if visit.starts_on is None:
        return subject, _("Cuộc kiểm tra chưa có ngày. Lịch mới sẽ được báo sau.")
    days = f"{format_date(visit.starts_on)} - {format_date(visit.ends_on)}"
    return subject, _("Thời gian kiểm tra: %(days)s. Hãy mở trang của cuộc kiểm tra để xem đoàn và các hạn.", days=days)
