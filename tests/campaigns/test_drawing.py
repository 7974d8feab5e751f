"""Drawing by a secret seed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.campaigns.rules import DrawImpossible, draw

DAYS = [date(2024, 4, 1) + timedelta(days=n) for n in range(120)]
UNITS = [f"U{n:02d}" for n in range(30)]


@given(st.text(max_size=20), st.integers(0, 30))
def test_a_draw_takes_different_units_and_different_days_in_order(seed, count):
    lots = draw(seed, "pool", UNITS, DAYS, count)
    assert len({lot.unit_code for lot in lots}) == len(lots) == count
    assert [lot.day for lot in lots] == sorted({lot.day for lot in lots})


def test_the_same_seed_draws_the_same_and_another_seed_does_not():
    first = draw("seed", "pool", UNITS, DAYS, 8)
    assert first == draw("seed", "pool", list(reversed(UNITS)), list(reversed(DAYS)), 8)
    assert first != draw("other seed", "pool", UNITS, DAYS, 8)


def test_two_pools_of_one_campaign_are_drawn_apart():
    assert draw("seed", "a", UNITS, DAYS, 8) != draw("seed", "b", UNITS, DAYS, 8)


def test_the_days_are_spread_over_the_whole_time():
    lots = draw("seed", "pool", UNITS, DAYS, 4)
    assert [(lot.day - DAYS[0]).days // 30 for lot in lots] == [0, 1, 2, 3]


def test_every_unit_has_its_chance():
    drawn = {lot.unit_code for seed in range(200) for lot in draw(str(seed), "pool", UNITS, DAYS, 1)}
    assert len(drawn) >= 29


@pytest.mark.parametrize(("units", "days", "count"), [(UNITS[:2], DAYS, 3), (UNITS, DAYS[:2], 3), ([], DAYS, 1)])
def test_too_few_units_or_days_are_refused(units, days, count):
    with pytest.raises(DrawImpossible):
        draw("seed", "pool", units, days, count)
