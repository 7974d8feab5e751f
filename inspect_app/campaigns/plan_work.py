"""Working a planning run off: read, search, keep what was found. Each step is a short transaction of its own."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Thread
from typing import Any
from uuid import UUID

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from inspect_app.campaigns.asked_ground import Ground
from inspect_app.campaigns.operations.planning import (
    Line,
    fail_run,
    finish_run,
    ground_of,
    keep_alive,
    note_progress,
    take_run,
)
from inspect_app.campaigns.planning.pricing import price
from inspect_app.campaigns.planning.proposal import Progress, Proposal
from inspect_app.campaigns.planning.proposing import propose
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.ids import new_id
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.state import stored_clock

logger = logging.getLogger(__name__)
# How often progress is written, and how often that the worker lives, in seconds.
WORD_EVERY = 1.0
ALIVE_EVERY = 5.0


@contextmanager
def alive(transactions: sessionmaker[Session], run_id: UUID, worker: UUID) -> Iterator[None]:
    """Says beside the search that it lives: between two words of a great search minutes may pass."""
    ended = Event()

    def say() -> None:
        while not ended.wait(ALIVE_EVERY):
            try:
                with transactions.begin() as session:
                    keep_alive(session, run_id, worker, real_now=real_now())
            except OperationalError:
                logger.warning("the database was busy; the next word follows")

    thread = Thread(target=say, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@use_language(DEFAULT_LANGUAGE)
def work_off(
    transactions: sessionmaker[Session],
    run_id: UUID,
    worker: UUID | None = None,
    *,
    clock: Callable[[], datetime] = real_now,
) -> bool:
    """Works the run off; False when there is nothing to do, or another took the run over meanwhile.

    A fault ends the run with its message and is raised.
    """
    worker = worker or new_id()
    with transactions.begin() as session:
        run = take_run(session, run_id, worker, real_now=clock())
        if run is None:
            return False
        seconds, ground = int(run.options["seconds"]), ground_of(session, run)
        seed = run.campaign.secret_seed
        is_same = ground.fingerprint == run.fingerprint
    if not is_same:
        _end(transactions, run_id, worker, _("Kế hoạch đã thay đổi trước khi bắt đầu tìm. Hãy lập lại."))
        return True
    teller = _Teller(transactions, run_id, worker, clock, clock())
    try:
        proposal = propose(ground.problem, seed, work=seconds, hear=teller.hear, stop=teller.shall_stop)
    except Exception:
        what = _("Việc tìm phương án gặp lỗi. Hãy lập lại; nếu vẫn lỗi, hãy báo người quản trị.")
        _end(transactions, run_id, worker, what)
        raise
    outcome = {
        "costs_before": price(ground.problem, ground.plan).parts(),
        "costs": proposal.costs.parts(),
        "bound": proposal.proof.bound,
        "is_optimal": proposal.proof.is_optimal,
        "was_stopped": proposal.proof.was_stopped,
        "seconds": teller.seconds,
    }
    lines = [*_placed(ground, proposal), *_unplaced(ground, proposal)]
    with transactions.begin() as session:
        return finish_run(session, run_id, worker, outcome, lines, now=stored_clock(session).now())


def _end(transactions: sessionmaker[Session], run_id: UUID, worker: UUID, message: str) -> None:
    with transactions.begin() as session:
        fail_run(session, run_id, worker, message, now=stored_clock(session).now())


def _placed(ground: Ground, proposal: Proposal) -> Iterator[Line]:
    """What is proposed for each visit that could be moved, and why."""
    for move in proposal.moves:
        if not move.is_pinned:
            members = [(ground.people[one.person], one.role.value) for one in move.after.members]
            yield Line(ground.visits[move.visit].id, move.after.first, move.after.last, members, (move.reason,))


def _unplaced(ground: Ground, proposal: Proposal) -> Iterator[Line]:
    """What keeps a visit from a place, and what would help."""
    for one in proposal.unplaced:
        ways_out = [{"message": way.message, "cost": way.cost} for way in one.ways_out]
        causes = [cause.message for cause in one.causes]
        yield Line(ground.visits[one.visit].id, None, None, (), causes, ways_out)


@dataclass
class _Teller:
    """Writes how far the search is, once a second, and reads whether it shall stop."""

    transactions: sessionmaker[Session]
    run_id: UUID
    worker: UUID
    clock: Callable[[], datetime]
    began: datetime
    told: datetime | None = None
    stopped: bool = False
    progress: dict[str, Any] = field(default_factory=dict)

    @property
    def seconds(self) -> int:
        return round((self.clock() - self.began).total_seconds())

    def hear(self, progress: Progress) -> None:
        """How far the search is; it is written with the next look at the stop."""
        self.progress = {
            "stage": progress.stage.value,
            "cost": progress.cost,
            "bound": progress.bound,
            "done": round(100 * progress.done),
        }

    def shall_stop(self) -> bool:
        """Whether somebody asked for the best plan so far."""
        now = self.clock()
        if self.told is None or (now - self.told).total_seconds() >= WORD_EVERY:
            self.told = now
            with self.transactions.begin() as session:
                word = {**self.progress, "seconds": self.seconds}
                self.stopped = note_progress(session, self.run_id, self.worker, word, real_now=now)
        return self.stopped
