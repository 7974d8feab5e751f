"""What is true when every line is mended and everything was sent: nothing lost, each conflict shown, all tablets equal."""

import json
from typing import Any

from tests.faults.oracle import Given
from tests.faults.run import Run


def prove(run: Run) -> None:
    """Compares the server, the tablets and the oracle. Raises AssertionError, with what differs."""
    nothing_is_lost(run)
    every_receipt_stays(run)
    every_item_is_as_told(run)
    everything_held_is_shown(run)
    every_other_question_is_listed(run)
    all_tablets_are_equal(run)
    every_photo_is_there(run)


def nothing_is_lost(run: Run) -> None:
    """Every change that was ever written is at the server once, by its very bytes, with a fate."""
    rows = {row["id"]: row for row in run.scene.rows("SELECT * FROM change")}
    wanted = set(run.written) - run.gone
    assert not run.oracle.lost(wanted), "written and never received"
    assert set(rows) == set(run.oracle.fates), "the server keeps other changes than it received"
    for name in wanted:
        assert rows[name]["text"] == run.written[name].text
        assert rows[name]["sha256"] == run.written[name].sha256
    numbers = [(row["device_id"], row["sequence"]) for row in rows.values()]
    assert len(numbers) == len(set(numbers)), "a number was taken twice"
    assert not run.scene.rows("SELECT id FROM stray_change WHERE cause = 'unreadable'")


def every_receipt_stays(run: Run) -> None:
    """What is offered again gets the receipt that it had: the oracle compares it while it listens."""
    before = _counts(run)
    for tablet in (each for each in run.tablets if not each.wiped):
        kept = [line for _number, line in sorted(tablet.lines.items())]
        for start in range(0, len(kept), 200):
            _status, reply = tablet.post("thay-doi", tablet.batch(kept[start : start + 200]))
            assert all(receipt["replayed"] for receipt in reply["receipts"])
    assert _counts(run) == before, "offering again changed something"


def _counts(run: Run) -> dict[str, int]:
    return {
        table: run.scene.count(table)
        for table in ("change", "answer", "answer_revision", "held_change", "stray_change", "photo", "evidence")
    }


def every_item_is_as_told(run: Run) -> None:
    """The present answers and every value before them, as the oracle has them."""
    rows = run.scene.rows("SELECT * FROM answer_revision ORDER BY item_id, revision")
    stored = [
        (row["item_id"], row["revision"], row["change_id"] or row["id"], _given(row), row["person_id"]) for row in rows
    ]
    told = [
        (item, value.number, value.name, value.given, value.person)
        for item, values in sorted(run.oracle.values.items())
        for value in values
    ]
    assert stored == told
    present = {row["item_id"]: (row["revision"], _given(row)) for row in run.scene.rows("SELECT * FROM answer")}
    assert present == {item: (values[-1].number, values[-1].given) for item, values in run.oracle.values.items()}


def _given(row: dict[str, Any]) -> Given:
    return Given(row["verdict"] or "", row["note"])


def everything_held_is_shown(run: Run) -> None:
    """Each change that waits for a decision is in the state, with its value; nothing else is."""
    held = {row["change_id"]: row for row in run.scene.rows("SELECT * FROM held_change")}
    still_open = {name: row["why"] for name, row in held.items() if row["settled_at"] is None}
    assert still_open == run.oracle.open_held()
    for name, row in held.items():
        assert row["cause"] in run.oracle.fates[name].causes, (row["cause"], run.oracle.fates[name])
    for tablet in run.informed()[:1]:
        shown = {row["change"]: row for row in tablet.states[run.scene.visit_id]["held"]}
        assert {name: row["why"] for name, row in shown.items()} == still_open
        for name, row in shown.items():
            body = json.loads(run.written[name].text)["body"]
            assert row["fields"] == body.get("fields")
            assert row["person"] == run.oracle.persons[run.oracle.fates[name].device]
            assert row["device"]


def every_other_question_is_listed(run: Run) -> None:
    """What answers another version's question waits beside that question and today's, and nothing says that it can be taken for it."""
    now, published = run.oracle.standing.checklist, run.oracle.standing.published
    today = run.editions[now["version"]].questions
    listed = {str(single.waiting.held.change_id): single for single in run.scene.board()}
    for name in run.oracle.open_held():
        change = json.loads(run.written[name].text)
        if change["item"] is None or change["checklist"] == now:
            continue
        asked, version = listed[name].asked, change["checklist"]["version"]
        was = run.editions[version].questions.get(change["item"]) if version in published else None
        assert asked is not None
        assert (asked.item.text.vi if asked.item else None) == (was.text if was else None)
        assert (asked.now.id if asked.now else None) == (change["item"] if change["item"] in today else None)
        assert asked.is_same == run.asks_the_same(change)
        assert listed[name].waiting.obstacle or asked.is_same


def all_tablets_are_equal(run: Run) -> None:
    """Every tablet that is told anything holds the same state, and no change that is not in it."""
    states = [tablet.states[run.scene.visit_id] for tablet in run.informed()]
    assert len({state["version"] for state in states}) <= 1
    for state in states:
        shown = {item: (answer["revision"], answer["seen"]) for item, answer in state["answers"].items()}
        told = {item: (values[-1].number, values[-1].name) for item, values in run.oracle.values.items()}
        assert shown == told
    for tablet in run.informed():
        assert all(line.settled for line in tablet.lines.values())
    for tablet in run.tablets:
        assert not tablet.unsent()
        assert not tablet.photos_unsent()


def every_photo_is_there(run: Run) -> None:
    """The bytes of each photo were received whole."""
    announced = {
        json.loads(line.text)["body"]["photo"]
        for name, line in run.written.items()
        if line.change["kind"] == "photo" and name in run.oracle.fates
    }
    received = {row["id"] for row in run.scene.rows("SELECT id FROM photo WHERE received_at IS NOT NULL")}
    assert announced <= received
