"""`inspect-app document check`: holds a PDF against Nghị định 30/2020. Needs no database."""

import json
import sys
from pathlib import Path

import click

from inspect_app.documents.checking.apart import check_apart
from inspect_app.documents.checking.problems import Report
from inspect_app.documents.checking.reading import Unreadable
from inspect_app.kernel.language import gettext as _

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
    verdict = (
        _("%(count)d chỗ chưa đúng thể thức trong %(pages)d trang.", count=len(report.problems), pages=report.pages)
        if report.problems
        else _("Không thấy chỗ nào sai thể thức trong %(pages)d trang.", pages=report.pages)
    )
    lines = [*map(str, report.problems), verdict]
    if report.remarks:
        lines += ["", _("Lưu ý:"), *(f"- {remark}" for remark in report.remarks)]
    return "\n".join(lines)
