"""A unit is merged into a neighbour in the middle of the campaign: its visit comes before that, or not at all."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.operations import load_plan
from inspect_app.cli.demonstration.stage import Stage
from inspect_app.cli.replay.coordinator import move_visit
from inspect_app.cli.replay.faults.choosing import coming_visits, once_planned
from inspect_app.cli.replay.playing import Play
from inspect_app.kernel.actors import SYSTEM
from inspect_app.kernel.clock import local_date
from inspect_app.units.files import UnitEntry
from inspect_app.units.rules import UnitKind

NOTICE = timedelta(weeks=5)
REASON = "Đơn vị sáp nhập theo nghị quyết (dữ liệu mẫu)."


def unit_is_merged(play: Play) -> None:
    """A commune that is to be visited, five weeks before; its last day lies a week before the visit."""
    once_planned(play, _choose)


def _choose(play: Play, stage: Stage, now: datetime) -> None:
    visits = [
        visit
        for visit in coming_visits(play, after=local_date(now) + NOTICE + timedelta(days=7))
        if not visit.unannounced and visit.unit.kind is UnitKind.COMMUNE
    ]
    if not visits:
        return
    visit = stage.lots("unit-merged").choice(visits)
    told_on = stage.calendar.next_working_day((visit.starts_on or visit.window_start) - NOTICE)
    play.at(told_on, 9, 30, partial(_merged, play, visit.code))


def _merged(play: Play, code: str, stage: Stage, now: datetime) -> None:
    visit = stage.visit(code)
    if visit.starts_on is None:
        return
    last = visit.starts_on - timedelta(days=7)
    play.mark(now, "fault.unit_merged", visit=visit.code, unit=visit.unit.code, due=last)
    _load(stage, visit, last, now)
    stage.session.refresh(visit.unit)
    move_visit(stage, visit, stage.calendar.add_working_days(local_date(now), 2), REASON, now, last=last)


def _load(stage: Stage, visit: Visit, last: date, now: datetime) -> None:
    """The units' file comes anew, with the unit's last day and what it went into."""
    file = stage.folder.units
    own = next(entry for entry in file.units if entry.code == visit.unit.code)
    successor = next(entry.code for entry in file.units if entry.parent == own.parent and entry.code != own.code)
    ended = own.model_copy(update={"valid_to": last, "successor": successor})
    entries: tuple[UnitEntry, ...] = tuple([ended if entry is own else entry for entry in file.units])
    units = file.model_copy(update={"units": entries})
    stage.folder = replace(stage.folder, units=units, sha256=f"{stage.folder.sha256[:54]}-merged")
    load_plan(stage.session, SYSTEM, stage.folder, now=now)
