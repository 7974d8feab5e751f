"""The next campaign as a whole: the files' contents, what changed, what is asked. The same in gives the same out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from inspect_app.campaigns.files import CalendarFile, Days, PlanFile, StreamEntry, TeamsFile
from inspect_app.campaigns.files.shapes import CampaignEntry
from inspect_app.campaigns.following.draws import next_draw
from inspect_app.campaigns.following.holidays import next_calendar
from inspect_app.campaigns.following.moving import same_day
from inspect_app.campaigns.following.papers import next_papers
from inspect_app.campaigns.following.planner import next_planning, next_stream, with_streams
from inspect_app.campaigns.following.teams import next_teams
from inspect_app.campaigns.following.units import UnitsThen
from inspect_app.campaigns.following.values import CONFIRM, Change, Inquiry, Question, Source, Wishes
from inspect_app.campaigns.following.visits import FILE, Ground, next_visit, used_teams, without_left_out
from inspect_app.campaigns.words import field_name
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.units.files import UnitsFile


@dataclass(frozen=True)
class NextPlan:
    """The contents of the files; every change; every question, and those that are still open.

    `teams` is None, and the folder cannot be loaded, when no stream with a team is kept.
    """

    plan: PlanFile
    units: UnitsFile
    teams: TeamsFile | None
    calendar: CalendarFile
    changes: tuple[Change, ...]
    questions: tuple[Question, ...]
    open: tuple[Question, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is asked any more and the folder is whole."""
        return not self.open and self.teams is not None


def next_plan(
    source: Source, wishes: Wishes, answers: Mapping[str, str], *, besides: Sequence[Question] = ()
) -> NextPlan:
    """Makes the next plan of `source` as `wishes` has it; `besides` are questions of rooms above."""
    old, years = source.plan, wishes.year - source.plan.campaign.year
    inquiry, changes = Inquiry(answers), []
    changes += [Change(FILE, key, before, "", why) for key, before, why in _not_taken(source)]
    changes += _days_left_behind(source)
    streams = _streams(old, wishes, changes)
    kept = {stream.code for stream in streams}
    calendar = next_calendar(source.calendar, wishes.window, years, inquiry, changes)
    units = UnitsThen(source.units.by_code())
    _confirm_units(wishes.window, inquiry)
    for question in besides:
        inquiry.ask(question)
    visits = [visit for visit in old.visits if visit.stream in kept]
    draws = [draw for draw in old.draws if draw.stream in kept]
    used = used_teams(visits, [draw.team for draw in draws])
    known = with_streams(source.teams, kept) if source.teams else None
    teams = next_teams(known, source.left, used, units, wishes.window, inquiry, changes)
    ground = Ground(wishes.window, years, units, teams, calendar.calendar(), inquiry, changes)
    in_order = sorted(
        visits,
        key=lambda one: (one.dates is None, one.dates.starts if one.dates else old.campaign.window.starts, one.code),
    )
    made = {visit.code: next_visit(visit, ground) for visit in in_order}
    drawn = [next_draw(draw, ground) for draw in draws]
    plan = PlanFile(
        campaign=_campaign(old, wishes, changes),
        deadlines=old.deadlines,
        streams=tuple(streams),
        visits=tuple(without_left_out([one for visit in visits if (one := made[visit.code]) is not None], changes)),
        draws=tuple(one for one in drawn if one is not None),
        planning=next_planning(old.planning, years, changes),
        notices=old.notices,
        papers=next_papers(old.papers, wishes, years, units, inquiry, changes),
    )
    return NextPlan(
        plan, source.units, teams, calendar, tuple(changes), tuple(inquiry.asked.values()), tuple(inquiry.open())
    )


