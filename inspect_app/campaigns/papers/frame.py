"""What the builders share: letterhead, the lead agency, what may not be issued yet."""

from collections.abc import Iterator
from dataclasses import fields

from sqlalchemy.orm import Session

from inspect_app.accounts.issuing_body import (
    Issuer,
    TeamBody,
    head_title,
    issuer_for,
    issuer_of,
    province_of,
    signature_of,
)
from inspect_app.accounts.models import Delegation
from inspect_app.campaigns.models import Campaign, Visit
from inspect_app.campaigns.papers.wording import wording_of
from inspect_app.documents.sheets import Issue, Letterhead, Signature
from inspect_app.documents.sheets.plain import Plain
from inspect_app.documents.sheets.stored import StoredSheet
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.units.models import Unit
from inspect_app.units.queries import units_by_code

UNCHECKED = "cần đối chiếu"
OPEN_PLACE = "…"
TEAM_BODY = "Đoàn kiểm tra công tác\ncải cách hành chính\nnăm {year}"


def letterhead_of(issuer: Issuer, sign: str, campaign: Campaign, issue: Issue | None = None) -> Letterhead:
    """Boxes 2 to 4; number and date stay open until the issue puts them there."""
    return Letterhead(
        parent_body=issuer.parent_body,
        issuing_body=issuer.body,
        sign=sign,
        place=issuer.place,
        number=issue.number if issue else None,
        issued_on=issue.issued_on if issue else None,
        year=campaign.year,
    )


def team_of(campaign: Campaign) -> TeamBody:
    """The inspection team as an issuing body of the campaign's papers."""
    return TeamBody(TEAM_BODY.format(year=campaign.year), seal=bool(wording_of(campaign).decision.seal))


def writer_of(visit: Visit, delegation: Delegation | None, agency: Unit | None) -> Issuer:
    """Whose letter it is: of whoever signs, the team among them; the agency's while nobody is known to."""
    if delegation is None and agency is not None:
        return issuer_for(agency)
    return issuer_of(delegation, team_of(visit.campaign), province=province_of(visit.unit))


def letter_signature(
    campaign: Campaign, delegation: Delegation | None, issuer: Issuer, agency: Unit | None, *, signed: bool = False
) -> Signature:
    """Who signs a letter: the team's leader, the agency's head, or whoever signs for them."""
    return signature_of(
        delegation,
        signed=signed,
        team=team_of(campaign),
        collective=issuer.collective,
        expected=head_title(agency) if agency else "",
    )


def report_to(agency: Unit | None) -> str:
    """To whom the unit sends its own report."""
    return f"Đoàn kiểm tra (qua {agency.name})" if agency else "Đoàn kiểm tra"


def lead_agency(session: Session, campaign: Campaign) -> Unit | None:
    """The unit that prepares the campaign; None where the units do not know it."""
    return units_by_code(session).get(wording_of(campaign).lead_agency)


def lead_agency_name(session: Session, campaign: Campaign) -> str:
    """Its name, as papers name it."""
    agency = lead_agency(session, campaign)
    return agency.name if agency else "cơ quan chủ trì"


def require_settled(sheet: StoredSheet) -> None:
    """Refuses a paper that goes to its signer while it says “cần đối chiếu” or leaves a place open; a sample may.

    Nobody signs a paper whose basis nobody has looked up. Raises RuleBroken, which names the first such place.
    """
    if sheet.sample:
        return
    for text in _texts(sheet):
        if UNCHECKED in text or OPEN_PLACE in text:
            message = _(
                "Văn bản còn chỗ chưa rõ nên chưa trình ký được: “%(text)s”. Hãy đối chiếu rồi sửa lời văn của văn bản, hoặc "
                "sửa tệp kế hoạch và nạp lại.",
                text=text,
            )
            raise RuleBroken(None, message)


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for entry in part:
            yield from _texts(entry)
    elif isinstance(part, Plain):
        for field in fields(part):
            yield from _texts(getattr(part, field.name))
