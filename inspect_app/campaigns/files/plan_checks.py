"""plan.yaml: the campaign, its deadlines and its streams."""

from collections.abc import Iterator

from inspect_app.campaigns.files.days import Days
from inspect_app.campaigns.files.opened import OpenedFolder, ReadFile
from inspect_app.campaigns.files.shapes import PlanFile
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import Problem, did_you_mean


def reversed_days(file: ReadFile[PlanFile], days: Days | None, *path: str | int) -> Iterator[Problem]:
    """A problem when a span of days ends before it starts."""
    if days is not None and not days.is_forward:
        yield file.problem(_("Ngày kết thúc trước ngày bắt đầu, hoặc khoảng thời gian dài bất thường"), *path, "ends")


def window_within(file: ReadFile[PlanFile], window: Days | None, *path: str | int) -> Iterator[Problem]:
    """Problems of an entry's own window: it is reversed, or lies outside that of the campaign."""
    yield from reversed_days(file, window, *path)
    whole = file.content.campaign.window
    if window and window.is_forward and whole.is_forward and not whole.holds(window):
        message = _(
            "Khoảng thời gian nằm ngoài đợt kiểm tra (%(start)s đến %(end)s)",
            start=format_date(whole.starts),
            end=format_date(whole.ends),
        )
        yield file.problem(message, *path)


def check_plan(opened: OpenedFolder) -> Iterator[Problem]:
    """Window, number and date, deadlines, streams and their checklists."""
    if opened.plan is None:
        return
    yield from _campaign(opened.plan)
    yield from _deadlines(opened.plan)
    yield from _notices(opened.plan)
    yield from _streams(opened.plan, opened)


def _campaign(file: ReadFile[PlanFile]) -> Iterator[Problem]:
    campaign = file.content.campaign
    yield from reversed_days(file, campaign.window, "campaign", "window")
    if campaign.window.is_forward and campaign.year not in {campaign.window.starts.year, campaign.window.ends.year}:
        yield file.problem(_("Năm không khớp với thời gian của đợt kiểm tra"), "campaign", "year")
    if (campaign.number is None) != (campaign.issued_on is None):
        missing = "issued_on" if campaign.issued_on is None else "number"
        message = _("Số và ngày của kế hoạch phải có cả hai, hoặc để trống cả hai khi chưa biết")
        yield file.problem(message, "campaign", missing)


def _deadlines(file: ReadFile[PlanFile]) -> Iterator[Problem]:
    deadlines = file.content.deadlines
    if deadlines.notice.days <= deadlines.self_report.days:
        message = _("Hạn báo cáo tự kiểm tra phải sau ngày thông báo: số ngày phải nhỏ hơn mục “notice”")
        yield file.problem(message, "deadlines", "self_report", "days")
    if deadlines.conclusion.days < deadlines.team_report.days:
        message = _("Hạn kết luận không được trước hạn báo cáo của đoàn (mục “team_report”)")
        yield file.problem(message, "deadlines", "conclusion", "days")


def _notices(file: ReadFile[PlanFile]) -> Iterator[Problem]:
    if file.content.notices is None:
        return
    hours, path = file.content.notices.hours, ("notices", "hours")
    if hours.ends <= hours.starts:
        message = _("Giờ thôi báo (mục “ends”) phải sau giờ bắt đầu báo (mục “starts”)")
        yield file.problem(message, *path, "ends" if "ends" in hours.model_fields_set else "starts")
    elif not hours.starts <= hours.summary < hours.ends:
        message = _("Giờ gửi thư tóm tắt phải trong giờ báo (từ “starts” đến trước “ends”)")
        yield file.problem(message, *path, "summary" if "summary" in hours.model_fields_set else "starts")


def _streams(file: ReadFile[PlanFile], opened: OpenedFolder) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, stream in enumerate(file.content.streams):
        if stream.code in seen:
            line = file.source.place_of(("streams", seen[stream.code])).line
            message = _("Mã luồng “%(code)s” lặp lại; đã có ở dòng %(line)d", code=stream.code, line=line)
            yield file.problem(message, "streams", index, "code")
        seen.setdefault(stream.code, index)
        wanted = (stream.checklist.code, stream.checklist.version)
        if wanted not in opened.checklists:
            known = sorted(f"{code} v{version}" for code, version in opened.checklists)
            hint = did_you_mean(f"{wanted[0]} v{wanted[1]}", known)
            message = _(
                "Không có phiếu kiểm tra “%(code)s” phiên bản %(version)d; %(hint)s",
                code=wanted[0],
                version=wanted[1],
                hint=hint,
            )
            yield file.problem(message, "streams", index, "checklist")
