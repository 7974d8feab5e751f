"""`inspect-app document check` and `document template check`: papers and templates held against Nghị định 30/2020.

Neither needs a database.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from inspect_app.documents.checking.apart import check_apart
from inspect_app.documents.checking.problems import Report
from inspect_app.documents.checking.reading import Unreadable
from inspect_app.documents.office_templates import (
    Trial,
    kind_named,
    kinds,
    office_files,
    strange_files,
    try_templates,
)
from inspect_app.documents.template_faults import TemplateFault
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.settings import Settings

FILE = click.Path(path_type=Path, exists=True, dir_okay=False, readable=True)


@click.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def check(file: Path, as_json: bool) -> None:
    """Holds a PDF, ours or not, against Nghị định 30/2020/NĐ-CP: one line a problem. Exit 0 or 1.

    \b
    Example:  inspect-app document check thong-bao.pdf
    """
    try:
        report = check_apart(file.read_bytes())
    except Unreadable as refused:
        if as_json:
            click.echo(json.dumps({"ok": False, "refused": refused.message}, ensure_ascii=False))
        click.echo(f"{file}: {refused.message}", err=True)
        sys.exit(1)
    click.echo(report.to_json() if as_json else _told(report))
    if report.problems:
        sys.exit(1)


def _told(report: Report) -> str:
    """The report as lines: problems, then the verdict, then the remarks apart."""
    if report.is_working_paper:
        return report.remarks[0].message
    verdict = (
        _("%(count)d chỗ chưa đúng thể thức trong %(pages)d trang.", count=len(report.problems), pages=report.pages)
        if report.problems
        else _("Không thấy chỗ nào sai thể thức trong %(pages)d trang.", pages=report.pages)
    )
    lines = [*map(str, report.problems), verdict]
    if report.remarks:
        lines += ["", _("Lưu ý:"), *(f"- {remark}" for remark in report.remarks)]
    return "\n".join(lines)


@click.group()
def template() -> None:
    """The office's own templates of papers (INSPECT_SITE_DIR, folder templates/documents).

    \b
    Example:  inspect-app document template check
    """


@template.command("check")
@click.argument("names", nargs=-1, metavar="[KIND]...", type=click.Choice([kind.KIND for kind in kinds()]))
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def check_templates(names: tuple[str, ...], as_json: bool) -> None:
    """Tries templates with their sample sheets and says what is wrong, as FILE:LINE: message. Exit 0 or 1.

    Without KIND: all kinds for which the office has templates of its own.

    \b
    Example:  inspect-app document template check conclusion_notice minutes
    """
    site_dir = Settings.from_environment().site_dir
    chosen = names or tuple(kind.KIND for kind in kinds() if office_files(site_dir, kind.KIND))
    strange = () if names else strange_files(site_dir)
    trials = []
    with click.progressbar(chosen, label=_("Thử mẫu"), file=sys.stderr) as shown:
        for name in shown:
            kind = kind_named(name)
            if kind is not None:
                trials.append(try_templates(site_dir, kind))
    passes = not strange and all(trial.passes for trial in trials)
    if as_json:
        click.echo(json.dumps(_as_values(trials, strange, passes), ensure_ascii=False))
    else:
        _tell_trials(trials, strange)
    if not passes:
        sys.exit(1)


def _tell_trials(trials: list[Trial], strange: tuple[TemplateFault, ...]) -> None:
    for fault in strange:
        click.echo(str(fault))
    for trial in trials:
        for fault in trial.faults:
            click.echo(str(fault))
        for problem in trial.report.problems if trial.report else ():
            click.echo(f"{trial.kind}: {problem}")
        if trial.passes:
            own = ", ".join(str(path) for path in trial.files) or _("mẫu chung")
            click.echo(_("%(kind)s: đạt (%(files)s).", kind=trial.kind, files=own))
    if not trials and not strange:
        click.echo(
            _("Cơ quan chưa thay mẫu nào (thư mục templates/documents của INSPECT_SITE_DIR); mẫu chung đang dùng.")
        )


def _as_values(trials: list[Trial], strange: tuple[TemplateFault, ...], passes: bool) -> dict[str, Any]:
    def faults(found: tuple[TemplateFault, ...]) -> list[dict[str, Any]]:
        return [{"file": str(fault.file), "line": fault.line, "message": fault.message} for fault in found]

    told = [
        {
            "kind": trial.kind,
            "ok": trial.passes,
            "files": [str(path) for path in trial.files],
            "faults": faults(trial.faults),
            "problems": [asdict(problem) for problem in (trial.report.problems if trial.report else ())],
        }
        for trial in trials
    ]
    return {"ok": passes, "kinds": told, "unused": faults(strange)}
