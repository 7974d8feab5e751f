"""What a username and a password may be, and which role may stand over what. Pure.

Passwords follow OWASP ASVS 5.0, section 6.2: length alone, any character, no composition rule, no forced change,
nothing from the lists of common passwords, nothing that names the account or the product.
"""

import re
import unicodedata
from collections.abc import Container, Iterable
from datetime import date
from itertools import pairwise
from typing import Protocol

from inspect_app.kernel.actors import UNIT_SIDE_ROLES, Role
from inspect_app.kernel.language import gettext as _

PASSWORD_MIN = 10
PASSWORD_MAX = 128
SHORTEST_WORD = 4
USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,62}[a-z0-9])")
PRODUCT_WORDS = ("inspectapp", "inspect-app", "inspect app")

# Over the whole province only: these roles see or keep everything, so a unit would say less than it does.
WHOLE_ROLES = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
# These say nothing without the unit they are held over.
NEEDS_UNIT = UNIT_SIDE_ROLES


def password_text(password: str) -> str:
    """The password as it is measured and hashed: NFC, nothing trimmed, so that two keyboards give the same one."""
    return unicodedata.normalize("NFC", password)


def password_problem(password: str, *, username: str, common: Container[str]) -> str | None:
    """Why the password is refused, as a Vietnamese sentence, or None (ASVS v5.0.0-6.2.1, 6.2.4 to 6.2.9, 6.2.11).

    `common` holds common passwords in lower case. Length is counted in characters after NFC.
    """
    text = password_text(password)
    if len(text) < PASSWORD_MIN:
        return _("Mật khẩu cần ít nhất %(least)s ký tự. Một câu ngắn dễ nhớ, có dấu cách, là được.", least=PASSWORD_MIN)
    if len(text) > PASSWORD_MAX:
        return _("Mật khẩu dài nhất %(most)s ký tự. Hãy rút ngắn.", most=PASSWORD_MAX)
    lowered = text.casefold()
    if len(username) > 1 and username.casefold() in lowered:
        return _("Mật khẩu không được chứa tên đăng nhập. Hãy chọn mật khẩu khác.")
    if any(word in lowered for word in PRODUCT_WORDS):
        return _("Mật khẩu không được chứa tên phần mềm. Hãy chọn mật khẩu khác.")
    if is_common(lowered, common):
        return _("Mật khẩu này quá phổ biến nên dễ bị đoán. Hãy chọn mật khẩu khác, ví dụ bốn từ không liên quan.")
    return None


def is_common(lowered: str, common: Container[str]) -> bool:
    """Whether a password in lower case is common: itself, with digits and signs about it, or one short run repeated."""
    letters = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", lowered)
    return lowered in common or (len(letters) >= SHORTEST_WORD and letters in common) or _is_a_run(lowered)


def _is_a_run(text: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    if steps in ({0}, {1}, {-1}):
        return True
    return any(text == (text[:n] * len(text))[: len(text)] for n in (1, 2, 3, 4))


def username_text(username: str) -> str:
    """The username as it is kept and looked up: trimmed, lower case."""
    return username.strip().lower()


def username_problem(username: str) -> str | None:
    """Why the username is refused, or None. Letters of other scripts that look like ours are refused."""
    text = username.strip()
    # Before lower(): the Kelvin sign, for one, becomes a plain k by it.
    if not text.isascii() or not USERNAME.fullmatch(text.lower()):
        return _(
            "Tên đăng nhập có 3 đến 64 ký tự, gồm chữ a-z không dấu, số và dấu . _ -, bắt đầu và kết thúc bằng chữ "
            "hoặc số."
        )
    return None


def role_place_problem(role: Role, *, over_unit: bool) -> str | None:
    """Why the role cannot stand over a unit, or over all; None when it can."""
    if role in NEEDS_UNIT and not over_unit:
        return _("Vai trò này gắn với một đơn vị. Hãy chọn đơn vị.")
    if role in WHOLE_ROLES and over_unit:
        return _("Vai trò này có hiệu lực với mọi đơn vị. Hãy để trống đơn vị.")
    return None


class Dated(Protocol):
    """Anything that is valid between two dates, both included; no end means until further notice."""

    @property
    def valid_from(self) -> date:
        """The first day."""
        ...

    @property
    def valid_to(self) -> date | None:
        """The last day."""
        ...


def order_problem(valid_from: date, valid_to: date | None) -> str | None:
    """Why the two dates cannot stand together, or None."""
    if valid_to is not None and valid_to < valid_from:
        return _("Ngày kết thúc trước ngày bắt đầu. Hãy kiểm tra lại hai ngày.")
    return None


def overlaps(held: Iterable[Dated], valid_from: date, valid_to: date | None) -> bool:
    """Whether any of the spans shares a day with the new one."""
    last = valid_to or date.max
    return any(one.valid_from <= last and valid_from <= (one.valid_to or date.max) for one in held)
