"""The minutes with what was drawn under them on a tablet: signatures, or a refusal with its reason."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from inspect_app.campaigns.models import Visit
from inspect_app.documents.sheets import MinutesSheet, Refusal, SignedOnScreen
from inspect_app.documents.sheets import Signature as Box
from inspect_app.fieldwork.models import Minutes, Signature, SignaturePart
from inspect_app.fieldwork.paper import minutes_sheet
from inspect_app.fieldwork.standing import Standing


def signed_minutes_sheet(
    visit: Visit,
    minutes: Minutes,
    standing: Standing,
    signatures: Mapping[SignaturePart, Signature],
    *,
    ended_at: datetime,
    sheet_sha256: str,
) -> MinutesSheet:
    """The minutes of a visit as they were signed; `sheet_sha256` is of the text that stood on the screen."""
    sheet = minutes_sheet(visit, minutes, standing, ended_at=ended_at)
    unit = signatures.get(SignaturePart.UNIT)
    return replace(
        sheet,
        signed_by_lead=_for_the_lead(sheet.signed_by_lead, signatures.get(SignaturePart.LEAD)),
        signed_by_secretary=_signed(sheet.signed_by_secretary, signatures.get(SignaturePart.SECRETARY)),
        signed_by_unit=_signed(sheet.signed_by_unit, unit, with_position=True),
        refusal=_refusal(unit) if unit is not None else sheet.refusal,
        signed=SignedOnScreen(at=sheet.ends, sha256=sheet_sha256),
    )


def _refusal(unit: Signature) -> Refusal | None:
    """What the unit's representative did on the screen stands above what was written before."""
    return Refusal(reason=unit.refusal_reason or "") if unit.refused else None


def _for_the_lead(box: Box, signature: Signature | None) -> Box:
    """A deputy signs in the lead's place, below the line that says so (Nghị định 30/2020, Phụ lục I, II.7a)."""
    signed = _signed(box, signature)
    office = signature.signer_title if signature is not None else ""
    if not office or office.casefold() == box.title.casefold():
        return signed
    return replace(signed, authority=(f"KT. {box.title}",), title=office)


def _signed(box: Box, signature: Signature | None, *, with_position: bool = False) -> Box:
    if signature is None:
        return box
    strokes = tuple(tuple((int(x), int(y)) for x, y in stroke) for stroke in signature.strokes or ())
    position = signature.signer_title if with_position else ""
    return replace(box, name=signature.signer_name, position=position, strokes=strokes)
