"""`inspect-app document`: writes a paper (`ABOUT KIND`), looks at one (`check FILE`), or at the office's templates."""

import click

from inspect_app.cli import packages, papers
from inspect_app.documents import commands

WRITE = "write"


class DocumentGroup(click.Group):
    """A group whose first word is a subcommand's name, or else belongs to the command that writes a paper."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The subcommand of the first word; without one, the writing of a paper with all words."""
        if args and args[0] not in self.commands:
            args = [WRITE, *args]
        return super().resolve_command(ctx, args)


@click.group(cls=DocumentGroup, name="document", subcommand_metavar="[ABOUT KIND -o FILE | COMMAND [ARGS]...]")
def document() -> None:
    """Writes a paper to a file (`document write --help` tells of which kinds), or holds a PDF against Nghị định 30/2020/NĐ-CP.

    \b
    Example:  inspect-app document TD-07 notice -o thong-bao.pdf
              inspect-app document check thong-bao.pdf
              inspect-app document export 7K3M-9QFT-2W8X-J4C6 -o van-ban.zip
    """


document.add_command(papers.document, WRITE)
document.add_command(commands.check)
document.add_command(commands.template)
document.add_command(packages.export)
