"""`inspect-app document VISIT KIND -o FILE`."""

import sys
from pathlib import Path

import click
from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import current_calendar, current_campaign, visit_by_code
from inspect_app.checklists.queries import version_of
from inspect_app.cli.database import transaction
from inspect_app.conclusions.drafting.reading import material_of
from inspect_app.conclusions.operations import due_dates
from inspect_app.conclusions.paper import notice_sheet
from inspect_app.conclusions.queries import conclusion_of, likely_delegation
from inspect_app.documents.render import pdf_of
from inspect_app.fieldwork.paper import minutes_sheet
from inspect_app.fieldwork.queries import answers_of, evidence_of, minutes_of
from inspect_app.fieldwork.standing import Standing
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.files import DirectoryStore
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.settings import Settings
from inspect_app.kernel.state import stored_clock

KINDS = ("minutes", "notice")


@click.command()
@click.argument("visit")
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--format", "form", type=click.Choice(["pdf"]), default="pdf", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True)
def document(visit: str, kind: str, form: str, output: Path) -> None:
    """Writes the minutes or the notice of conclusions of VISIT (its code) to a file: as issued, or as a draft.

    Example:  inspect-app document TD-07 notice -o thong-bao.pdf
    """
    settings = Settings.from_environment()
    with transaction(settings) as session:
        found = _visit(session, visit)
        pdf = _minutes(session, settings, found) if kind == "minutes" else _notice(session, settings, found)
    try:
        output.write_bytes(pdf)
    except OSError as error:
        click.echo(f"Không ghi được {output}: {error.strerror}.", err=True)
        sys.exit(1)
    click.echo(f"Đã ghi {output} ({form}, {len(pdf)} byte).")


def _visit(session: Session, code: str) -> Visit:
    campaign = current_campaign(session, local_date(stored_clock(session).now()))
    if campaign is None:
        raise NotFound(_("Chưa có đợt kiểm tra nào. Hãy nạp kế hoạch trước."))
    return visit_by_code(session, campaign, code)


def _stored(settings: Settings, sha256: str) -> bytes:
    return DirectoryStore(settings.data_dir / "files").read(sha256)


def _minutes(session: Session, settings: Settings, visit: Visit) -> bytes:
    minutes = minutes_of(session, visit.id)
    if minutes is None:
        raise NotFound(_("Biên bản có khi cuộc kiểm tra đã bắt đầu."))
    if minutes.pdf_sha256:
        return _stored(settings, minutes.pdf_sha256)
    version = version_of(session, visit.checklist_code, visit.checklist_version)
    standing = Standing(version, answers_of(session, visit.id), evidence_of(session, visit.id))
    sheet = minutes_sheet(visit, minutes, standing, ended_at=None)
    return pdf_of(sheet, made_at=stored_clock(session).now(), site_dir=settings.site_dir)


def _notice(session: Session, settings: Settings, visit: Visit) -> bytes:
    conclusion = conclusion_of(session, visit.id)
    if conclusion is None:
        raise NotFound(_("Cuộc kiểm tra này chưa có dự thảo kết luận."))
    if conclusion.pdf_sha256:
        return _stored(settings, conclusion.pdf_sha256)
    now = stored_clock(session).now()
    due = due_dates(conclusion, current_calendar(session, local_date(now)), local_date(now))
    material = material_of(session, visit)
    expected = likely_delegation(session, None, local_date(now))
    sheet = notice_sheet(conclusion, material, due=due, issued_on=None, delegation=expected)
    return pdf_of(sheet, made_at=now, site_dir=settings.site_dir)
