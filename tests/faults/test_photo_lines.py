"""Photos over a real line to a real server: cut within a body, slow, silent; nothing that came is lost, nobody waits."""

import hashlib
import json
import random
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from inspect_app.fieldwork.models import Photo
from inspect_app.kernel.files import DirectoryStore
from tests.browser.own_server import OwnServer
from tests.factories.journeys import make_journey
from tests.factories.pictures import make_jpeg
from tests.factories.tablets import FieldTablet, make_tablet
from tests.long_proofs import rounds, seed_or

CUTS = rounds(20, 200)
KEEP_ALIVE_TIMER = "02"
PATIENCE = 30


@dataclass
class Line:
    """A tablet's line to the server, which can be cut at any byte."""

    port: int
    token: str

    def ask(self, photo: UUID) -> dict[str, object]:
        """How much of the photo is here."""
        return self._said("GET", f"/dong-bo/anh/{photo}", b"")

    def put(self, photo: UUID, offset: int, body: bytes) -> dict[str, object]:
        """Sends bytes from the offset on."""
        return self._said("PUT", f"/dong-bo/anh/{photo}?offset={offset}", body)

    def begin(self, photo: UUID, offset: int, length: int, body: bytes) -> socket.socket:
        """Begins a request of `length` bytes and sends some of them."""
        line = socket.create_connection(("127.0.0.1", self.port))
        head = f"PUT /dong-bo/anh/{photo}?offset={offset} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n"
        line.sendall(f"{head}Authorization: Bearer {self.token}\r\n\r\n".encode() + body)
        return line

    def offset_after_cut(self, photo: UUID, at_least: int) -> int:
        """What the server has once it noticed that the line was cut."""
        deadline = time.monotonic() + PATIENCE
        while (offset := int(str(self.ask(photo)["offset"]))) < at_least and time.monotonic() < deadline:
            time.sleep(0.02)
        return offset

    def send_rest(self, photo: UUID, data: bytes, piece: int) -> None:
        """Sends pieces from where the server is, until it has all."""
        deadline = time.monotonic() + PATIENCE
        answer = self.ask(photo)
        while not answer["received"]:
            assert time.monotonic() < deadline, "the server never had all"
            offset = int(str(answer["offset"]))
            answer = self.put(photo, offset, data[offset : offset + piece])

    def send(self, batch: dict[str, object]) -> dict[str, object]:
        """Sends a batch of changes."""
        return self._said("POST", "/dong-bo/thay-doi", json.dumps(batch).encode())

    def _said(self, method: str, path: str, body: bytes) -> dict[str, object]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as line:
            headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
            line.request(method, path, body or None, headers)
            said: dict[str, object] = json.loads(line.getresponse().read())
            return said


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnServer]:
    """The real server."""
    with OwnServer(tmp_path_factory.mktemp("photo-lines")) as running:
        yield running


@pytest.fixture(scope="module")
def tablet(server: OwnServer) -> FieldTablet:
    """A tablet at a visit that has begun."""
    with server.session() as session:
        journey = make_journey(session)
        journey.begin()
        made = make_tablet(session, journey.inspector, journey.visit)
        session.commit()
        session.expunge_all()
        return made


@pytest.fixture(scope="module")
def line(server: OwnServer, tablet: FieldTablet) -> Line:
    """Its line."""
    return Line(server.port, tablet.token)


