"""The same batch five times at once, and five times again: one row for each change, and one receipt."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from inspect_app.kernel.clock import Clock
from inspect_app.kernel.settings import Settings
from inspect_app.web.app import create_app
from inspect_app.webkit.db import db
from tests.faults.lines import ClientLine
from tests.faults.long.server import database_url
from tests.faults.long.world import ITEMS, VERDICTS, make_world, tablet_at
from tests.faults.stored import stored
from tests.faults.tablet import FakeTablet

AT_ONCE, AGAIN, CHANGES = 5, 5, 30


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with database_url(request.param, tmp_path) as url:
        yield url


def _ask(app: Flask, tablet: FakeTablet, text: str, barrier: Barrier) -> list[dict[str, Any]]:
    barrier.wait(30)
    found = []
    for _time in range(AGAIN):
        reply = ClientLine(app.test_client()).ask(
            "POST",
            "/dong-bo/thay-doi",
            {"Authorization": f"Bearer {tablet.identity.token}", "Content-Type": "application/json"},
            text.encode(),
        )
        assert reply.status == 200, reply.body
        found.append(json.loads(reply.body))
    return found


@pytest.mark.slow
def test_a_batch_that_comes_many_times_at_once_is_taken_once(url: str, tmp_path: Path) -> None:
    place = make_world(url, visits=1, team=1)[0]
    app = create_app(
        Settings(data_dir=tmp_path, database_url=url, secret_key="a secret for tests only, 32 long"), Clock()
    )
    tablet = tablet_at(place, ClientLine(app.test_client()), Random(1))
    tablet.take(place.visit)
    for number in range(CHANGES):
        fields = {"verdict": VERDICTS[number % 3], "note": f"Lần {number}"}
        tablet.answer(place.visit, ITEMS[number % 7], fields)
    text, barrier = tablet.batch(tablet.unsent()), Barrier(AT_ONCE)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        replies = [
            reply for found in pool.map(lambda _n: _ask(app, tablet, text, barrier), range(AT_ONCE)) for reply in found
        ]
    with app.app_context():
        db.engine.dispose()
    receipts = [[{**receipt, "replayed": None} for receipt in reply["receipts"]] for reply in replies]
    assert all(each == receipts[0] for each in receipts)
    fresh = sum(not receipt["replayed"] for reply in replies for receipt in reply["receipts"])
    kept = stored(url, tmp_path)
    assert (fresh, len(kept.changes), kept.doubles(), kept.applied_without_value()) == (CHANGES, CHANGES, 0, 0)
