"""Clocks that are wrong by a day or a year change nothing but what they say of themselves."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from tests.faults.lines import Fault
from tests.faults.machine import ANSWERS, FAULTS, PLACES, SKEWS
from tests.faults.run import NO_SKEW, Run, normal
from tests.faults.scene import ITEMS, Scene, scene_on

Act = tuple[int, str, dict[str, str], list[Fault]]
ACTS = st.lists(st.tuples(PLACES, st.sampled_from(ITEMS), ANSWERS, FAULTS), min_size=5, max_size=15)


def _end_of(scene: Scene, acts: list[Act], skews: tuple[timedelta, ...]) -> set[str]:
    """The states of all tablets after the same acts."""
    with scene.once():
        run = Run(scene, skews, seed=1)
        for place, item, fields, faults in acts:
            run.answers(place, item, fields)
            run.sends(place, faults)
        run.heal()
        return {normal(tablet.states[scene.visit_id]) for tablet in run.tablets}


@pytest.mark.slow
def test_wrong_clocks_lead_to_the_state_of_right_ones(connection: Connection, tmp_path: Path) -> None:
    with scene_on(connection, tmp_path) as scene:

        @settings(max_examples=5, suppress_health_check=list(HealthCheck))
        @given(acts=ACTS, skews=st.tuples(*[SKEWS] * 5))
        def compare(acts: list[Act], skews: tuple[timedelta, ...]) -> None:
            right = _end_of(scene, acts, NO_SKEW)
            assert len(right) == 1
            assert _end_of(scene, acts, skews) == right

        compare()
