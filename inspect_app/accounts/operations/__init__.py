"""Writing people, accounts, sessions and powers."""

from inspect_app.accounts.operations.devices import (
    Enrolled,
    enrol_device,
    note_contact,
    note_loss,
    note_wiped,
    revoke_device,
)
from inspect_app.accounts.operations.passwords import change_password, issue_reset, key_is_spent, set_password
from inspect_app.accounts.operations.people import (
    change_person,
    choose_language,
    create_account,
    create_person,
    disable_account,
    enable_account,
)
from inspect_app.accounts.operations.powers import (
    add_affiliation,
    add_delegation,
    end_affiliation,
    end_delegation,
    end_role,
    grant_role,
    withdraw_role,
)
from inspect_app.accounts.operations.sessions import (
    TOUCH_EVERY,
    SignedIn,
    close_session,
    open_session,
    revoke_session,
    sign_in,
    sign_in_as_sample,
    token_sha256,
    touch_session,
)

__all__ = [
    "TOUCH_EVERY",
    "Enrolled",
    "SignedIn",
    "add_affiliation",
    "add_delegation",
    "change_password",
    "change_person",
    "choose_language",
    "close_session",
    "create_account",
    "create_person",
    "disable_account",
    "enable_account",
    "end_affiliation",
    "end_delegation",
    "end_role",
    "enrol_device",
    "grant_role",
    "issue_reset",
    "key_is_spent",
    "note_contact",
    "note_loss",
    "note_wiped",
    "open_session",
    "revoke_device",
    "revoke_session",
    "set_password",
    "sign_in",
    "sign_in_as_sample",
    "token_sha256",
    "touch_session",
    "withdraw_role",
]
