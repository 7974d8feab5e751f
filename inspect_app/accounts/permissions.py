"""Who may see people, and change accounts and powers. None of these opens an answer, a finding or a rating."""

from inspect_app.accounts.models import Account, Affiliation, Delegation, Device, Person, RoleAssignment, SignInSession
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.permissions import permission


@permission("accounts.read_people", "Administrators, coordinators and auditors")
def may_read_people(actor: Actor, _thing: object) -> bool:
    """The list of people, with their roles."""
    return any(actor.has(role) for role in (Role.ADMINISTRATOR, Role.COORDINATOR, Role.AUDITOR))


@permission("accounts.manage_people", "Administrators; commands of the system")
def may_manage_people(actor: Actor, _thing: object) -> bool:
    """Adding a person, giving an account, correcting a name."""
    return actor.is_system or actor.has(Role.ADMINISTRATOR)


@permission("accounts.change_powers", "Administrators over other people, never over themselves; commands of the system")
def may_change_powers(actor: Actor, thing: Person | RoleAssignment | Affiliation | Delegation) -> bool:
    """Roles, places of work, delegations, disabling and password keys."""
    person_id = thing.id if isinstance(thing, Person) else thing.person_id
    return actor.is_system or (actor.has(Role.ADMINISTRATOR) and actor.person_id != person_id)


@permission("accounts.use_own", "Everybody who is signed in, over his own account")
def may_use_own_account(actor: Actor, account: Account | None) -> bool:
    """One's own page, language and password."""
    return actor.is_signed_in and (account is None or account.id == actor.account_id)


@permission("accounts.end_session", "Everybody over his own sessions; administrators over any")
def may_end_session(actor: Actor, sign_in: SignInSession) -> bool:
    """Signing a lost tablet out at once."""
    return actor.is_signed_in and (sign_in.account_id == actor.account_id or actor.has(Role.ADMINISTRATOR))


@permission("accounts.read_devices", "Administrators and coordinators")
def may_read_devices(actor: Actor, _thing: object) -> bool:
    """Which tablets there are, when they were heard last, and what they still hold."""
    return actor.has(Role.ADMINISTRATOR) or actor.has(Role.COORDINATOR)


@permission("accounts.revoke_device", "Everybody over his own tablets; administrators and coordinators over any")
def may_revoke_device(actor: Actor, device: Device) -> bool:
    """Ending the token of a tablet that was lost or handed on."""
    return actor.is_signed_in and (device.person_id == actor.person_id or may_read_devices(actor, None))


@permission("accounts.settle_loss", "Administrators and coordinators")
def may_settle_loss(actor: Actor, _device: Device) -> bool:
    """Saying what came of work that a tablet lost."""
    return may_read_devices(actor, None)


@permission("accounts.speak_for_device", "The person whose tablet it is")
def may_speak_for_device(actor: Actor, device: Device) -> bool:
    """What a tablet says of itself, and the key to what lies on it."""
    return actor.is_signed_in and device.person_id == actor.person_id
