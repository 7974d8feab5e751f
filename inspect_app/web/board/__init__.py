"""The board of a campaign: progress, what is late, due and at risk, who bears how much, planned against actual."""

from inspect_app.web.board.views import bp

__all__ = ["bp"]
