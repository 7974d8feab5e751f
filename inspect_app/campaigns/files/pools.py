"""Which units a pool means."""

from collections.abc import Mapping

from inspect_app.campaigns.files.days import Days
from inspect_app.campaigns.files.shapes import PoolEntry
from inspect_app.units.files import UnitEntry


def units_of_pool(pool: PoolEntry, units: Mapping[str, UnitEntry], window: Days) -> list[str]:
    """The codes of the pool's units that exist during the whole window, in order, each once.

    `kinds` takes all units of the kinds; with `under`, only those that stand under one of these units.
    """
    of_kinds = [
        unit.code
        for unit in units.values()
        if unit.kind in pool.kinds and (not pool.under or unit.parent in pool.under)
    ]
    chosen = dict.fromkeys([*pool.units, *of_kinds])
    return sorted(
        code
        for code in chosen
        if code in units and code not in pool.without and units[code].is_valid_between(window.starts, window.ends)
    )
