"""The next campaign made from an earlier one: what changes, what has to be asked, and the files of its folder."""

from inspect_app.campaigns.following.proposal import NextPlan, first_wishes, in_its_year, newest, next_plan
from inspect_app.campaigns.following.values import Change, FreeText, Question, Source, Wishes
from inspect_app.campaigns.following.writer import written_files

__all__ = [
    "Change",
    "FreeText",
    "NextPlan",
    "Question",
    "Source",
    "Wishes",
    "first_wishes",
    "in_its_year",
    "newest",
    "next_plan",
    "written_files",
]
