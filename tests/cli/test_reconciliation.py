"""The doctor finds each row without its file, file without its row, piece of no photo, receipt without effect; and no other."""

import hashlib
import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner

from inspect_app.accounts.models import Device
from inspect_app.cli import main
from inspect_app.cli.database import transaction
from inspect_app.fieldwork.intake import SentPhoto
from inspect_app.fieldwork.models import ChangeKind, Evidence, Photo
from inspect_app.fieldwork.operations.photos import photo_came
from inspect_app.kernel.files import DirectoryStore
from inspect_app.kernel.incoming import IncomingFiles
from tests.factories.held import make_change, make_device, make_photo
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import NOW

EACH = 10


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DirectoryStore:
    monkeypatch.setenv("INSPECT_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("INSPECT_DATABASE_URL", raising=False)
    return DirectoryStore(tmp_path / "files")


def _doctor() -> dict[str, list[str]]:
    result = CliRunner().invoke(main, ["doctor", "--json"])
    checks = json.loads(result.output)
    assert result.exit_code == int(any(check["state"] == "wrong" for check in checks)), result.output
    found: dict[str, list[str]] = {}
    for check in checks:
        found.setdefault(check["name"], []).extend(check["found"])
    return found


def _bytes(number: int) -> bytes:
    return f"photo {number}".encode()


def _evidence(journey: Journey, number: int) -> Evidence:
    sha256 = hashlib.sha256(_bytes(number)).hexdigest()
    row = Evidence(
        visit_id=journey.visit.id,
        item_id="CV05",
        number=number,
        sha256=sha256,
        filename="x.jpg",
        media_type="image/jpeg",
        size=1,
        added_by=journey.lead.person.id,
        added_at=NOW,
    )
    journey.session.add(row)
    journey.session.flush()
    return row


def test_what_fits_together_is_not_reported(store: DirectoryStore) -> None:
    with transaction() as session:
        journey = make_journey(session)
        journey.begin()
        device = make_device(session, journey.inspector)
        for number in range(1, EACH + 1):
            store.put(_bytes(number))
            _evidence(journey, number)
        photo = make_photo(session, device, journey.visit)
        photo_came(session, journey.inspector.actor, photo, SentPhoto(store.put(b"kept").sha256, 4, False), now=NOW)
        coming = make_photo(session, device, journey.visit)
        IncomingFiles(store.directory.with_name("incoming")).append(str(coming.id), 0, b"xx")
    found = _doctor()
    assert {name: found[name] for name in ("files", "incoming", "receipts")} == {
        "files": [],
        "incoming": [],
        "receipts": [],
    }


def test_fifty_that_do_not_fit_are_found_and_none_beside(store: DirectoryStore) -> None:
    incoming = IncomingFiles(store.directory.with_name("incoming"))
    with transaction() as session:
        journey = make_journey(session)
        journey.begin()
        device = make_device(session, journey.inspector)
        for number in range(1, EACH + 1):
            store.put(_bytes(number))
            _evidence(journey, number)
        lost = [_evidence(journey, number) for number in range(EACH + 1, 2 * EACH + 1)]
        strangers = [str(uuid4()) for _ in range(EACH)]
        for name in strangers:
            incoming.append(name, 0, b"x")
        answers = [make_change(session, device, journey.visit, item_id="CV05").id for _ in range(EACH)]
        announced = [_photo_without_row(journey, device) for _ in range(EACH)]
        missing = {f"{row.sha256}: evidence {row.id}" for row in lost}
    orphans = {store.put(f"nobody's {number}".encode()).sha256 for number in range(EACH)}
    found = _doctor()
    assert set(found["files"]) == missing | orphans
    assert set(found["incoming"]) == set(strangers)
    assert set(found["receipts"]) == {str(each) for each in (*answers, *announced)}
    assert sum(len(found[name]) for name in ("files", "incoming", "receipts")) == 5 * EACH


def _photo_without_row(journey: Journey, device: Device) -> UUID:
    body = {"photo": str(uuid4()), "sha256": "0" * 64, "size": 3, "caption": ""}
    return make_change(journey.session, device, journey.visit, kind=ChangeKind.PHOTO, item_id="CV05", body=body).id


def test_pieces_of_a_photo_that_was_received_are_told(store: DirectoryStore) -> None:
    with transaction() as session:
        journey = make_journey(session)
        journey.begin()
        photo = make_photo(session, make_device(session, journey.inspector), journey.visit)
        photo_came(session, journey.inspector.actor, photo, SentPhoto(store.put(b"kept").sha256, 4, True), now=NOW)
        name = str(session.get_one(Photo, photo.id).id)
    IncomingFiles(store.directory.with_name("incoming")).append(name, 0, b"x")
    assert _doctor()["incoming"] == [name]


def test_the_text_names_each_one(store: DirectoryStore) -> None:
    with transaction() as session:
        make_journey(session)
    sha256 = store.put(b"nobody's").sha256
    assert sha256 in CliRunner().invoke(main, ["doctor"]).output
