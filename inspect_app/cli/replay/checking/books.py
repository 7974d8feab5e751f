"""The tables as they stand, read as plain rows."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session

from inspect_app.kernel.tables import Base


def rows(session: Session, table: str, *names: str, where: Sequence[ColumnElement[bool]] = ()) -> Sequence[Row[Any]]:
    """The named columns of a table, in the order of its ids."""
    known = Base.metadata.tables[table]
    order = known.c.get("id", known.c[names[0]])
    return session.execute(select(*[known.c[name] for name in names]).where(*where).order_by(order)).all()


def column(table: str, name: str) -> ColumnElement[Any]:
    """A column, to narrow with."""
    return Base.metadata.tables[table].c[name]


class Books:
    """People, visits and papers at one moment, as the question of who is told needs them."""

    def __init__(self, session: Session, on: date) -> None:
        self.visits = {row.id: row for row in rows(session, "visit", *VISIT)}
        self.accounts = {
            row.person_id: row.id
            for row in rows(session, "account", "id", "person_id", "state")
            if row.state == "active"
        }
        self.roles: dict[str, set[tuple[UUID, UUID | None]]] = defaultdict(set)
        for row in rows(session, "role_assignment", "id", "person_id", "role", "unit_id", "valid_from", "valid_to"):
            if row.valid_from <= on and (row.valid_to is None or on <= row.valid_to):
                self.roles[row.role].add((row.person_id, row.unit_id))
        self.teams: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
        for row in rows(session, "team_member", "id", "visit_id", "person_id", "role"):
            self.teams[row.visit_id].append((row.person_id, str(row.role)))
        self.homes: dict[UUID, set[UUID]] = defaultdict(set)
        for row in rows(session, "affiliation", "id", "person_id", "unit_id"):
            self.homes[row.person_id].add(row.unit_id)
        self.reported = {row.visit_id for row in rows(session, "self_report", "visit_id")}
        self.conclusions = {
            row.visit_id: row for row in rows(session, "conclusion", "id", "visit_id", "state", "issued_on")
        }
        self.actions: dict[UUID, list[Row[Any]]] = defaultdict(list)
        self.visit_of_action: dict[UUID, UUID] = {}
        for row in rows(session, "corrective_action", "id", "visit_id", "due_on", "state"):
            self.actions[row.visit_id].append(row)
            self.visit_of_action[row.id] = row.visit_id
        papers = {row.id: row.visit_id for row in self.conclusions.values()}
        self.rounds = {row.id: row for row in rows(session, "explanation_round", *ROUND)}
        # What due dates are about besides visits: actions and rounds of explanation, each of a visit.
        self.visit_of_action |= {row.id: papers[row.conclusion_id] for row in self.rounds.values()}

    def holders(self, role: str, unit: UUID | None) -> set[UUID]:
        """The accounts of who holds the role over the unit, or over anything where no unit is asked for."""
        people = {person for person, over in self.roles[role] if unit is None or over == unit}
        return {self.accounts[person] for person in people if person in self.accounts}

    def members(self, visit: UUID, *roles: str) -> set[UUID]:
        """The accounts of a team, or of these parts of it."""
        people = {person for person, role in self.teams[visit] if not roles or role in roles}
        return {self.accounts[person] for person in people if person in self.accounts}

    def works_at(self, account: UUID, unit: UUID) -> bool:
        """Whether the account's person works at the unit."""
        return any(unit in self.homes[person] for person, own in self.accounts.items() if own == account)


VISIT = (
    "id", "code", "unit_id", "starts_on", "ends_on", "unannounced", "notice_sent_at", "begun_at", "closed_at", "frozen_at",
    "cancelled_at",
)  # fmt: skip
ROUND = ("id", "conclusion_id", "sent_at", "due_on", "submitted_at", "lapsed_at", "recalled_at")
OCCURRENCE = ("id", "rule", "target_kind", "target_id", "due_on", "state", "ran_at", "result")
MESSAGE = ("id", "account_id", "dedupe_key", "created_at")


def occurrences(session: Session, today: date, moment: datetime) -> Sequence[Row[Any]]:
    """The due dates that wait on the day, and those that were worked off at the moment."""
    waits = (column("occurrence", "state") == "pending") & (column("occurrence", "due_on") <= today)
    return rows(session, "occurrence", *OCCURRENCE, where=[waits | (column("occurrence", "ran_at") == moment)])
