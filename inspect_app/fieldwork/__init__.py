"""A visit under way: the unit's self-report, answers, evidence, and the minutes that close it."""
