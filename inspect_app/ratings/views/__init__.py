"""Pages of ratings; all their addresses hang on one blueprint."""

from inspect_app.ratings.views import decisions, figures, heads, inputs, table
from inspect_app.ratings.views.blueprint import bp
from inspect_app.ratings.words import head_title, proposal_words, state_tone, state_word

bp.add_app_template_filter(state_word, "rating_state_word")
bp.add_app_template_filter(state_tone, "rating_state_tone")
bp.add_app_template_filter(head_title)
bp.add_app_template_filter(proposal_words, "rating_proposal")

__all__ = ["bp", "decisions", "figures", "heads", "inputs", "table"]
