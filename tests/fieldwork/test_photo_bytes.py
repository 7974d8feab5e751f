"""The bytes of a photo: resumed where they were cut, received once and whole, refused when they are not the photo."""

import hashlib
import io
import random
from dataclasses import dataclass
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from inspect_app.accounts.operations import revoke_device, token_sha256
from inspect_app.fieldwork.models import Evidence, HeldChange, Photo, PhotoProblem
from inspect_app.fieldwork.views import sync_photos
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.files import DirectoryStore
from inspect_app.kernel.incoming import IncomingFiles
from inspect_app.webkit.context import session as session_of_request
from tests.factories.held import make_device, make_photo
from tests.factories.journeys import make_journey
from tests.factories.moments import NOW
from tests.factories.pictures import make_jpeg

TOKEN = "the token of the tablet"
JPEG = make_jpeg()


@dataclass
class Line:
    """A tablet's line to the server."""

    client: FlaskClient
    token: str = TOKEN

    def ask(self, photo):
        return self._said(self.client.get(f"/dong-bo/anh/{photo.id}", headers=self._headers()))

    def put(self, photo, offset, body, **options):
        address = f"/dong-bo/anh/{photo.id}?offset={offset}"
        return self._said(self.client.put(address, data=body, headers=self._headers(), **options))

    def _headers(self):
        return {"Authorization": f"Bearer {self.token}", "X-Requested-With": "tablet"}

    @staticmethod
    def _said(response):
        assert response.mimetype == "application/json"
        assert response.headers["Cache-Control"] == "no-store"
        said = response.get_json()
        assert said["protocol"] == 1
        return response.status_code, said


@pytest.fixture
def journey(session):
    found = make_journey(session)
    found.begin()
    return found


@pytest.fixture
def device(session, journey):
    made = make_device(session, journey.inspector, "Máy 1")
    made.token_sha256 = token_sha256(TOKEN)
    session.flush()
    return made


@pytest.fixture
def announce(session, journey, device):
    def make(data=JPEG, item_id="CV01"):
        photo = make_photo(session, device, journey.visit, item_id)
        photo.sha256, photo.size, photo.caption = hashlib.sha256(data).hexdigest(), len(data), "Bảng niêm yết"
        session.flush()
        return photo

    return make


@pytest.fixture
def photo(announce):
    return announce()


@pytest.fixture
def line(photo, client):
    return Line(client)


@pytest.fixture
def store(app, tmp_path):
    return DirectoryStore(tmp_path / "files")


@pytest.fixture
def gathered(app, tmp_path):
    return IncomingFiles(tmp_path / "incoming")


def fresh(session, photo):
    session.expire_all()
    return session.get(Photo, photo.id)


def test_a_photo_that_was_announced_is_received_and_becomes_evidence(session, journey, line, photo, store, gathered):
    assert line.ask(photo) == (
        200,
        {"protocol": 1, "photo": str(photo.id), "offset": 0, "size": len(JPEG), "received": False},
    )
    status, said = line.put(photo, 0, JPEG)
    assert (status, said["received"], said["offset"]) == (200, True, len(JPEG))
    found = fresh(session, photo)
    evidence = found.evidence
    assert (evidence.number, evidence.item_id, evidence.caption) == (1, "CV01", "Bảng niêm yết")
    assert (evidence.added_by, evidence.sha256) == (journey.inspector.person.id, photo.sha256)
    assert store.read(evidence.sha256) == JPEG
    assert gathered.names() == []
    assert line.ask(photo)[1]["received"] is True


def test_sending_a_received_photo_again_changes_nothing(session, line, photo):
    line.put(photo, 0, JPEG)
    for offset, body in ((0, JPEG), (len(JPEG), b""), (5, b"otherwise")):
        status, said = line.put(photo, offset, body)
        assert (status, said["received"]) == (200, True)
    assert len(session.scalars(select(Evidence)).all()) == 1


