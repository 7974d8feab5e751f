"""The renderer's process: bounded, closed, replaced when it dies, and always the same bytes."""

import json
import os
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from inspect_app.documents.frames import FrameBroken, packed, read_frame
from inspect_app.documents.render import pdf_of
from inspect_app.documents.renderer import WORKER, Renderer, RenderFailed, worker_environment
from inspect_app.documents.worker import MEMORY_LIMIT, refuse_reaching_out
from tests.documents.conftest import MADE_AT

CANARY = b"canary-7f3a91"


def job(html: str) -> bytes:
    values: dict[str, object] = {
        "html": html,
        "styles": [],
        "identifier": "00" * 16,
        "made_at": MADE_AT.isoformat(),
        "variant": None,
    }
    return json.dumps(values).encode()


def gone(process_id: int, seconds: float = 10) -> bool:
    """Whether the process ends within the time; one that waits to be reaped has ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def renderer() -> Iterator[Renderer]:
    made = Renderer()
    yield made
    made.close()


def test_two_processes_render_the_same_bytes(notice, minutes, renderer):
    for sheet in (notice(), minutes()):
        first = pdf_of(sheet, made_at=MADE_AT)
        assert pdf_of(sheet, made_at=MADE_AT) == first
        assert pdf_of(sheet, made_at=MADE_AT, renderer=renderer) == first
        renderer.close()


def test_threads_share_one_worker(renderer):
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: renderer.render(job(f"<p>Tờ {n}")), range(24)))
    for n, pdf in enumerate(made):
        assert f"Tờ {n}" in PdfReader(BytesIO(pdf)).pages[0].extract_text()


def test_a_rendering_that_takes_too_long_is_ended_and_the_next_one_works(renderer):
    renderer.render(job("<p>ấm"))
    slow, renderer.seconds = renderer.process_id, 1
    assert slow is not None
    begun = time.monotonic()
    with pytest.raises(RenderFailed, match="quá 1 giây"):
        renderer.render(job("<p>Nhiều chữ" * 20_000))  # long, not large: memory must not run out first
    assert time.monotonic() - begun < 30
    assert gone(slow)
    renderer.seconds = 60
    assert renderer.render(job("<p>lại")).startswith(b"%PDF")


def test_a_worker_that_was_killed_is_replaced(renderer):
    renderer.render(job("<p>một"))
    first = renderer.process_id
    assert first is not None
    os.kill(first, 9)
    assert gone(first)
    assert renderer.render(job("<p>hai")).startswith(b"%PDF")
    assert renderer.process_id != first


def test_a_worker_that_dies_is_started_once_more_and_then_given_up(tmp_path: Path):
    starts = tmp_path / "starts"
    renderer = Renderer(command=(sys.executable, "-c", f"open({str(starts)!r}, 'a').write('x')"))
    with pytest.raises(RenderFailed, match="hai lần"):
        renderer.render(job("<p>x"))
    assert starts.read_text() == "xx"


def test_what_cannot_be_rendered_is_refused_and_the_worker_lives_on(renderer):
    with pytest.raises(RenderFailed, match="RecursionError"):
        renderer.render(job("<div>" * 2_000))
    before = renderer.process_id
    assert renderer.render(job("<p>x")).startswith(b"%PDF")
    assert renderer.process_id == before


def test_an_idle_worker_ends_and_the_next_document_starts_another():
    with closing(Renderer(command=(*WORKER, "0.2"))) as renderer:
        renderer.render(job("<p>x"))
        first = renderer.process_id
        assert first is not None
        assert gone(first)
        assert renderer.render(job("<p>x")).startswith(b"%PDF")


def test_the_worker_ends_with_its_parent_and_a_forked_child_has_its_own():
    program = textwrap.dedent("""
        import os, sys
        from inspect_app.documents.renderer import RENDERER
        from tests.documents.test_renderer import job
        RENDERER.render(job("<p>cha"))
        mine = RENDERER.process_id
        child = os.fork()
        if child == 0:
            fine = RENDERER.render(job("<p>con")).startswith(b"%PDF") and RENDERER.process_id != mine
            os._exit(0 if fine else 7)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert RENDERER.render(job("<p>cha")).startswith(b"%PDF") and RENDERER.process_id == mine
        print(mine, flush=True)
        os._exit(0)
    """)
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert gone(int(told.stdout))


def test_the_worker_has_limits_and_knows_no_secret(renderer, monkeypatch):
    monkeypatch.setenv("INSPECT_SECRET_KEY", "bí mật")
    monkeypatch.setenv("INSPECT_DATABASE_URL", "postgresql://x:y@z/db")
    renderer.render(job("<p>x"))
    limits = Path(f"/proc/{renderer.process_id}/limits").read_text()
    assert str(MEMORY_LIMIT) in next(line for line in limits.splitlines() if line.startswith("Max address space"))
    assert "unlimited" not in next(line for line in limits.splitlines() if line.startswith("Max cpu time"))[:40]
    assert b"INSPECT" not in Path(f"/proc/{renderer.process_id}/environ").read_bytes()
    assert "INSPECT_SECRET_KEY" not in worker_environment(os.environ)


def test_hostile_markup_reaches_neither_the_disk_nor_the_network(renderer, tmp_path: Path):
    secret = tmp_path / "canary.txt"
    secret.write_bytes(CANARY)
    visits: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(30)
        here = f"http://127.0.0.1:{listener.getsockname()[1]}"

        def listen() -> None:
            while True:
                try:
                    line, _ = listener.accept()
                except OSError:
                    return
                with line:
                    visits.append(line.recv(100))

        watching = Thread(target=listen, daemon=True)
        watching.start()
        for address in (secret.as_uri(), f"{here}/x", f"//{here[5:]}/x", "data:text/html,<p>x", "ftp://127.0.0.1/x"):
            pdf = renderer.render(job(fragments(address)))
            plain = b"".join(stream_contents(pdf))
            assert CANARY not in pdf
            assert CANARY not in plain
            assert not PdfReader(BytesIO(pdf)).attachments
        listener.shutdown(socket.SHUT_RDWR)
        watching.join(5)
    assert visits == []


def fragments(address: str) -> str:
    return f"""
        <link rel=attachment href="{address}"><link rel=stylesheet href="{address}"><base href="{address}">
        <style>@import url("{address}"); @font-face {{ font-family: x; src: url("{address}") }}
        p {{ font-family: x; background: url("{address}"); list-style-image: url("{address}") }}
        p::before {{ content: url("{address}") }} p {{ cursor: url("{address}"); border-image: url("{address}") 1 }}</style>
        <p>x<a rel=attachment href="{address}">y</a><img src="{address}"><embed src="{address}">
        <object data="{address}"></object><iframe src="{address}"></iframe>
        <svg xmlns="http://www.w3.org/2000/svg" width=9 height=9><image href="{address}" width=9 height=9 />
        <use href="{address}#a" /></svg>"""


def stream_contents(pdf: bytes) -> Iterator[bytes]:
    reader = PdfReader(BytesIO(pdf))
    for number in range(1, int(str(reader.trailer["/Size"]))):
        value = reader.get_object(number)
        if isinstance(value, StreamObject):
            yield value.get_data()


def test_the_process_refuses_to_connect_or_to_start_another():
    for event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec"):
        with pytest.raises(PermissionError):
            refuse_reaching_out(event, ())
    refuse_reaching_out("open", ())


def test_frames_survive_being_cut_into_pieces():
    sent = packed(b"x" * 1_000) + packed(b"")
    source = BytesIO(sent)
    assert read_frame(lambda length: source.read(min(length, 7))) == b"x" * 1_000
    assert read_frame(source.read) == b""
    assert read_frame(source.read) is None


@pytest.mark.parametrize("broken", [b"\x00", packed(b"abc")[:-1], b"\xff\xff\xff\xff"])
def test_a_broken_frame_is_told(broken: bytes):
    with pytest.raises(FrameBroken):
        read_frame(BytesIO(broken).read)
