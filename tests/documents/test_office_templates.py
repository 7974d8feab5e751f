"""The office's own templates: faults with file and line, what the printed sample breaks, and never a silent stop."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from click.testing import CliRunner, Result

from inspect_app.cli import main
from inspect_app.cli.doctor import templates_looked_at
from inspect_app.documents import office_templates
from inspect_app.documents.office_templates import faults_of, kept_trial, office_files, strange_files, try_templates
from inspect_app.documents.render import html_of, pdf_of, styles_of
from inspect_app.documents.renderer import RenderFailed
from inspect_app.documents.samples import sample_sheet
from inspect_app.documents.sheets import ConclusionNoticeSheet, MinutesSheet, Sheet
from inspect_app.documents.template_faults import TemplateBroken
from inspect_app.kernel.language import use_language
from inspect_app.kernel.resources import resource_root
from inspect_app.kernel.settings import Settings

SHIPPED = resource_root() / "templates" / "documents"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The office's folder of templates, with a place for minutes and notices."""
    made = tmp_path / "templates" / "documents"
    for kind in ("minutes", "conclusion_notice"):
        (made / kind).mkdir(parents=True)
    return made


def told(site: Path, kind: type[MinutesSheet] | type[ConclusionNoticeSheet] = MinutesSheet) -> list[str]:
    return [
        f"{fault.file.relative_to(site / 'templates' / 'documents')}:{fault.line}: {fault.message}"
        for fault in faults_of(site, kind)
    ]


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("{% if sheet.draft %}", "1: sai cú pháp Jinja"),
        ("\n{{ sheet.subject | safe }}", "2: bộ lọc hoặc phép thử “safe”"),
        ("\n\n{{ sheet.subjekt }}", "3: văn bản không có trường “subjekt”"),
        ("{% if sheet.refusal %}\n{{ unknown }}{% endif %}", "2: không có biến “unknown”"),
        ("{% autoescape false %}{{ sheet.subject }}{% endautoescape %}", "1: mẫu không được tắt"),
    ],
)
def test_a_fault_is_told_with_file_and_line_without_printing(folder: Path, tmp_path: Path, template: str, fault: str):
    (folder / "minutes" / "template.html").write_text(template)
    (line,) = told(tmp_path)
    assert line.startswith(f"minutes/template.html:{fault}")


def test_faults_of_shared_files_and_styles_are_told_for_every_kind(folder: Path, tmp_path: Path):
    (folder / "_ending.html").write_text("{% macro ending(sheet) %}{{ oops }}{% endmacro %}")
    (folder / "minutes" / "style.css").write_text('h1 {\n  color: black;\n}\n@import "x.css";\np }')
    assert told(tmp_path) == [
        "minutes/style.css:4: mẫu không nạp được tệp khác (@import)",
        "minutes/style.css:5: sai cú pháp CSS: EOF reached before {} block for a qualified rule.",
        "_ending.html:1: không có biến “oops”",
    ]
    assert told(tmp_path, ConclusionNoticeSheet) == ["_ending.html:1: không có biến “oops”"]


def test_a_file_that_no_paper_uses_is_named(folder: Path, tmp_path: Path):
    (folder / "minutes" / "tempalte.html").write_text("x")
    (fault,) = strange_files(tmp_path)
    assert fault.file.name == "tempalte.html"
    assert strange_files(None) == ()
    assert office_files(None, "minutes") == ()


def test_a_broken_template_stops_the_issue_with_a_message_that_names_the_place(folder: Path, tmp_path: Path):
    (folder / "minutes" / "template.html").write_text("<p>\n{{ sheet.begins.day.yeer }}</p>")
    with pytest.raises(RenderFailed) as refused:
        html_of(sample_sheet(MinutesSheet), site_dir=tmp_path)
    assert isinstance(refused.value, TemplateBroken)
    assert "minutes/template.html:2: văn bản không có trường “yeer”" in refused.value.message
    assert "bỏ tệp để dùng mẫu chung" in refused.value.message


def test_a_fault_of_the_shipped_templates_is_not_laid_on_the_office(folder: Path, tmp_path: Path):
    (folder / "minutes" / "template.html").write_text('{% import "_form.html" as form %}\n{{ form.prose(5) }}')
    with pytest.raises(TemplateBroken, match=r"minutes/template\.html:2: không tính được"):
        html_of(sample_sheet(MinutesSheet), site_dir=tmp_path)
    with pytest.raises(AttributeError):
        html_of(cast(Any, 5), site_dir=tmp_path)


