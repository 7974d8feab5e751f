"""Putting a notice of conclusions into the register: its number, its code, its bytes."""

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import cast
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Delegation
from inspect_app.conclusions.models import Conclusion
from inspect_app.documents.sheets import ConclusionNoticeSheet, Issue
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.clock import local_date
from inspect_app.registry.models import IssuedPaper
from inspect_app.registry.operations import (
    Amendment,
    Issuing,
    PaperToIssue,
    body_for,
    issue_paper,
    new_code,
    open_book,
    take_number,
)
from inspect_app.registry.operations.drafts import issuing_team, with_issue
from inspect_app.registry.rules import AboutKind

TYPE_SIGN = "TB"


def register_notice(
    session: Session,
    actor: Actor,
    conclusion: Conclusion,
    sheet: ConclusionNoticeSheet,
    delegation: Delegation,
    issuing: Issuing,
    *,
    prepared_by: UUID,
    amends: Amendment | None = None,
    now: datetime,
) -> IssuedPaper:
    """Takes a number, has the bytes made and keeps the paper. Raises RuleBroken, Conflict as the register does."""
    today, head = local_date(now), sheet.letterhead
    body = body_for(session, delegation.unit_id, issuing_team(delegation, head.issuing_body))
    book = open_book(session, body, today.year, now=now)
    entry = take_number(session, actor, book, TYPE_SIGN, purpose=sheet.subject, wanted=issuing.wanted, now=now)
    code = new_code()
    final = _final(sheet, delegation, today, entry.number if entry is not None else None, issuing.verify_url(code))
    made = issuing.keep(final)
    paper = PaperToIssue(
        kind=ConclusionNoticeSheet.KIND,
        type_sign=TYPE_SIGN,
        sign=head.sign,
        title=sheet.subject,
        about_kind=AboutKind.CONCLUSION,
        about_id=conclusion.id,
        unit_id=conclusion.visit.unit_id,
        body=body,
        delegation=delegation,
        sheet=json.loads(final.to_json()),
        **asdict(made),
        code=code,
        prepared_by=prepared_by,
        entry=entry,
        amends=amends,
    )
    return issue_paper(session, actor, paper, now=now)


def _final(
    sheet: ConclusionNoticeSheet, delegation: Delegation, on: date, number: int | None, verify_url: str
) -> ConclusionNoticeSheet:
    """The sheet with what the issue puts on it."""
    issue = Issue(issued_on=on, number=number, verify_url=verify_url)
    return cast(ConclusionNoticeSheet, with_issue(sheet, issue, delegation.person.name))
