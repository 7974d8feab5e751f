"""The timeline as an SVG: one line a visit, planned against actual, told apart by shape so that it prints in black and white."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import escape

from inspect_app.cli.replay.events import Event
from inspect_app.cli.replay.timeline import Course
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import lazy_gettext

WIDTH, LEFT, RIGHT = 1400, 330, 24
TOP, ROW, BELOW = 176, 21, 34
BUBBLE, FAULT_ROW = 9, 17
LONGEST_NAME = 38
INK, SOFT, FAINT = "#111111", "#666666", "#e6e6e6"
FAULT_PREFIX = "fault."
FAULT_NAMES = {
    "scheduler_down": lazy_gettext("bộ lập lịch dừng"),
    "scheduler_up": lazy_gettext("bộ lập lịch chạy lại"),
    "tablet_lost": lazy_gettext("mất máy tính bảng"),
    "unit_merged": lazy_gettext("đơn vị sáp nhập"),
    "checklist_v2": lazy_gettext("phiếu kiểm tra phiên bản 2"),
    "member_ill": lazy_gettext("thành viên ốm"),
    "typhoon_week": lazy_gettext("tuần bão"),
}


@dataclass(frozen=True)
class Frame:
    """What the picture is about: its title, its days, the days off, and what went wrong."""

    title: str
    first: date
    last: date
    calendar: WorkingCalendar
    faults: Sequence[Event] = ()

    def x(self, day: date) -> float:
        """Where a day begins."""
        span = (self.last - self.first).days + 1
        inside = min(max((day - self.first).days, 0), span)
        return round(LEFT + (WIDTH - LEFT - RIGHT) * inside / span, 1)

    def days(self) -> Iterator[date]:
        """Every day."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


def draw(frame: Frame, courses: Sequence[Course]) -> str:
    """The picture as the text of an SVG file."""
    bottom = TOP + ROW * len(courses)
    height = bottom + BELOW + (FAULT_ROW * len(frame.faults) + 14 if frame.faults else 0)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" font-family="Arimo, Arial, \'DejaVu Sans\', sans-serif" font-size="12" fill="{INK}">',
        f"<title>{escape(frame.title)}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        _text(24, 32, frame.title, size=19, weight="bold"),
        *_legend(),
        *_ground(frame, bottom),
    ]
    for number, course in enumerate(courses):
        parts += _line(frame, course, TOP + ROW * number)
    parts += _faults(frame, bottom)
    parts.append(_text(24, bottom + 20, _summary(courses), colour=SOFT))
    return "\n".join([*parts, "</svg>", ""])


def _text(
    x: float,
    y: float,
    words: object,
    *,
    size: int = 12,
    weight: str = "normal",
    anchor: str = "start",
    colour: str = INK,
) -> str:
    look = f'font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" fill="{colour}"'
    return f'<text x="{x}" y="{y}" {look}>{escape(str(words))}</text>'


def _planned(x: float, y: float, width: float) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="12" fill="#ffffff" stroke="{INK}" stroke-width="1.2"/>'


def _actual(x: float, y: float, width: float) -> str:
    return f'<rect x="{x}" y="{y + 2.5}" width="{width}" height="7" fill="{INK}"/>'


def _issued(x: float, y: float) -> str:
    return f'<path d="M{x} {y} l5 6 l-5 6 l-5 -6 z" fill="{INK}"/>'


def _verified(x: float, y: float) -> str:
    return f'<circle cx="{x}" cy="{y + 6}" r="4.6" fill="#ffffff" stroke="{INK}" stroke-width="1.6"/>'


def _open(x: float, y: float) -> str:
    return f'<path d="M{x} {y + 1} v10 M{x - 5} {y + 6} h5" stroke="{INK}" stroke-width="1.6" fill="none"/>'


def _cross(x: float, y: float) -> str:
    return f'<path d="M{x - 4.5} {y + 1.5} l9 9 m0 -9 l-9 9" stroke="{INK}" stroke-width="1.8" fill="none"/>'


def _legend() -> list[str]:
    y = 50
    entries = [
        (_planned(0, y, 22), _("kế hoạch ban đầu")),
        (_actual(0, y, 22), _("thực tế")),
        (_issued(11, y), _("phát hành kết luận")),
        (_verified(11, y), _("xác minh xong khắc phục")),
        (_open(11, y), _("còn yêu cầu chưa xác minh")),
        (_cross(11, y), _("đã hủy")),
    ]
    parts, x = [], 24.0
    for sign, words in entries:
        parts += [f'<g transform="translate({x} 0)">{sign}</g>', _text(x + 30, y + 10, words)]
        x += 52 + 6.6 * len(words)
    return parts


