"""The copy of an issued paper that comes back with digital signatures: kept with what was found in it, or refused."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.documents.signing.verdict import Verdict
from inspect_app.documents.signing.words import reason_of
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.kernel.language import gettext as _
from inspect_app.registry.models import IssuedPaper, SignedCopy
from inspect_app.registry.permissions import may_take_back
from inspect_app.registry.queries import signed_copy_by_hash
from inspect_app.registry.rules import PaperState, full_sign


@dataclass(frozen=True)
class Returned:
    """A file that came back for a paper: the hash and size of its bytes, and what the examination found."""

    sha256: str
    size: int
    verdict: Verdict


def take_back_copy(
    session: Session, actor: Actor, paper: IssuedPaper, file: Returned, *, known_issuers_only: bool, now: datetime
) -> SignedCopy:
    """Keeps a signed copy whose bytes are in the file store; the same bytes again give the copy that is there.

    Raises Forbidden; Conflict for a withdrawn paper; RuleBroken with every reason that speaks against the file, or
    with `known_issuers_only` for a certificate whose issuer the site does not know.
    """
    may_take_back.require(actor, paper)
    if actor.person_id is None:
        raise Forbidden
    session.execute(select(IssuedPaper.id).where(IssuedPaper.id == paper.id).with_for_update(key_share=True))
    present = signed_copy_by_hash(session, paper, file.sha256)
    if present is not None:
        return present
    if paper.state is PaperState.WITHDRAWN:
        raise Conflict(_("Văn bản này đã thu hồi nên không nhận bản ký."))
    against = reasons_against(file.verdict, known_issuers_only=known_issuers_only)
    if against:
        raise RuleBroken("file", " ".join(against))
    copy = SignedCopy(
        paper_id=paper.id,
        sha256=file.sha256,
        size=file.size,
        verdict=json.loads(file.verdict.to_json()),
        brought_by=actor.person_id,
        brought_at=now,
    )
    session.add(copy)
    session.flush()
    session.expire(paper, ["signed_copies"])
    _tell(session, actor, paper, file, now)
    return copy


def _tell(session: Session, actor: Actor, paper: IssuedPaper, file: Returned, now: datetime) -> None:
    signers = ", ".join(found.certificate.name for found in file.verdict.signatures)
    record(
        session,
        actor,
        "registry.take_back",
        paper,
        now=now,
        unit_id=paper.unit_id,
        summary=f"Nhận bản đã ký số của văn bản {full_sign(paper.number, paper.sign)}: {signers}",
        changes={"signed_sha256": (None, file.sha256)},
    )


def refuse_copy(session: Session, actor: Actor, paper: IssuedPaper, file: Returned, *, now: datetime) -> None:
    """Notes in the journal that a file was refused, and why: somebody may have tried. Raises Forbidden."""
    may_take_back.require(actor, paper)
    with use_language(DEFAULT_LANGUAGE):  # the journal is Vietnamese, whatever its writer reads
        reasons = " ".join(reasons_against(file.verdict, known_issuers_only=True))
    details = "; ".join(f"{reason.why}: {reason.detail}" for reason in file.verdict.refused if reason.detail)
    record(
        session,
        actor,
        "registry.refuse_copy",
        paper,
        now=now,
        unit_id=paper.unit_id,
        summary=f"Không nhận tệp ký số cho văn bản {full_sign(paper.number, paper.sign)}",
        changes={"refused_sha256": (None, file.sha256), "details": (None, details)},
        reason=reasons,
    )


def reasons_against(verdict: Verdict, *, known_issuers_only: bool) -> tuple[str, ...]:
    """Why a file is not taken, in sentences; none when it is."""
    told = tuple(dict.fromkeys(reason_of(reason) for reason in verdict.refused))
    if told or not known_issuers_only:
        return told
    return tuple(
        _(
            "Chữ ký “%(field)s”: chưa xác minh được nơi cấp chứng thư (%(issuer)s); hệ thống này chỉ nhận chứng thư của "
            "nơi cấp có trong danh sách tin cậy.",
            field=found.field,
            issuer=found.certificate.issuer,
        )
        for found in verdict.unknown_issuers
    )