@pytest.mark.parametrize("piece", [700, 1024, 4096])
def test_it_is_resumed_at_every_boundary_of_a_piece(session, line, photo, piece, monkeypatch):
    monkeypatch.setattr(sync_photos, "PIECE", piece)
    for offset in range(0, len(JPEG), piece):
        assert line.ask(photo)[1]["offset"] == offset
        status, said = line.put(photo, offset, JPEG[offset : offset + piece])
        assert (status, said["offset"]) == (200, min(offset + piece, len(JPEG)))
    assert fresh(session, photo).evidence_id is not None


def test_what_came_before_a_cut_at_any_byte_stays(session, announce, line, store):
    lots = random.Random(17)
    for number in range(2, 42):
        data = make_jpeg(number)
        photo, offset = announce(data), 0
        session.commit()
        for cut in sorted(lots.sample(range(1, len(data)), lots.randint(1, 4))):
            line.put(photo, offset, data[offset:cut], content_length=len(data) - offset)
            assert line.ask(photo)[1]["offset"] == cut
            offset = cut
        assert line.put(photo, offset, data[offset:])[1]["received"] is True
        assert store.read(fresh(session, photo).kept_sha256) == data


def test_a_cut_within_the_last_piece_loses_nothing_and_an_empty_request_ends_it(line, photo, gathered):
    gathered.append(str(photo.id), 0, JPEG)
    assert line.ask(photo)[1] | {"offset": len(JPEG), "received": False} == line.ask(photo)[1]
    assert line.put(photo, len(JPEG), b"")[1]["received"] is True


@pytest.mark.parametrize("offset", [0, 99, 101, 5000, 10**12])
def test_bytes_from_a_wrong_offset_are_refused_with_the_right_one(line, photo, offset, gathered):
    line.put(photo, 0, JPEG[:100])
    status, said = line.put(photo, offset, b"0123456789")
    assert (status, said["error"], said["offset"], said["received"]) == (409, "wrong_offset", 100, False)
    assert gathered.read(str(photo.id)) == JPEG[:100]


@pytest.mark.parametrize("offset", ["", "x", "1.5", "-1"])
def test_a_request_without_an_offset_is_refused(client, line, photo, offset, gathered):
    status, said = line.put(photo, offset, JPEG)
    assert (status, said["error"], said["offset"]) == (409, "wrong_offset", 0)
    assert gathered.size(str(photo.id)) == 0


def test_more_bytes_than_were_announced_are_refused(session, line, photo, gathered, monkeypatch):
    monkeypatch.setattr(sync_photos, "PIECE", 100)
    status, said = line.put(photo, 0, JPEG + b"!")
    assert (status, said["error"], said["offset"]) == (422, "too_long", 0)
    assert fresh(session, photo).received_at is None
    assert line.put(photo, 0, JPEG)[1]["received"] is True


