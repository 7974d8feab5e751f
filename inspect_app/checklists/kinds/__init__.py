"""The kinds of answer: one small class a file, listed in the registry."""

from inspect_app.checklists.kinds.base import BadValue, InputProblem, Kind, NoOptions, Raw, TextPair
from inspect_app.checklists.kinds.registry import KINDS, kind_named

__all__ = ["KINDS", "BadValue", "InputProblem", "Kind", "NoOptions", "Raw", "TextPair", "kind_named"]
