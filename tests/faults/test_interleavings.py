"""Five tablets, faulty lines, clocks that are wrong: the same orders each time; `script/faults` draws others."""

from pathlib import Path

import pytest
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Connection

from tests.faults.machine import Fieldwork, chosen
from tests.faults.scene import scene_on


@pytest.mark.slow
def test_nothing_is_lost_whatever_the_lines_do(connection: Connection, tmp_path: Path) -> None:
    with scene_on(connection, tmp_path) as scene:
        run_state_machine_as_test(type("OnThisServer", (Fieldwork,), {"scene": scene}), settings=chosen())
