"""Issuing: the paper's row, its number, and what it amends, in one transaction; and taking a paper back."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Delegation
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import Conflict, RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean, fold
from inspect_app.registry.models import (
    IssuedPaper,
    IssuingBody,
    PaperAmendment,
    PaperWithdrawal,
    RegisterEntry,
)
from inspect_app.registry.operations.numbers import settle_entry
from inspect_app.registry.permissions import may_withdraw
from inspect_app.registry.rules import (
    CODE_LENGTH,
    CODE_SIGNS,
    AboutKind,
    AmendmentKind,
    EntryState,
    PaperState,
    full_sign,
    readable_code,
)

TITLE_MAX, SEARCH_MAX, REASON_MAX = 600, 900, 1_000


@dataclass(frozen=True)
class Amendment:
    """Which earlier paper the new one replaces (errors of content) or corrects (errors of form; Điều 18.3)."""

    paper: IssuedPaper
    how: AmendmentKind


@dataclass(frozen=True, kw_only=True)
class PaperToIssue:
    """A paper that is whole: its sheet as printed, and the bytes that were made of it and are in the file store.

    `entry` is its number from `take_number`, None when the office records it later. `code` is from `new_code`.
    `prepared_by` is who prepared it; the room that issues says who that is.
    """

    kind: str
    type_sign: str
    sign: str
    title: str
    about_kind: AboutKind
    about_id: UUID
    body: IssuingBody
    delegation: Delegation
    sheet: Mapping[str, Any]
    pdf_sha256: str
    docx_sha256: str | None
    code: str
    unit_id: UUID | None = None
    prepared_by: UUID | None = None
    entry: RegisterEntry | None = None
    amends: Amendment | None = None


def new_code() -> str:
    """A code by which anybody may ask whether a paper is ours: 80 random bits, to be read and typed by people."""
    return readable_code("".join(secrets.choice(CODE_SIGNS) for _sign in range(CODE_LENGTH)))


def issue_paper(session: Session, actor: Actor, paper: PaperToIssue, *, now: datetime) -> IssuedPaper:
    """Keeps an issued paper for good, with its number and what it amends.

    The caller has asked its own permission to issue; here is held what is true of every paper. Raises RuleBroken for
    a delegation that is not the actor's or not valid today and when he prepared the paper himself; Conflict when the
    amended paper no longer counts.
    """
    today = local_date(now)
    _check_signer(actor, paper, today)
    if paper.amends is not None:
        _check_amended(session, paper.amends)
    issued = _row(paper, now)
    session.add(issued)
    session.flush()
    if paper.entry is not None:
        _check_entry(paper, today.year)
        settle_entry(session, actor, paper.entry, issued, now=now)
    if paper.amends is not None:
        session.add(PaperAmendment(paper_id=issued.id, amended_id=paper.amends.paper.id, how=paper.amends.how))
        session.flush()
        session.expire(paper.amends.paper, ["amended_by"])
    session.refresh(issued)
    record(
        session,
        actor,
        "registry.issue",
        issued,
        now=now,
        unit_id=paper.unit_id,
        summary=f"Vào sổ văn bản {full_sign(issued.number, issued.sign)}: {issued.title}",
        changes={"pdf_sha256": (None, issued.pdf_sha256), "docx_sha256": (None, issued.docx_sha256)},
    )
    return issued


def _row(paper: PaperToIssue, now: datetime) -> IssuedPaper:
    on = local_date(now)
    return IssuedPaper(
        kind=paper.kind,
        type_sign=paper.type_sign,
        sign=paper.sign,
        title=clean(paper.title)[:TITLE_MAX],
        search_title=fold(f"{paper.title} {paper.sign}")[:SEARCH_MAX],
        about_kind=paper.about_kind,
        about_id=paper.about_id,
        unit_id=paper.unit_id,
        body_id=paper.body.id,
        body=paper.body,
        year=on.year,
        sheet=dict(paper.sheet),
        pdf_sha256=paper.pdf_sha256,
        docx_sha256=paper.docx_sha256,
        code=paper.code,
        prepared_by=paper.prepared_by,
        signer_id=paper.delegation.person_id,
        delegation_id=paper.delegation.id,
        issued_at=now,
        issued_on=on,
    )


def withdraw_paper(session: Session, actor: Actor, paper: IssuedPaper, *, reason: str, now: datetime) -> None:
    """Takes an issued paper back with a reason; its number stays taken. Raises Forbidden, Conflict, RuleBroken."""
    may_withdraw.require(actor, paper)
    reason = clean(reason)
    if not reason:
        raise RuleBroken("reason", _("Hãy ghi lý do thu hồi; người đọc văn bản sẽ thấy lý do này."))
    _lock(session, paper)
    if paper.state is not PaperState.CURRENT:
        raise Conflict(_("Văn bản này đã được thay thế hoặc đã thu hồi."))
    session.add(
        PaperWithdrawal(paper_id=paper.id, reason=reason[:REASON_MAX], withdrawn_by=actor.person_id, withdrawn_at=now)
    )
    session.flush()
    session.expire(paper, ["withdrawal"])
    text = full_sign(paper.number, paper.sign)
    record(
        session,
        actor,
        "registry.withdraw",
        paper,
        now=now,
        unit_id=paper.unit_id,
        summary=f"Thu hồi văn bản {text}",
        reason=reason,
    )


def _lock(session: Session, paper: IssuedPaper) -> None:
    """Waits until nobody else says anything of the paper, and reads anew what was said; held until the commit."""
    session.execute(select(IssuedPaper.id).where(IssuedPaper.id == paper.id).with_for_update())
    session.refresh(paper, ["withdrawal", "amended_by"])


def _check_signer(actor: Actor, paper: PaperToIssue, on: date) -> None:
    delegation = paper.delegation
    valid = delegation.valid_from <= on and (delegation.valid_to is None or on <= delegation.valid_to)
    if delegation.person_id != actor.person_id or not valid:
        raise RuleBroken("delegation", _("Hình thức ký này không phải của bạn hoặc không còn hiệu lực hôm nay."))
    if paper.prepared_by is not None and paper.prepared_by == actor.person_id:
        raise RuleBroken(None, _("Người soạn văn bản không được tự ký phát hành. Cần một người khác ký."))


def _check_amended(session: Session, amends: Amendment) -> None:
    _lock(session, amends.paper)
    if amends.how is AmendmentKind.REPLACES and amends.paper.state is PaperState.REPLACED:
        raise Conflict(_("Văn bản cũ đã có văn bản khác thay thế."))


def _check_entry(paper: PaperToIssue, year: int) -> None:
    entry = paper.entry
    fits = entry is not None and (
        entry.state is EntryState.RESERVED
        and entry.type_sign == paper.type_sign
        and entry.book.body_id == paper.body.id
        and entry.book.year == year
    )
    if not fits:
        raise Conflict(_("Số này không thuộc sổ của cơ quan ban hành hoặc đã dùng. Hãy lấy số lại."))
