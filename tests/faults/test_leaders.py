"""Two schedulers of which the leading one is killed, or stopped past its lease: a small run of `script/faults --scheduler`."""

import pytest

from tests.faults.leaders.ordeal import Ordeal, Size


@pytest.mark.slow
def test_killed_and_stopped_leaders_tell_everything_exactly_once(tmp_path):
    size = Size(days=60, campaigns=2, kills=5, stops=2)
    counted = Ordeal(f"sqlite:///{tmp_path / 'leaders.db'}", tmp_path, size, seed=11).run()
    assert counted.is_good, counted
    assert counted.kills == size.kills
    assert counted.rows == counted.rows_wanted > 0
    assert counted.mails == counted.rows
    assert counted.stale_writes == 0 < counted.escalations
    assert counted.marked > 0
    assert counted.takeovers == counted.stops > 0
