"""`inspect-app journal verify`."""

import sys

import click

from inspect_app.cli.database import transaction
from inspect_app.journal.queries import head, verify

WHAT = {"missing": "thiếu", "altered": "bị sửa", "cut": "bị cắt hoặc đầu chuỗi không khớp"}


@click.group()
def journal() -> None:
    """The journal: who did what, chained by hashes.

    Example:  inspect-app journal verify
    """


@journal.command("verify")
def verify_chain() -> None:
    """Walks the whole chain; exit 1 and the first broken entry when it does not hold."""
    with transaction() as session:
        found = verify(session)
        sequence, digest = head(session)
    if found is not None:
        click.echo(f"Nhật ký không nguyên vẹn: mục số {found.sequence} {WHAT[found.what]}.", err=True)
        sys.exit(1)
    click.echo(f"Nhật ký nguyên vẹn: {sequence} mục, đầu chuỗi {digest}.")
