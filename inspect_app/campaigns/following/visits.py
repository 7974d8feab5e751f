"""The visits of the next plan, one by one: unit, window, days and team as they can be then."""

from dataclasses import dataclass, field
from datetime import date

from inspect_app.campaigns.files import Days, TeamsFile, VisitEntry
from inspect_app.campaigns.following.moving import moved_dates, moved_window, working_day
from inspect_app.campaigns.following.units import UnitsThen
from inspect_app.campaigns.following.values import LEAVE_BLANK, LEAVE_OUT, Change, Inquiry, Question
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _

FILE = "plan.yaml"


@dataclass
class Ground:
    """What the visits stand on, and what they have taken so far: targets and the days of units and people."""

    whole: Days
    years: int
    units: UnitsThen
    teams: TeamsFile | None
    calendar: WorkingCalendar
    inquiry: Inquiry
    changes: list[Change]
    targets: set[tuple[str, str]] = field(default_factory=set)
    busy: set[tuple[date, str]] = field(default_factory=set)
    ends: dict[str, date] = field(default_factory=dict)

    def members(self, team_code: str | None) -> frozenset[str]:
        """The people of a team, by code."""
        teams = self.teams.teams if self.teams else ()
        return frozenset(member.person for team in teams if team.code == team_code for member in team.members)

    def agencies(self, team_code: str | None) -> frozenset[str]:
        """Where the people of a team work."""
        team = next((one for one in self.teams.teams if one.code == team_code), None) if self.teams else None
        return self.teams.agencies_of(team) if self.teams and team else frozenset()

    def change(self, entry: VisitEntry, before: str, after: str, why: str) -> None:
        """Notes what differs of a visit."""
        self.changes.append(Change(FILE, entry.code, before, after, why))


def next_visit(entry: VisitEntry, ground: Ground) -> VisitEntry | None:
    """The visit in the next plan; None when it is left out, or nobody has said yet at which unit it is."""
    window = (
        moved_window(entry.window or ground.whole, ground.years, ground.calendar, ground.whole)
        if entry.window
        else None
    )
    days = window or ground.whole
    unit = _unit(entry, days, ground)
    if unit is None:
        return None
    ground.targets.add((entry.stream, unit))
    team = _team(entry, unit, ground)
    if entry.window is not None:
        ground.change(entry, _span(entry.window), _span(window) if window else _("cả đợt"), _("khoảng thời gian"))
    dates = _dates(entry, unit, team, days, ground)
    note = f"chuyển từ {_span(entry.dates)}" if entry.dates and dates else None
    if dates is not None:
        ground.ends[entry.code] = dates.ends
    return VisitEntry(
        code=entry.code,
        stream=entry.stream,
        unit=unit,
        window=window,
        dates=dates,
        note=note,
        team=team,
        days=entry.days,
        due=_due(entry, dates, days, ground),
        after=entry.after,
    )


def _due(entry: VisitEntry, dates: Days | None, window: Days, ground: Ground) -> date | None:
    """The day by which it has to be over, in the new year; never before the visit itself can be over."""
    if entry.due is None:
        return None
    due = max(working_day(entry.due, ground.years, ground.calendar), dates.ends if dates else window.ends)
    ground.change(entry, format_date(entry.due), format_date(due), _("hạn của cuộc kiểm tra"))
    return due


def _unit(entry: VisitEntry, days: Days, ground: Ground) -> str | None:
    found = ground.units.then(entry.unit, days)
    taken = found is not None and (entry.stream, found) in ground.targets
    if found is None or taken:
        found = _asked_unit(entry, found, days, ground)
    if found is None:
        return None
    if found != entry.unit:
        ground.change(entry, ground.units.name(entry.unit), ground.units.name(found), _("đơn vị"))
    return found


