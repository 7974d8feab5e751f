"""The blueprint of the conclusions room's pages, with the words that its templates use."""

from flask import Blueprint

from inspect_app.conclusions.words import conclusion_state_name, conclusion_state_tone

bp = Blueprint("conclusions", __name__, url_prefix="/ket-luan")
bp.add_app_template_filter(conclusion_state_name)
bp.add_app_template_filter(conclusion_state_tone)
