"""What the tests of this room share: passwords that cost little."""

import pytest
from argon2 import PasswordHasher

from inspect_app.accounts import passwords

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch):
    """The same algorithm at a thousandth of its cost."""
    monkeypatch.setattr(passwords, "HASHER", CHEAP)
    passwords.dummy_hash.cache_clear()
