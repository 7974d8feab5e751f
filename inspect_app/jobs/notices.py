"""What people are told when a due date comes: subject, text and where it leads, in the reader's language.

Of an unannounced visit that has not begun nothing is named: a mail leaves the system.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inspect_app.campaigns.models import Campaign, Visit
from inspect_app.campaigns.operations.telling import visit_path
from inspect_app.campaigns.queries import deadlines_of, working_calendar
from inspect_app.campaigns.rules import OccurrenceRule, VisitState
from inspect_app.campaigns.words import state_name
from inspect_app.conclusions.models import ExplanationRound
from inspect_app.followup.models import CorrectiveAction
from inspect_app.followup.rules import ENDED, ActionState
from inspect_app.kernel.actors import Role
from inspect_app.kernel.formats import format_date, format_day_count, format_long_date
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import ngettext

VISITS_PATH = "/cuoc-kiem-tra/"
ACTIONS_PATH = "/khac-phuc/"
INBOX_PATH = "/hop-thu/"
MOST_LISTED = 10


@dataclass(frozen=True)
class Notice:
    """A message as it will stand in an inbox."""

    subject: str
    body: str
    link: str


def visit_notice(rule: OccurrenceRule, visit: Visit, *, submitted: bool, today: date) -> Notice:
    """What a visit's due date says."""
    if visit.secret:
        return _of_a_secret(visit)
    words = _words(visit)
    match rule:
        case OccurrenceRule.NOTICE:
            subject, body = _notice(visit, words)
        case OccurrenceRule.SELF_REPORT_REMINDER:
            subject, body = _self_report(visit, words, today)
        case OccurrenceRule.VISIT_EVE:
            subject, body = _eve(visit, words)
        case OccurrenceRule.MINUTES_CHASE:
            subject, body = _minutes(visit, words, today)
        case OccurrenceRule.TEAM_REPORT_DUE:
            subject, body = _team_report(visit, words, today)
        case OccurrenceRule.CONCLUSION_DUE:
            subject, body = _conclusion(visit, words, today, submitted=submitted)
        case _:
            subject, body = _escalated(rule, visit, words, today, submitted=submitted)
    return Notice(subject, body, visit_path(visit))


def _of_a_secret(visit: Visit) -> Notice:
    subject = _("Nhắc việc của cuộc kiểm tra %(code)s", code=visit.code)
    body = _("Đây là cuộc kiểm tra đột xuất. Hãy mở trang của cuộc kiểm tra để xem đơn vị và ngày.")
    return Notice(subject, body, visit_path(visit))


def _words(visit: Visit) -> dict[str, str]:
    first, last = format_date(visit.starts_on), format_date(visit.ends_on)
    lead = next((member.person.name for member in visit.team if Role(member.role) is Role.LEAD), _("chưa phân công"))
    return {
        "code": visit.code,
        "unit": visit.unit.name,
        "days": first if first == last else f"{first} - {last}",
        "stream": visit.stream.title,
        "lead": lead,
    }


def _until(visit: Visit, day: date, today: date) -> str:
    left = working_calendar(visit.campaign).days_left(today, day)
    return f"{format_date(day)} ({format_day_count(left)})"


def _notice(visit: Visit, words: Mapping[str, str]) -> tuple[str, str]:
    subject = _("Lịch kiểm tra %(code)s tại %(unit)s", **words)
    deadlines = deadlines_of(visit)
    lines = [
        _("%(unit)s có cuộc kiểm tra %(code)s: %(stream)s.", **words),
        _("Thời gian kiểm tra: %(days)s. Trưởng đoàn: %(lead)s.", **words),
    ]
    if deadlines is not None and deadlines.self_report is not None:
        lines.append(_("Hạn gửi báo cáo tự kiểm tra: %(day)s.", day=format_long_date(deadlines.self_report.on)))
    lines.append(_("Hãy mở trang của cuộc kiểm tra để xem nội dung. Tin này không thay văn bản thông báo."))
    return subject, "\n".join(lines)


def _self_report(visit: Visit, words: Mapping[str, str], today: date) -> tuple[str, str]:
    deadlines = deadlines_of(visit)
    due = deadlines.self_report if deadlines is not None else None
    subject = _("Nhắc nộp báo cáo tự kiểm tra của cuộc %(code)s", **words)
    lines = [_("Chưa nhận được báo cáo tự kiểm tra của %(unit)s cho cuộc kiểm tra ngày %(days)s.", **words)]
    if due is not None:
        lines.append(_("Hạn gửi: %(day)s.", day=_until(visit, due.on, today)))
    lines.append(_("Hãy mở trang của cuộc kiểm tra để nộp báo cáo."))
    return subject, "\n".join(lines)


