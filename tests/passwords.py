"""Passwords that cost little: the same algorithm at a thousandth of its cost."""

from argon2 import PasswordHasher

from inspect_app.accounts.rules import password_text

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def cheap_hash(password: str) -> str:
    """A hash that the server's own parameters verify, as cheaply as it was made."""
    return CHEAP.hash(password_text(password))
