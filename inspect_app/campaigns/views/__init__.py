"""Pages about campaigns and visits; all their addresses hang on one blueprint."""

from inspect_app.campaigns.board import span_text
from inspect_app.campaigns.views import (
    acts,
    boards,
    closed_days,
    desk,
    feeds,
    lists,
    pins,
    proposals,
    scheduling,
    storms,
    tables,
    visits,
)
from inspect_app.campaigns.views.blueprint import bp
from inspect_app.campaigns.words import (
    deadline_name,
    occurrence_state_name,
    origin_name,
    rule_name,
    state_name,
    state_tone,
)
from inspect_app.campaigns.words import stream_kind_name as kind_name

bp.add_app_template_filter(state_name, "visit_state_name")
bp.add_app_template_filter(state_tone, "visit_state_tone")
bp.add_app_template_filter(kind_name, "stream_kind_name")
bp.add_app_template_filter(origin_name, "visit_origin_name")
bp.add_app_template_filter(deadline_name, "deadline_name")
bp.add_app_template_filter(rule_name, "occurrence_rule_name")
bp.add_app_template_filter(occurrence_state_name, "occurrence_state_name")
bp.add_app_template_filter(span_text, "visit_days")

__all__ = [
    "acts",
    "boards",
    "bp",
    "closed_days",
    "desk",
    "feeds",
    "lists",
    "pins",
    "proposals",
    "scheduling",
    "storms",
    "tables",
    "visits",
]
