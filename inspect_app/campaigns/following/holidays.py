"""The next year's days off: days fixed in the solar year are proposed, to be checked; all others are asked, never invented."""

from dataclasses import dataclass
from datetime import date, timedelta

from inspect_app.campaigns.files import CalendarFile, Days
from inspect_app.campaigns.files.shapes import HolidayEntry, WorkingWeekendDay
from inspect_app.campaigns.following.moving import same_day
from inspect_app.campaigns.following.values import LEAVE_BLANK, Change, FreeText, Inquiry, Question, days_of
from inspect_app.kernel.calendar import SATURDAY
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import fold

FILE = "calendar.yaml"
ACCEPT = "de-xuat"


@dataclass(frozen=True)
class _Fixed:
    month: int
    day: int
    name: str


@dataclass(frozen=True)
class _Movable:
    key: str
    word: str
    name: str
    first: tuple[int, int]
    last: tuple[int, int]


FIXED = (
    _Fixed(1, 1, "Tết Dương lịch"),
    _Fixed(4, 30, "Ngày Chiến thắng 30/4"),
    _Fixed(5, 1, "Quốc tế Lao động 01/5"),
    _Fixed(9, 2, "Quốc khánh"),
)
# Between which days of the solar year a day of the lunar year can fall; a little wide, so that nothing is missed.
MOVABLE = (
    _Movable("tet", "tet nguyen dan", "Tết Nguyên đán", (1, 15), (3, 1)),
    _Movable("gio-to", "gio to", "Giỗ Tổ Hùng Vương", (3, 20), (5, 5)),
)
ANSWERED = "người điều phối ghi khi lập kế hoạch"
NOT_DECREED = "cần đối chiếu: chưa có văn bản về lịch nghỉ của năm %(year)d"


def next_calendar(old: CalendarFile, whole: Days, years: int, inquiry: Inquiry, changes: list[Change]) -> CalendarFile:
    """The calendar over the new window and as long a time after it as the old one had."""
    covers = Days(starts=whole.starts, ends=max(whole.ends, same_day(old.covers.ends, years)))
    entries = [*_fixed(covers, inquiry), *_second_national_day(covers, inquiry), *_movable(covers, inquiry)]
    swapped, worked = _swapped(covers, inquiry)
    entries += [*_others(old, covers, years, inquiry), *swapped]
    holidays = _without_repeats(sorted(entries, key=lambda one: one.starts))
    for entry in old.holidays:
        changes.append(Change(FILE, entry.name, _span(entry.days), "", _("lịch của năm cũ, không chép sang")))
    for entry in holidays:
        changes.append(Change(FILE, entry.name, "", _span(entry.days), entry.source))
    for one in old.working_weekend_days:
        changes.append(Change(FILE, one.name, format_date(one.day), "", _("ngày làm bù của năm cũ, không chép sang")))
    return CalendarFile(covers=covers, holidays=tuple(holidays), working_weekend_days=tuple(_worked(worked, holidays)))


def _worked(worked: list[WorkingWeekendDay], holidays: list[HolidayEntry]) -> list[WorkingWeekendDay]:
    """A weekend day cannot be worked while it is a holiday."""
    off = {day for holiday in holidays for day in holiday.days.each()}
    return [one for one in worked if one.day not in off]


def _without_repeats(entries: list[HolidayEntry]) -> list[HolidayEntry]:
    kept: list[HolidayEntry] = []
    for entry in entries:
        if not kept or kept[-1].ends < entry.starts:
            kept.append(entry)
        elif entry.ends > kept[-1].ends:
            kept.append(entry.model_copy(update={"starts": kept[-1].ends + timedelta(days=1)}))
    return kept


def _unsure(year: int) -> str:
    return NOT_DECREED % {"year": year}


def _entry(days: Days, name: str, source: str) -> HolidayEntry:
    return HolidayEntry(starts=days.starts, ends=days.ends, name=name, source=source)


def _one(day: date) -> Days:
    return Days(starts=day, ends=day)


def _years(covers: Days) -> range:
    return range(covers.starts.year, covers.ends.year + 1)


def _fixed(covers: Days, inquiry: Inquiry) -> list[HolidayEntry]:
    found: list[HolidayEntry] = []
    off = {date(year, one.month, one.day) for year in _years(covers) for one in FIXED}
    for year in _years(covers):
        for one in FIXED:
            day = date(year, one.month, one.day)
            if not covers.holds(_one(day)):
                continue
            found.append(_entry(_one(day), one.name, _unsure(year)))
            if day.weekday() >= SATURDAY:
                found += _instead(day, one.name, off, covers, inquiry)
    return found


