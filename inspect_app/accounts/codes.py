"""The codes that a phone shows, six digits that change every half minute (RFC 6238)."""

import secrets
from base64 import b32encode
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

SECRET_BYTES, DIGITS, PERIOD = 20, 6, 30
# A phone's clock may be half a minute off, either way.
NEIGHBOURS = (0, -1, 1)
GROUP = 4


def new_secret() -> str:
    """160 random bits, hex: what RFC 4226 recommends."""
    return secrets.token_hex(SECRET_BYTES)


def counter_of(secret: bytes, code: str, at: datetime) -> int | None:
    """The half minute whose code this is, beside the moment `at` (real time); None for any other text."""
    digits = "".join(code.split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    present = int(at.timestamp()) // PERIOD
    for counter in (present + step for step in NEIGHBOURS):
        try:
            _totp(secret).verify(digits.encode(), counter * PERIOD)
        except InvalidToken:
            continue
        return counter
    return None


def code_at(secret: bytes, at: datetime) -> str:
    """What a phone that has the secret shows at the moment."""
    return _totp(secret).generate(int(at.timestamp())).decode()


def address_of(secret: bytes, username: str, host: str) -> str:
    """What the square picture says to the phone's program: whose code it is, and where it opens."""
    return _totp(secret).get_provisioning_uri(username, host)


def spelled(secret: bytes) -> str:
    """The secret in groups of four letters, to be typed where no picture can be taken."""
    letters = b32encode(secret).decode()
    return " ".join(letters[place : place + GROUP] for place in range(0, len(letters), GROUP))


def _totp(secret: bytes) -> TOTP:
    # SHA-1 and six digits: all that every phone's program knows.
    return TOTP(secret, DIGITS, SHA1(), PERIOD)
