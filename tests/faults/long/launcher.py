"""Starts `inspect-app web` over and over from a process that has read the code once, so that starts are not spent on imports.

Each line of standard input is a request `{"arguments": […], "environment": {…}, "log": PATH}`; the answer is the pid
of the server, which leads a process group of its own.
"""

import json
import os
import signal
import sys
from typing import Any

from inspect_app.cli import main as inspect_app
from inspect_app.cli import serving


def launch(wanted: dict[str, Any]) -> int:
    """Forks a server; gives its pid."""
    pid = os.fork()
    if pid:
        return pid
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.update(wanted["environment"])
    log = os.open(wanted["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.argv = ["inspect-app", *wanted["arguments"]]
    inspect_app()
    os._exit(0)


def main() -> None:
    """Serves requests until standard input ends."""
    # Reaped by the system: nobody waits for a server that was killed.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        sys.stdout.write(f"{launch(json.loads(line))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    if not callable(serving.web):
        raise SystemExit("inspect-app has no web command")
    main()
