"""`inspect-app document ABOUT KIND -o FILE`: any paper of the catalogue, as issued or as a draft."""

import sys
from pathlib import Path
from typing import cast

import click

from inspect_app.campaigns.queries import current_calendar
from inspect_app.cli.database import transaction
from inspect_app.conclusions.queries import likely_delegation
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.files import DirectoryStore
from inspect_app.kernel.settings import Settings
from inspect_app.kernel.state import stored_clock
from inspect_app.web.papers.catalogue import KINDS, kind_by_code
from inspect_app.web.papers.making import FORMATS, Format, Workshop, document_bytes
from inspect_app.web.papers.things import thing_by_name

# What a kind may also be called.
ALSO = {"notice": "conclusion_notice"}


@click.command(epilog=f"KIND is one of: {', '.join(kind.code for kind in KINDS)}.")
@click.argument("about")
@click.argument("kind", type=click.Choice([*(kind.code for kind in KINDS), *ALSO]))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="pdf", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True)
def document(about: str, kind: str, form: str, output: Path) -> None:
    """Writes a paper to a file: as it was issued, or as a draft made now.

    ABOUT is the code of a visit (TD-07), of a campaign (`.` is the current one), a visit with the number of a request
    (TD-07/2), of a stream (toan-dien), or a year; KIND says which paper.

    Example:  inspect-app document TD-07 conclusion_notice -o thong-bao.pdf
    """
    settings, chosen = Settings.from_environment(), kind_by_code(ALSO.get(kind, kind))
    with transaction(settings) as session:
        now = stored_clock(session).now()
        today = local_date(now)
        thing = thing_by_name(session, chosen.about, about, today)
        workshop = Workshop(
            now=now,
            calendar=current_calendar(session, today),
            store=DirectoryStore(settings.data_dir / "files"),
            site_dir=settings.site_dir,
            expected=likely_delegation(session, None, today),
        )
        data = document_bytes(session, chosen, thing, cast(Format, form), workshop)
    try:
        output.write_bytes(data)
    except OSError as error:
        click.echo(f"Không ghi được {output}: {error.strerror}.", err=True)
        sys.exit(1)
    click.echo(f"Đã ghi {output} ({form}, {len(data)} byte).")
