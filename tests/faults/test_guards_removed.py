"""Negative controls: the server with one guard taken out, and the comparison that must notice."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Response
from sqlalchemy import Connection

from inspect_app.fieldwork.operations import receiving
from inspect_app.fieldwork.operations.effects import answers
from inspect_app.fieldwork.operations.effects.incoming import Incoming
from inspect_app.fieldwork.rules import Meeting, Named
from inspect_app.web import transactions
from inspect_app.webkit.context import session
from tests.faults.lines import Fault
from tests.faults.proof import prove
from tests.faults.run import Run
from tests.faults.scene import Scene, scene_on
from tests.faults.tablet import NotSent

PASS, FAIL = {"verdict": "pass", "note": ""}, {"verdict": "fail", "note": "Thiếu sổ"}
A_YEAR = timedelta(days=366)
# The second tablet's clock is a year ahead.
SKEWS = (timedelta(), A_YEAR, timedelta(), timedelta(), timedelta())


@pytest.fixture
def scene(connection: Connection, tmp_path: Path) -> Iterator[Scene]:
    with scene_on(connection, tmp_path) as scene:
        yield scene


def two_meet(run: Run) -> None:
    run.answers(0, "CV06", PASS)
    run.answers(1, "CV06", FAIL)
    run.sends(0, [])
    run.sends(1, [])


def answer_is_cut_off(run: Run) -> None:
    run.answers(0, "CV06", PASS)
    run.sends(0, [Fault.CUT_AFTER])
    run.sends(0, [])


def server_loses_what_it_had(run: Run) -> None:
    """A copy that took the database's place without a word: only the numbers tell."""
    run.backs_up()
    run.answers(0, "CV06", PASS)
    run.sends(0, [])
    run.restores(quietly=True)
    run.answers(0, "CV07", FAIL)
    run.sends(0, [])


def without_base(monkeypatch: pytest.MonkeyPatch) -> None:
    def meet(_present: Named, _seen: Named, *, is_same: bool) -> Meeting:
        return Meeting.SAME if is_same else Meeting.APPLIED

    monkeypatch.setattr(answers, "meet", meet)


def by_the_tablets_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = answers._before_his_eyes

    def latest_wins(incoming: Incoming) -> Named:
        answer = incoming.gathered.known.stands(incoming.session, incoming.visit.id, incoming.wire.item or "")
        return answer.named if answer is not None and incoming.told_at > answer.at else kept(incoming)

    monkeypatch.setattr(answers, "_before_his_eyes", latest_wins)


def receipts_before_the_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    def finish(_response: Response, *, reading: bool) -> None:
        session().rollback()

    monkeypatch.setattr(transactions, "finish", finish)


def without_looking_what_came_before(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_asked: Any) -> list[Any]:
        return []

    monkeypatch.setattr(receiving, "received_changes", nothing)


def without_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_asked: Any) -> None:
        return None

    monkeypatch.setattr(receiving, "_missing_from", none)


CONTROLS: list[tuple[Callable[[pytest.MonkeyPatch], None], Callable[[Run], None]]] = [
    (without_base, two_meet),
    (by_the_tablets_clock, two_meet),
    (receipts_before_the_commit, two_meet),
    (without_looking_what_came_before, answer_is_cut_off),
    (without_gaps, server_loses_what_it_had),
]


def _plays(scene: Scene, scenario: Callable[[Run], None]) -> None:
    run = Run(scene, SKEWS)
    scenario(run)
    run.heal()
    prove(run)


@pytest.mark.parametrize("scenario", [two_meet, answer_is_cut_off, server_loses_what_it_had])
def test_with_every_guard_in_place_nothing_is_found(scene: Scene, scenario: Callable[[Run], None]) -> None:
    with scene.once():
        _plays(scene, scenario)


@pytest.mark.parametrize(("without", "scenario"), CONTROLS)
def test_the_comparison_notices_a_guard_that_is_gone(
    scene: Scene,
    without: Callable[[pytest.MonkeyPatch], None],
    scenario: Callable[[Run], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with scene.once():
        without(monkeypatch)
        with pytest.raises((AssertionError, NotSent)):
            _plays(scene, scenario)
