"""The form of an answer: made from the item, its messages at the input, its page usable without a script."""

from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict

from inspect_app.checklists.forms import AnswerForm
from inspect_app.checklists.rules import Verdict
from tests.checklists.samples import small_version
from tests.checklists.test_kinds import GOOD, ITEM_OF
from tests.house_client import problems_of

VERSION = small_version()
PAGE = """<!doctype html><html lang="vi"><title>x</title><body><h1>x</h1>
{% from "checklists/answer.html" import answer_inputs, answer_note %}
{% for form in forms %}<form method="post"><input type="hidden" name="csrf_token" value="x">
{{ answer_inputs(form, disabled) }}{{ answer_note(form, disabled) }}</form>{% endfor %}</body></html>"""


def stored(value: Any = None, not_applicable: bool = False, reason: str | None = None, note: str = "") -> Any:
    return SimpleNamespace(value=value, not_applicable=not_applicable, reason=reason, note=note)


def sent(item_id: str, **inputs: Any) -> AnswerForm:
    pairs = [(f"{item_id}-{name}", value) for name, values in inputs.items() for value in _listed(values)]
    return AnswerForm(VERSION.item(item_id), prefix=f"{item_id}-", formdata=MultiDict(pairs), meta={"csrf": False})


def _listed(values: Any) -> list[str]:
    return values if isinstance(values, list) else [values]


@pytest.fixture(autouse=True)
def in_a_request(app: Flask):
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context(method="POST"):
        yield


def typed(kind: str) -> dict[str, Any]:
    raw = dict(GOOD[kind])
    for index, row in enumerate(raw.pop("rows", [])):
        raw |= {f"rows-{index}-{name}": value for name, value in row.items()}
    return raw


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_what_was_typed_becomes_the_answer_and_can_be_shown_again(kind: str):
    item = ITEM_OF[kind]
    form = sent(item.id, **typed(kind), note="  Đã xem  ")
    assert form.validate(), form.problems()
    answer = form.answer()
    assert answer.value is not None
    assert (answer.not_applicable, answer.note) == (False, "Đã xem")
    assert answer.verdict is not None
    assert answer.summary
    again = AnswerForm(item, answer, prefix=f"{item.id}-", formdata=None, meta={"csrf": False})
    assert again.value.data == answer.value
    page = BeautifulSoup(render_template_string(PAGE, forms=[again], disabled=False), "html5lib")
    resent = MultiDict(_successful_inputs(page))
    assert AnswerForm(item, prefix=f"{item.id}-", formdata=resent, meta={"csrf": False}).value.data == answer.value


def _successful_inputs(page: BeautifulSoup) -> list[tuple[str, str]]:
    """What a browser without a script would send."""
    pairs: list[tuple[str, str]] = []
    for field in page.find_all(["input", "textarea", "select"]):
        kind = field.get("type")
        if field.find_parent("template") or kind == "hidden":
            continue
        if field.name == "select":
            chosen = (field.select("option[selected]") or field.select("option"))[0]
            pairs.append((str(field["name"]), str(chosen["value"])))
        elif field.name == "textarea":
            pairs.append((str(field["name"]), field.get_text()))
        elif kind not in ("radio", "checkbox") or field.has_attr("checked"):
            pairs.append((str(field["name"]), str(field.get("value") or "")))
    return pairs


def test_all_items_fit_on_one_page_that_breaks_no_house_rule():
    forms = [AnswerForm(item, prefix=f"{item.id}-", formdata=None) for item in VERSION.items]
    assert problems_of(render_template_string(PAGE, forms=forms, disabled=False), "x") == []


def test_forms_without_a_prefix_have_bare_names_and_their_own_ids():
    forms = [AnswerForm(item, formdata=None) for item in VERSION.items]
    page = render_template_string(PAGE, forms=forms, disabled=False)
    assert problems_of(page, "x") == []
    assert 'name="verdict"' in page
    assert 'data-reveal="verdict=not_applicable"' in page


def test_a_disabled_form_has_no_input_that_can_be_changed():
    page = BeautifulSoup(render_template_string(PAGE, forms=[sent("C07")], disabled=True), "html5lib")
    for field in page.find_all(["input", "textarea", "select"]):
        if field.get("type") != "hidden":
            assert field.has_attr("disabled") or field.find_parent("fieldset", attrs={"disabled": True})


def test_a_bad_value_gives_its_message_at_the_input_and_keeps_what_was_typed():
    form = sent("C01", number="nhiều", note="Ghi chú")
    assert not form.validate()
    assert form.problems() == {"C01-number": ["Hãy nhập một số, ví dụ 92,5."]}
    page = render_template_string(PAGE, forms=[form], disabled=False)
    assert 'value="nhiều"' in page
    assert "Hãy nhập một số, ví dụ 92,5." in page
    assert 'aria-invalid="true"' in page


def test_a_bad_cell_is_told_with_its_row():
    form = sent("C07", **{"rows-2-received": "hôm qua"})
    assert not form.validate()
    assert form.problems()["C07-rows"][0] == "Dòng 3: Hãy nhập mã hồ sơ."
    assert "C07-rows-2-received" in form.problems()


@pytest.mark.parametrize(
    ("item_id", "inputs"), [("A01", {"verdict": "not_applicable"}), ("C01", {"not_applicable": "y"})]
)
def test_not_applicable_needs_its_reason_and_forgets_the_value(item_id: str, inputs: dict[str, str]):
    without = sent(item_id, **inputs)
    assert not without.validate()
    assert list(without.problems()) == [f"{item_id}-reason"]
    form = sent(item_id, **inputs, reason="Không có thủ tục này", number="nhiều")
    assert form.validate(), form.problems()
    answer = form.answer()
    assert (answer.value, answer.not_applicable, answer.reason) == (None, True, "Không có thủ tục này")
    assert answer.verdict is Verdict.NOT_APPLICABLE


def test_a_stored_not_applicable_is_shown_as_chosen():
    for item_id, words in (("A01", 'value="not_applicable" checked'), ("C01", 'value="y" checked')):
        form = AnswerForm(VERSION.item(item_id), stored(None, True, "Không có"), formdata=None)
        assert words in render_template_string(PAGE, forms=[form], disabled=False)


def test_nothing_entered_is_an_empty_answer_and_a_note_alone_too():
    form = sent("A01", note="Sẽ xem lại")
    assert form.validate()
    assert form.answer().is_empty
    assert form.answer().note == "Sẽ xem lại"
    assert form.answer().verdict is None


def test_long_texts_are_refused_at_their_field():
    form = sent("C01", number="5", note="x" * 10_001, not_applicable="y", reason="y" * 1_001)
    assert not form.validate()
    assert set(form.problems()) == {"C01-note", "C01-reason"}


def test_rows_far_away_are_not_made():
    form = sent("C07", **{"rows-9999-code": "x", "rows-0-code": "H08.12-240601-0001", "rows-0-other": "x"})
    assert form.validate()
    assert form.answer().value == {"rows": [{"code": "H08.12-240601-0001"}]}


def test_a_stored_value_of_another_kind_is_shown_as_unanswered():
    assert AnswerForm(VERSION.item("C01"), stored({"verdict": "pass"}), formdata=None).value.data is None


def test_warnings_are_shown_and_the_answer_is_kept():
    form = sent("C05", good="1", bad="0")
    assert form.validate()
    assert form.answer().warnings == ("Mới quan sát 1, cần ít nhất 5.",)
    assert "Mới quan sát 1" in render_template_string(PAGE, forms=[form], disabled=False)
