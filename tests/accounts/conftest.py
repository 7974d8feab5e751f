"""What the tests of this room share: passwords that cost little."""

import pytest

from inspect_app.accounts import passwords
from tests.passwords import CHEAP


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch):
    """The same algorithm at a thousandth of its cost."""
    monkeypatch.setattr(passwords, "HASHER", CHEAP)
    passwords.dummy_hash.cache_clear()