def _ground(frame: Frame, bottom: float) -> Iterator[str]:
    """Months and weeks above, days off as grey stripes below."""
    width = frame.x(frame.first + timedelta(days=1)) - LEFT
    for day in frame.days():
        if not frame.calendar.is_working_day(day):
            yield f'<rect x="{frame.x(day)}" y="{TOP - 8}" width="{width:.1f}" height="{bottom - TOP + 8}" fill="{FAINT}"/>'
    for day in frame.days():
        x = frame.x(day)
        if day.day == 1 or day == frame.first:
            yield f'<path d="M{x} {TOP - 44} V{bottom}" stroke="{SOFT}" stroke-width="0.8"/>'
            yield _text(x + 4, TOP - 32, _("Tháng %(month)s", month=f"{day:%m/%Y}"), weight="bold")
        elif day.weekday() == 0:
            yield f'<path d="M{x} {TOP - 14} V{TOP - 8}" stroke="{SOFT}" stroke-width="0.8"/>'
        if day.weekday() == 0:
            yield _text(x, TOP - 17, f"{day:%d}", size=9, anchor="middle", colour=SOFT)


def _line(frame: Frame, course: Course, y: int) -> Iterator[str]:
    name = course.unit if len(course.unit) <= LONGEST_NAME else f"{course.unit[: LONGEST_NAME - 1]}…"
    yield f'<path d="M24 {y + 16.5} H{WIDTH - RIGHT}" stroke="{FAINT}" stroke-width="0.7"/>'
    yield _text(24, y + 11, course.code, weight="bold")
    yield _text(80, y + 11, f"{name} *" if course.unannounced else name)
    if course.planned is not None:
        yield _planned(frame.x(course.planned[0]), y, _length(frame, course.planned))
    if course.actual is not None:
        yield _actual(frame.x(course.actual[0]), y, _length(frame, course.actual))
    if course.issued is not None:
        last = course.actual[1] if course.actual else course.issued
        x, mark = frame.x(last + timedelta(days=1)), frame.x(course.issued)
        yield f'<path d="M{x} {y + 6} H{mark}" stroke="{INK}" stroke-width="0.9"/>'
        yield from _after_issue(frame, course, y, mark)
        yield _issued(mark, y)
    if course.cancelled is not None:
        yield _cross(frame.x(course.planned[0] if course.planned else course.cancelled) + 4, y)


def _after_issue(frame: Frame, course: Course, y: int, mark: float) -> Iterator[str]:
    """What became of the requests: a dotted line until they were verified, or to the edge while some are open."""
    if course.verified is None and not course.left_open:
        return
    end = frame.x(course.verified) if course.verified else WIDTH - RIGHT
    yield f'<path d="M{mark} {y + 6} H{end}" stroke="{INK}" stroke-width="0.9" stroke-dasharray="2 3"/>'
    yield _verified(end, y) if course.verified else _open(end, y)


def _length(frame: Frame, days: tuple[date, date]) -> float:
    return round(max(frame.x(days[1] + timedelta(days=1)) - frame.x(days[0]), 3), 1)


def _day_of(event: Event) -> date:
    """The day at which a fault is drawn: of a typhoon its Monday, not the day of the warning."""
    return event.due if event.kind.endswith("typhoon_week") and event.due else local_date(event.at)


def _faults(frame: Frame, bottom: float) -> Iterator[str]:
    """A numbered line for each fault, and below what the number means; numbers that would meet stand over each other."""
    ends: list[float] = []
    for number, event in enumerate(frame.faults, start=1):
        day = _day_of(event)
        x = frame.x(day)
        level = next((place for place, end in enumerate(ends) if end < x - 2 * BUBBLE), len(ends))
        ends[level : level + 1] = [x]
        y = TOP - 58 - 2.3 * BUBBLE * level
        yield f'<path d="M{x} {y} V{bottom}" stroke="{INK}" stroke-width="1.2" stroke-dasharray="7 3 2 3"/>'
        yield f'<circle cx="{x}" cy="{y}" r="{BUBBLE}" fill="#ffffff" stroke="{INK}" stroke-width="1.3"/>'
        yield _text(x, y + 4, number, size=11, weight="bold", anchor="middle")
        name = FAULT_NAMES[event.kind.removeprefix(FAULT_PREFIX)]
        about = ", ".join(part for part in (str(name), event.visit, event.person) if part)
        yield _text(24, bottom + 34 + FAULT_ROW * number, f"{number}. {format_date(day)}: {about}")


def _summary(courses: Sequence[Course]) -> str:
    moved = sum(
        one.planned is not None and one.actual is not None and one.planned[0] != one.actual[0] for one in courses
    )
    counts = {
        "all": len(courses),
        "held": sum(one.actual is not None for one in courses),
        "issued": sum(one.issued is not None for one in courses),
        "moved": moved,
        "cancelled": sum(one.cancelled is not None for one in courses),
    }
    return _(
        "%(all)s cuộc kiểm tra: %(held)s đã tiến hành, %(issued)s đã phát hành kết luận, %(moved)s dời ngày, "
        "%(cancelled)s hủy. * kiểm tra đột xuất. Nền xám: ngày nghỉ.",
        **counts,
    )


def title_of(campaign: str, first: date, last: date) -> str:
    """The words above the picture."""
    days = {"first": format_date(first), "last": format_date(last)}
    return _("%(campaign)s: kế hoạch và thực tế, %(first)s - %(last)s", campaign=campaign, **days)
