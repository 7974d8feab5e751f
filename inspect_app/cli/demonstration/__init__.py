"""The demonstration: the campaign of 2024 with sample people, sample work and a clock of its own."""

from inspect_app.cli.demonstration.preparing import prepare

__all__ = ["prepare"]
