"""Lines that fell silent: a tablet that lost its signal within a request must not hold a thread of the server for good.

Granian opens the listening socket in each worker and offers no setting for it; what is set on it, every connection inherits.
"""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

OWN_FILES = Path("/proc/self/fd")
# After a minute of silence the other side is asked four times: a dead line is closed after two minutes.
KEEP_ALIVE = ((socket.TCP_KEEPIDLE, 60), (socket.TCP_KEEPINTVL, 15), (socket.TCP_KEEPCNT, 4))
TRY_EVERY, TRY_FOR = 0.2, 60


def watch_lines(port: int) -> None:
    """Waits until this process listens at the port, and has every line that comes in watched."""
    for _ in range(round(TRY_FOR / TRY_EVERY)):
        found = list(_listening(port))
        for each in found:
            with each:
                each.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
                for option, value in KEEP_ALIVE:
                    each.setsockopt(socket.IPPROTO_TCP, option, value)
        if found:
            return
        time.sleep(TRY_EVERY)


def _listening(port: int) -> Iterator[socket.socket]:
    """The sockets by which this process listens at the port, each as a handle of its own."""
    for name in os.listdir(OWN_FILES):
        with suppress(OSError):
            if not os.readlink(OWN_FILES / name).startswith("socket:"):
                continue
            own = socket.socket(fileno=os.dup(int(name)))
            if own.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) and own.getsockname()[1] == port:
                yield own
            else:
                own.close()
