"""Hashing passwords with Argon2id, and the list of common ones."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from inspect_app.accounts.rules import password_text

# RFC 9106, second recommended option: 64 MiB, three passes.
HASHER = PasswordHasher()


@cache
def common_passwords() -> frozenset[str]:
    """The common passwords of zxcvbn's lists, in lower case; read at first use, since the list is long."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(word.lower() for word in FREQUENCY_LISTS["passwords"])


@cache
def dummy_hash() -> str:
    """A hash of nothing that anybody knows: verified when there is no account, so that the answer takes as long."""
    return HASHER.hash("không ai dùng mật khẩu này")


def hash_of(password: str) -> str:
    """The Argon2id hash of a password."""
    return HASHER.hash(password_text(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the hashed one; without a hash the same work is done and the answer is no."""
    try:
        HASHER.verify(password_hash or dummy_hash(), password_text(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(password_hash)
