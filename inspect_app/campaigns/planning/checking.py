"""Whether a plan keeps the hard rules, asked of each rule in turn. It shares nothing with the solver's model."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations

from inspect_app.campaigns.planning.problem import Placement, Plan, Problem, Span, Visit
from inspect_app.kernel.actors import Role
from inspect_app.kernel.formats import format_date, format_span
from inspect_app.kernel.language import gettext as _


class Rule(StrEnum):
    """The hard rules of a plan."""

    KNOWN = "known"
    WORKING_DAYS = "working_days"
    LENGTH = "length"
    WINDOW = "window"
    DUE = "due"
    UNIT_EXISTS = "unit_exists"
    BLACKOUT = "blackout"
    NOTICE = "notice"
    ONE_LEAD = "one_lead"
    SECRETARY = "secretary"
    EXPERT = "expert"
    LEAST_PEOPLE = "least_people"
    TIED = "tied"
    LEAVE = "leave"
    ONE_PLACE = "one_place"
    BURDEN = "burden"
    ORDER = "order"
    TOGETHER = "together"
    PINNED = "pinned"


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule broken: by which visits, about whom, on which days, and the sentence that says so.

    `visits` begins with the visit that is spoken of. The sentence never names another visit that is unannounced;
    `visits` does, so that who shows it asks whether the reader may know of all of them.
    """

    rule: Rule
    visits: tuple[str, ...]
    people: tuple[str, ...]
    days: tuple[date, ...]
    message: str


OneCheck = Callable[[Problem, Visit, Placement], Iterator[Violation]]
BothCheck = Callable[[Problem, Placement, Placement], Iterator[Violation]]


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """Every hard rule that the plan breaks, visit by visit; a visit without a place breaks none."""
    found = [violation for placement in _in_order(plan) for violation in _alone(problem, placement)]
    known = [placement for placement in _in_order(plan) if placement.visit in problem.visits]
    for one, other in _pairs(problem, known):
        found += _together(problem, one, other)
    return found


def check_visit(problem: Problem, plan: Plan, code: str) -> list[Violation]:
    """What stands against one visit where the plan has it: its own rules, and those that it shares with the others."""
    placement = plan.placements[code]
    found = list(_alone(problem, placement))
    if code in problem.visits:
        for other in _in_order(plan):
            if other.visit != code and other.visit in problem.visits:
                found += _together(problem, placement, other)
    return found


def _in_order(plan: Plan) -> list[Placement]:
    return sorted(plan.placements.values(), key=lambda one: (one.first, one.visit))


def _pairs(problem: Problem, placements: Sequence[Placement]) -> Iterator[tuple[Placement, Placement]]:
    """Pairs that share a person, a unit or an order, each once; others have nothing to say to each other."""
    groups: dict[tuple[str, str], list[Placement]] = defaultdict(list)
    for one in placements:
        groups["unit", problem.visits[one.visit].unit].append(one)
        for person in dict.fromkeys(one.people):
            groups["person", person].append(one)
    told: set[tuple[str, str]] = set()
    for group in groups.values():
        for one, other in combinations(group, 2):
            if (one.visit, other.visit) not in told:
                told.add((one.visit, other.visit))
                yield one, other
    by_code = {one.visit: one for one in placements}
    for one in placements:
        for earlier in problem.visits[one.visit].after:
            if earlier in by_code and not {(earlier, one.visit), (one.visit, earlier)} & told:
                yield by_code[earlier], one


def _alone(problem: Problem, placement: Placement) -> Iterator[Violation]:
    visit = problem.visits.get(placement.visit)
    strangers = [code for code in placement.people if code not in problem.people]
    if visit is None or strangers:
        message = _("%(code)s: không có cuộc hoặc người này trong kế hoạch", code=placement.visit)
        yield Violation(Rule.KNOWN, (placement.visit,), tuple(strangers), (), message)
        return
    for rule in ONE_VISIT:
        yield from rule(problem, visit, placement)


def _together(problem: Problem, one: Placement, other: Placement) -> Iterator[Violation]:
    for rule in TWO_VISITS:
        yield from rule(problem, one, other)


def _days(span: Span) -> list[date]:
    return [span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)]


def _working_days(problem: Problem, visit: Visit, placement: Placement) -> Iterator[Violation]:
    off = tuple(day for day in _days(placement.span) if not problem.calendar.is_working_day(day))
    if off:
        message = _("%(code)s: ngày %(day)s không phải ngày làm việc", code=visit.code, day=format_date(off[0]))
        yield Violation(Rule.WORKING_DAYS, (visit.code,), (), off, message)


