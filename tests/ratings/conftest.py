import pytest

from inspect_app.ratings.files import load_rule
from inspect_app.ratings.rules import RatingRule
from tests.ratings.shipped import RULE_FILE


@pytest.fixture(scope="session")
def rule() -> RatingRule:
    """The shipped rule of 2024."""
    return load_rule(RULE_FILE)
