"""The letter that corrects an issued paper, as a kind of paper: about any paper of the register that counts.

Mistakes of form, presentation or procedure are corrected by a letter of the body that issued the paper; a mistake of
content is replaced by a paper of the same kind (Nghị định 30/2020/NĐ-CP, Điều 18.3).
"""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.accounts.issuing_body import TeamBody, issuer_for, name_in_full, signature_of, signs_for_team
from inspect_app.accounts.models import Delegation
from inspect_app.campaigns.papers.wording import wording_of
from inspect_app.documents.rules import (
    TYPE_NAMES,
    format_day,
    format_short_day,
    letter_sign,
    type_of_sign,
    within_sentence,
)
from inspect_app.documents.sheets import CorrectedPlace, CorrectionLetterSheet, Letterhead, Signature
from inspect_app.kernel.actors import TEAM_ROLES, Actor, Role
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.permissions import permission
from inspect_app.registry.kinds import Making, PaperKind, WordField
from inspect_app.registry.models import IssuedPaper
from inspect_app.registry.permissions import PREPARERS
from inspect_app.registry.rules import AboutKind, PaperState, full_sign
from inspect_app.web.papers.room_kinds import ROOM_KINDS
from inspect_app.web.papers.things import campaign_of_thing, thing_of_paper

PLACES, ADDRESSEES, FIELD, REMARK = "places", "addressees", "field", "remark"
LETTER = "Công văn"
PARTS = 3
INSIDE = TEAM_ROLES | {Role.COORDINATOR, Role.SIGNATORY, Role.RATING_AUTHORITY, Role.AUDITOR}


def _kind_of(paper: IssuedPaper) -> PaperKind | None:
    return next((kind for kind in ROOM_KINDS if kind.code == paper.kind and kind.about is paper.about_kind), None)


def _reads(actor: Actor, paper: IssuedPaper) -> bool:
    kind, thing = _kind_of(paper), thing_of_paper(paper)
    if kind is None or thing is None:
        return False
    return kind.may_read(actor, thing)


@permission(
    "papers.read_correction",
    "Those who inspect or oversee and may read the corrected paper, save who is of its unit",
)
def may_read_letter(actor: Actor, paper: IssuedPaper) -> bool:
    """The letter that corrects a paper, while it is prepared too."""
    of_unit = paper.unit_id is not None and actor.belongs_to(paper.unit_id)
    return not of_unit and any(actor.has(role) for role in INSIDE) and _reads(actor, paper)


@permission("papers.receive_correction", "Whoever may read the paper that is corrected, once the letter is issued")
def may_receive_letter(actor: Actor, paper: IssuedPaper) -> bool:
    """The issued letter, for the unit too."""
    kind, thing = _kind_of(paper), thing_of_paper(paper)
    receives = (
        kind is not None and kind.may_receive is not None and thing is not None and kind.may_receive(actor, thing)
    )
    return receives or _reads(actor, paper)


@permission(
    "papers.prepare_correction",
    "Coordinators, leads, deputies and secretaries who may read the paper and do not belong to its unit",
)
def may_prepare_letter(actor: Actor, paper: IssuedPaper) -> bool:
    """Preparing the letter that corrects a paper."""
    return any(actor.has(role) for role in PREPARERS) and may_read_letter(actor, paper)


def _hindrance(_session: Session, paper: IssuedPaper) -> str | None:
    if paper.state is not PaperState.CURRENT:
        return _("Văn bản này đã được thay thế hoặc thu hồi nên không đính chính nữa.")
    return None


def _named(paper: IssuedPaper) -> str:
    """`Thông báo số 05/TB-UBND`; the number stays open while the register has none."""
    return f"{TYPE_NAMES.get(paper.type_sign, LETTER)} số {full_sign(paper.number, paper.sign)}"


def _title(paper: IssuedPaper) -> str:
    return f"Đính chính {_named(paper)} ngày {format_short_day(paper.issued_on)}"


def _first_words(_session: Session, paper: IssuedPaper, _making: Making) -> dict[str, str]:
    unit = name_in_full(paper.unit) if paper.unit else f"Các cơ quan, đơn vị nhận {_named(paper)}"
    campaign = campaign_of_thing(thing_of_paper(paper))
    return {ADDRESSEES: unit, FIELD: wording_of(campaign).notice.field if campaign else ""}


