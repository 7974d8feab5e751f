"""`inspect-app permissions`: the one page of who may do what."""

import click

from inspect_app.web.permission_map import permission_map


@click.command()
def permissions() -> None:
    """Every route with the permission that guards it and who holds it.

    Example:  inspect-app permissions
    """
    for row in permission_map():
        click.echo(f"{row.methods:<9} {row.rule} → {row.permission}: {row.sentence}")
