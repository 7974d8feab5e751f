"""What a username and a password may be."""

import unicodedata
from dataclasses import dataclass
from datetime import date

import pytest

from inspect_app.accounts.passwords import common_passwords, hash_of, matches
from inspect_app.accounts.rules import (
    overlaps,
    password_problem,
    role_place_problem,
    username_problem,
)
from inspect_app.kernel.actors import Role


@pytest.mark.parametrize(
    "password",
    [
        "mưa rào tháng sáu",
        "bốn từ không quen",
        "          a b c    ",
        "correct horse battery staple",
        "x" * 9 + "yz",
        "ZQX" * 42 + "zy",
        "chó mèo gà vịt 🐔 heo",
        "7391846205k9",
    ],
)
def test_a_password_needs_length_and_nothing_else(password):
    assert password_problem(password, username="lan.nt", common=common_passwords()) is None


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("ngắn quá", "ít nhất 10"),
        ("a" * 129, "dài nhất 128"),
        ("mật khẩu của lan.nt đây", "tên đăng nhập"),
        ("LAN.NT chín mười mười một", "tên đăng nhập"),
        ("tôi dùng Inspect-App", "tên phần mềm"),
        ("manchester", "phổ biến"),
        ("Password123", "phổ biến"),
        ("!!dragon 1999!!", "phổ biến"),
        ("qwertyuiop", "phổ biến"),
        ("1234567890", "phổ biến"),
        ("zzzzzzzzzzzz", "phổ biến"),
        ("abcabcabcabc", "phổ biến"),
        ("abcdefghijkl", "phổ biến"),
    ],
)
def test_a_password_that_is_refused_says_why(password, word):
    problem = password_problem(password, username="lan.nt", common=common_passwords())
    assert problem is not None
    assert word in problem


def test_length_is_counted_after_composing_so_that_decomposed_letters_count_once():
    decomposed = unicodedata.normalize("NFD", "ứứứứứứứứứ")
    assert len(decomposed) > 10
    assert password_problem(decomposed, username="ab1", common=()) is not None


def test_the_same_password_typed_by_two_keyboards_is_the_same():
    composed = "mưa rào tháng sáu"
    assert matches(hash_of(composed), unicodedata.normalize("NFD", composed))


@pytest.mark.parametrize("username", ["lan", "lan.nt", "a1-b_c.d", "504", " LAN.NT ", "a" * 64])
def test_usernames_of_plain_letters_are_taken(username):
    assert username_problem(username) is None


@pytest.mark.parametrize(
    "username",
    [
        "",
        "ab",
        "a" * 65,
        ".lan",
        "lan.",
        "lan nt",
        "lân",
        "l\u0430n",
        "\u2113an",
        "\u212aan",
        "lan@nt",
        "lan\nx",
        "../lan",
    ],
)
def test_usernames_with_look_alikes_and_signs_are_refused(username):
    assert username_problem(username) is not None


@pytest.mark.parametrize(
    ("role", "over_unit", "refused"),
    [
        (Role.HEAD_OF_UNIT, False, True),
        (Role.HEAD_OF_UNIT, True, False),
        (Role.UNIT_CONTACT, False, True),
        (Role.ADMINISTRATOR, True, True),
        (Role.ADMINISTRATOR, False, False),
        (Role.AUDITOR, True, True),
        (Role.COORDINATOR, False, False),
        (Role.RATING_AUTHORITY, True, False),
        (Role.SIGNATORY, True, False),
    ],
)
def test_a_role_stands_where_it_means_something(role, over_unit, refused):
    assert (role_place_problem(role, over_unit=over_unit) is not None) is refused


@dataclass
class Span:
    """Two days."""

    valid_from: date
    valid_to: date | None


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        (date(2024, 1, 1), date(2024, 3, 31), False),
        (date(2024, 1, 1), date(2024, 4, 1), True),
        (date(2024, 6, 30), None, True),
        (date(2024, 7, 1), None, False),
        (date(2024, 5, 1), date(2024, 5, 2), True),
    ],
)
def test_spans_overlap_when_they_share_a_day(begin, end, expected):
    assert overlaps([Span(date(2024, 4, 1), date(2024, 6, 30))], begin, end) is expected
