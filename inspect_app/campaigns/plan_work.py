"""Working a planning run off: read, search, keep what was found. Each step is a short transaction of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session, sessionmaker

from inspect_app.campaigns.operations.planning import (
    Line,
    fail_run,
    finish_run,
    ground_of,
    note_progress,
    take_run,
)
from inspect_app.campaigns.plan_ground import Ground
from inspect_app.campaigns.plan_search import Found, search
from inspect_app.campaigns.planning.pricing import price
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.state import stored_clock

# How often progress is written, in seconds.
WORD_EVERY = 1.0


@use_language(DEFAULT_LANGUAGE)
def work_off(transactions: sessionmaker[Session], run_id: UUID, *, clock: Callable[[], datetime] = real_now) -> bool:
    """Works the run off; False when there is nothing to do. A fault ends the run with its message and is raised."""
    with transactions.begin() as session:
        run = take_run(session, run_id, real_now=clock())
        if run is None:
            return False
        seconds, ground = int(run.options["seconds"]), ground_of(session, run)
        seed = run.campaign.secret_seed
        is_same = ground.fingerprint == run.fingerprint
    if not is_same:
        _end(transactions, run_id, _("Kế hoạch đã thay đổi trước khi bắt đầu tìm. Hãy lập lại."))
        return True
    teller = _Teller(transactions, run_id, clock, clock())
    try:
        found = search(ground.problem, ground.fixed(), seconds, seed=seed, heard=teller.hear, stop=teller.shall_stop)
    except Exception:
        _end(transactions, run_id, _("Việc tìm phương án gặp lỗi. Hãy lập lại; nếu vẫn lỗi, hãy báo người quản trị."))
        raise
    outcome = {
        "costs_before": price(ground.problem, ground.plan).parts(),
        "costs": price(ground.problem, found.plan).parts(),
        "bound": found.bound,
        "is_optimal": found.is_optimal,
        "was_stopped": found.was_stopped,
        "seconds": teller.seconds,
    }
    lines = _lines(ground, found)
    with transactions.begin() as session:
        finish_run(session, run_id, outcome, lines, now=stored_clock(session).now())
    return True


def _end(transactions: sessionmaker[Session], run_id: UUID, message: str) -> None:
    with transactions.begin() as session:
        fail_run(session, run_id, message, now=stored_clock(session).now())


def _lines(ground: Ground, found: Found) -> list[Line]:
    """What is proposed for each visit that could be moved."""
    lines = []
    for code, visit in ground.problem.visits.items():
        if visit.pinned is not None:
            continue
        placed, row = found.plan.placements.get(code), ground.visits[code]
        reasons = found.reasons.get(code)
        lines.append(
            Line(
                row.id,
                placed.first if placed else None,
                placed.last if placed else None,
                [(ground.people[one.person], one.role.value) for one in placed.members] if placed else [],
                reasons.why if reasons else (),
                reasons.ways_out if reasons else (),
            )
        )
    return lines


@dataclass
class _Teller:
    """Writes how far the search is, once a second, and reads whether it shall stop."""

    transactions: sessionmaker[Session]
    run_id: UUID
    clock: Callable[[], datetime]
    began: datetime
    told: datetime | None = None
    stopped: bool = False
    progress: dict[str, Any] = field(default_factory=dict)

    @property
    def seconds(self) -> int:
        return round((self.clock() - self.began).total_seconds())

    def hear(self, cost: int, bound: int | None) -> None:
        """A better plan was found, or a better bound."""
        self.progress = {"cost": cost, "bound": bound}

    def shall_stop(self) -> bool:
        """Whether somebody asked for the best plan so far."""
        now = self.clock()
        if self.told is None or (now - self.told).total_seconds() >= WORD_EVERY:
            self.told = now
            with self.transactions.begin() as session:
                word = {**self.progress, "seconds": self.seconds}
                self.stopped = note_progress(session, self.run_id, word, real_now=now)
        return self.stopped
