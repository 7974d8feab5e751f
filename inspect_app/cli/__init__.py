"""The `inspect-app` command. Each subcommand's module is loaded when it is asked for, so that --help is quick."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

PROGRAM = "inspect-app"

# name → (module, attribute, one line for --help)
COMMANDS: dict[str, tuple[str, str, str]] = {
    "serve": ("inspect_app.cli.serving", "serve", "Everything on one machine: web and scheduler."),
    "web": ("inspect_app.cli.serving", "web", "The web server alone, for several machines."),
    "scheduler": ("inspect_app.cli.serving", "scheduler", "The scheduler alone: one for each installation."),
    "checklist": ("inspect_app.checklists.commands", "checklist", "Check, compare and publish checklists."),
    "plan": (
        "inspect_app.cli.next_plans",
        "plan",
        "Check and load a campaign's folder, propose its days, make the next.",
    ),
    "replay": ("inspect_app.cli.replay.commands", "replay", "A campaign in virtual time, with its invariants held."),
    "rate": ("inspect_app.ratings.commands", "rate", "Apply a rating rule to a table of inputs."),
    "rating-rule": ("inspect_app.ratings.commands", "rating_rule", "Check a file of rating rules."),
    "document": (
        "inspect_app.cli.documents",
        "document",
        "Write a paper to a file; hold a PDF against the official form.",
    ),
    "register": ("inspect_app.cli.register", "register", "The issued papers and their numbers, and any gap."),
    "account": ("inspect_app.accounts.commands", "account", "Create the first administrator, and others."),
    "jobs": ("inspect_app.jobs.commands", "jobs", "What ran by the clock, and what will."),
    "mail-catcher": ("inspect_app.cli.catcher", "mail_catcher", "A mail server for development: keeps, never sends."),
    "journal": ("inspect_app.cli.journals", "journal", "Verify the chain of the journal."),
    "permissions": ("inspect_app.cli.permission_list", "permissions", "Who may do what, on one page."),
    "backup": ("inspect_app.cli.backups", "backup", "Copy the database and the files to a folder."),
    "restore": ("inspect_app.cli.backups", "restore", "Bring a backup back, after checking it."),
    "doctor": ("inspect_app.cli.doctor", "doctor", "Look for what is wrong with this installation."),
}


class LazyGroup(click.Group):
    """A group that knows its commands' names and imports only the one that runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, from its module."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _line = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list for --help, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_module, _attribute, line) in COMMANDS.items()])


@contextmanager
def open_database() -> Iterator[Any]:
    """A transaction on the site's database; what it needs is loaded when a command asks for it."""
    with importlib.import_module("inspect_app.cli.database").transaction() as session:
        yield session


@click.group(cls=LazyGroup, name=PROGRAM)
@click.version_option(package_name=PROGRAM, prog_name=PROGRAM)
@click.pass_context
def main(context: click.Context) -> None:
    """Plans an inspection campaign, inspects, concludes and rates.

    \b
    Example:  inspect-app serve --demo
              inspect-app checklist check checklists/*.yaml
    """
    # Rooms are below the command line: their commands get the way to the database as `click.pass_obj`.
    context.obj = open_database
