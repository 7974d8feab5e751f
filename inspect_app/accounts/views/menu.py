"""What the menu at the head of every page says about who is signed in."""

from flask import url_for

from inspect_app.accounts.words import role_name
from inspect_app.kernel.actors import Role
from inspect_app.webkit.context import actor


def menu() -> dict[str, str]:
    """The person's roles in words, and where account, language and the way out are."""
    someone = actor()
    return {
        "role_name": ", ".join(role_name(role) for role in Role if someone.has(role)),
        "account_url": url_for("accounts.my_account"),
        "sign_out_url": url_for("accounts.sign_out"),
        "language_url": url_for("accounts.choose_language"),
    }