def _eve(visit: Visit, words: Mapping[str, str]) -> tuple[str, str]:
    subject = _("Chuẩn bị cuộc kiểm tra %(code)s tại %(unit)s", **words)
    lines = [
        _("Đoàn bắt đầu kiểm tra vào %(day)s.", day=format_long_date(visit.starts_on)),
        _("Hãy mở trang của cuộc kiểm tra để xem phiếu kiểm tra, thành phần đoàn và báo cáo của đơn vị."),
    ]
    return subject, "\n".join(lines)


def _minutes(visit: Visit, words: Mapping[str, str], today: date) -> tuple[str, str]:
    if visit.begun_at is None:
        subject = _("Cuộc kiểm tra %(code)s tại %(unit)s chưa bắt đầu", **words)
        body = _("Lịch kiểm tra là %(days)s nhưng đoàn chưa bắt đầu. Hãy bắt đầu, hoặc đổi lịch và ghi lý do.", **words)
        return subject, body
    subject = _("Cuộc kiểm tra %(code)s tại %(unit)s chưa có biên bản", **words)
    deadlines = deadlines_of(visit)
    lines = []
    if deadlines is not None:
        lines.append(_("Hạn ký biên bản: %(day)s.", day=_until(visit, deadlines.minutes.on, today)))
    lines.append(_("Hãy trả lời các mục còn thiếu, lập biên bản rồi kết thúc kiểm tra tại đơn vị."))
    return subject, "\n".join(lines)


def _team_report(visit: Visit, words: Mapping[str, str], today: date) -> tuple[str, str]:
    subject = _("Hạn báo cáo kết quả kiểm tra %(code)s tại %(unit)s", **words)
    deadlines = deadlines_of(visit)
    lines = []
    if deadlines is not None:
        lines.append(_("Hạn báo cáo kết quả: %(day)s.", day=_until(visit, deadlines.team_report.on, today)))
    lines.append(_("Hãy hoàn thành dự thảo thông báo kết luận và trình người ký."))
    return subject, "\n".join(lines)


def _conclusion(visit: Visit, words: Mapping[str, str], today: date, *, submitted: bool) -> tuple[str, str]:
    subject = _("Hạn phát hành kết luận kiểm tra %(code)s tại %(unit)s", **words)
    deadlines = deadlines_of(visit)
    lines = []
    if deadlines is not None:
        day = _until(visit, deadlines.conclusion.on, today)
        lines.append(_("Hạn phát hành thông báo kết luận: %(day)s.", day=day))
    lines.append(_("Dự thảo đã trình và đang chờ người ký.") if submitted else _("Chưa có dự thảo được trình ký."))
    return subject, "\n".join(lines)


def _escalated(
    rule: OccurrenceRule, visit: Visit, words: Mapping[str, str], today: date, *, submitted: bool
) -> tuple[str, str]:
    deadlines = deadlines_of(visit)
    due = None
    match rule:
        case OccurrenceRule.SELF_REPORT_OVERDUE:
            subject = _("Quá hạn báo cáo tự kiểm tra của cuộc %(code)s tại %(unit)s", **words)
            todo = _("Đơn vị đã được nhắc mà chưa nộp. Trưởng đoàn hoặc người điều phối hãy liên hệ đơn vị.")
            due = deadlines.self_report if deadlines is not None else None
        case OccurrenceRule.MINUTES_OVERDUE:
            subject = _("Quá hạn biên bản của cuộc kiểm tra %(code)s tại %(unit)s", **words)
            todo = _("Hãy lập biên bản và kết thúc kiểm tra tại đơn vị, hoặc đổi lịch và ghi lý do.")
            due = deadlines.minutes if deadlines is not None else None
        case OccurrenceRule.TEAM_REPORT_OVERDUE:
            subject = _("Quá hạn báo cáo kết quả kiểm tra %(code)s tại %(unit)s", **words)
            todo = _("Dự thảo kết luận chưa được trình. Trưởng đoàn hãy hoàn thành và trình người ký.")
            due = deadlines.team_report if deadlines is not None else None
        case _:
            subject = _("Quá hạn phát hành kết luận kiểm tra %(code)s tại %(unit)s", **words)
            waiting, missing = _("Dự thảo đã trình và đang chờ người ký."), _("Chưa có dự thảo được trình ký.")
            todo = waiting if submitted else missing
            due = deadlines.conclusion if deadlines is not None else None
    lines = [_("Hạn đã qua: %(day)s.", day=_until(visit, due.on, today))] if due is not None else []
    return subject, "\n".join([*lines, todo])


def explanation_path(asked: ExplanationRound) -> str:
    """Where the unit explains, and where the team reads what it says."""
    return f"/ket-luan/{asked.conclusion_id}/giai-trinh"


