"""Campaigns: a plan file becomes visits with dates, teams, deadlines and occurrences."""
