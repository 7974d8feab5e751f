"""A hundred random edits of the checklist while tablets are away; `script/faults --checklists` draws many more."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from inspect_app.fieldwork import matters
from inspect_app.fieldwork.operations import letting_through
from tests.faults import checklist_changes
from tests.faults.scene import Scene, scene_on

TWO = (0, 3)


@pytest.fixture
def scene(connection: Connection, tmp_path: Path) -> Iterator[Scene]:
    with scene_on(connection, tmp_path, checklist_changes.CHECKLIST) as scene:
        yield scene


def test_no_answer_is_dropped_or_put_to_another_question_when_the_checklist_changes(scene: Scene) -> None:
    with scene.once():
        seen = checklist_changes.play(scene, seed=8, places=TWO)
    assert seen["answers by the old version"] == len(TWO) * 66
    assert min(seen.values()) > 0


def test_the_comparison_notices_when_any_version_is_let_through(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    causes = tuple(each for each in letting_through.CAUSES if each[0] != "other_version")
    monkeypatch.setattr(letting_through, "CAUSES", causes)
    with scene.once(), pytest.raises(AssertionError):
        checklist_changes.play(scene, seed=8, places=TWO)


def test_the_comparison_notices_when_an_answer_can_be_taken_for_another_question(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matters, "obstacle_of", lambda *_asked: None)
    with scene.once(), pytest.raises(AssertionError):
        checklist_changes.play(scene, seed=8, places=TWO)
