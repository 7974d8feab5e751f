"""Sentences about what is in a visit's way, and about the ways out."""

from collections.abc import Sequence

from inspect_app.campaigns.planning.checking import Rule, Violation
from inspect_app.campaigns.planning.problem import Closed, Placement, Problem, Visit
from inspect_app.campaigns.planning.proposal import Cause, Way, WayOut
from inspect_app.kernel.formats import format_date, format_span
from inspect_app.kernel.language import gettext as _


def _spans(closed: Sequence[Closed], visit: Visit) -> str:
    shown = [one for one in closed if one.span.meets(visit.window)]
    return ", ".join(format_span(one.span.first, one.span.last) + (f" ({one.why})" if one.why else "") for one in shown)


def cause(problem: Problem, visit: Visit, violation: Violation) -> Cause:
    """One constraint in the way, in general and not for one day; a secret visit is not named."""
    return Cause(violation.rule, violation.visits[1:], violation.people, _cause_words(problem, visit, violation))


def _cause_words(problem: Problem, visit: Visit, violation: Violation) -> str:
    others = violation.visits[1:]
    if others:
        return _words_of_others(problem, visit, violation, _other(problem, others[0]))
    if violation.people:
        return _words_of_people(problem, visit, violation)
    unit = problem.units[visit.unit]
    match violation.rule:
        case Rule.WINDOW:
            first, last = format_date(visit.window.first), format_date(visit.window.last)
            return _("chỉ được kiểm tra từ %(first)s đến %(last)s", first=first, last=last)
        case Rule.DUE:
            return _("phải xong trước hạn %(due)s", due=format_date(visit.due))
        case Rule.BLACKOUT:
            return _("“%(unit)s” không tiếp đoàn: %(days)s", unit=unit.name, days=_spans(unit.blackouts, visit))
        case Rule.UNIT_EXISTS:
            return _("“%(unit)s” không tồn tại suốt thời gian này", unit=unit.name)
        case Rule.NOTICE:
            return _("phải báo trước cho đơn vị %(n)d ngày làm việc", n=visit.notice_days)
        case _:
            return violation.message


def _words_of_others(problem: Problem, visit: Visit, violation: Violation, other: str) -> str:
    match violation.rule:
        case Rule.BURDEN:
            return _("phải cách %(other)s ở cùng đơn vị %(n)d ngày làm việc", other=other, n=problem.distance)
        case Rule.ORDER:
            return _("phải theo thứ tự với %(other)s", other=other)
        case Rule.TOGETHER:
            return _("phải bắt đầu cùng ngày với %(other)s", other=other)
        case _:
            return _("người của đoàn bận ở %(other)s", other=other)


def _words_of_people(problem: Problem, visit: Visit, violation: Violation) -> str:
    names = ", ".join(problem.people[code].name for code in violation.people)
    if violation.rule is Rule.LEAVE:
        spans = _spans(problem.people[violation.people[0]].leave, visit)
        return _("%(name)s nghỉ: %(days)s", name=names, days=spans)
    if violation.rule is Rule.TIED:
        return _("%(name)s thuộc “%(unit)s” nên không được đi", name=names, unit=problem.units[visit.unit].name)
    return violation.message


def _other(problem: Problem, code: str) -> str:
    return _("một cuộc kiểm tra khác") if problem.visits[code].unannounced else code


def way_out(
    problem: Problem, visit: Visit, way: Way, placement: Placement, against: Sequence[Violation], cost: int
) -> WayOut:
    """One way out with its sentence."""
    return WayOut(way, placement, cost, _way_words(problem, visit, way, placement, against))


def _way_words(problem: Problem, visit: Visit, way: Way, placement: Placement, against: Sequence[Violation]) -> str:
    day, team = format_date(placement.first), problem.teams[placement.team].title
    names = ", ".join(dict.fromkeys(problem.people[code].name for one in against for code in one.people))
    others = [one.visits[1] for one in against if len(one.visits) > 1]
    other = _other(problem, others[0]) if others else ""
    match way:
        case Way.ANOTHER_TEAM:
            return _("giao cho %(team)s, từ ngày %(day)s", team=team, day=day)
        case Way.WIDER_WINDOW:
            n = max((visit.window.first - placement.first).days, (placement.last - visit.window.last).days, 0)
            n = max(n, (placement.last - visit.due).days) if visit.due else n
            return _("nới thời gian thêm %(n)d ngày, kiểm tra từ ngày %(day)s", n=n, day=day)
        case Way.LIFTED_BLACKOUT:
            return _("đề nghị đơn vị tiếp đoàn từ ngày %(day)s", day=day)
        case Way.LEAVE_MOVED:
            return _("%(names)s lùi ngày nghỉ, kiểm tra từ ngày %(day)s", names=names, day=day)
        case Way.NEARER_VISIT:
            return _("chấp nhận gần %(other)s hơn, kiểm tra từ ngày %(day)s", other=other, day=day)
        case Way.SHORTER_NOTICE:
            return _("đơn vị đồng ý báo gấp hơn, kiểm tra từ ngày %(day)s", day=day)
        case Way.ANOTHER_VISIT_MOVED:
            return _("dời %(other)s sang ngày khác, kiểm tra từ ngày %(day)s", other=other, day=day)
