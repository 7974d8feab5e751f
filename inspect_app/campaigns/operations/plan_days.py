"""Leave and closed days as the files want them: noted once, taken back with their line, else left to the page."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Person
from inspect_app.campaigns.files import CampaignFolder
from inspect_app.campaigns.models import Absence, Campaign, UnitClosure
from inspect_app.campaigns.operations.closed_days import close_unit, forget_absence, note_absence, reopen_unit
from inspect_app.campaigns.rules import ChangedThing, PlanChange
from inspect_app.campaigns.words import ABSENCE_REASONS
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.formats import format_span
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.units.queries import units_by_code

# What the last load noted, so that a line that left the files takes its days along, and those of the page stay.
CLOSED_DAYS = "closed_days"


@dataclass
class DayChanges:
    """What was noted and what was taken back."""

    added: list[PlanChange] = field(default_factory=list)
    removed: list[PlanChange] = field(default_factory=list)


@dataclass(frozen=True)
class _Hand:
    """Who writes, and when."""

    session: Session
    actor: Actor
    now: datetime


def load_closed_days(
    session: Session,
    actor: Actor,
    campaign: Campaign,
    folder: CampaignFolder,
    people: Mapping[str, UUID],
    *,
    now: datetime,
) -> DayChanges:
    """Notes the days that are new in the files and takes back those that left them.

    Days that somebody took back on the page stay so while their line is the same; the page's own are never touched.
    """
    hand, done = _Hand(session, actor, now), DayChanges()
    kept: dict[str, Any] = campaign.settings.get(CLOSED_DAYS, {})
    leave = [[one.person, *_span(one.days.starts, one.days.ends), one.why.value] for one in folder.teams.leave]
    closures = [
        [one.unit, *_span(one.days.starts, one.days.ends), one.why, one.with_below] for one in folder.calendar.closures
    ]
    _bring_up(kept.get("leave", []), leave, lambda line, wanted: _set_leave(hand, people, line, wanted), done)
    _bring_up(kept.get("closures", []), closures, lambda line, wanted: _set_closure(hand, line, wanted), done)
    if leave or closures or kept:
        campaign.settings = {**campaign.settings, CLOSED_DAYS: {"leave": leave, "closures": closures}}
    return done


def _bring_up(
    before: Iterable[list[Any]],
    after: Iterable[list[Any]],
    set_days: Callable[[list[Any], bool], PlanChange | None],
    done: DayChanges,
) -> None:
    """First takes back, then notes: a changed line is both."""
    before, after = list(before), list(after)
    done.removed += [change for line in before if line not in after and (change := set_days(line, False))]
    done.added += [change for line in after if line not in before and (change := set_days(line, True))]


def _span(first: date, last: date) -> tuple[str, str]:
    return first.isoformat(), last.isoformat()


@use_language(DEFAULT_LANGUAGE)
def _set_leave(hand: _Hand, people: Mapping[str, UUID], line: list[Any], wanted: bool) -> PlanChange | None:
    code, first, last, why = line[0], date.fromisoformat(line[1]), date.fromisoformat(line[2]), line[3]
    person = hand.session.get(Person, people[code]) if code in people else None
    if person is None:
        return None
    query = select(Absence).where(Absence.person_id == person.id, Absence.first_day == first, Absence.last_day == last)
    known = hand.session.scalars(query).first()
    if (known is not None) is wanted:
        return None
    if known is not None:
        forget_absence(hand.session, hand.actor, known, now=hand.now)
    else:
        reason = str(ABSENCE_REASONS[why])
        note_absence(hand.session, hand.actor, person, first_day=first, last_day=last, why=reason, now=hand.now)
    return PlanChange(ChangedThing.ABSENCE, code, f"{person.name}, {format_span(first, last)}")


def _set_closure(hand: _Hand, line: list[Any], wanted: bool) -> PlanChange | None:
    code, first, last, why, with_below = line[0], date.fromisoformat(line[1]), date.fromisoformat(line[2]), *line[3:]
    unit = units_by_code(hand.session).get(code)
    if unit is None:
        return None
    query = select(UnitClosure).where(
        UnitClosure.unit_id == unit.id,
        UnitClosure.first_day == first,
        UnitClosure.last_day == last,
        UnitClosure.with_below.is_(with_below),
    )
    known = hand.session.scalars(query).first()
    if (known is not None) is wanted:
        return None
    if known is not None:
        reopen_unit(hand.session, hand.actor, known, now=hand.now)
    else:
        close_unit(
            hand.session,
            hand.actor,
            unit,
            first_day=first,
            last_day=last,
            why=why,
            with_below=with_below,
            now=hand.now,
        )
    return PlanChange(ChangedThing.CLOSURE, code, f"{unit.name}, {format_span(first, last)}")
