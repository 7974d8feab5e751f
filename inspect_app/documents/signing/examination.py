"""The examination itself: the issued bytes and what came back in, a verdict out. No network, no file, no clock.

Reads hostile PDFs with pyHanko, which is pure Python: the application runs it in a limited process (process.py).
"""

from collections.abc import Sequence
from datetime import datetime

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation.errors import SignatureValidationError

from inspect_app.documents.signing.fields import FieldRefused, SignatureField, signature_fields
from inspect_app.documents.signing.layout import HiddenBytes, check_parts
from inspect_app.documents.signing.policy import SINCE_ISSUE, SINCE_SIGNATURE
from inspect_app.documents.signing.prefix import refused_by_bytes
from inspect_app.documents.signing.reading import StrictReader
from inspect_app.documents.signing.signatures import found_in, trust_context
from inspect_app.documents.signing.verdict import (
    MOST_REVISIONS,
    Mark,
    Refusal,
    Refused,
    Verdict,
    refusal,
)

# What pyHanko and asn1crypto raise on files that are not what they should be.
UNREADABLE = (
    PdfError,
    SignatureValidationError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    NotImplementedError,
    OSError,
)
DETAIL_LENGTH = 400


def examine(issued: bytes, signed: bytes, *, roots: Sequence[bytes], at: datetime) -> Verdict:
    """Whether `signed` is `issued` with signatures and nothing else, and who signed.

    `roots` are certificates (DER) that the site trusts, `at` the real moment (aware) for which they are asked.
    """
    early = refused_by_bytes(issued, signed)
    if early is not None:
        return early
    try:
        reader, ours = StrictReader(signed), StrictReader(issued)
        return _by_structure(reader, ours, signed, len(issued)) or _by_signatures(reader, ours, signed, roots, at)
    except HiddenBytes as error:
        return refusal(Refusal.HIDDEN_BYTES, detail=_told(error))
    except FieldRefused as error:
        return refusal(error.why, field=error.field, detail=_told(error))
    except (MemoryError, RecursionError) as error:
        return refusal(Refusal.EXPENSIVE, detail=type(error).__name__)
    except UNREADABLE as error:
        return refusal(Refusal.BROKEN, detail=_told(error))


def _by_structure(reader: PdfFileReader, ours: PdfFileReader, signed: bytes, length: int) -> Verdict | None:
    if reader.total_revisions == 1 or reader.total_revisions < ours.total_revisions:
        return refusal(Refusal.DETACHED)
    if reader.total_revisions - ours.total_revisions > MOST_REVISIONS:
        return refusal(Refusal.TOO_MANY_PARTS, detail=f"{reader.total_revisions} revisions")
    if reader.encrypted:
        return refusal(Refusal.ENCRYPTED)
    check_parts(reader, ours, signed, length)
    change = SINCE_ISSUE.review_file(reader, ours.total_revisions - 1)
    if not isinstance(change, DiffResult) or change.modification_level > ModificationLevel.FORM_FILLING:
        return refusal(Refusal.CONTENT_CHANGED, detail=_told(change))
    return None


def _by_signatures(
    reader: PdfFileReader, ours: PdfFileReader, signed: bytes, roots: Sequence[bytes], at: datetime
) -> Verdict:
    held = signature_fields(reader, ours, signed)
    if not any(field.mark is Mark.SIGNATURE for field in held):
        return refusal(Refusal.NO_SIGNATURE)
    findings = [found_in(field, trust_context(roots, at)) for field in held]
    refused = [reason for finding in findings for reason in finding.refused]
    refused += _after_the_last(reader, held)
    return Verdict(refused=tuple(refused), signatures=tuple(finding.signature for finding in findings))


def _after_the_last(reader: PdfFileReader, held: Sequence[SignatureField]) -> list[Refused]:
    """Behind the last signature nothing may stand but what keeps it provable: certificates, revocation answers."""
    last = held[-1]
    change = SINCE_SIGNATURE.review_file(reader, last.revision)
    if isinstance(change, DiffResult) and change.modification_level <= ModificationLevel.LTA_UPDATES:
        return []
    return [Refused(why=Refusal.UNSIGNED_AFTER, field=last.name, detail=_told(change))]


def _told(error: object) -> str:
    return str(error)[:DETAIL_LENGTH]