def first_wishes(old: PlanFile, year: int, checklists: Collection[tuple[str, int]]) -> Wishes:
    """What is proposed before anybody wishes otherwise: the same days, every stream, the newest checklists."""
    campaign, years = old.campaign, year - old.campaign.year
    window = Days(starts=same_day(campaign.window.starts, years), ends=same_day(campaign.window.ends, years))
    before, after = str(campaign.year), str(year)
    code = campaign.code.replace(before, after) if before in campaign.code else f"{campaign.code}-{after}"
    title = campaign.title.replace(before, after) if before in campaign.title else campaign.title
    streams = {stream.code: newest(checklists, stream.checklist.code) for stream in old.streams}
    return Wishes(year, window, code, title, {name: number for name, number in streams.items() if number is not None})


def in_its_year(wished: Wishes, shown_year: int, old: PlanFile, checklists: Collection[tuple[str, int]]) -> Wishes:
    """The wishes with days, code and title of their year, wherever these still are what was proposed for the year shown."""
    before, after = first_wishes(old, shown_year, checklists), first_wishes(old, wished.year, checklists)
    return replace(
        wished,
        window=after.window if wished.window == before.window else wished.window,
        code=after.code if wished.code == before.code else wished.code,
        title=after.title if wished.title == before.title else wished.title,
    )


def newest(checklists: Collection[tuple[str, int]], code: str) -> int | None:
    """The newest published version of a checklist, or None when there is none."""
    return max((version for known, version in checklists if known == code), default=None)


def _not_taken(source: Source) -> list[tuple[str, str, str]]:
    return [(key, key, why) for key, why in source.not_taken]


def _days_left_behind(source: Source) -> list[Change]:
    """Leave and closed days are of their year: those of the old files are named, and not moved to the next."""
    leave = source.teams.leave if source.teams else ()
    spans = [("teams.yaml", one.person, one.days) for one in leave]
    spans += [("calendar.yaml", one.unit, one.days) for one in source.calendar.closures]
    why = _("ngày vắng, ngày không tiếp đoàn của năm trước không chuyển sang; ghi lại nếu năm nay cũng có")
    return [Change(file, key, _span(days), "", why) for file, key, days in spans]


def _campaign(old: PlanFile, wishes: Wishes, changes: list[Change]) -> CampaignEntry:
    before = old.campaign
    for name, was, now in (
        ("code", before.code, wishes.code),
        ("title", before.title, wishes.title),
        ("year", str(before.year), str(wishes.year)),
        ("window", _span(before.window), _span(wishes.window)),
        ("official_number", before.number or "", ""),
    ):
        if was != now:
            changes.append(Change(FILE, name, was, now, field_name(name)))
    source = f"Lập từ đợt {before.code}; số và ngày để trống cho đến khi kế hoạch được ban hành"
    return before.model_copy(
        update={
            "code": wishes.code,
            "title": wishes.title,
            "year": wishes.year,
            "window": wishes.window,
            "number": None,
            "issued_on": None,
            "source": source,
        }
    )


def _streams(old: PlanFile, wishes: Wishes, changes: list[Change]) -> list[StreamEntry]:
    kept = []
    for stream in old.streams:
        version = wishes.streams.get(stream.code)
        if version is None:
            changes.append(Change(FILE, stream.code, stream.title, "", _("luồng không giữ lại")))
            continue
        if version != stream.checklist.version:
            before, after = (f"{stream.checklist.code} v{number}" for number in (stream.checklist.version, version))
            changes.append(Change(FILE, stream.code, before, after, _("phiếu kiểm tra")))
        checklist = stream.checklist.model_copy(update={"version": version})
        kept.append(next_stream(stream, wishes, checklist))
    return kept


def _confirm_units(whole: Days, inquiry: Inquiry) -> None:
    text = _(
        "Danh sách đơn vị lấy từ đợt trước. Đã đối chiếu với việc sắp xếp đơn vị, bộ máy đến ngày %(day)s chưa? "
        "Đơn vị sáp nhập, giải thể phải có ngày kết thúc và đơn vị kế tiếp.",
        day=format_date(whole.starts),
    )
    inquiry.ask(Question("don-vi", "units.yaml", "units", text, ((CONFIRM, _("đã đối chiếu, danh sách đúng")),)))


def _span(days: Days) -> str:
    return f"{format_date(days.starts)} – {format_date(days.ends)}"
