"""Working days once more, counted from the campaign's calendar file by code of its own."""

from datetime import date, timedelta

from inspect_app.campaigns.files import CampaignFolder

FRIDAY = 4


class Days:
    """Which days are worked on, and counting in them."""

    def __init__(self, folder: CampaignFolder) -> None:
        self._off = {
            one.starts + timedelta(days=number)
            for one in folder.calendar.holidays
            for number in range((one.ends - one.starts).days + 1)
        }
        self._made_up = {one.day for one in folder.calendar.working_weekend_days}

    def worked(self, day: date) -> bool:
        """Whether offices are open."""
        return day in self._made_up or (day.weekday() <= FRIDAY and day not in self._off)

    def away(self, day: date, number: int) -> date:
        """The working day so many after the day, or before it where the number is negative."""
        step = timedelta(days=1 if number > 0 else -1)
        left = abs(number)
        while left:
            day += step
            left -= self.worked(day)
        return day

    def last_worked(self, day: date) -> date:
        """The day, or the last working day before it."""
        while not self.worked(day):
            day -= timedelta(days=1)
        return day
