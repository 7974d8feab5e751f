"""What goes wrong on request, by name."""

from collections.abc import Callable, Mapping

from inspect_app.cli.replay.faults.checklists import checklist_changes
from inspect_app.cli.replay.faults.outage import scheduler_goes_down
from inspect_app.cli.replay.faults.people import member_falls_ill
from inspect_app.cli.replay.faults.storm import typhoon_comes
from inspect_app.cli.replay.faults.tablets import tablet_is_lost
from inspect_app.cli.replay.faults.units import unit_is_merged
from inspect_app.cli.replay.playing import Play

FAULTS: Mapping[str, Callable[[Play], None]] = {
    "scheduler-down": scheduler_goes_down,
    "tablet-lost": tablet_is_lost,
    "unit-merged": unit_is_merged,
    "checklist-v2": checklist_changes,
    "member-ill": member_falls_ill,
    "typhoon-week": typhoon_comes,
}