def _length(problem: Problem, visit: Visit, placement: Placement) -> Iterator[Violation]:
    worked = sum(problem.calendar.is_working_day(day) for day in _days(placement.span))
    if worked != visit.days and visit.pinned is None:
        message = _(
            "%(code)s: cần %(want)d ngày làm việc, ở đây có %(have)d", code=visit.code, want=visit.days, have=worked
        )
        yield Violation(Rule.LENGTH, (visit.code,), (), (placement.first, placement.last), message)


def _window(problem: Problem, visit: Visit, placement: Placement) -> Iterator[Violation]:
    outside = tuple(day for day in _days(placement.span) if not visit.window.holds(day))
    if outside:
        span = format_span(visit.window.first, visit.window.last)
        message = _(
            "%(code)s: ngày %(day)s nằm ngoài khoảng %(span)s", code=visit.code, day=format_date(outside[0]), span=span
        )
        yield Violation(Rule.WINDOW, (visit.code,), (), outside, message)


def _due(problem: Problem, visit: Visit, placement: Placement) -> Iterator[Violation]:
    if visit.due is not None and placement.last > visit.due:
        message = _(
            "%(code)s: kết thúc ngày %(day)s, sau hạn %(due)s",
            code=visit.code,
            day=format_date(placement.last),
            due=format_date(visit.due),
        )
        yield Violation(Rule.DUE, (visit.code,), (), (placement.last,), message)


def _unit(problem: Problem, visit: Visit, placement: Placement) -> Iterator[Violation]:
    unit = problem.units[visit.unit]
    gone = tuple(day for day in _days(placement.span) if not unit.exists_on(day))
    if gone:
        message = _(
            "%(code)s: “%(unit)s” không tồn tại ngày %(day)s", code=visit.code, unit=unit.name, day=format_date(gone[0])
        )
        yield Violation(Rule.UNIT_EXISTS, (visit.code,), (), gone, message)
    for day in _days(placement.span):
        closed = unit.blackout_on(day)
        if closed is not None:
            message = _(
                "%(code)s: “%(unit)s” không tiếp đoàn ngày %(day)s (%(why)s)",
                code=visit.code,
                unit=unit.name,
                day=format_date(day),
                why=closed.why or _("bận việc của đơn vị"),
            )
            yield Violation(Rule.BLACKOUT, (visit.code,), (), (day,), message)


def _notice(problem: Problem, visit: Visit, placement: Placement) -> Iterator[Violation]:
    if problem.as_of is None or visit.pinned is not None:
        return
    if visit.published is not None and visit.published.first == placement.first >= problem.as_of:
        return
    wanted = 1 if visit.told or visit.unannounced else max(1, visit.notice_days)
    ahead = problem.calendar.working_days_between(problem.as_of, placement.first)
    if placement.first < problem.as_of:
        message = _("%(code)s: ngày %(day)s đã qua", code=visit.code, day=format_date(placement.first))
    elif ahead < wanted:
        message = _(
            "%(code)s: báo trước %(have)d ngày làm việc, phải báo trước %(want)d",
            code=visit.code,
            have=ahead,
            want=wanted,
        )
    else:
        return
    yield Violation(Rule.NOTICE, (visit.code,), (), (placement.first,), message)


def _composition(problem: Problem, visit: Visit, placement: Placement) -> Iterator[Violation]:
    stream, roles = problem.streams[visit.stream], [member.role for member in placement.members]

    def broken(rule: Rule, message: str, *people: str) -> Violation:
        return Violation(rule, (visit.code,), people, (), message)

    leads = [member.person for member in placement.members if member.role is Role.LEAD]
    if len(leads) != 1:
        message = _("%(code)s: đoàn phải có đúng một trưởng đoàn, ở đây có %(n)d", code=visit.code, n=len(leads))
        yield broken(Rule.ONE_LEAD, message, *leads)
    elif not problem.people[leads[0]].can_lead:
        name = problem.people[leads[0]].name
        yield broken(
            Rule.ONE_LEAD, _("%(code)s: %(name)s không làm trưởng đoàn được", code=visit.code, name=name), *leads
        )
    writers = [member.person for member in placement.members if member.role is Role.SECRETARY]
    if stream.needs_secretary and not any(problem.people[person].can_secretary for person in writers):
        yield broken(Rule.SECRETARY, _("%(code)s: đoàn thiếu thư ký làm được việc này", code=visit.code), *writers)
    if stream.needs_expert and not any(visit.stream in problem.people[one].expert_in for one in placement.people):
        message = _("%(code)s: luồng “%(stream)s” cần chuyên gia của ngành", code=visit.code, stream=stream.title)
        yield broken(Rule.EXPERT, message)
    going = len(set(placement.people)) - sum(role is Role.OBSERVER for role in roles)
    if going < stream.least_people:
        message = _(
            "%(code)s: đoàn có %(have)d người, cần ít nhất %(want)d",
            code=visit.code,
            have=going,
            want=stream.least_people,
        )
        yield broken(Rule.LEAST_PEOPLE, message)
    if len(set(placement.people)) < len(placement.people):
        yield broken(Rule.ONE_PLACE, _("%(code)s: một người có hai vai trò trong đoàn", code=visit.code))