def _announce(line: Line, tablet: FieldTablet, data: bytes, item: str = "CV05") -> UUID:
    photo = uuid4()
    body = {"photo": str(photo), "sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "caption": ""}
    told = {"app": "1", "sent_at": "", "oldest": 1, "unsent": 0, "photos_unsent": 1}
    changes = [tablet.write("photo", item, body)]
    receipts = line.send({"protocol": 1, "device": str(tablet.device.id), **told, "changes": changes})["receipts"]
    assert isinstance(receipts, list)
    assert [receipt["state"] for receipt in receipts] == ["applied"]
    return photo


def _kept(server: OwnServer, photo: UUID) -> bytes:
    with server.session() as session:
        found = session.get_one(Photo, photo)
        assert found.evidence_id is not None
        return DirectoryStore(server.folder / "files").read(found.kept_sha256 or "")


def test_a_photo_cut_at_any_byte_goes_on_from_there(
    server: OwnServer, tablet: FieldTablet, line: Line, record_property: Callable[[str, object], None]
) -> None:
    lots, photos, cuts, sent, size = random.Random(seed_or(8)), 0, 0, 0, 0
    while cuts < CUTS:
        data = make_jpeg(cuts, side=200)
        photo, offset = _announce(line, tablet, data, f"CV{5 + cuts % 2:02d}"), 0
        for cut in sorted(lots.sample(range(1, len(data)), lots.randint(1, 4))):
            line.begin(photo, offset, len(data) - offset, data[offset:cut]).close()
            assert line.offset_after_cut(photo, cut) == cut
            sent, offset, cuts = sent + cut - offset, cut, cuts + 1
        assert line.put(photo, offset, data[offset:])["received"] is True
        photos, sent, size = photos + 1, sent + len(data) - offset, size + len(data)
        assert _kept(server, photo) == data
    found = {"cuts within a photo": cuts, "photos": photos, "bytes of the photos": size, "bytes sent": sent}
    for name, number in found.items():
        record_property(name, number)
    assert sent == size


def _heard(line: socket.socket) -> bytes:
    """What comes until the answer's body is there: head and body may come one after the other."""
    heard = b""
    line.settimeout(PATIENCE)
    while b"}" not in heard.partition(b"\r\n\r\n")[2] and (more := line.recv(65536)):
        heard += more
    return heard


def test_a_slow_body_holds_up_no_writer(server: OwnServer, tablet: FieldTablet, line: Line) -> None:
    data = make_jpeg(201, side=300)
    photo = _announce(line, tablet, data)
    slow = line.begin(photo, 0, len(data), data[:5000])
    time.sleep(0.5)
    other = make_jpeg(202)
    # Whoever had to wait for the slow body would wait until his own line gives up.
    assert line.put(_announce(line, tablet, other, "CV06"), 0, other)["received"] is True
    slow.sendall(data[5000:])
    with slow:
        assert b'"received":true' in _heard(slow)
    slow.close()
    assert _kept(server, photo) == data


def test_many_slow_lines_leave_the_server_to_the_others(server: OwnServer, tablet: FieldTablet, line: Line) -> None:
    data = make_jpeg(203, side=300)
    photos = [_announce(line, tablet, data, "CV06") for _ in range(20)]
    slow = [line.begin(photo, 0, len(data), data[:1000]) for photo in photos]
    time.sleep(0.5)
    assert line.ask(photos[0])["received"] is False
    _announce(line, tablet, make_jpeg(204))
    for each in slow:
        each.close()
    for photo in photos:
        line.send_rest(photo, data, len(data))


def test_parallel_requests_for_one_photo_leave_it_whole(server: OwnServer, tablet: FieldTablet, line: Line) -> None:
    data = make_jpeg(205, side=400)
    photo = _announce(line, tablet, data)

    with ThreadPoolExecutor(4) as pool:
        for sent in [pool.submit(line.send_rest, photo, data, 7001) for _line in range(4)]:
            sent.result()
    assert _kept(server, photo) == data
    assert not list((server.folder / "incoming").glob(f"{photo}*"))


def test_a_photo_survives_the_death_of_the_server(server: OwnServer, tablet: FieldTablet, line: Line) -> None:
    data = make_jpeg(206, side=400)
    photo = _announce(line, tablet, data)
    half = len(data) // 2
    assert line.put(photo, 0, data[:half])["offset"] == half
    server.kill()
    server.start()
    assert line.ask(photo)["offset"] == half
    assert line.put(photo, half, data[half:])["received"] is True
    assert _kept(server, photo) == data


def test_a_line_that_fell_silent_is_watched(server: OwnServer, tablet: FieldTablet, line: Line) -> None:
    data = make_jpeg(207)
    silent = line.begin(_announce(line, tablet, data), 0, len(data), data[:100])
    own_port = silent.getsockname()[1]
    time.sleep(0.2)
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    timers = [row[5] for row in rows if int(row[2].split(":")[1], 16) == own_port]
    silent.close()
    assert [timer.split(":")[0] for timer in timers] == [KEEP_ALIVE_TIMER]
