"""The planner as a process of its own beside the scheduler: a long search holds up no reminder and no page."""

import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine

from inspect_app.campaigns.operations import leave_run, wanted_run
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.database import read_only, session_factory
from inspect_app.kernel.ids import new_id
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.kernel.state import stored_clock

logger = logging.getLogger(__name__)
LOOK_SECONDS = 2
END_SECONDS = 10


@dataclass
class _Search:
    """A process that works a run off, and the name by which it took it."""

    run_id: UUID
    worker: UUID
    process: subprocess.Popen[bytes]


class PlannerProcess:
    """Looks every few seconds whether a run is wanted, and works off one at a time."""

    def __init__(self, engine: Engine) -> None:
        self._transactions = session_factory(engine)
        self._search: _Search | None = None

    @property
    def pid(self) -> int | None:
        """The process that searches now, if one does."""
        return self._search.process.pid if self._search is not None and self._search.process.poll() is None else None

    def look(self) -> None:
        """Gives back the run of a process that died, and starts one for a run that nobody works off. Never raises."""
        try:
            if self._search is not None:
                ended = self._search.process.poll()
                if ended is None:
                    return
                if ended != 0:
                    logger.warning("the search of run %s ended with %s", self._search.run_id, ended)
                    self._leave(self._search, broke_off=True)
                self._search = None
            self._start()
        except Exception:
            logger.exception("the planner was not started; the next look tries again")

    def _start(self) -> None:
        with self._transactions() as session:
            read_only(session)
            run = wanted_run(session, real_now=real_now())
            if run is None:
                return
            run_id, worker = run.id, new_id()
        command = [sys.executable, "-m", "inspect_app.cli", "plan", "work", str(run_id), "--worker", str(worker)]
        self._search = _Search(run_id, worker, subprocess.Popen(command, env=dict(os.environ)))

    @use_language(DEFAULT_LANGUAGE)
    def _leave(self, search: _Search, *, broke_off: bool) -> None:
        with self._transactions.begin() as session:
            now = stored_clock(session).now()
            leave_run(session, search.run_id, search.worker, broke_off=broke_off, now=now)

    def end(self) -> None:
        """Ends a search that is under way and gives its run back: the next scheduler takes it up."""
        search = self._search
        if search is None or search.process.poll() is not None:
            return
        search.process.terminate()
        try:
            search.process.wait(timeout=END_SECONDS)
        except subprocess.TimeoutExpired:
            search.process.kill()
            search.process.wait()
        self._leave(search, broke_off=False)