def test_a_flipped_byte_is_found_and_everything_is_sent_anew(session, line, photo, store):
    flipped = bytearray(JPEG)
    flipped[len(JPEG) // 2] ^= 1
    line.put(photo, 0, bytes(flipped[:2000]))
    status, said = line.put(photo, 2000, bytes(flipped[2000:]))
    assert (status, said["error"], said["offset"], said["received"]) == (422, "wrong_hash", 0, False)
    assert line.ask(photo)[1]["offset"] == 0
    assert fresh(session, photo).received_at is None
    assert list(store.directory.glob("*/*")) == []
    assert line.put(photo, 0, JPEG)[1]["received"] is True


def test_half_a_picture_is_kept_and_refused_for_good(session, announce, line, store):
    half = JPEG[: len(JPEG) // 2]
    photo = announce(half)
    session.commit()
    status, said = line.put(photo, 0, half)
    assert (status, said["error"], said["received"], said["problem"]) == (422, "not_a_photo", True, "not_a_photo")
    found = fresh(session, photo)
    assert (found.problem, found.evidence_id) == (PhotoProblem.NOT_A_PHOTO, None)
    assert store.read(found.kept_sha256) == half
    # Even if that answer was lost, the tablet learns that it may stop.
    status, said = line.ask(photo)
    assert (status, said["received"], said["problem"]) == (200, True, "not_a_photo")
    assert said["message"]


def test_a_photo_whose_file_the_server_lost_is_wanted_again(session, line, photo, store):
    line.put(photo, 0, JPEG)
    store.path_of(photo.sha256).unlink()
    assert line.ask(photo)[1] | {"offset": 0, "received": False} == line.ask(photo)[1]
    assert line.put(photo, 0, JPEG)[1]["received"] is True
    assert store.read(fresh(session, photo).evidence.sha256) == JPEG
    assert len(session.scalars(select(Evidence)).all()) == 1


def test_the_same_picture_at_two_items_is_two_photos_and_one_file(session, announce, line, photo, store):
    other = announce(JPEG, "CV03")
    session.commit()
    line.put(photo, 0, JPEG)
    line.put(other, 0, JPEG)
    one, two = fresh(session, photo).evidence, session.get(Photo, other.id).evidence
    assert (one.item_id, two.item_id, one.number, two.number) == ("CV01", "CV03", 1, 2)
    assert one.sha256 == two.sha256
    assert [path.name for path in store.directory.glob("*/*")] == [one.sha256]


def test_a_photo_that_nobody_announced_is_unknown(line):
    class Nobody:
        id = uuid4()

    for status, said in (line.ask(Nobody), line.put(Nobody, 0, JPEG)):
        assert (status, said["error"]) == (404, "unknown_photo")


def test_a_colleagues_photo_is_unknown_and_nothing_is_kept_of_it(session, journey, client, photo, gathered):
    thief = make_device(session, journey.secretary)
    thief.token_sha256 = token_sha256("another")
    session.commit()
    line = Line(client, "another")
    for status, said in (line.ask(photo), line.put(photo, 0, JPEG)):
        assert (status, said["error"]) == (404, "unknown_photo")
    assert gathered.names() == []


def test_without_a_token_nothing_is_received(client, photo, gathered):
    assert Line(client, "no token of ours").put(photo, 0, JPEG)[0] == 401
    assert gathered.names() == []


def test_a_revoked_tablets_photo_is_received_and_kept(session, journey, device, line, photo, store):
    revoke_device(session, journey.coordinator.actor, device, reason="mất máy", now=NOW, real_now=real_now())
    session.commit()
    status, said = line.put(photo, 0, JPEG)
    assert (status, said["received"], said["problem"]) == (200, True, "revoked")
    found = fresh(session, photo)
    assert found.evidence_id is None
    assert store.read(found.kept_sha256) == JPEG


def test_no_transaction_is_open_while_a_body_comes(line, photo):
    open_ones = []

    class Watched(io.BytesIO):
        def readinto(self, buffer):
            open_ones.append(session_of_request().in_transaction())
            return super().readinto(buffer)

    assert line.put(photo, 0, None, input_stream=Watched(JPEG), content_length=len(JPEG))[1]["received"] is True
    assert open_ones
    assert not any(open_ones)


def test_the_unsent_photos_of_the_tablet_are_counted_down(session, device, line, photo):
    device.unsent_photos = 2
    session.commit()
    line.put(photo, 0, JPEG)
    assert fresh(session, photo).change.device.unsent_photos == 1


def test_two_requests_at_once_neither_mix_nor_double(app, session, photo, client, gathered):
    """Both begin at 0 and take turns within the body; the file stays one."""
    name = str(photo.id)
    ahead = IncomingFiles(gathered.directory)

    class Overtaken(io.BytesIO):
        def readinto(self, buffer):
            if self.tell() == 0:
                ahead.append(name, 0, JPEG[:300])
            return super().readinto(buffer)

    status, said = Line(client).put(photo, 0, None, input_stream=Overtaken(JPEG), content_length=len(JPEG))
    assert (status, said["error"], said["offset"]) == (409, "wrong_offset", 300)
    assert Line(client).put(photo, 300, JPEG[300:])[1]["received"] is True


def test_a_held_changes_photo_is_kept_with_it(session, journey, line, photo, store):
    session.add(
        HeldChange(
            change_id=photo.change_id,
            visit_id=journey.visit.id,
            item_id="CV01",
            why="quarantine",
            cause="not_on_team",
            message="",
            held_at=NOW,
        )
    )
    session.commit()
    status, said = line.put(photo, 0, JPEG)
    assert (status, said["received"]) == (200, True)
    found = fresh(session, photo)
    assert (found.evidence_id, found.problem) == (None, None)
    assert store.read(found.kept_sha256) == JPEG
