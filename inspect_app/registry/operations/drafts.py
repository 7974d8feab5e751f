"""Papers that one person prepares and another issues. What was submitted stands still until it is sent back."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy.orm import Session

from inspect_app.accounts.issuing_body import signs_for_team
from inspect_app.accounts.models import Delegation
from inspect_app.documents.rules import type_of_sign
from inspect_app.documents.sheets import Issue, Letterhead, Sheet
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.events import publish
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean
from inspect_app.registry.events import DraftIssued, PaperSentBack, PaperSubmitted
from inspect_app.registry.kinds import Making, PaperKind
from inspect_app.registry.models import IssuedPaper, IssuingBody, PaperDraft
from inspect_app.registry.operations.numbers import NumberWanted, body_for, open_book, take_number
from inspect_app.registry.operations.papers import Amendment, PaperToIssue, issue_paper, new_code
from inspect_app.registry.permissions import may_issue_draft, may_prepare
from inspect_app.registry.queries import open_draft
from inspect_app.registry.rules import AboutKind, DraftState

WORDS_MAX, REASON_MAX = 10_000, 1_000


@dataclass(frozen=True)
class SheetMade:
    """The hashes of the bytes that were made of a sheet and are in the file store."""

    pdf_sha256: str
    docx_sha256: str | None


def begin_paper(
    session: Session,
    actor: Actor,
    kind: PaperKind,
    thing: Any,
    *,
    words: Mapping[str, str],
    amends: Amendment | None = None,
    now: datetime,
) -> PaperDraft:
    """Begins the draft of a kind about a thing; the one that is open already is given back.

    Raises Forbidden unless the kind lets the actor prepare it; RuleBroken while it cannot be made yet.
    """
    if kind.may_prepare is None or actor.person_id is None:
        raise Forbidden
    kind.may_prepare.require(actor, thing)
    present = open_draft(session, kind.code, thing.id)
    if present is not None:
        return present
    _check_possible(session, kind, thing)
    draft = PaperDraft(
        kind=kind.code,
        about_kind=kind.about,
        about_id=thing.id,
        unit_id=kind.unit_of(thing),
        title=clean(kind.title(thing))[:600],
        words=_words(kind, words),
        state=DraftState.DRAFT,
        prepared_by=actor.person_id,
        created_at=now,
        amends_id=amends.paper.id if amends else None,
        amends_how=amends.how if amends else None,
    )
    may_prepare.require(actor, draft)
    session.add(draft)
    session.flush()
    _tell(session, actor, draft, "papers.begin", "Bắt đầu soạn", now)
    return draft


def word_paper(
    session: Session,
    actor: Actor,
    draft: PaperDraft,
    kind: PaperKind,
    thing: Any,
    *,
    words: Mapping[str, str],
    now: datetime,
) -> None:
    """Keeps the preparer's words; whoever words it last is named as preparer. Raises Forbidden, RuleBroken."""
    _lock(session, draft)
    _require_preparing(actor, draft, kind, thing)
    wanted = _words(kind, words)
    if wanted == draft.words:
        return
    changes = {name: (draft.words.get(name, ""), text) for name, text in wanted.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    draft.words = wanted
    draft.prepared_by = actor.person_id or draft.prepared_by
    session.flush()
    _tell(session, actor, draft, "papers.word", "Sửa lời văn", now, changes=changes)


def submit_paper(
    session: Session,
    actor: Actor,
    draft: PaperDraft,
    kind: PaperKind,
    thing: Any,
    delegation: Delegation,
    making: Making,
) -> None:
    """Freezes the sheet and sends it to who is to sign.

    Raises Forbidden; RuleBroken while it cannot be made, or when the signer would be the preparer or is not valid.
    """
    _lock(session, draft)
    _require_preparing(actor, draft, kind, thing)
    _check_possible(session, kind, thing)
    _check_delegation(delegation, local_date(making.now))
    if delegation.person_id in (draft.prepared_by, actor.person_id):
        raise RuleBroken("delegation", _("Người soạn không được tự ký. Hãy trình một người khác."))
    unfit = kind.unfit_signer(thing, delegation)
    if unfit is not None:
        raise RuleBroken("delegation", unfit)
    words = {**{one.name: "" for one in kind.fields}, **draft.words}
    sheet = kind.build(session, thing, replace(making, delegation=delegation, words=words, final=True))
    draft.sheet, draft.title = json.loads(sheet.to_json()), clean(kind.title(thing))[:600]
    draft.delegation_id, draft.delegation = delegation.id, delegation
    draft.prepared_by = actor.person_id or draft.prepared_by
    draft.state, draft.submitted_at, draft.reason = DraftState.SUBMITTED, making.now, None
    session.flush()
    _tell(session, actor, draft, "papers.submit", "Trình ký", making.now)
    publish(session, PaperSubmitted(draft), actor=actor, now=making.now)


def recall_paper(
    session: Session, actor: Actor, draft: PaperDraft, kind: PaperKind, thing: Any, *, now: datetime
) -> None:
    """The preparer's side takes a submitted paper back to go on with it. Raises Forbidden, Conflict."""
    _lock(session, draft)
    if not kind.is_prepared_by(actor, thing):
        raise Forbidden
    if draft.state is not DraftState.SUBMITTED:
        raise Conflict(_("Văn bản này không còn chờ ký."))
    _reopen(session, draft, None)
    _tell(session, actor, draft, "papers.recall", "Rút lại để sửa", now)


def send_back_paper(session: Session, actor: Actor, draft: PaperDraft, *, reason: str, now: datetime) -> None:
    """The signer returns a submitted paper with a reason. Raises Forbidden, RuleBroken."""
    _lock(session, draft)
    may_issue_draft.require(actor, draft)
    reason = _reason(reason, _("Hãy ghi lý do trả lại để người soạn sửa."))
    _reopen(session, draft, reason)
    _tell(session, actor, draft, "papers.send_back", "Trả lại", now, reason=reason)
    publish(session, PaperSentBack(draft), actor=actor, now=now)


def drop_paper(
    session: Session, actor: Actor, draft: PaperDraft, kind: PaperKind, thing: Any, *, reason: str, now: datetime
) -> None:
    """Gives a draft up with a reason; it is kept, and another may be begun. Raises Forbidden, RuleBroken."""
    _lock(session, draft)
    _require_preparing(actor, draft, kind, thing)
    draft.reason = _reason(reason, _("Hãy ghi lý do bỏ dự thảo này."))
    draft.state = DraftState.DROPPED
    session.flush()
    _tell(session, actor, draft, "papers.drop", "Bỏ dự thảo", now, reason=draft.reason)


@dataclass(frozen=True)
class Issuing:
    """What the edge gives to an issue: the number that is wanted, and the roads to the public page and the file store.

    `keep` makes the bytes of the final sheet and puts them into the store; `verify_url` is the address of a code.
    """

    wanted: NumberWanted
    verify_url: Callable[[str], str]
    keep: Callable[[Sheet], SheetMade]


def issue_draft(
    session: Session, actor: Actor, draft: PaperDraft, kind: PaperKind, issuing: Issuing, *, now: datetime
) -> IssuedPaper:
    """The signer issues what was submitted: number, date and name are put on the frozen sheet, and nothing else.

    Raises Forbidden; Conflict when it is not his to sign; RuleBroken for the number or the delegation.
    """
    _lock(session, draft)
    may_issue_draft.require(actor, draft)
    delegation = draft.delegation
    if delegation is None or draft.sheet is None or delegation.person_id != actor.person_id:
        raise Conflict(_("Văn bản này trình người khác ký. Người soạn rút lại và trình lại nếu cần đổi người ký."))
    frozen = kind.sheet.from_json(json.dumps(draft.sheet))
    head = letterhead_of(frozen)
    body = body_for(session, delegation.unit_id, issuing_team(delegation, head.issuing_body))
    book = open_book(session, body, local_date(now).year, now=now)
    type_sign = type_of_sign(head.sign) or kind.type_sign
    entry = take_number(session, actor, book, type_sign, purpose=draft.title, wanted=issuing.wanted, now=now)
    code = new_code()
    number, url = entry.number if entry else None, issuing.verify_url(code)
    final = with_issue(frozen, Issue(issued_on=local_date(now), number=number, verify_url=url), delegation.person.name)
    made = issuing.keep(final)
    paper = replace(
        _prepared(draft, type_sign, final, made, delegation, body, code),
        entry=entry,
        amends=Amendment(draft.amends, draft.amends_how) if draft.amends and draft.amends_how else None,
    )
    issued = issue_paper(session, actor, paper, now=now)
    draft.state, draft.paper_id, draft.paper = DraftState.ISSUED, issued.id, issued
    session.flush()
    publish(session, DraftIssued(draft), actor=actor, now=now)
    return issued


def _prepared(
    draft: PaperDraft,
    type_sign: str,
    final: Sheet,
    made: SheetMade,
    delegation: Delegation,
    body: IssuingBody,
    code: str,
) -> PaperToIssue:
    return PaperToIssue(
        kind=draft.kind,
        type_sign=type_sign,
        sign=letterhead_of(final).sign,
        title=draft.title,
        about_kind=draft.about_kind,
        about_id=draft.about_id,
        unit_id=draft.unit_id,
        body=body,
        delegation=delegation,
        sheet=json.loads(final.to_json()),
        pdf_sha256=made.pdf_sha256,
        docx_sha256=made.docx_sha256,
        code=code,
        prepared_by=draft.prepared_by,
    )


def with_issue(sheet: Sheet, issue: Issue, signer: str) -> Sheet:
    """The sheet as it is issued: number, date, address of verification and the signer's name, all else as it was."""
    one = cast(Any, sheet)
    final: Sheet = replace(
        one,
        draft=False,
        verify_url=issue.verify_url,
        letterhead=replace(one.letterhead, number=issue.number, issued_on=issue.issued_on),
        signature=replace(one.signature, name=signer),
    )
    return final


def letterhead_of(sheet: Sheet) -> Letterhead:
    """The letterhead of a sheet. Raises TypeError for a kind that has none, which cannot be issued here."""
    head = getattr(sheet, "letterhead", None)
    if not isinstance(head, Letterhead):
        raise TypeError(f"{sheet.KIND} has no letterhead")
    return head


def issuing_team(delegation: Delegation, issuing_body: str) -> str:
    """The team whose paper it is, as its letterhead names it; empty when the signer signs for his unit."""
    return " ".join(issuing_body.split())[:200] if signs_for_team(delegation) else ""


def _words(kind: PaperKind, given: Mapping[str, str]) -> dict[str, str]:
    words = {one.name: clean(given.get(one.name, "")) for one in kind.fields}
    for name, text in words.items():
        if len(text) > WORDS_MAX:
            raise RuleBroken(name, _("Đoạn này dài quá 10.000 ký tự. Hãy rút gọn."))
    return words


def _reason(text: str, missing: str) -> str:
    text = clean(text)
    if not text:
        raise RuleBroken("reason", missing)
    if len(text) > REASON_MAX:
        raise RuleBroken("reason", _("Nội dung dài quá %(max)d ký tự. Hãy rút ngắn.", max=REASON_MAX))
    return text


def _require_preparing(actor: Actor, draft: PaperDraft, kind: PaperKind, thing: Any) -> None:
    may_prepare.require(actor, draft)
    if not kind.is_prepared_by(actor, thing):
        raise Forbidden


def _check_possible(session: Session, kind: PaperKind, thing: Any) -> None:
    hindrance = kind.hindrance(session, thing)
    if hindrance is not None:
        raise RuleBroken(None, hindrance)


def _check_delegation(delegation: Delegation, on: date) -> None:
    if delegation.valid_from > on or (delegation.valid_to is not None and delegation.valid_to < on):
        raise RuleBroken("delegation", _("Người này không có quyền ký còn hiệu lực hôm nay. Hãy chọn người khác."))


def _reopen(session: Session, draft: PaperDraft, reason: str | None) -> None:
    draft.state, draft.submitted_at, draft.sheet, draft.reason = DraftState.DRAFT, None, None, reason
    draft.delegation_id = None
    session.flush()
    session.expire(draft, ["delegation"])


def _lock(session: Session, draft: PaperDraft) -> None:
    """Waits until nobody else writes the draft, and reads anew how far it is; held until the commit."""
    session.refresh(draft, ["state", "words", "sheet", "prepared_by", "delegation_id"], with_for_update=True)


def _tell(
    session: Session,
    actor: Actor,
    draft: PaperDraft,
    verb: str,
    what: str,
    now: datetime,
    *,
    changes: Mapping[str, tuple[object, object]] | None = None,
    reason: str | None = None,
) -> None:
    record(
        session,
        actor,
        verb,
        draft,
        now=now,
        visit_id=draft.about_id if draft.about_kind is AboutKind.VISIT else None,
        unit_id=draft.unit_id,
        summary=f"{what} “{draft.title}”",
        changes=changes,
        reason=reason,
    )
