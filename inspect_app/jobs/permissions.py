"""Who may look at the jobs."""

from inspect_app.campaigns.rules import coordinates
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.permissions import permission


@permission("jobs.see", "Coordinators; the list holds only due dates of visits that they may see")
def may_see_jobs(actor: Actor, _thing: object) -> bool:
    """What ran by the clock, what will, what was passed over and why."""
    return coordinates(actor)
