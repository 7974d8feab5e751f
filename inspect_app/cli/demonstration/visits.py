"""A visit from its self-report to its minutes, each act at its hour by whoever does it."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from inspect_app.campaigns.models import Visit
from inspect_app.checklists.queries import version_of
from inspect_app.checklists.rules import Grade
from inspect_app.cli.demonstration.answering import Ground
from inspect_app.cli.demonstration.cast import ADMINISTRATOR, call_contact, contact_code, head_title
from inspect_app.cli.demonstration.casting import Casting, cast_visit
from inspect_app.cli.demonstration.checklist_answers import PlannedAnswer, planned_answers
from inspect_app.cli.demonstration.conclusions import plan_conclusion
from inspect_app.cli.demonstration.pictures import DRAWINGS
from inspect_app.cli.demonstration.self_reports import printed, report_name, report_words
from inspect_app.cli.demonstration.stage import Stage
from inspect_app.fieldwork.intake import receive_document, receive_photo
from inspect_app.fieldwork.operations import (
    MinutesDetails,
    add_evidence,
    answer_item,
    begin_fieldwork,
    close_fieldwork,
    note_minutes,
    receive_self_report,
)
from inspect_app.fieldwork.paper import minutes_sheet
from inspect_app.fieldwork.permissions import may_receive_self_report
from inspect_app.fieldwork.queries import minutes_of, self_reports_of
from inspect_app.fieldwork.rules import GivenAnswer
from inspect_app.kernel.actors import Role
from inspect_app.kernel.clock import at_local, local_date
from inspect_app.kernel.formats import format_datetime

SELF_REPORT_DAYS = -5
LOOK_AGAIN = timedelta(hours=4)
# What the team has read beforehand is entered in the first hour; the rest over the hours at the unit.
FIRST_HOUR = {1: 0.4, 2: 0.5}
PICTURES = 3
GRADES = list(Grade)
ANSWERERS = (Role.INSPECTOR, Role.DEPUTY, Role.EXPERT, Role.SECRETARY)


def plan_visit(stage: Stage, code: str, *, since: datetime | None = None) -> None:
    """Puts down the acts of a visit that has its days; `since` is when they were set, if they were set anew."""
    visit = stage.visit(code)
    if visit.starts_on is None or visit.ends_on is None:
        return
    casting = cast_visit(code, visit.checklist_code, visit.unit, stage.lots(code))
    if not visit.unannounced:
        moment = stage.moment_after(visit.starts_on, SELF_REPORT_DAYS, 15, 10)
        if since is not None:
            moment = max(moment, since + timedelta(hours=2))
        words = _report_of(stage, visit, casting)
        if moment <= stage.until:
            stage.press.order(words, partial(printed, words, moment))
        stage.agenda.put(moment, partial(hand_in, code, words))
    stage.at(visit.starts_on, 8, 0, partial(begin, code, casting, visit.starts_on))


def ground_of(stage: Stage, visit: Visit, casting: Casting, purpose: str) -> Ground:
    """What the sample values of a visit are made from, with lots of their own for each purpose."""
    day = visit.starts_on or visit.window_start
    lots = stage.lots(f"{visit.code} {purpose}")
    return Ground(visit.unit.code, day, casting.resolved, casting.late_count, stage.calendar, lots)


def _report_of(stage: Stage, visit: Visit, casting: Casting) -> str:
    until = (visit.starts_on or visit.window_start).replace(day=1) - timedelta(days=1)
    return report_words(visit.unit.name, ground_of(stage, visit, casting, "report"), until)


def hand_in(code: str, words: str, stage: Stage, now: datetime) -> None:
    """The unit's contact hands in the unit's own report, unless the visit was cancelled or the report is there."""
    visit = stage.visit(code)
    if visit.cancelled_at is not None or visit.begun_at is not None or self_reports_of(stage.session, visit.id):
        return
    contact = stage.actor(contact_code(visit.unit), now)
    if not may_receive_self_report(contact, visit):
        # Nobody has told the unit yet: its contact looks again later, until the team is there.
        stage.agenda.put(now + LOOK_AGAIN, partial(hand_in, code, words))
        return
    data = stage.press.take(words, partial(printed, words, now))
    received = receive_document(stage.store, data, report_name(visit.unit.code))
    receive_self_report(
        stage.session,
        contact,
        visit,
        received,
        received_on=local_date(now),
        given_by=contact.name,
        note="Báo cáo mẫu, theo đề cương",
        now=now,
    )


def begin(code: str, casting: Casting, day: date, stage: Stage, now: datetime) -> None:
    """The lead begins on the spot, and everything until the minutes is put down; not on a day that was given up, nor twice."""
    visit = stage.visit(code)
    if visit.cancelled_at is not None or visit.begun_at is not None or visit.starts_on != day:
        return
    lead = _member(visit, Role.LEAD)
    begin_fieldwork(stage.session, stage.actor_of(lead, now), visit, place=f"Trụ sở {visit.unit.name}", now=now)
    if visit.unannounced:
        call_contact(stage, visit.unit, stage.actor(ADMINISTRATOR, now), now)
    version = version_of(stage.session, visit.checklist_code, visit.checklist_version)
    answers = planned_answers(version, casting, visit.unit, ground_of(stage, visit, casting, "answers"))
    _plan_answers(stage, visit, casting, answers)
    last = visit.ends_on or visit.window_end
    stage.at(last, 16, 15, partial(write_minutes, code))
    stage.at(last, 16, 40, partial(close, code))
    plan_conclusion(stage, visit, casting, ground_of(stage, visit, casting, "conclusion"))


def _member(visit: Visit, role: Role) -> UUID:
    return next(member.person_id for member in visit.team if Role(member.role) is role)


def _plan_answers(stage: Stage, visit: Visit, casting: Casting, answers: Sequence[PlannedAnswer]) -> None:
    """Sections are shared out; every answerer works through his own, so that all sections grow together."""
    people = [member.person_id for role in ANSWERERS for member in visit.team if Role(member.role) is role]
    sections = list(dict.fromkeys(answer.item.section for answer in answers))
    whose = {section: people[number % len(people)] for number, section in enumerate(sections)}
    places: dict[str, int] = dict.fromkeys(sections, 0)
    order: list[tuple[int, int, PlannedAnswer]] = []
    for number, answer in enumerate(answers):
        order.append((places[answer.item.section], number, answer))
        places[answer.item.section] += 1
    pictured = _pictured(answers)
    moments = _moments(visit, len(answers))
    for (_place, _number, answer), moment in zip(sorted(order, key=lambda one: one[:2]), moments, strict=True):
        person = whose[answer.item.section]
        given = answer.given
        changed = casting.told.corrected.get(answer.item.id)
        if changed is not None:
            first = GivenAnswer({"verdict": "partial"}, False, None, changed[0], "partial")
            stage.agenda.put(moment, partial(enter, visit.code, person, answer.item.id, first))
            given = GivenAnswer({"verdict": "pass"}, False, None, changed[1], "pass")
            moment += timedelta(hours=3)
        stage.agenda.put(moment, partial(enter, visit.code, person, answer.item.id, given))
        if answer.item.id in pictured:
            act = partial(show, visit.code, person, answer.item.id)
            stage.agenda.put(moment + timedelta(minutes=4), act)


def _pictured(answers: Sequence[PlannedAnswer]) -> set[str]:
    """The shortcomings of which there is a picture: the gravest first."""
    flaws = [answer.item for answer in answers if answer.is_flaw]
    return {item.id for item in sorted(flaws, key=lambda item: GRADES.index(item.grade))[:PICTURES]}


def _moments(visit: Visit, count: int) -> Iterator[datetime]:
    """When each answer is given: a share in the first hour, the rest evenly over the hours at the unit."""
    first = visit.starts_on or visit.window_start
    days = [first + timedelta(days=n) for n in range(((visit.ends_on or first) - first).days + 1)]
    early = int(count * FIRST_HOUR.get(len(days), 0.3))
    spans = [(at_local(first, time(8, 6)), at_local(first, time(8, 56)), early)]
    hours = [span for number, day in enumerate(days) for span in _hours(day, is_first=number == 0)]
    total = sum((end - start).total_seconds() for start, end in hours)
    left = count - early
    for number, (start, end) in enumerate(hours):
        share = left if number == len(hours) - 1 else int((count - early) * (end - start).total_seconds() / total)
        spans.append((start, end, share))
        left -= share
    for start, end, number in spans:
        for place in range(number):
            yield start + (end - start) * place / number


def _hours(day: date, *, is_first: bool) -> list[tuple[datetime, datetime]]:
    morning = at_local(day, time(9, 10) if is_first else time(8, 5)), at_local(day, time(11, 20))
    return [morning, (at_local(day, time(13, 35)), at_local(day, time(15, 50)))]


def enter(code: str, person: UUID, item_id: str, given: GivenAnswer, stage: Stage, now: datetime) -> None:
    """A member answers an item."""
    visit = stage.visit(code)
    elsewhere = stage.elsewhere.get((code, person))
    if elsewhere is not None:
        elsewhere(visit, item_id, given, stage, now)
        return
    answer_item(stage.session, stage.actor_of(_there(visit, person), now), visit, item_id, given, now=now)
    stage.given.append((code, item_id, given))


def _there(visit: Visit, person: UUID) -> UUID:
    """The member, or who took his place since."""
    team = [member.person_id for role in ANSWERERS for member in visit.team if Role(member.role) is role]
    return person if person in team else team[0]


def show(code: str, person: UUID, item_id: str, stage: Stage, now: datetime) -> None:
    """A member adds a picture."""
    visit = stage.visit(code)
    drawing = list(DRAWINGS)[(len(code) + int(item_id[-2:])) % len(DRAWINGS)]
    data = stage.press.picture(drawing, f"Mục {item_id} · {code}", visit.unit.name, format_datetime(now))
    received = receive_photo(stage.store, data, f"anh-mau-{code}-{item_id}.png")
    caption = f"Ảnh mẫu minh họa mục {item_id}, {format_datetime(now)}"
    actor = stage.actor_of(_there(visit, person), now)
    add_evidence(stage.session, actor, visit, item_id, received, caption=caption, now=now)


def write_minutes(code: str, stage: Stage, now: datetime) -> None:
    """The secretary writes down who was there and what the unit says."""
    visit = stage.visit(code)
    unit = visit.unit
    details = MinutesDetails(
        place=f"Trụ sở {unit.name}",
        unit_side=f"{head_title(unit)} (mẫu), {head_title(unit)}\nĐầu mối {unit.name} (mẫu), đầu mối làm việc với đoàn",
        unit_opinion="Đơn vị thống nhất với nội dung biên bản, cam kết khắc phục các tồn tại đã nêu (ý kiến mẫu).",
        refusal_reason="",
        copies=3,
    )
    note_minutes(stage.session, stage.actor_of(_member(visit, Role.SECRETARY), now), visit, details, now=now)


def close(code: str, stage: Stage, now: datetime) -> None:
    """The lead closes the visit with its minutes."""
    visit = stage.visit(code)
    found = minutes_of(stage.session, visit.id)
    if found is None:
        raise ValueError(f"{code} has no minutes")
    standing = stage.standing(visit)
    sheet = minutes_sheet(visit, found, standing, ended_at=now)
    stored = stage.store.put(stage.press.take_sheet(sheet, now))
    close_fieldwork(
        stage.session,
        stage.actor_of(_member(visit, Role.LEAD), now),
        visit,
        gaps=standing.gaps(found),
        sheet=json.loads(sheet.to_json()),
        pdf_sha256=stored.sha256,
        now=now,
    )
