"""Who must have been told at a tick: docs/operations.md written out a second time, and held against what lies in inboxes."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from inspect_app.campaigns.files import CampaignFolder
from inspect_app.cli.replay.checking.books import MESSAGE, Books, column, occurrences, rows
from inspect_app.cli.replay.checking.days import Days
from inspect_app.cli.replay.checking.finding import Finding
from inspect_app.kernel.clock import ZONE

DESK, LEADERS = ("lead", "deputy", "secretary"), ("lead", "deputy")
AWAKE, ASLEEP = 7, 19
LONGEST_LATE = 31

# What must happen with a due date: told to these accounts, nobody told, or waiting for somebody to tell.
Told = frozenset[UUID]
PASSED, WAITS = "passed over", "waits"
Expected = Told | str


class Notices:
    """Holds every tick against what it should have done."""

    def __init__(self, folder: CampaignFolder, days: Days) -> None:
        self._days = days
        self._lengths = {name: entry["days"] for name, entry in folder.plan.deadlines.model_dump().items()}
        hours = folder.plan.notices.hours if folder.plan.notices else None
        self._awake, self._asleep = (hours.starts, hours.ends) if hours else (AWAKE, ASLEEP)

    def after(self, session: Session, moment: datetime) -> Iterator[Finding]:
        """What was told wrongly, or not, at the tick of the moment."""
        local = moment.astimezone(ZONE)
        due = occurrences(session, local.date(), moment)
        made = self._made(session, moment)
        if not self._awake <= local.hour < self._asleep:
            yield from (Finding("quiet hours", key, f"told at {local:%H:%M}") for key in sorted(made))
            return
        if not due and not made:
            return
        books = Books(session, local.date())
        for row in due:
            key = f"{row.rule}|{row.target_id}|{row.due_on}"
            yield from self._compare(
                row, self._expected(row, due, books, local.date(), moment), made.pop(key, []), books
            )
        yield from (Finding("notices", key, "told and not due") for key in sorted(made))

    @staticmethod
    def _made(session: Session, moment: datetime) -> dict[str, list[UUID]]:
        """The messages of rules that were made at the moment: key → accounts."""
        found: dict[str, list[UUID]] = {}
        for row in rows(session, "inbox_message", *MESSAGE, where=[column("inbox_message", "created_at") == moment]):
            if row.dedupe_key.count("|") == 2 and row.dedupe_key.split("|")[0] not in OTHER_KEYS:
                found.setdefault(row.dedupe_key, []).append(row.account_id)
        return found

    def _compare(self, row: Row[Any], expected: Expected, told: list[UUID], books: Books) -> Iterator[Finding]:
        visit = books.visits.get(books.visit_of_action.get(row.target_id, row.target_id))
        where = f"{row.rule} {visit.code if visit else 'campaign'} {row.due_on}"
        if len(set(told)) != len(told):
            yield Finding("notices", where, "one person was told twice")
        wanted: Told = frozenset() if isinstance(expected, str) else expected
        state = "pending" if expected == WAITS else "done" if wanted else "skipped"
        if set(told) != wanted:
            yield Finding("notices", where, f"{len(told)} people were told, {len(wanted)} should have been")
        if row.state != state:
            yield Finding("notices", where, f"stands as {row.state}, should be {state}")

    def _expected(
        self, row: Row[Any], due: Sequence[Row[Any]], books: Books, today: date, moment: datetime
    ) -> Expected:
        same = [one.due_on for one in due if (one.rule, one.target_id) == (row.rule, row.target_id)]
        if row.due_on < max(same):
            return PASSED
        if row.target_kind == "campaign":
            late = (today - row.due_on).days > LONGEST_LATE
            return PASSED if late else frozenset(books.holders("coordinator", None))
        visit = books.visits.get(books.visit_of_action.get(row.target_id, row.target_id))
        if visit is None:
            return PASSED
        if row.rule.startswith("remediation"):
            return self._seeing(self._remediation(row, visit, books, today), visit, books)
        if row.rule.startswith("explanation"):
            return self._seeing(self._explanation(row, visit, books, today), visit, books)
        if visit.cancelled_at is not None or visit.starts_on is None or visit.frozen_at is not None:
            return PASSED
        return self._seeing(getattr(self, f"_{row.rule}")(row, visit, books, today, moment), visit, books)

    @staticmethod
    def _seeing(expected: Expected, visit: Row[Any], books: Books) -> Expected:
        """Of a visit that is still a secret nobody of its unit hears, unless he is on its team."""
        if isinstance(expected, str) or not (visit.unannounced and visit.begun_at is None):
            return expected
        team = books.members(visit.id)
        return frozenset(one for one in expected if one in team or not books.works_at(one, visit.unit_id))

    def _notice(self, _row: Row[Any], visit: Row[Any], books: Books, today: date, moment: datetime) -> Expected:
        sent_before = visit.notice_sent_at is not None and visit.notice_sent_at != moment
        if visit.unannounced or sent_before or visit.begun_at is not None or today >= visit.starts_on:
            return PASSED
        unit = books.holders("unit_contact", visit.unit_id) | books.holders("head_of_unit", visit.unit_id)
        return frozenset(unit) or WAITS

    def _self_report_reminder(
        self, _row: Row[Any], visit: Row[Any], books: Books, today: date, _moment: datetime
    ) -> Expected:
        last = self._days.away(visit.starts_on, -self._lengths["self_report"])
        if visit.unannounced or visit.id in books.reported or visit.begun_at is not None or today > last:
            return PASSED
        return PASSED if visit.notice_sent_at is None else frozenset(books.holders("unit_contact", visit.unit_id))

    def _visit_eve(self, _row: Row[Any], visit: Row[Any], books: Books, today: date, _moment: datetime) -> Expected:
        missed = visit.begun_at is not None or today > visit.starts_on
        return PASSED if missed else frozenset(books.members(visit.id))

    def _minutes_chase(
        self, _row: Row[Any], visit: Row[Any], books: Books, _today: date, _moment: datetime
    ) -> Expected:
        if visit.closed_at is not None:
            return PASSED
        desk = books.members(visit.id, *DESK)
        return frozenset(desk if visit.begun_at is not None else desk | books.holders("coordinator", None))

    def _team_report_due(
        self, _row: Row[Any], visit: Row[Any], books: Books, _today: date, _moment: datetime
    ) -> Expected:
        if self._is_reported(visit, books) or visit.begun_at is None:
            return PASSED
        return frozenset(books.members(visit.id, *DESK))

    def _conclusion_due(self, row: Row[Any], visit: Row[Any], books: Books, today: date, _moment: datetime) -> Expected:
        last = self._days.away(visit.ends_on, self._lengths["conclusion"])
        if visit.begun_at is None or row.due_on < last < today:
            return PASSED
        coordinators = books.holders("coordinator", None)
        if self._is_submitted(visit, books):
            return frozenset(books.holders("signatory", None) | coordinators)
        return frozenset(books.members(visit.id, *DESK) | coordinators)

    def _self_report_overdue(
        self, _row: Row[Any], visit: Row[Any], books: Books, today: date, _moment: datetime
    ) -> Expected:
        there = visit.begun_at is not None or today >= visit.starts_on
        if visit.unannounced or visit.id in books.reported or there or visit.notice_sent_at is None:
            return PASSED
        return frozenset(self._above(visit, books) | books.holders("head_of_unit", visit.unit_id))

    def _minutes_overdue(
        self, _row: Row[Any], visit: Row[Any], books: Books, _today: date, _moment: datetime
    ) -> Expected:
        return PASSED if visit.closed_at is not None else frozenset(self._above(visit, books))

    def _team_report_overdue(
        self, _row: Row[Any], visit: Row[Any], books: Books, _today: date, _moment: datetime
    ) -> Expected:
        done = self._is_reported(visit, books) or visit.begun_at is None
        return PASSED if done else frozenset(self._above(visit, books))

    def _conclusion_overdue(
        self, _row: Row[Any], visit: Row[Any], books: Books, _today: date, _moment: datetime
    ) -> Expected:
        told = self._above(visit, books) | books.holders("signatory", None)
        return PASSED if visit.begun_at is None else frozenset(told)

    @staticmethod
    def _above(visit: Row[Any], books: Books) -> set[UUID]:
        """To whom it goes when those who were reminded did nothing."""
        return books.members(visit.id, *LEADERS) | books.holders("coordinator", None)

    @staticmethod
    def _is_reported(visit: Row[Any], books: Books) -> bool:
        draft = books.conclusions.get(visit.id)
        return draft is not None and draft.state != "draft"

    @staticmethod
    def _is_submitted(visit: Row[Any], books: Books) -> bool:
        draft = books.conclusions.get(visit.id)
        return draft is not None and draft.state == "submitted"

    @staticmethod
    def _explanation(row: Row[Any], visit: Row[Any], books: Books, today: date) -> Expected:
        asked = books.rounds[row.target_id]
        done = any((asked.submitted_at, asked.lapsed_at, asked.recalled_at, visit.frozen_at))
        if done or row.due_on <= asked.due_on < today:
            return PASSED
        told = books.holders("unit_contact", visit.unit_id)
        if row.due_on >= asked.due_on:
            told |= books.holders("head_of_unit", visit.unit_id)
        if row.due_on > asked.due_on:
            told |= books.holders("coordinator", None) | books.members(visit.id, *LEADERS)
        return frozenset(told)

    def _remediation(self, row: Row[Any], visit: Row[Any], books: Books, today: date) -> Expected:
        issued = books.conclusions.get(visit.id)
        if row.target_kind == "corrective_action":
            last = next(one.due_on for one in books.actions[visit.id] if one.id == row.target_id)
        elif issued is None or issued.issued_on is None:
            return PASSED
        else:
            last = self._days.away(issued.issued_on, self._lengths["remediation"])
        states = {one.state for one in books.actions[visit.id] if one.due_on == last}
        if not states - {"verified"} or row.due_on <= last < today:
            return PASSED
        told = set[UUID]()
        if "open" in states:
            told |= books.holders("unit_contact", visit.unit_id)
        if "reported" in states:
            told |= books.members(visit.id, *LEADERS)
        if row.due_on > last:
            told |= books.holders("head_of_unit", visit.unit_id) | books.holders("coordinator", None)
            told |= books.members(visit.id, *LEADERS)
        return frozenset(told)


OTHER_KEYS = frozenset({"no-contact", "reported", "decided", "lost"})
