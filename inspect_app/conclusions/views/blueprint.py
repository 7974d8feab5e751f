"""The blueprint of the conclusions room's pages, with the words that its templates use."""

from flask import Blueprint

from inspect_app.conclusions.words import (
    answer_name,
    answer_tone,
    conclusion_state_name,
    conclusion_state_tone,
    correction_state_name,
    stance_name,
)

bp = Blueprint("conclusions", __name__, url_prefix="/ket-luan")
bp.add_app_template_filter(conclusion_state_name)
bp.add_app_template_filter(conclusion_state_tone)
bp.add_app_template_filter(stance_name)
bp.add_app_template_filter(answer_name, "point_answer_name")
bp.add_app_template_filter(answer_tone, "point_answer_tone")
bp.add_app_template_filter(correction_state_name)
