"""`inspect-app register`: the issued papers of a year, and what the numbers do not explain."""

import json
import sys

import click
from sqlalchemy.orm import Session

from inspect_app.cli.database import transaction
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.state import stored_clock
from inspect_app.registry.models import IssuedPaper, RegisterEntry
from inspect_app.registry.queries import Gap, RegisterFilter, papers_page, unexplained_gaps, unused_entries
from inspect_app.registry.rules import full_sign

MOST = 100_000


@click.group()
def register() -> None:
    """The register of numbers and issued papers.

    Example:  inspect-app register list --year 2024
    """


@register.command("list")
@click.option("--year", type=click.IntRange(2000, 2999), help="The year; the present one without it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list, alone on standard output.")
def list_papers(year: int | None, as_json: bool) -> None:
    """Every issued paper of a year, then the numbers that were reserved or cancelled.

    Example:  inspect-app register list --year 2024 --json
    """
    with transaction() as session:
        narrow = RegisterFilter(year=year or _this_year(session))
        papers, _total = papers_page(session, narrow, offset=0, limit=MOST)
        lines = [_paper(paper) for paper in reversed(papers)]
        lines += [_unused(entry) for entry in unused_entries(session, narrow)]
    if as_json:
        click.echo(json.dumps(lines, ensure_ascii=False, indent=1))
        return
    for line in lines:
        click.echo("  ".join(str(line[name]) for name in ("number", "on", "body", "state", "title")))
    click.echo(f"{len(lines)} dòng.", err=True)


@register.command("gaps")
@click.option("--year", type=click.IntRange(2000, 2999), help="One year; every year without it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list, alone on standard output.")
def gaps(year: int | None, as_json: bool) -> None:
    """Numbers that nothing explains, of the bodies whose numbers are given here; exit 1 when there is one.

    Example:  inspect-app register gaps
    """
    with transaction() as session:
        found = [_gap(gap) for gap in unexplained_gaps(session, year, local_date(stored_clock(session).now()))]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    for line in () if as_json else found:
        click.echo(f"{line['body']} {line['year']} {line['series']}: số {line['number']} {line['why']}")
    if found:
        sys.exit(1)
    if not as_json:
        click.echo("Không có số nào bị bỏ trống mà không giải thích được.")


def _this_year(session: Session) -> int:
    return local_date(stored_clock(session).now()).year


def _paper(paper: IssuedPaper) -> dict[str, object]:
    return {
        "number": full_sign(paper.number, paper.sign),
        "on": format_date(paper.issued_on),
        "body": paper.body.name,
        "state": paper.state.value,
        "title": paper.title,
        "kind": paper.kind,
        "code": paper.code,
        "pdf_sha256": paper.pdf_sha256,
        "docx_sha256": paper.docx_sha256,
    }


def _unused(entry: RegisterEntry) -> dict[str, object]:
    return {
        "number": full_sign(entry.paper_number, entry.type_sign or entry.series),
        "on": format_date(local_date(entry.taken_at)),
        "body": entry.book.body.name,
        "state": entry.state.value,
        "title": entry.purpose,
        "reason": entry.reason,
    }


def _gap(gap: Gap) -> dict[str, object]:
    return {
        "body": gap.book.body.name,
        "year": gap.book.year,
        "series": gap.series or "mọi loại",
        "number": gap.number,
        "why": "giữ mà chưa dùng, năm đã hết" if gap.entry else "không ai lấy",
    }
