"""The draws of the next plan: as many as before, from pools of the units that exist then. The seed is never copied."""

from inspect_app.campaigns.files import Days, DrawEntry, PoolEntry
from inspect_app.campaigns.files.pools import units_of_pool
from inspect_app.campaigns.following.moving import moved_window
from inspect_app.campaigns.following.values import LEAVE_BLANK, LEAVE_OUT, Change, Question
from inspect_app.campaigns.following.visits import FILE, Ground
from inspect_app.kernel.language import gettext as _

NARROW = "bot"


def next_draw(entry: DrawEntry, ground: Ground) -> DrawEntry | None:
    """The draw in the next plan; None when nothing of its pool is left and nobody wants it kept."""
    window = moved_window(entry.window, ground.years, ground.calendar, ground.whole) if entry.window else None
    days = window or ground.whole
    pool = _pool(entry, days, ground)
    team = entry.team if ground.members(entry.team) else None
    if entry.team and team is None:
        text = _("Mục rút thăm “%(title)s” giao cho đoàn nào? Đoàn cũ không còn ai.", title=entry.title)
        choices = [(one.code, one.title) for one in (ground.teams.teams if ground.teams else ())]
        question = Question(
            f"doan-rut-tham:{entry.code}",
            FILE,
            entry.code,
            text,
            ((LEAVE_BLANK, _("để trống đoàn, chọn sau")), *choices),
        )
        answer = ground.inquiry.ask(question)
        team = None if answer in (None, LEAVE_BLANK) else answer
    pool = _without_own(entry, pool, team, days, ground)
    count = _count(entry, pool, days, ground)
    if count == 0:
        return None
    ground.changes.append(
        Change(
            FILE,
            entry.code,
            str(entry.count),
            str(count),
            _("rút thăm lại bằng mã bí mật mới khi nạp; đơn vị, ngày cũ không chép"),
        )
    )
    return entry.model_copy(update={"window": window, "pool": pool, "team": team, "count": count})


def _pool(entry: DrawEntry, days: Days, ground: Ground) -> PoolEntry:
    kept = {name: _then(entry, getattr(entry.pool, name), days, ground) for name in ("units", "under")}
    without = tuple(code for code in entry.pool.without if code in ground.units.known)
    return entry.pool.model_copy(update={**kept, "without": without})


def _then(entry: DrawEntry, codes: tuple[str, ...], days: Days, ground: Ground) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for code in codes:
        unit = ground.units.then(code, days)
        if unit is None:
            text = _(
                "Mục rút thăm “%(title)s”: %(why)s. Thay bằng đơn vị nào?",
                title=entry.title,
                why=ground.units.ended(code),
            )
            choices = ((LEAVE_OUT, _("bỏ khỏi danh sách rút thăm")), *ground.units.alike(code, days))
            unit = ground.inquiry.ask(Question(f"rut-tham:{entry.code}:{code}", FILE, entry.code, text, choices))
        if unit is None or unit == LEAVE_OUT:
            ground.changes.append(Change(FILE, entry.code, ground.units.name(code), "", ground.units.ended(code)))
            continue
        if unit != code:
            before, after = ground.units.name(code), ground.units.name(unit)
            ground.changes.append(Change(FILE, entry.code, before, after, _("đơn vị trong danh sách rút thăm")))
        found[unit] = None
    return tuple(found)


def _without_own(entry: DrawEntry, pool: PoolEntry, team: str | None, days: Days, ground: Ground) -> PoolEntry:
    """Nobody inspects where he works: such units leave the pool, which is told."""
    own = sorted(ground.agencies(team) & set(units_of_pool(pool, ground.units.known, days)))
    for code in own:
        why = _("nơi công tác của thành viên đoàn")
        ground.changes.append(Change(FILE, entry.code, ground.units.name(code), "", why))
    return pool.model_copy(update={"without": (*pool.without, *own)}) if own else pool


def _count(entry: DrawEntry, pool: PoolEntry, days: Days, ground: Ground) -> int:
    units = len(units_of_pool(pool, ground.units.known, days))
    working = sum(ground.calendar.is_working_day(day) for day in days.each())
    possible = min(units, working)
    if entry.count <= possible:
        return entry.count
    text = _(
        "Mục rút thăm “%(title)s” cần %(count)d cuộc nhưng chỉ còn %(possible)d (đơn vị hoặc ngày làm việc).",
        title=entry.title,
        count=entry.count,
        possible=possible,
    )
    choices = ((NARROW, _("rút %(n)d cuộc", n=possible)),) if possible else ()
    choices = (*choices, (LEAVE_OUT, _("bỏ mục rút thăm này")))
    answer = ground.inquiry.ask(Question(f"so-cuoc:{entry.code}", FILE, entry.code, text, choices))
    return possible if answer != LEAVE_OUT else 0