def _asked_unit(entry: VisitEntry, successor: str | None, days: Days, ground: Ground) -> str | None:
    if successor is None:
        why = ground.units.ended(entry.unit)
    else:
        why = _(
            "“%(name)s” nay thuộc “%(then)s”, đã có cuộc kiểm tra cùng luồng",
            name=ground.units.name(entry.unit),
            then=ground.units.name(successor),
        )
    free = [one for one in ground.units.alike(entry.unit, days) if (entry.stream, one[0]) not in ground.targets]
    question = Question(
        f"cuoc:{entry.code}",
        FILE,
        entry.code,
        _("Cuộc %(code)s kiểm tra đơn vị nào? %(why)s.", code=entry.code, why=why),
        ((LEAVE_OUT, _("bỏ cuộc kiểm tra này")), *free),
    )
    answer = ground.inquiry.ask(question)
    if answer == LEAVE_OUT:
        ground.change(entry, ground.units.name(entry.unit), "", _("bỏ khỏi kế hoạch theo câu trả lời"))
        return None
    return answer


def _team(entry: VisitEntry, unit: str, ground: Ground) -> str | None:
    if entry.team is None:
        return None
    own = unit in ground.agencies(entry.team)
    if ground.members(entry.team) and not own:
        return entry.team
    teams = ground.teams.teams if ground.teams else ()
    fit = [(team.code, team.title) for team in teams if unit not in ground.agencies(team.code)]
    why = (
        _("đoàn “%(team)s” có thành viên công tác tại “%(unit)s”", team=entry.team, unit=ground.units.name(unit))
        if own
        else _("đoàn “%(team)s” không còn ai", team=entry.team)
    )
    question = Question(
        f"doan:{entry.code}",
        FILE,
        entry.code,
        _("Đoàn nào kiểm tra cuộc %(code)s? %(why)s.", code=entry.code, why=why),
        ((LEAVE_BLANK, _("để trống đoàn, chọn sau")), *fit),
    )
    answer = ground.inquiry.ask(question)
    team = None if answer in (None, LEAVE_BLANK) else answer
    ground.change(entry, entry.team, team or "", why)
    return team


def _dates(entry: VisitEntry, unit: str, team: str | None, window: Days, ground: Ground) -> Days | None:
    if entry.dates is None:
        return None
    concerned = [unit, *(f"@{person}" for person in ground.members(team))]

    earliest = max((ground.ends[code] for code in entry.after if code in ground.ends), default=date.min)

    def is_free(day: date) -> bool:
        return day > earliest and not any((day, one) in ground.busy for one in concerned)

    dates = moved_dates(entry.dates, ground.years, ground.calendar, window, is_free)
    if dates is None:
        question = Question(
            f"ngay:{entry.code}",
            FILE,
            entry.code,
            _(
                "Cuộc %(code)s (%(days)s) không còn chỗ trong cùng tháng: hết ngày làm việc mà đơn vị và đoàn đều rảnh.",
                code=entry.code,
                days=_span(entry.dates),
            ),
            ((LEAVE_BLANK, _("để trống ngày, xếp lịch sau")),),
        )
        ground.inquiry.ask(question)
        ground.change(entry, _span(entry.dates), "", _("chưa có ngày"))
        return None
    ground.busy |= {(day, one) for day in dates.each() for one in concerned}
    ground.change(entry, _span(entry.dates), _span(dates), _("cùng tháng, ngày làm việc kế tiếp"))
    return dates


def _span(days: Days) -> str:
    first = format_date(days.starts)
    return first if days.starts == days.ends else f"{first} – {format_date(days.ends)}"


def without_left_out(visits: list[VisitEntry], changes: list[Change]) -> list[VisitEntry]:
    """No visit waits for one that is not in the plan."""
    codes = {visit.code for visit in visits}
    kept = []
    for visit in visits:
        after = tuple(code for code in visit.after if code in codes)
        if after != visit.after:
            changes.append(
                Change(
                    FILE, visit.code, ", ".join(visit.after), ", ".join(after), _("chờ cuộc không còn trong kế hoạch")
                )
            )
        kept.append(visit.model_copy(update={"after": after}))
    return kept


def used_teams(visits: list[VisitEntry], draws_teams: list[str | None]) -> set[str]:
    """The teams that visits and draws name."""
    return {code for code in (*(visit.team for visit in visits), *draws_teams) if code}
