"""Pages about signing in, one's own account, people and their powers; all their addresses hang on one blueprint."""

from inspect_app.accounts.sign_in import forget_language, note_alive
from inspect_app.accounts.views import code_door, door, own, people, powers, second_step
from inspect_app.accounts.views.blueprint import bp
from inspect_app.accounts.views.menu import menu
from inspect_app.accounts.words import device_name, role_name, signing_form_name

bp.add_app_template_filter(role_name)
bp.add_app_template_filter(signing_form_name)
bp.add_app_template_filter(device_name)
bp.app_context_processor(menu)
bp.after_app_request(note_alive)
bp.teardown_app_request(forget_language)

__all__ = ["bp", "code_door", "door", "own", "people", "powers", "second_step"]
