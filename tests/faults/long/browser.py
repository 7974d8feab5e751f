"""A browser that writes is killed again and again, and photos are cut within their bytes: two tests in their long form, with a report."""

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

from tests.faults.long.reports import table, write_report
from tests.long_proofs import ASKED, SEED

TREE = Path(__file__).resolve().parents[3]
TESTS = (
    "tests/browser/test_tablet_storage.py::test_whatever_was_said_to_be_kept_survives_every_kill",
    "tests/faults/test_photo_lines.py::test_a_photo_cut_at_any_byte_goes_on_from_there",
)
ABOUT = (
    "A Chromium with a disk of its own fills a checklist without a network, three answers a turn, and is killed with SIGKILL, every process",
    "of it, while a fourth is being typed. After each start all that the screen ever called kept must stand in the sheet, and after the last",
    "the server must have it. Then photos are sent over a line that is cut at random bytes; each must arrive whole, no byte sent twice.",
)


def main(seed: int) -> bool:
    """Both proofs; writes the report, and says whether they are good."""
    with TemporaryDirectory(prefix="inspect-faults-") as name:
        written = Path(name) / "found.xml"
        how = ("-q", "-p", "no:cacheprovider", "-o", "junit_family=xunit1", f"--junit-xml={written}")
        command = [sys.executable, "-m", "pytest", *how, *TESTS]
        began = time.monotonic()
        run = subprocess.run(command, cwd=TREE, env={**os.environ, ASKED: "1", SEED: str(seed)}, check=False)
        found = {**numbers(written.read_bytes()), "seconds": f"{time.monotonic() - began:.0f}"}
    good = run.returncode == 0
    lines = [
        *ABOUT,
        "",
        *table(["", "browser"], list(found.items())),
        "",
        "Good." if good else "NOT GOOD: a test failed.",
    ]
    again = f"script/faults --browser --seed {seed}"
    write_report("browser-kills", "A writing browser killed, photos cut", again, {"seed": seed}, lines, found)
    return good


def numbers(report: bytes) -> dict[str, str]:
    """What the tests of pytest's own XML report recorded."""
    return {each.attrib["name"]: each.attrib["value"] for each in etree.fromstring(report).iter("property")}
