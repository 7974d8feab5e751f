"""No answer is lost: what people entered, kept apart in the order in which it was, is what the database has."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from inspect_app.cli.replay.checking.books import rows
from inspect_app.cli.replay.checking.finding import Finding
from inspect_app.fieldwork.rules import GivenAnswer

Plain = tuple[str, ...]
KEPT = ("value", "not_applicable", "reason", "note", "verdict")


def lost_answers(session: Session, given: Sequence[tuple[str, str, GivenAnswer]]) -> Iterator[Finding]:
    """Answers that are not there as they were given last, and values on the way that were forgotten."""
    codes = {row.id: row.code for row in rows(session, "visit", "id", "code")}
    present = {
        (codes[row.visit_id], row.item_id): _plain(row)
        for row in rows(session, "answer", "id", "visit_id", "item_id", *KEPT)
    }
    past: dict[tuple[str, str], list[Plain]] = {}
    for row in rows(session, "answer_revision", "id", "visit_id", "item_id", *KEPT):
        past.setdefault((codes[row.visit_id], row.item_id), []).append(_plain(row))
    last: dict[tuple[str, str], Plain] = {}
    for code, item, answer in given:
        last[code, item] = wanted = _plain(answer)
        if wanted not in past.get((code, item), []):
            yield Finding("answers", f"{code} {item}", "a value that was given is not kept")
    for place, wanted in last.items():
        if present.get(place) != wanted:
            yield Finding("answers", " ".join(place), "is not what was given last")
    for place in present.keys() - last.keys():
        yield Finding("answers", " ".join(place), "nobody gave it")


def _plain(answer: object) -> Plain:
    found = [getattr(answer, name) for name in KEPT]
    value = dict(found[0]) if found[0] is not None else None
    return (repr(value), *(str(each or "") for each in found[1:]))
