"""`inspect-app document export`: an issued paper as a package that can be checked without this program."""

import sys
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy.orm import Session

from inspect_app.cli.database import transaction
from inspect_app.documents.signing import verify_package
from inspect_app.journal.queries import sealed_entries_of
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.files import DirectoryStore
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.settings import Settings
from inspect_app.registry.models import IssuedPaper
from inspect_app.registry.package import PackageParts, package_of
from inspect_app.registry.queries import paper_by_code, paper_by_id
from inspect_app.registry.rules import readable_code, verify_url


@click.command("export")
@click.argument("paper")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True)
def export(paper: str, output: Path) -> None:
    """Writes an issued paper with its sheet, signed copies and journal entries to a ZIP, and the script that checks it.

    PAPER is the code that stands on the paper beside the square code, or the paper's id.

    Example:  inspect-app document export 7K3M-9QFT-2W8X-J4C6 -o van-ban.zip
    """
    settings = Settings.from_environment()
    store = DirectoryStore(settings.data_dir / "files")
    with transaction(settings) as session:
        found = _paper(session, paper)
        hashes = {found.pdf_sha256, found.docx_sha256, *(copy.sha256 for copy in found.signed_copies)} - {None}
        parts = PackageParts(
            files={str(sha256): store.read(str(sha256)) for sha256 in hashes},
            entries=sealed_entries_of(session, found.id),
            script=Path(verify_package.__file__).read_bytes(),
            verify_url=verify_url(settings.public_url, found.code),
            made_at=real_now(),
        )
        data = package_of(found, parts)
        copies = len(found.signed_copies)
    try:
        output.write_bytes(data)
    except OSError as error:
        click.echo(f"Không ghi được {output}: {error.strerror}.", err=True)
        sys.exit(1)
    click.echo(f"Đã ghi {output} ({len(data)} byte, {copies} bản đã ký).")


def _paper(session: Session, name: str) -> IssuedPaper:
    found = paper_by_code(session, readable_code(name.strip()))
    if found is not None:
        return found
    try:
        return paper_by_id(session, UUID(name.strip()))
    except ValueError as error:
        raise NotFound(_("Không có văn bản nào mang mã này. Hãy xem mã in trên văn bản.")) from error
