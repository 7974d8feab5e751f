"""Every due date that follows from the days of a visit is there, and nothing is left over that should have been told."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from inspect_app.campaigns.files import CampaignFolder
from inspect_app.cli.replay.checking.books import Books, rows
from inspect_app.cli.replay.checking.days import Days
from inspect_app.cli.replay.checking.finding import Finding
from inspect_app.kernel.clock import ZONE

# What the software does when the plan says nothing else.
BEFORE = {"explanation": 2, "conclusion": 3, "remediation": (7, 3, 1)}
AFTER = {"self_report": 1, "minutes": 3, "team_report": 2, "explanation": 1, "conclusion": 1, "remediation": 1}


class Planned:
    """The due dates of visits and of the campaign, counted a second time."""

    def __init__(self, folder: CampaignFolder, days: Days) -> None:
        self._folder, self._days = folder, days
        self._lengths = {name: entry["days"] for name, entry in folder.plan.deadlines.model_dump().items()}
        said = folder.plan.notices.model_dump() if folder.plan.notices else {}
        self._before: dict[str, Any] = {**BEFORE, **said.get("remind_before", {})}
        self._after: dict[str, int] = {**AFTER, **said.get("escalate_after", {})}

    def missing(self, session: Session, until: date) -> Iterator[Finding]:
        """Due dates that are not in the book, and those that wait although their day has passed."""
        kept: dict[Any, set[tuple[str, date]]] = {}
        for one in rows(session, "occurrence", "id", "rule", "target_kind", "target_id", "due_on", "state"):
            if one.state != "superseded":
                kept.setdefault(one.target_id, set()).add((str(one.rule), one.due_on))
        books = Books(session, until)
        for visit in books.visits.values():
            if visit.starts_on is not None and visit.cancelled_at is None:
                yield from self._of_visit(visit, books, kept.get(visit.id, set()))
        for asked in books.rounds.values():
            yield from self._of_round(asked, books, kept.get(asked.id, set()))
        for campaign in rows(session, "campaign", "id", "window_start", "window_end"):
            lacking = self._of_campaign(campaign.window_start, campaign.window_end) - kept.get(campaign.id, set())
            yield from (Finding("due dates", "campaign", f"{rule} {on} is missing") for rule, on in sorted(lacking))

    def _of_visit(self, visit: Row[Any], books: Books, kept: set[tuple[str, date]]) -> Iterator[Finding]:
        away, lengths, before, after = self._days.away, self._lengths, self._before, self._after
        conclusion = away(visit.ends_on, lengths["conclusion"])
        wanted = {
            ("visit_eve", away(visit.starts_on, -1)),
            ("minutes_chase", away(visit.ends_on, lengths["minutes"] + 1)),
            ("team_report_due", away(visit.ends_on, lengths["team_report"])),
            ("conclusion_due", away(conclusion, -before["conclusion"])),
            ("conclusion_due", conclusion),
            ("minutes_overdue", away(visit.ends_on, lengths["minutes"] + after["minutes"])),
            ("team_report_overdue", away(visit.ends_on, lengths["team_report"] + after["team_report"])),
            ("conclusion_overdue", away(conclusion, after["conclusion"])),
        }
        if not visit.unannounced:
            wanted.add(("self_report_reminder", away(visit.starts_on, -lengths["self_report"] - 1)))
            wanted.add(
                ("self_report_overdue", away(away(visit.starts_on, -lengths["self_report"]), after["self_report"]))
            )
            proper = away(visit.starts_on, -lengths["notice"])
            if not any(rule == "notice" and proper <= on < visit.starts_on for rule, on in kept):
                yield Finding("due dates", visit.code, "the notice is missing")
        issued = books.conclusions.get(visit.id)
        if issued is not None and issued.issued_on is not None:
            last = away(issued.issued_on, lengths["remediation"])
            wanted |= {("remediation_reminder", away(last, -days)) for days in before["remediation"]}
            wanted |= {("remediation_due", last), ("remediation_due", away(last, after["remediation"]))}
        yield from (Finding("due dates", visit.code, f"{rule} {on} is missing") for rule, on in sorted(wanted - kept))

    def _of_round(self, asked: Row[Any], books: Books, kept: set[tuple[str, date]]) -> Iterator[Finding]:
        """The unit has the plan's working days from the sending; it is reminded, and what is late goes upward."""
        code = books.visits[books.visit_of_action[asked.id]].code
        due = self._days.away(asked.sent_at.astimezone(ZONE).date(), self._lengths["explanation"])
        if asked.due_on != due:
            yield Finding("due dates", code, f"to explain by {asked.due_on}, should be {due}")
        wanted = {
            ("explanation_reminder", self._days.away(due, -self._before["explanation"])),
            ("explanation_due", due),
        }
        wanted.add(("explanation_overdue", self._days.away(due, self._after["explanation"])))
        yield from (Finding("due dates", code, f"{rule} {on} is missing") for rule, on in sorted(wanted - kept))

    def _of_campaign(self, first: date, last: date) -> set[tuple[str, date]]:
        ends = {last}
        day = first
        while day <= last:
            following = day + timedelta(days=1)
            if following.month != day.month:
                ends.add(day)
            day = following
        reports = {("monthly_report", self._days.last_worked(end)) for end in ends}
        return reports | {("campaign_end", self._days.last_worked(last))}
