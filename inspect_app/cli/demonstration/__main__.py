"""`python -m inspect_app.cli.demonstration --as-of 2024-06-17` prepares a demonstration without serving it."""

import sys
from datetime import datetime

import click

from inspect_app.cli.demonstration import prepare
from inspect_app.kernel.errors import DomainError
from inspect_app.kernel.settings import Settings


@click.command()
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), default="2024-06-17", show_default=True)
def main(as_of: datetime) -> None:
    """Prepares the demonstration in the configured database, played up to a day."""
    try:
        prepare(Settings.from_environment(), as_of.date())
    except DomainError as refusal:
        click.echo(refusal.message, err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