def _instead(day: date, name: str, off: set[date], covers: Days, inquiry: Inquiry) -> list[HolidayEntry]:
    """A day off that falls on a weekend: the next working day is proposed, and asked."""
    instead = day
    while instead.weekday() >= SATURDAY or instead in off:
        instead += timedelta(days=1)
    question = Question(
        f"nghi-bu:{day.isoformat()}",
        FILE,
        name,
        _(
            "%(name)s năm %(year)d rơi vào ngày nghỉ hằng tuần (%(day)s). Ngày nghỉ bù là ngày nào?",
            name=name,
            year=day.year,
            day=format_date(day),
        ),
        (
            (ACCEPT, _("%(day)s, ghi là cần đối chiếu", day=format_date(instead))),
            (LEAVE_BLANK, _("Chưa ghi, bổ sung khi có văn bản")),
        ),
        FreeText.DAYS,
    )
    answer = inquiry.ask(question)
    days = _one(instead) if answer == ACCEPT else days_of(answer or "")
    if days is None or not covers.holds(days):
        return []
    off |= set(days.each())
    source = _unsure(day.year) if answer == ACCEPT else ANSWERED
    return [_entry(days, f"Nghỉ bù {name}", source)]


def _second_national_day(covers: Days, inquiry: Inquiry) -> list[HolidayEntry]:
    found: list[HolidayEntry] = []
    for year in _years(covers):
        before, after = date(year, 9, 1), date(year, 9, 3)
        if not covers.holds(Days(starts=before, ends=after)):
            continue
        question = Question(
            f"quoc-khanh:{year}",
            FILE,
            "Quốc khánh",
            _("Quốc khánh năm %(year)d nghỉ thêm ngày liền trước hay liền sau ngày 02/9?", year=year),
            (
                ("truoc", _("liền trước: %(day)s", day=format_date(before))),
                ("sau", _("liền sau: %(day)s", day=format_date(after))),
                (LEAVE_BLANK, _("Chưa có văn bản: chỉ ghi ngày 02/9, bổ sung sau")),
            ),
        )
        answer = inquiry.ask(question)
        if answer in ("truoc", "sau"):
            found.append(_entry(_one(before if answer == "truoc" else after), "Quốc khánh, ngày nghỉ thêm", ANSWERED))
    return found


def _movable(covers: Days, inquiry: Inquiry) -> list[HolidayEntry]:
    found: list[HolidayEntry] = []
    for year in _years(covers):
        for one in MOVABLE:
            first, last = date(year, *one.first), date(year, *one.last)
            if last < covers.starts or first > covers.ends:
                continue
            question = _which_days(f"{one.key}:{year}", one.name, year)
            days = days_of(inquiry.ask(question) or "")
            if days is not None and covers.holds(days):
                found.append(_entry(days, one.name, ANSWERED))
    return found


def _which_days(question_id: str, name: str, year: int) -> Question:
    return Question(
        question_id,
        FILE,
        name,
        _("%(name)s năm %(year)d nghỉ những ngày nào?", name=name, year=year),
        ((LEAVE_BLANK, _("Chưa ghi (chưa có văn bản, hoặc ngoài thời gian của lịch), bổ sung sau")),),
        FreeText.DAYS,
    )


def _others(old: CalendarFile, covers: Days, years: int, inquiry: Inquiry) -> list[HolidayEntry]:
    """Days off of the old year that are none of the known ones are asked by their name."""
    found: list[HolidayEntry] = []
    for entry in old.holidays:
        on_fixed = any((day.month, day.day) == (one.month, one.day) for day in entry.days.each() for one in FIXED)
        if on_fixed or any(one.word in fold(entry.name) for one in MOVABLE):
            continue
        if same_day(entry.ends, years) < covers.starts or same_day(entry.starts, years) > covers.ends:
            continue
        question = _which_days(f"ngay-nghi:{entry.starts.isoformat()}", entry.name, entry.starts.year + years)
        days = days_of(inquiry.ask(question) or "")
        if days is not None and covers.holds(days):
            found.append(_entry(days, entry.name, ANSWERED))
    return found


def _swapped(covers: Days, inquiry: Inquiry) -> tuple[list[HolidayEntry], list[WorkingWeekendDay]]:
    """A working day that is off by decision, and the weekend day that is worked instead."""
    year = covers.starts.year
    none = (
        (LEAVE_BLANK, _("Chưa có văn bản: không ghi ngày nào, bổ sung sau (cần đối chiếu)")),
        ("khong", _("Văn bản đã có và không hoán đổi ngày nào trong thời gian này")),
    )
    text = _("Năm %(year)d có ngày làm việc nào được hoán đổi thành ngày nghỉ không?", year=year)
    question = Question(f"hoan-doi:{year}", FILE, "holidays", text, none, FreeText.DAYS)
    off = days_of(inquiry.ask(question) or "")
    if off is None or not covers.holds(off):
        return [], []
    text = _("Làm bù cho %(days)s vào ngày thứ Bảy, Chủ nhật nào?", days=_span(off))
    question = Question(f"lam-bu:{year}", FILE, "working_weekend_days", text, none[:1], FreeText.DAYS)
    worked = days_of(inquiry.ask(question) or "")
    days = [day for day in (worked.each() if worked else []) if day.weekday() >= SATURDAY and covers.holds(_one(day))]
    name = f"Làm bù cho {_span(off)}"
    return (
        [_entry(off, "Nghỉ do hoán đổi ngày làm việc", ANSWERED)],
        [WorkingWeekendDay(day=day, name=name, source=ANSWERED) for day in days],
    )


def _span(days: Days) -> str:
    first = format_date(days.starts)
    return first if days.starts == days.ends else f"{first} – {format_date(days.ends)}"
