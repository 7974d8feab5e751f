"""The day on which tests take place, unless they say otherwise: Monday 17 June 2024."""

from datetime import UTC, date, datetime

TODAY = date(2024, 6, 17)
NOW = datetime(2024, 6, 17, 2, 30, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)
