"""The application's side of the renderer: one warm process, one document at a time, ended when it takes too long."""

import atexit
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock

from inspect_app.documents.frames import FrameBroken, packed, read_frame
from inspect_app.kernel.errors import DomainError
from inspect_app.kernel.language import gettext as _

SOURCE = Path(__file__).resolve().parent.parent.parent
WORKER = (sys.executable, "-P", "-m", "inspect_app.documents.worker")
WALL_SECONDS = 60.0
KEPT_VARIABLES = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "XDG_CACHE_HOME")


class RenderFailed(DomainError):
    """No PDF was made; nothing was lost by it. `message` says why and what to do next."""


def worker_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """What the worker may know: how to find Python, fonts and our code; no secret, no address of a database."""
    kept = {name: environment[name] for name in KEPT_VARIABLES if name in environment}
    # A fixed hash seed: the same document is the same bytes. Few arenas: address space is what is limited.
    fixed = {"PYTHONHASHSEED": "0", "MALLOC_ARENA_MAX": "2", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    return kept | fixed | {"PYTHONPATH": str(SOURCE)}


class Renderer:
    """Starts the worker when it is first needed, and again when it is gone. Safe to use from several threads."""

    def __init__(self, command: Sequence[str] = WORKER, seconds: float = WALL_SECONDS) -> None:
        self.command = tuple(command)
        self.seconds = seconds
        self._lock = Lock()
        self._worker: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None

    @property
    def process_id(self) -> int | None:
        """The worker's process, if there is one."""
        return self._worker.pid if self._worker else None

    def render(self, job: bytes) -> bytes:
        """The PDF of a job (worker.py says what a job is).

        Raises RenderFailed when it takes longer than `seconds`, when the worker died twice, or when it refused.
        """
        if not self._lock.acquire(timeout=2 * self.seconds):
            raise RenderFailed(_("Máy chủ đang tạo nhiều tệp PDF. Hãy thử lại sau ít phút."))
        try:
            answer = self._asked(job)
        finally:
            self._lock.release()
        if answer.startswith(b"P"):
            return answer[1:]
        raise _refusal(answer[1:].decode(errors="replace"))

    def close(self) -> None:
        """Ends the worker; the next rendering starts another."""
        with self._lock:
            self._end()

    def forget(self) -> None:
        """For a forked child: the worker is the parent's, and the lock may be held by a thread that is not here."""
        if self._line is not None:
            self._line.close()
        self._lock, self._worker, self._line = Lock(), None, None

    def _asked(self, job: bytes) -> bytes:
        for attempt in (1, 2):
            try:
                return self._exchange(job)
            except TimeoutError as error:
                self._end()
                message = _("Tạo tệp PDF quá %(seconds)d giây nên đã dừng. Hãy rút gọn nội dung rồi thử lại.")
                raise RenderFailed(message % {"seconds": self.seconds}) from error
            except (OSError, FrameBroken) as error:
                self._end()
                if attempt == 2:
                    message = _("Bộ tạo PDF dừng đột ngột hai lần. Hãy thử lại; nếu vẫn lỗi, báo quản trị hệ thống.")
                    raise RenderFailed(message) from error
        raise AssertionError("the second attempt returns or raises")

    def _exchange(self, job: bytes) -> bytes:
        line = self._started()
        deadline = time.monotonic() + self.seconds

        def receive(length: int) -> bytes:
            line.settimeout(max(deadline - time.monotonic(), 0.001))
            return line.recv(length)

        line.settimeout(self.seconds)
        line.sendall(packed(job))
        answer = read_frame(receive)
        if not answer:
            raise FrameBroken("the worker ended")
        return answer

    def _started(self) -> socket.socket:
        if self._line is None:
            ours, theirs = socket.socketpair()
            with theirs:
                self._worker = subprocess.Popen(
                    self.command,
                    stdin=theirs.fileno(),
                    stdout=theirs.fileno(),
                    env=worker_environment(os.environ),
                    cwd=SOURCE,
                    start_new_session=True,
                )
            self._line = ours
        return self._line

    def _end(self) -> None:
        worker, line = self._worker, self._line
        self._worker = self._line = None
        if line is not None:
            line.close()
        if worker is not None:
            if worker.poll() is None:
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


def _refusal(reason: str) -> RenderFailed:
    kind, _space, detail = reason.partition(" ")
    if kind == "memory":
        return RenderFailed(_("Văn bản quá lớn để tạo tệp PDF. Hãy rút gọn nội dung rồi thử lại."))
    if kind == "library":
        message = _("Máy chủ thiếu thư viện tạo PDF (pango, phông chữ). Báo quản trị hệ thống: %(detail)s")
        return RenderFailed(message % {"detail": detail})
    return RenderFailed(_("Không tạo được tệp PDF từ nội dung này. Báo quản trị hệ thống: %(detail)s", detail=detail))


RENDERER = Renderer()
atexit.register(RENDERER.close)
os.register_at_fork(after_in_child=RENDERER.forget)