def _people(problem: Problem, visit: Visit, placement: Placement) -> Iterator[Violation]:
    unit = problem.units[visit.unit]
    for code in dict.fromkeys(placement.people):
        person = problem.people[code]
        if person.is_tied(visit.unit, placement.first):
            message = _(
                "%(code)s: %(name)s thuộc “%(unit)s” (hiện nay hoặc trong một năm qua)",
                code=visit.code,
                name=person.name,
                unit=unit.name,
            )
            yield Violation(Rule.TIED, (visit.code,), (code,), (placement.first,), message)
        for day in _days(placement.span):
            if person.leave_on(day) is not None:
                message = _(
                    "%(code)s: %(name)s nghỉ ngày %(day)s", code=visit.code, name=person.name, day=format_date(day)
                )
                yield Violation(Rule.LEAVE, (visit.code,), (code,), (day,), message)


def _pinned(problem: Problem, visit: Visit, placement: Placement) -> Iterator[Violation]:
    kept = visit.pinned
    if kept is None or (kept.span == placement.span and set(kept.members) == set(placement.members)):
        return
    message = _(
        "%(code)s được giữ nguyên ở %(span)s cùng đoàn của nó; hãy bỏ giữ trước khi chuyển",
        code=visit.code,
        span=format_span(kept.first, kept.last),
    )
    yield Violation(Rule.PINNED, (visit.code,), (), (kept.first, kept.last), message)


def _named(problem: Problem, placement: Placement) -> str:
    return _("một cuộc kiểm tra khác") if problem.visits[placement.visit].unannounced else placement.visit


def _one_place(problem: Problem, one: Placement, other: Placement) -> Iterator[Violation]:
    if not one.span.meets(other.span):
        return
    first, last = max(one.first, other.first), min(one.last, other.last)
    for code in dict.fromkeys(one.people):
        if code in other.people:
            message = _(
                "%(code)s: %(name)s đã ở %(other)s ngày %(span)s",
                code=one.visit,
                name=problem.people[code].name,
                other=_named(problem, other),
                span=format_span(first, last),
            )
            yield Violation(Rule.ONE_PLACE, (one.visit, other.visit), (code,), (first, last), message)


def _burden(problem: Problem, one: Placement, other: Placement) -> Iterator[Violation]:
    visits = problem.visits[one.visit], problem.visits[other.visit]
    if visits[0].unit != visits[1].unit or (problem.may_combine(*visits) and one.first == other.first):
        return
    earlier, later = sorted((one, other), key=lambda placement: placement.first)
    # Only days on which somebody works lie between: a pinned visit may begin or end on a day off.
    between = problem.calendar.working_days_between(earlier.last, later.first - timedelta(days=1))
    if earlier.span.meets(later.span) or between < problem.distance:
        message = _(
            "%(code)s: “%(unit)s” đã có %(other)s ngày %(span)s, phải cách nhau ít nhất %(n)d ngày làm việc",
            code=one.visit,
            unit=problem.units[visits[0].unit].name,
            other=_named(problem, other),
            span=format_span(other.first, other.last),
            n=problem.distance,
        )
        yield Violation(Rule.BURDEN, (one.visit, other.visit), (), (later.first,), message)


def _order(problem: Problem, one: Placement, other: Placement) -> Iterator[Violation]:
    for later, earlier in ((one, other), (other, one)):
        if earlier.visit in problem.visits[later.visit].after and later.first <= earlier.last:
            message = _("%(code)s phải sau khi %(other)s kết thúc", code=later.visit, other=_named(problem, earlier))
            yield Violation(Rule.ORDER, (later.visit, earlier.visit), (), (later.first, earlier.last), message)


def _joined(problem: Problem, one: Placement, other: Placement) -> Iterator[Violation]:
    if not problem.are_joined(problem.visits[one.visit], problem.visits[other.visit]) or one.first == other.first:
        return
    message = _(
        "%(code)s ghép với %(other)s nên phải bắt đầu cùng ngày %(day)s",
        code=one.visit,
        other=_named(problem, other),
        day=format_date(other.first),
    )
    days = min(one.first, other.first), max(one.first, other.first)
    yield Violation(Rule.TOGETHER, (one.visit, other.visit), (), days, message)


ONE_VISIT: tuple[OneCheck, ...] = (
    _working_days, _length, _window, _due, _unit, _notice, _composition, _people, _pinned,
)  # fmt: skip
TWO_VISITS: tuple[BothCheck, ...] = (_one_place, _burden, _order, _joined)
