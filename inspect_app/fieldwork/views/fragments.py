"""The parts of the server's pages that a tablet takes along: each item's form and the fields of the minutes, without values."""

from flask import get_template_attribute

from inspect_app.checklists.rules import ChecklistVersion, Item
from inspect_app.fieldwork.forms import ItemForm, MinutesForm
from inspect_app.fieldwork.views.checklist import Sheet
from inspect_app.kernel.language import current_language

NO_TOKEN = {"csrf": False}


def fragments_of(version: ChecklistVersion) -> dict[str, str]:
    """The HTML of every item by its id, in the reader's language; made once for each text of a checklist."""
    key = (version.sha256, current_language())
    if key not in _MADE:
        fragment = get_template_attribute("fieldwork/item.html", "fragment_of")
        _MADE[key] = {item.id: str(fragment(_blank(item))).strip() for item in version.items}
    return _MADE[key]


def minutes_form() -> str:
    """The fields of the minutes."""
    fields = get_template_attribute("fieldwork/minutes_fields.html", "minutes_fields")
    return str(fields(MinutesForm(formdata=None, meta=NO_TOKEN))).strip()


def _blank(item: Item) -> Sheet:
    form = ItemForm(item, None, formdata=None, meta=NO_TOKEN)
    return Sheet(item=item, form=form, answer=None, evidence=(), applies=True, foreseen=None)


# By the hash of the text, so that an entry can never be out of date; a few dozen at most.
_MADE: dict[tuple[str, str], dict[str, str]] = {}
