"""`inspect-app account`: the first administrator, before there is anybody who could add people by the pages."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager

import click
from sqlalchemy.orm import Session

from inspect_app.accounts import operations
from inspect_app.accounts.queries import account_by_username
from inspect_app.accounts.words import role_name
from inspect_app.kernel.actors import SYSTEM, Role
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.state import stored_clock
from inspect_app.units.queries import unit_by_code

OpenDatabase = Callable[[], AbstractContextManager[Session]]


@click.group()
def account() -> None:
    """Accounts: who can sign in.

    \b
    Example:  inspect-app account create lan.nt --name "Nguyễn Thị Lan"
    """


@account.command()
@click.argument("username")
@click.option("--name", required=True, help="The person's name.")
@click.option("--title", help="The person's title.")
@click.option("--email", help="Where notices are sent.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.ADMINISTRATOR.value,
    show_default=True,
    help="The role to hold from today on.",
)
@click.option("--unit", "unit_code", help="Code of the unit the role is over; without it, all units.")
@click.option("--password-stdin", is_flag=True, help="Read the password from the first line of standard input.")
@click.pass_obj
def create(
    open_database: OpenDatabase,
    username: str,
    name: str,
    title: str | None,
    email: str | None,
    role: str,
    unit_code: str | None,
    password_stdin: bool,
) -> None:
    """Creates a person with an account and a role; asks for the password unless it comes by standard input.

    \b
    Example:  inspect-app account create lan.nt --name "Nguyễn Thị Lan"
              pass show inspect | inspect-app account create lan.nt --name "Nguyễn Thị Lan" --password-stdin
    """
    password = _password(from_stdin=password_stdin)
    with open_database() as session:
        now = stored_clock(session).now()
        person = operations.create_person(session, SYSTEM, name=name, title=title, email=email, now=now)
        made = operations.create_account(session, SYSTEM, person, username=username, password=password, now=now)
        unit = unit_by_code(session, unit_code) if unit_code else None
        operations.grant_role(session, SYSTEM, person, Role(role), unit, valid_from=local_date(now), now=now)
        done = _("Đã tạo tài khoản %(username)s: %(role)s.", username=made.username, role=role_name(role))
    click.echo(done)


@account.command()
@click.argument("username")
@click.option("--reason", required=True, help="Why, for the journal.")
@click.pass_obj
def remove_second_step(open_database: OpenDatabase, username: str, reason: str) -> None:
    """Takes the second step of signing in from somebody whose phone is lost: for the only administrator, too.

    \b
    Example:  inspect-app account remove-second-step lan.nt --reason "Mất điện thoại, đã gặp trực tiếp"
    """
    with open_database() as session:
        found = account_by_username(session, username)
        if found is None:
            raise NotFound(_("Không có tài khoản “%(username)s”. Hãy kiểm tra lại tên đăng nhập.", username=username))
        operations.remove_second_step(session, SYSTEM, found, reason=reason, now=stored_clock(session).now())
    click.echo(_("Đã gỡ xác minh hai bước của %(username)s.", username=username))


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = click.prompt(_("Mật khẩu"), hide_input=True, confirmation_prompt=_("Nhập lại mật khẩu"))
    return asked
