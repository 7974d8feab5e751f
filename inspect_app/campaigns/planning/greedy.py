"""Two quick ways to a first plan: a clerk's (earliest due first, first free day) and a greedy one (cheapest place)."""

from collections.abc import Iterable

from inspect_app.campaigns.planning.standing import Standing
from inspect_app.campaigns.planning.table import Table


def clerks_plan(table: Table) -> Standing:
    """What a clerk does with a list: the visit that is due first takes the first day on which a team is free."""
    standing = Standing(table)
    rows = table.rows
    order = sorted(
        range(len(rows)), key=lambda i: (rows[i].visit.due or rows[i].visit.window.last, rows[i].visit.window.first, i)
    )
    for index in order:
        places = [((starts & -starts).bit_length() - 1, number) for number, starts in standing.open_starts(index)]
        if places:
            first, number = min(places)
            standing.put(index, (number, first))
    return standing


def greedy_plan(table: Table) -> Standing:
    """Each visit at its cheapest place, those with the fewest days first."""
    standing = Standing(table)
    fill(standing, range(len(table.rows)))
    return standing


def fill(standing: Standing, indexes: Iterable[int]) -> None:
    """Places what can be placed of these rows, those with the fewest days first."""
    rows = standing.table.rows
    for index in sorted(indexes, key=lambda i: (rows[i].starts.bit_count() * len(rows[i].options), -rows[i].days, i)):
        found = standing.best_choice(index)
        if found is not None:
            standing.put(index, found[1])
