"""The checklist changes while tablets are away: everything answered, a hundred random edits, the visit moved to the new version."""

import json
import random
from collections import Counter
from typing import Any

from inspect_app.checklists.queries import version_of
from inspect_app.checklists.rules import diff_versions
from inspect_app.kernel.errors import DomainError
from tests.faults.edits import Question
from tests.faults.lines import Fault
from tests.faults.proof import prove
from tests.faults.run import Fields, Run
from tests.faults.scene import Scene

EDITS = 100
CHECKLIST = "toan-dien"
PLACES = (0, 1, 2, 3, 4)
# Those who take the visit along anew before they send what they wrote by the old version.
RENEWED = (3, 4)
PHOTOS = 4


def play(scene: Scene, seed: int, edits: int = EDITS, places: tuple[int, ...] = PLACES) -> Counter[str]:
    """Plays it and compares. Raises AssertionError, with what differs; else counts what was seen."""
    run, draw = Run(scene, seed=seed, begun=False), random.Random(seed)
    for place in places:
        _fill(run, place, draw)
    run.begins(places[0])
    run.publishes(seed, edits, only=())
    run.moves(1)
    for place in set(places) & set(RENEWED):
        run.takes_along(place)
        for item in run.editions[2].questions:
            run.answers(place, item, {"verdict": draw.choice(["pass", "fail"]), "note": "Theo bản mới"})
    for place in places:
        run.sends(place, draw.choices(list(Fault), k=3))
    run.begin()
    run.heal()
    prove(run)
    return _differences(run) + _kept_apart(run) + _decided(run)


def _fill(run: Run, place: int, draw: random.Random) -> None:
    """Somebody answers everything that the first version asks, and takes pictures."""
    tablet, asked = run.tablets[place], run.editions[1].questions
    checklist = tablet.checklists[run.scene.visit_id]
    for item, question in asked.items():
        run.writes(tablet, item, _answer(question, place, draw), checklist)
    for number, item in enumerate(draw.sample(list(asked), PHOTOS)):
        run.photographs(place, item, place * PHOTOS + number)


def _answer(question: Question, place: int, draw: random.Random) -> Fields:
    note = f"Người {place} ghi: {question.text[:40]}"
    if question.is_verdict:
        return {"verdict": draw.choice(["pass", "partial", "fail"]), "note": note}
    if question.kind == "yes_no":
        return {"yes": draw.choice(["yes", "no"]), "note": note}
    return {"not_applicable": "y", "reason": "Không có ở đơn vị", "note": note}


def _old(run: Run) -> dict[str, dict[str, Any]]:
    """The answers by the first version."""
    changes = {name: json.loads(line.text) for name, line in run.written.items()}
    return {name: change for name, change in changes.items() if change["kind"] == "answer" and _version_of(change) == 1}


def _version_of(change: dict[str, Any]) -> int:
    return int(change["checklist"]["version"])


def _differences(run: Run) -> Counter[str]:
    """Every item that was changed, taken out or added is in the list of differences, and nothing else."""
    before, after = run.editions[1].whole, run.editions[2].whole
    with run.scene.app.app_context():
        code = run.oracle.standing.checklist["code"]
        found = diff_versions(version_of(run.scene.session, code, 1), version_of(run.scene.session, code, 2))
    changed = {name for name in before.keys() & after.keys() if before[name] != after[name]}
    assert {each.id for each in found.added} == after.keys() - before.keys()
    assert {each.id for each in found.removed} == before.keys() - after.keys()
    assert {each.id for each in found.changed} == changed
    return Counter(
        {"items changed": len(changed), "items added": len(found.added), "items taken out": len(found.removed)}
    )


def _kept_apart(run: Run) -> Counter[str]:
    """No answer by the first version came to stand anywhere; each waits, beside what it answered and what is asked now."""
    old, still_open = _old(run), run.oracle.open_held()
    assert all(still_open.get(name) == "quarantine" for name in old)
    stands = {row["change_id"] for row in run.scene.rows("SELECT change_id FROM answer_revision")}
    assert not stands & old.keys(), "an answer stands at an item of another version"
    listed = {str(single.waiting.held.change_id): single for single in run.scene.board()}
    today = run.editions[2]
    for name, change in old.items():
        asked, question = listed[name].asked, run.editions[1].questions[change["item"]]
        assert asked is not None
        assert asked.item is not None
        assert asked.item.text.vi == question.text
        elsewhere = today.moved_to(question, change["item"])
        assert (asked.elsewhere.id if asked.elsewhere else None) == elsewhere
    return Counter({"answers by the old version": len(old), "answers that stand": len(stands)})


def _decided(run: Run) -> Counter[str]:
    """Taken is what answers the very question that is asked now, and nothing else; nothing of the rest is dropped."""
    old, counts = _old(run), Counter[str]()
    changes = run.scene.count("change")
    for name, change in old.items():
        is_same = run.asks_the_same(change)
        assert _is_taken(run, name) == is_same, f"{change['item']}: taken for another question, or refused for its own"
        counts["taken: the same question" if is_same else "refused: another question, or none"] += 1
        if not is_same:
            run.scene.decide(name, take=False)
    for row in run.scene.rows("SELECT item_id, change_id FROM answer_revision WHERE change_id IS NOT NULL"):
        was = json.loads(run.written[row["change_id"]].text)
        assert row["item_id"] == was["item"]
        assert run.editions[_version_of(was)].questions[was["item"]] == run.editions[2].questions[was["item"]]
    assert run.scene.count("change") == changes
    texts = {row["id"]: row["text"] for row in run.scene.rows("SELECT id, text FROM change")}
    assert all(texts[name] == run.written[name].text for name in old), "an answer that was set aside is gone"
    return counts


def _is_taken(run: Run, name: str) -> bool:
    try:
        run.scene.decide(name, take=True)
    except DomainError:
        return False
    return True