def explanation_notice(visit: Visit, asked: ExplanationRound, today: date) -> Notice:
    """What a reminder says about an explanation that the unit has not submitted yet."""
    words = _words(visit)
    late = today > asked.due_on
    if late:
        subject = _("Quá hạn giải trình dự thảo kết luận %(code)s tại %(unit)s", **words)
    else:
        subject = _("Hạn giải trình dự thảo kết luận %(code)s tại %(unit)s", **words)
    lines = [_("Hạn nộp giải trình: %(day)s.", day=_until(visit, asked.due_on, today))]
    if late:
        lines.append(
            _("Đơn vị vẫn nộp được, ghi là nộp muộn. Đoàn có thể ghi nhận là không có giải trình và làm tiếp.")
        )
    else:
        lines.append(
            _("Có %(n)d thiếu sót cần ý kiến. Hãy mở trang giải trình, ghi ý kiến rồi nộp.", n=len(asked.points))
        )
    return Notice(subject, "\n".join(lines), explanation_path(asked))


def remediation_notice(visit: Visit, actions: Sequence[CorrectiveAction], due_on: date, today: date) -> Notice:
    """What a reminder says about the corrective actions that are due on `due_on` and not verified yet."""
    unit = visit.unit.name
    if today > due_on:
        subject = _("Quá hạn khắc phục sau kiểm tra %(code)s tại %(unit)s", code=visit.code, unit=unit)
    else:
        subject = _("Hạn khắc phục sau kiểm tra %(code)s tại %(unit)s", code=visit.code, unit=unit)
    lines = [_("Thời hạn khắc phục: %(day)s.", day=_until(visit, due_on, today))]
    unreported = _numbers(actions, ActionState.OPEN)
    if unreported:
        lines.append(_("Chưa có báo cáo khắc phục: yêu cầu số %(numbers)s.", numbers=unreported))
    reported = _numbers(actions, ActionState.REPORTED)
    if reported:
        lines.append(_("Chờ trưởng đoàn xác minh: yêu cầu số %(numbers)s.", numbers=reported))
    waiting = [action for action in actions if action.state not in ENDED]
    link = f"{ACTIONS_PATH}{waiting[0].id}" if len(waiting) == 1 else ACTIONS_PATH
    return Notice(subject, "\n".join(lines), link)


def _numbers(actions: Sequence[CorrectiveAction], state: ActionState) -> str:
    return ", ".join(str(action.request.position) for action in actions if action.state is state)


def campaign_notice(
    rule: OccurrenceRule, campaign: Campaign, visits: Collection[Visit], late_actions: int, due_on: date
) -> Notice:
    """The progress of a campaign as the reader may see it: how many visits are how far."""
    if rule is OccurrenceRule.CAMPAIGN_END:
        subject = _("Đợt kiểm tra kết thúc ngày %(day)s: %(title)s", day=format_date(due_on), title=campaign.title)
    else:
        subject = _("Tiến độ tháng %(month)s: %(title)s", month=f"{due_on:%m/%Y}", title=campaign.title)
    counts = [(state, sum(visit.state is state for visit in visits)) for state in VisitState]
    lines = [_("Tổng số cuộc kiểm tra: %(n)s.", n=len(visits))]
    lines += [f"- {state_name(state)}: {number}" for state, number in counts if number]
    if late_actions:
        lines.append(_("Yêu cầu khắc phục quá hạn: %(n)s.", n=late_actions))
    return Notice(subject, "\n".join(lines), VISITS_PATH)


def no_contact_notice(visit: Visit) -> Notice:
    """To the coordinators: the unit could not be told, since nobody there has an account."""
    words = _words(visit)
    subject = _("Chưa gửi được lịch kiểm tra %(code)s tới %(unit)s", **words)
    body = _("Đơn vị chưa có đầu mối hoặc người đứng đầu có tài khoản. Hãy thêm đầu mối; thông báo sẽ tự gửi sau đó.")
    return Notice(subject, body, visit_path(visit))


def summary_notice(subjects: Sequence[str], day: date) -> Notice:
    """One mail a day for whoever wants it so: what came into the inbox since the last one."""
    number = len(subjects)
    subject = _("Tóm tắt ngày %(day)s: %(n)s tin mới", day=format_date(day), n=number)
    lines = [
        _("Những tin sau nằm trong hộp thư của bạn và chưa mở:"),
        *(f"- {text}" for text in subjects[:MOST_LISTED]),
    ]
    if number > MOST_LISTED:
        lines.append(_("và %(n)s việc khác.", n=number - MOST_LISTED))
    return Notice(subject, "\n".join(lines), INBOX_PATH)


def digest_notice(subjects: Sequence[str]) -> Notice:
    """One mail for all that came late, so that an outage does not end in a flood."""
    number = len(subjects)
    subject = ngettext("Có %(n)s việc được báo muộn", "Có %(n)s việc được báo muộn", number)
    lines = [_("Hệ thống đã ngừng một thời gian. Những việc sau đã đến hạn và nằm trong hộp thư của bạn:")]
    lines += [f"- {text}" for text in subjects[:MOST_LISTED]]
    if number > MOST_LISTED:
        lines.append(_("và %(n)s việc khác.", n=number - MOST_LISTED))
    return Notice(subject, "\n".join(lines), INBOX_PATH)
