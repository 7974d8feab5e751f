"""How long a visit takes when it is moved."""

from datetime import date

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import working_calendar


def last_day(visit: Visit, first: date) -> date:
    """As many working days as it took before, from another first day."""
    if visit.starts_on is None or visit.ends_on is None:
        return first
    calendar = working_calendar(visit.campaign)
    return calendar.add_working_days(first, calendar.working_days_between(visit.starts_on, visit.ends_on))
