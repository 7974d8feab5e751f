"""The planner as a process of its own beside the scheduler: a long search holds up no reminder and no page."""

import logging
import os
import subprocess
import sys

from sqlalchemy import Engine

from inspect_app.campaigns.operations import wanted_run
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.database import read_only, session_factory

logger = logging.getLogger(__name__)
LOOK_SECONDS = 2
END_SECONDS = 10


class PlannerProcess:
    """Looks every few seconds whether a run is wanted, and works off one at a time."""

    def __init__(self, engine: Engine) -> None:
        self._transactions = session_factory(engine)
        self._process: subprocess.Popen[bytes] | None = None

    def look(self) -> None:
        """Starts the process for a run that nobody works off. Never raises."""
        try:
            if self._process is not None and self._process.poll() is None:
                return
            with self._transactions() as session:
                read_only(session)
                run = wanted_run(session, real_now=real_now())
            if run is not None:
                command = [sys.executable, "-m", "inspect_app.cli", "plan", "work", str(run.id)]
                self._process = subprocess.Popen(command, env=dict(os.environ))
        except Exception:
            logger.exception("the planner was not started; the next look tries again")

    def end(self) -> None:
        """Ends a search that is under way; its run is taken up again by the next scheduler."""
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(timeout=END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
