"""A second version of a checklist comes in June: what has begun keeps the first, what has not takes the second."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from inspect_app.campaigns.operations import load_plan
from inspect_app.checklists.checker import read_checklist
from inspect_app.checklists.library import ChecklistLibrary, LibraryEntry
from inspect_app.checklists.operations import record_versions
from inspect_app.cli.demonstration.stage import Stage
from inspect_app.cli.replay.faults.choosing import coming_visits, once_planned
from inspect_app.cli.replay.playing import Play
from inspect_app.kernel.actors import SYSTEM

JUNE = 6


def checklist_changes(play: Play) -> None:
    """On the first working day of June, the checklist of which most visits are still to come."""
    once_planned(play, _choose)


def _choose(play: Play, stage: Stage, _now: datetime) -> None:
    day = stage.calendar.next_working_day(date(stage.folder.plan.campaign.year, JUNE, 1))
    counted = Counter(visit.checklist_code for visit in coming_visits(play, after=day))
    if counted:
        code = max(sorted(counted), key=lambda one: counted[one])
        play.at(day, 9, 0, partial(_published, play, code))


def _published(play: Play, code: str, stage: Stage, now: datetime) -> None:
    play.mark(now, "fault.checklist_v2", document=code)
    newest = stage.library.latest(code)
    old = next(one for one in stage.library.published if one.version == newest)
    number = newest.version + 1
    # A new version says in its title that it is one; its items stay, so that answers can be told apart by version alone.
    body = old.body.replace(f"\nversion: {newest.version}\n", f"\nversion: {number}\n", 1)
    body = body.replace('\n  vi: "', f'\n  vi: "(Phiên bản {number}) ', 1)
    path = Path(f"{code}.v{number}.yaml")
    entry = LibraryEntry(read_checklist(path, body.encode()), body, path, is_published=True)
    stage.library = ChecklistLibrary((*stage.library.entries, entry))
    record_versions(stage.session, stage.library, now=now)
    _plan_with(stage, code, number, now)


def _plan_with(stage: Stage, code: str, number: int, now: datetime) -> None:
    plan = stage.folder.plan
    streams = tuple(
        [
            stream.model_copy(update={"checklist": stream.checklist.model_copy(update={"version": number})})
            if stream.checklist.code == code
            else stream
            for stream in plan.streams
        ]
    )
    changed = plan.model_copy(update={"streams": streams})
    stage.folder = replace(stage.folder, plan=changed, sha256=f"{stage.folder.sha256[:54]}-v{number}")
    load_plan(stage.session, SYSTEM, stage.folder, now=now)