def test_a_template_that_comes_or_goes_is_in_force_at_once(folder: Path, tmp_path: Path):
    sheet, own = sample_sheet(MinutesSheet), folder / "minutes" / "template.html"
    assert "<h1>BIÊN BẢN</h1>" in html_of(sheet, site_dir=tmp_path)
    own.write_text("<h1>của cơ quan</h1>")
    assert html_of(sheet, site_dir=tmp_path) == "<h1>của cơ quan</h1>"
    own.unlink()
    assert "<h1>BIÊN BẢN</h1>" in html_of(sheet, site_dir=tmp_path)


def test_a_style_that_changes_is_read_again(folder: Path, tmp_path: Path):
    style = folder / "minutes" / "style.css"
    style.write_text("h1 { color: red }")
    assert styles_of(sample_sheet(MinutesSheet), site_dir=tmp_path)[-1] == "h1 { color: red }"
    style.write_text("h1 { color: black }")
    assert styles_of(sample_sheet(MinutesSheet), site_dir=tmp_path)[-1] == "h1 { color: black }"


def test_the_printed_sample_is_held_against_the_form(folder: Path, tmp_path: Path):
    (folder / "minutes" / "template.html").write_text(
        (SHIPPED / "minutes" / "template.html").read_text().replace("BIÊN BẢN", "BIÊN BẢN KIỂM TRA")
    )
    trial = try_templates(tmp_path, MinutesSheet)
    assert trial.report is not None
    assert {problem.check for problem in trial.report.problems} == {"type_is_one_of_the_decrees"}
    assert not trial.passes
    assert not trial.faults


def test_a_trial_is_kept_until_a_template_or_the_language_changes(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []

    def printing(sheet: Sheet, **how: Any) -> bytes:
        printed.append(sheet.KIND)
        return pdf_of(sheet, **how)

    monkeypatch.setattr(office_templates, "pdf_of", printing)
    monkeypatch.setattr(office_templates, "_TRIALS", {})
    first = kept_trial(tmp_path, MinutesSheet)
    assert kept_trial(tmp_path, MinutesSheet) is first
    with use_language("en"):
        kept_trial(tmp_path, MinutesSheet)
    assert len(printed) == 2
    style = folder / "minutes" / "style.css"
    style.write_text("h1 { font-size: 16pt }")
    changed = kept_trial(tmp_path, MinutesSheet)
    assert changed.report != first.report
    style.unlink()
    (folder / "minutes" / "template.html").write_text("{{ oops }}")
    assert [kept_trial(tmp_path, MinutesSheet).pdf for _time in range(2)] == [None, None]
    assert len(printed) == 5, "what failed is tried again each time"


def test_what_word_cannot_take_is_a_fault_too(folder: Path, tmp_path: Path):
    text = (SHIPPED / "minutes" / "template.html").read_text().replace("</body>", "<blink>x</blink></body>")
    (folder / "minutes" / "template.html").write_text(text)
    trial = try_templates(tmp_path, MinutesSheet)
    assert "<blink>" in trial.faults[0].message
    assert trial.pdf is not None


def test_the_doctor_names_faults_of_the_offices_templates_once(folder: Path, tmp_path: Path):
    settings = Settings(data_dir=tmp_path, database_url="sqlite:///:memory:", site_dir=tmp_path)
    assert [check.state for check in templates_looked_at(settings)] == ["ok"]
    (folder / "_ending.html").write_text("{{ oops }}")
    (check,) = templates_looked_at(settings)
    assert (check.state, len(check.found)) == ("wrong", 1)
    assert list(templates_looked_at(replace(settings, site_dir=None))) == []


def _run(site: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.setenv("INSPECT_SITE_DIR", str(site))
    return CliRunner().invoke(main, ["document", "template", "check", *arguments])


def test_the_command_tries_what_the_office_has(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert "chưa thay mẫu nào" in _run(tmp_path, monkeypatch).stdout
    (folder / "conclusion_notice" / "template.html").write_text("{{ sheet.subjekt }}")
    result = _run(tmp_path, monkeypatch)
    assert result.exit_code == 1
    assert "conclusion_notice/template.html:1: văn bản không có trường “subjekt”" in result.stdout
    values = json.loads(_run(tmp_path, monkeypatch, "--json").stdout)
    assert [(kind["kind"], kind["ok"], kind["faults"][0]["line"]) for kind in values["kinds"]] == [
        ("conclusion_notice", False, 1)
    ]
    assert _run(tmp_path, monkeypatch, "no_such_kind").exit_code == 2
