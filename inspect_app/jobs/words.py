"""How policies, reasons, tasks and the things that due dates are about are said."""

from collections.abc import Mapping

from inspect_app.campaigns.rules import NoticeSettings
from inspect_app.jobs.queries import Line
from inspect_app.jobs.rules import CatchUp, Reason
from inspect_app.kernel.language import gettext
from inspect_app.kernel.language import lazy_gettext as _

REASONS: Mapping[Reason, str] = {
    Reason.GONE: _("không còn ngày kiểm tra"),
    Reason.CANCELLED: _("cuộc kiểm tra đã hủy"),
    Reason.UNANNOUNCED: _("kiểm tra đột xuất: không báo trước cho đơn vị"),
    Reason.NOTICE_SENT: _("đơn vị đã được thông báo"),
    Reason.NOT_NOTICED: _("đơn vị chưa được thông báo về cuộc kiểm tra"),
    Reason.SELF_REPORT_RECEIVED: _("đã nhận báo cáo tự kiểm tra"),
    Reason.BEGUN: _("đoàn đã bắt đầu kiểm tra"),
    Reason.NOT_BEGUN: _("cuộc kiểm tra chưa bắt đầu"),
    Reason.CLOSED: _("đã kết thúc kiểm tra tại đơn vị"),
    Reason.REPORTED: _("đoàn đã có dự thảo kết luận gửi đi"),
    Reason.EXPLAINED: _("đơn vị đã nộp giải trình"),
    Reason.LAPSED: _("đoàn đã ghi nhận đơn vị không giải trình trong thời hạn"),
    Reason.ISSUED: _("đã phát hành thông báo kết luận"),
    Reason.VERIFIED: _("các yêu cầu đã được xác minh"),
    Reason.NO_ACTION: _("không có yêu cầu khắc phục đến hạn ngày này"),
    Reason.PASSED: _("đã qua ngày"),
    Reason.TOLD_LATER: _("gộp vào lần nhắc sau"),
    Reason.NOBODY: _("không có người nhận nào có tài khoản"),
}

CATCH_UPS: Mapping[CatchUp, str] = {
    CatchUp.BEFORE_VISIT: _("Nếu lỡ: vẫn gửi khi chưa đến ngày kiểm tra; sau đó bỏ qua."),
    CatchUp.UNTIL_VISIT: _("Nếu lỡ: vẫn nhắc đến hết ngày kiểm tra đầu tiên; sau đó bỏ qua."),
    CatchUp.UNTIL_ITS_DAY: _("Nếu lỡ: nhắc một lần khi hạn chưa qua; sau đó bỏ qua."),
    CatchUp.AS_OVERDUE: _("Nếu lỡ: báo là đã quá hạn, một lần."),
    CatchUp.LATEST_ONLY: _("Nếu lỡ: chỉ gửi lần mới nhất, trong vòng một tháng."),
}


TASKS: Mapping[str, str] = {
    "due": _("Việc đến hạn"),
    "mail": _("Gửi thư"),
    "closings": _("Khép lại cuộc kiểm tra"),
}


def reason_sentence(reason: Reason) -> str:
    """Why a due date was passed over, as it is kept with it."""
    return str(REASONS[reason])


def task_name(task: str) -> str:
    """What the scheduler did."""
    return str(TASKS.get(task, task))


def catch_up_sentence(policy: CatchUp) -> str:
    """What happens to a due date that was missed."""
    return str(CATCH_UPS[policy])


def target_name(line: Line) -> str:
    """What a due date is about, in a few words."""
    if line.action is not None:
        number, acted = line.action.request.position, line.action.visit
        return gettext("%(code)s, yêu cầu số %(n)s", code=f"{acted.code} {acted.unit.name}", n=number)
    visit = line.visit_meant
    if visit is not None:
        return f"{visit.code} {visit.unit.name}"
    return line.campaign.title


def notice_facts(settings: NoticeSettings, source: str | None) -> list[tuple[str, str]]:
    """In which hours people are told, and how many working days before and after, each with its label."""
    return [
        (
            gettext("Giờ báo và gửi thư"),
            gettext("từ %(first)s giờ đến %(last)s giờ", first=settings.first_hour, last=settings.last_hour),
        ),
        (gettext("Thư tóm tắt ngày"), gettext("từ %(hour)s giờ", hour=settings.summary_hour)),
        (gettext("Nhắc trước hạn giải trình"), _days(settings.explanation_before)),
        (gettext("Nhắc trước hạn kết luận"), _days(settings.conclusion_before)),
        (gettext("Nhắc trước hạn khắc phục"), _days(*sorted(settings.remediation_before, reverse=True))),
        (gettext("Báo lên sau hạn báo cáo tự kiểm tra"), _days(settings.self_report_after)),
        (gettext("Báo lên sau hạn biên bản"), _days(settings.minutes_after)),
        (gettext("Báo lên sau hạn báo cáo của đoàn"), _days(settings.team_report_after)),
        (gettext("Báo lên sau hạn giải trình"), _days(settings.explanation_after)),
        (gettext("Báo lên sau hạn kết luận"), _days(settings.conclusion_after)),
        (gettext("Báo lên sau hạn khắc phục"), _days(settings.remediation_after)),
        (gettext("Nguồn"), source or gettext("mặc định của phần mềm, không phải quy định")),
    ]


def _days(*numbers: int) -> str:
    return gettext("%(days)s ngày làm việc", days=", ".join(map(str, numbers))) if numbers else gettext("không nhắc")