def places_of(text: str) -> tuple[CorrectedPlace, ...]:
    """A line for each mistake: `where | what was printed | what it is to be`. Raises RuleBroken for another line."""
    found: list[CorrectedPlace] = []
    for line in (line.strip() for line in text.splitlines() if line.strip()):
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != PARTS or not all(parts) or parts[1] == parts[2]:
            message = _("Dòng “%(line)s” chưa đủ ba phần khác nhau: vị trí | đã in | đính chính là.", line=line[:120])
            raise RuleBroken(PLACES, message)
        found.append(CorrectedPlace(where=parts[0], printed=parts[1], corrected=parts[2]))
    return tuple(found)


@use_language(DEFAULT_LANGUAGE)  # papers are Vietnamese, whatever their maker reads
def _build(_session: Session, paper: IssuedPaper, making: Making) -> CorrectionLetterSheet:
    words, places = making.words, places_of(making.words.get(PLACES, ""))
    if making.final and not places:
        raise RuleBroken(PLACES, _("Hãy ghi ít nhất một chỗ cần đính chính: vị trí | đã in | đính chính là."))
    if paper.state is not PaperState.CURRENT:
        raise RuleBroken(None, _("Văn bản này đã được thay thế hoặc thu hồi nên không đính chính nữa."))
    head = Letterhead(**paper.sheet["letterhead"] | {"issued_on": None})
    body = " ".join(head.issuing_body.split())
    return CorrectionLetterSheet(
        draft=True,
        sample=bool(paper.sheet.get("sample")),
        letterhead=replace(head, sign=_sign(paper, words.get(FIELD, "")), number=None, year=making.now.year),
        subject=within_sentence(_title(paper)),
        addressees=tuple(line.strip() for line in words.get(ADDRESSEES, "").splitlines() if line.strip()) or (body,),
        author=body,
        corrected=f"{_named(paper)} {format_day(paper.issued_on)} của {body} về {within_sentence(paper.title)}",
        paper=_named(paper),
        places=places,
        remark=words.get(REMARK, ""),
        signature=_signature(paper, making.delegation),
        recipients=("Như trên", f"Các nơi nhận của {_named(paper)}"),
        archive=str(paper.sheet.get("archive") or "VT"),
    )


def _sign(paper: IssuedPaper, field: str) -> str:
    """The body of the paper's own sign, with the field: `TB-UBND` gives `UBND-CCHC`."""
    groups = paper.sign.split("-")
    body = groups[1] if type_of_sign(paper.sign) and len(groups) > 1 else groups[0]
    return letter_sign(body, *([field.strip()] if field.strip() else []))


def _signature(paper: IssuedPaper, delegation: Delegation | None) -> Signature:
    collective = ""
    if delegation is not None and not signs_for_team(delegation):
        collective = issuer_for(delegation.unit).collective
    team = TeamBody(paper.body.team) if paper.body.team else None
    return signature_of(delegation, signed=False, team=team, collective=collective, expected=paper.delegation.title)


def _unfit(paper: IssuedPaper, delegation: Delegation) -> str | None:
    same = delegation.unit_id == paper.body.unit_id and signs_for_team(delegation) is bool(paper.body.team)
    return None if same else _("Văn bản do %(body)s phát hành: chỉ cơ quan đó đính chính.", body=paper.body.name)


def _expects(_session: Session, paper: IssuedPaper, on: date) -> Delegation | None:
    signed = paper.delegation
    return signed if signed.valid_to is None or on <= signed.valid_to else None


def _unit_of(paper: IssuedPaper) -> UUID | None:
    return paper.unit_id


def _corrected(paper: Any) -> IssuedPaper | None:
    return paper if isinstance(paper, IssuedPaper) else None


CORRECTION_LETTER = PaperKind(
    code=CorrectionLetterSheet.KIND,
    name=lambda: _("Công văn đính chính"),
    about=AboutKind.PAPER,
    type_sign="",
    sheet=CorrectionLetterSheet,
    may_read=may_read_letter,
    may_receive=may_receive_letter,
    may_prepare=may_prepare_letter,
    build=_build,
    title=_title,
    unit_of=_unit_of,
    unfit_signer=_unfit,
    fields=(
        WordField(PLACES, lambda: _("Chỗ cần đính chính (mỗi dòng: vị trí | đã in | đính chính là)"), rows=5),
        WordField(ADDRESSEES, lambda: _("Kính gửi (mỗi dòng một nơi)"), rows=2),
        WordField(FIELD, lambda: _("Lĩnh vực hoặc đơn vị soạn trong ký hiệu"), rows=1),
        WordField(REMARK, lambda: _("Nội dung khác (mỗi dòng một đoạn)")),
    ),
    first_words=_first_words,
    hindrance=_hindrance,
    expects=_expects,
    corrects=_corrected,
)
