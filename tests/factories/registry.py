"""Issuing bodies, powers to sign, and papers for tests."""

from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Delegation, SigningForm
from inspect_app.documents.sheets import ConclusionNoticeSheet, Letterhead, ReportDuty, Sheet, Signature
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.kernel.ids import new_id
from inspect_app.kernel.permissions import permission
from inspect_app.registry.kinds import Making, PaperKind, WordField
from inspect_app.registry.models import IssuedPaper, IssuingBody, NumberBook, RegisterEntry
from inspect_app.registry.operations import PaperToIssue, body_for, issue_paper, new_code, open_book, set_numbering
from inspect_app.registry.rules import AboutKind, NumberSource
from inspect_app.units.models import Unit
from tests.factories.moments import LONG_AGO, NOW, TODAY
from tests.factories.people import Player, make_player
from tests.factories.units import make_province, make_unit

_numbers = count(1)


def make_delegation(session: Session, player: Player, unit: Unit, form: SigningForm = SigningForm.DEPUTY) -> Delegation:
    """A power to sign for the unit, without an end."""
    delegation = Delegation(
        person_id=player.person.id,
        unit_id=unit.id,
        form=form,
        on_behalf_of=None if form is SigningForm.OWN else "Chủ tịch",
        title="Phó Chủ tịch",
        valid_from=LONG_AGO,
    )
    session.add(delegation)
    session.flush()
    return delegation


@dataclass(frozen=True)
class Office:
    """A body that issues papers, who keeps its register, who signs, who prepares, and a unit that papers are about."""

    session: Session
    body: IssuingBody
    keeper: Player
    signer: Player
    preparer: Player
    delegation: Delegation
    unit: Unit

    def book(self) -> NumberBook:
        """The register of the year, locked."""
        return open_book(self.session, self.body, TODAY.year, now=NOW)

    def numbers_itself(self, *, one_series: bool = True, first_number: int = 1) -> NumberBook:
        """Lets the register give its own numbers."""
        set_numbering(
            self.session,
            self.keeper.actor,
            self.body,
            TODAY.year,
            source=NumberSource.OWN,
            one_series=one_series,
            first_number=first_number,
            now=NOW,
        )
        return self.book()

    def paper(self, entry: RegisterEntry | None = None, **changed: Any) -> PaperToIssue:
        """A paper that is ready to be issued."""
        made = PaperToIssue(
            kind="conclusion_notice",
            type_sign="TB",
            sign="TB-UBND",
            title=f"Kết luận kiểm tra số {next(_numbers)}",
            about_kind=AboutKind.CONCLUSION,
            about_id=new_id(),
            body=self.body,
            delegation=self.delegation,
            sheet={"kind": "conclusion_notice", "letterhead": {"number": entry.number if entry else None}},
            pdf_sha256="1" * 64,
            docx_sha256=None,
            code=new_code(),
            unit_id=self.unit.id,
            prepared_by=self.preparer.person.id,
            entry=entry,
        )
        return replace(made, **changed)

    def issued(self, entry: RegisterEntry | None = None, **changed: Any) -> IssuedPaper:
        """A paper that the signer issued."""
        return issue_paper(self.session, self.signer.actor, self.paper(entry, **changed), now=NOW)


def make_office(session: Session) -> Office:
    """The province as issuing body, with one person for each part."""
    province = make_province(session)
    signer = make_player(session, Role.SIGNATORY, name="Người ký mẫu", works_at=province)
    return Office(
        session=session,
        body=body_for(session, province.id),
        keeper=make_player(session, Role.COORDINATOR, name="Văn thư mẫu"),
        signer=signer,
        preparer=make_player(session, Role.SECRETARY, name="Thư ký mẫu"),
        delegation=make_delegation(session, signer, province),
        unit=make_unit(session, "Sở Xây dựng"),
    )


@permission("test.prepare", "For tests: secretaries")
def _may_prepare(actor: Actor, _thing: object) -> bool:
    return actor.has(Role.SECRETARY)


def _sheet(_session: Session, unit: Unit, making: Making) -> Sheet:
    return ConclusionNoticeSheet(
        draft=True,
        letterhead=Letterhead(issuing_body="Ủy ban nhân dân\ntỉnh Quảng Nam", sign="TB-UBND", year=2024),
        subject=f"Nhắc việc tại {unit.name}",
        unit=unit.name,
        opening=making.words["opening"],
        report=ReportDuty(addressee="Sở Nội vụ"),
        signature=Signature(title="PHÓ CHỦ TỊCH", authority=("KT. CHỦ TỊCH",)),
    )


# A kind that is about a unit, so that a test needs no more than one.
REMINDER = PaperKind(
    code="conclusion_notice",
    name=lambda: "Thông báo nhắc việc",
    about=AboutKind.ACTION,
    type_sign="TB",
    sheet=ConclusionNoticeSheet,
    may_read=_may_prepare,
    may_prepare=_may_prepare,
    build=_sheet,
    title=lambda unit: f"Nhắc việc tại {unit.name}",
    unit_of=lambda unit: unit.id,
    fields=(WordField("opening", lambda: "Mở đầu"),),
)
MAKING = Making(NOW, WorkingCalendar())
