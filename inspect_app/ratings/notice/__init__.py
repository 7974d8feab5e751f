"""The notice, or decision, on the year's ratings."""

from inspect_app.ratings.notice.sheet import PaperType, first_bases, rating_notice_sheet

__all__ = ["PaperType", "first_bases", "rating_notice_sheet"]
