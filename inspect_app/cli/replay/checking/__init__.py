"""What must hold whatever happens, judged by code of its own: none of the rooms' rules, queries or words are asked here."""

from inspect_app.cli.replay.checking.checker import Checker
from inspect_app.cli.replay.checking.finding import Finding

__all__ = ["Checker", "Finding"]
