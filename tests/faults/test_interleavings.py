"""Five tablets, faulty lines, clocks that are wrong: whatever order Hypothesis draws, nothing is lost and all are equal."""

from pathlib import Path

import pytest
from hypothesis import seed
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Connection

from tests.faults.machine import SEED, Fieldwork, chosen
from tests.faults.scene import scene_on


@pytest.mark.slow
def test_nothing_is_lost_whatever_the_lines_do(connection: Connection, tmp_path: Path) -> None:
    with scene_on(connection, tmp_path) as scene:
        machine = seed(SEED)(type("OnThisServer", (Fieldwork,), {"scene": scene}))
        try:
            run_state_machine_as_test(machine, settings=chosen())
        except BaseException as found:
            found.add_note(f"again with INSPECT_FAULTS_SEED={SEED}")
            raise
