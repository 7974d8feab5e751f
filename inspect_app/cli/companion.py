"""The scheduler as a process beside the web server of one machine: started again when it dies, ended with it."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Mapping

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 5.0
END_SECONDS = 30


class SchedulerProcess:
    """`inspect-app scheduler`, watched by a thread."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._ending = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher = threading.Thread(target=self._watch, name="scheduler-watch", daemon=True)

    def start(self) -> None:
        """Starts the process, and the watch over it."""
        self._spawn()
        self._watcher.start()

    def end(self) -> None:
        """Ends the process and waits for it: it finishes its tick and gives its lease back."""
        self._ending.set()
        process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(timeout=END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _spawn(self) -> None:
        # In a session of its own, so that Ctrl-C reaches it through us and only once.
        command = [sys.executable, "-m", "inspect_app.cli", "scheduler", "--beside", str(os.getpid())]
        self._process = subprocess.Popen(command, env=self._environment, start_new_session=True)

    def _watch(self) -> None:
        while self._process is not None:
            code = self._process.wait()
            if self._ending.wait(PAUSE_SECONDS):
                return
            logger.error("the scheduler ended with code %s; it is started again", code)
            self._spawn()
