"""What conditions and kinds are called in the interface."""

from datetime import date
from fractions import Fraction

from inspect_app.checklists.kinds import kind_named
from inspect_app.checklists.kinds.verdict import verdict_name
from inspect_app.checklists.rules import AnyOf, ChecklistVersion, Comparison, Condition, Not, Operator
from inspect_app.checklists.rules.conditions import VERDICT_WORDS, Operand
from inspect_app.kernel.formats import format_date, format_number
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import lazy_gettext


def kind_label(kind: str) -> str:
    """The kind of answer in the current language."""
    return str(kind_named(kind).label)


FIELDS = {
    "title": lazy_gettext("Tên"),
    "note": lazy_gettext("Ghi chú"),
    "section": lazy_gettext("Phần"),
    "sections": lazy_gettext("Phần"),
    "text": lazy_gettext("Nội dung"),
    "kind": lazy_gettext("Cách trả lời"),
    "options": lazy_gettext("Tùy chọn"),
    "area": lazy_gettext("Lĩnh vực xếp loại"),
    "evidence": lazy_gettext("Chứng cứ cần xem"),
    "guidance": lazy_gettext("Cách đánh giá"),
    "basis": lazy_gettext("Căn cứ"),
    "weight": lazy_gettext("Trọng số"),
    "grade": lazy_gettext("Mức độ khi không đạt"),
    "when": lazy_gettext("Điều kiện áp dụng"),
    "vi": lazy_gettext("tiếng Việt"),
    "en": lazy_gettext("tiếng Anh"),
}


def field_label(field: str) -> str:
    """A field of the file in words: `text.vi` → `Nội dung (tiếng Việt)`."""
    first, *rest = field.split(".")
    shown = [str(FIELDS.get(part, part)) for part in rest]
    return f"{FIELDS.get(first, first)} ({', '.join(shown)})" if shown else str(FIELDS.get(first, first))


def condition_words(condition: Condition, version: ChecklistVersion) -> str:
    """The condition as a phrase that follows "khi": `mục C07 không phải là “Không áp dụng”`."""
    if isinstance(condition, Comparison):
        return _comparison(condition, version, denied=False)
    if isinstance(condition, Not):
        if isinstance(condition.part, Comparison):
            return _comparison(condition.part, version, denied=True)
        return _("không phải (%(what)s)", what=condition_words(condition.part, version))
    joint = _(" hoặc ") if isinstance(condition, AnyOf) else _(" và ")
    parts = [condition_words(part, version) for part in condition.parts]
    return joint.join(f"({part})" if joint in part else part for part in parts)


def _comparison(comparison: Comparison, version: ChecklistVersion, *, denied: bool) -> str:
    shown = ", ".join(_operand(operand, comparison.item, version) for operand in comparison.operands)
    values = {"item": comparison.item, "what": shown}
    if comparison.operator in (Operator.IS, Operator.IN):
        return _("mục %(item)s không phải là %(what)s", **values) if denied else _("mục %(item)s là %(what)s", **values)
    sign = {Operator.GT: ">", Operator.GE: "≥", Operator.LT: "<", Operator.LE: "≤"}[comparison.operator]
    phrase = _("mục %(item)s có giá trị %(sign)s %(what)s", sign=sign, **values)
    return _("không phải (%(what)s)", what=phrase) if denied else phrase


def _operand(operand: Operand, item_id: str, version: ChecklistVersion) -> str:
    if isinstance(operand, bool):
        return _("“có”") if operand else _("“không”")
    if isinstance(operand, Fraction):
        return format_number(operand)
    if isinstance(operand, date):
        return format_date(operand)
    if operand in VERDICT_WORDS:
        return f"“{verdict_name(operand)}”"
    choices = getattr(version.item(item_id).options, "choices", ())
    return next((f"“{choice.text}”" for choice in choices if choice.id == operand), f"“{operand}”")
