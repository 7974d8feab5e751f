"""A line that can be cut: a TCP proxy between the browser and the server, below anything that a page could notice."""

import contextlib
import socket
import threading
from enum import Enum
from typing import Self

CHUNK = 65536


class Line(Enum):
    """How the line is."""

    OPEN = "open"
    REFUSED = "refused"
    SILENT = "silent"


class Proxy:
    """Passes bytes both ways while the line is open; refuses at once, or swallows everything, while it is not."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._line = Line.OPEN
        self._held: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._receive, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._door.close()
        self._drop_all()

    def cut(self) -> None:
        """Ends every connection and refuses new ones."""
        self._line = Line.REFUSED
        self._drop_all()

    def silence(self) -> None:
        """Ends every connection; new ones are taken and never answered, as on a dead cell."""
        self._line = Line.SILENT
        self._drop_all()

    def mend(self) -> None:
        """The line is back."""
        self._line = Line.OPEN
        self._drop_all()

    def _receive(self) -> None:
        while True:
            try:
                caller, _address = self._door.accept()
            except OSError:
                return
            if self._line is Line.REFUSED:
                caller.close()
            elif self._line is Line.SILENT:
                self._hold(caller)
            else:
                self._connect(caller)

    def _connect(self, caller: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self._target))
        except OSError:
            caller.close()
            return
        self._hold(caller, server)
        for one, other in ((caller, server), (server, caller)):
            threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _hold(self, *sockets: socket.socket) -> None:
        with self._lock:
            self._held.update(sockets)

    def _drop_all(self) -> None:
        with self._lock:
            held, self._held = self._held, set()
        for each in held:
            end(each)

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK):
                target.sendall(data)
        for each in (source, target):
            with self._lock:
                self._held.discard(each)
            end(each)


def end(each: socket.socket) -> None:
    """Ends a connection in both directions."""
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
