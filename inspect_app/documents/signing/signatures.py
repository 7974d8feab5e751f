"""One signature or timestamp: is it whole and true, what may follow it, and whose certificate is it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from asn1crypto import x509
from pyhanko.sign.diff_analysis import DiffResult
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import DocumentTimestampStatus, PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from inspect_app.documents.signing.certificates import described
from inspect_app.documents.signing.fields import SignatureField
from inspect_app.documents.signing.policy import SINCE_SIGNATURE
from inspect_app.documents.signing.verdict import Mark, Refusal, Refused, SignatureFound, Trust

Status = PdfSignatureStatus | DocumentTimestampStatus
# Certificates of Vietnamese agencies say digital signature, non-repudiation, or both.
USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"})
NO_CHAIN = frozenset({"NO_CERTIFICATE_CHAIN_FOUND", "CERTIFICATE_CHAIN_GENERAL_FAILURE"})
WEAK_KINDS = ("CRYPTO_CONSTRAINTS_FAILURE",)
WEAK_DIGESTS = frozenset({"md2", "md5", "sha1"})


@dataclass(frozen=True)
class Finding:
    """What was found of one field, and what speaks against taking it."""

    signature: SignatureFound
    refused: tuple[Refused, ...]


def trust_context(roots: Sequence[bytes], at: datetime) -> ValidationContext:
    """Only the site's roots, only what is in the file, never the network."""
    return ValidationContext(
        trust_roots=[x509.Certificate.load(root) for root in roots], allow_fetching=False, moment=at
    )


def found_in(field: SignatureField, context: ValidationContext) -> Finding:
    """Examines one signature. Raises what pyHanko raises for one that it cannot read."""
    status = asyncio.run(_status(field, context))
    certificate = described(status.signing_cert)
    found = SignatureFound(
        mark=field.mark,
        field=field.name,
        certificate=certificate,
        trust=_trust(status),
        digest=status.md_algorithm,
        algorithm=status.pkcs7_signature_mechanism,
        page=field.page,
    )
    if isinstance(status, DocumentTimestampStatus):
        found = replace(found, stamped_at=status.timestamp)
    else:
        found = replace(found, claimed_at=status.signer_reported_dt, stamped_at=_stamp(status))
        level = field.embedded.docmdp_level
        found = replace(found, certification=level.value if level is not None else None)
    return Finding(found, tuple(_reasons(field, status, found, context.moment)))


async def _status(field: SignatureField, context: ValidationContext) -> Status:
    if field.mark is Mark.TIMESTAMP:
        return await async_validate_pdf_timestamp(field.embedded, context, diff_policy=SINCE_SIGNATURE)
    return await async_validate_pdf_signature(
        field.embedded, context, diff_policy=SINCE_SIGNATURE, key_usage_settings=USAGE
    )


def _stamp(status: PdfSignatureStatus) -> datetime | None:
    """The hour of a timestamp in the signature, if its authority is one that the site trusts."""
    stamp = status.timestamp_validity
    return stamp.timestamp if stamp is not None and stamp.trusted else None


def _trust(status: Status) -> Trust:
    if status.trusted:
        return Trust.TRUSTED
    problem = getattr(status.trust_problem_indic, "name", None)
    return Trust.UNKNOWN if problem is None or problem in NO_CHAIN else Trust.REFUSED


def _reasons(field: SignatureField, status: Status, found: SignatureFound, at: datetime) -> list[Refused]:
    reasons: list[tuple[Refusal, str]] = []
    problem = getattr(status.trust_problem_indic, "name", "") or ""
    if not status.intact:
        reasons.append((Refusal.DIGEST_DIFFERS, ""))
    elif not status.valid:
        reasons.append((Refusal.FALSE_SIGNATURE, ""))
    if problem.startswith(WEAK_KINDS) or status.md_algorithm in WEAK_DIGESTS:
        reasons.append((Refusal.WEAK, f"{found.digest}, {found.algorithm}, {found.certificate.key}"))
    elif not found.certificate.valid_from <= at <= found.certificate.valid_to:
        reasons.append((Refusal.CERTIFICATE, "EXPIRED" if at > found.certificate.valid_to else "NOT_YET_VALID"))
    elif found.trust is Trust.REFUSED:
        reasons.append((Refusal.CERTIFICATE, problem))
    if isinstance(status, PdfSignatureStatus):
        stamp = status.timestamp_validity
        if stamp is not None and not (stamp.intact and stamp.valid):
            reasons.append((Refusal.FALSE_SIGNATURE, "timestamp"))
    if status.docmdp_ok is False or not isinstance(status.diff_result, DiffResult):
        reasons.append((Refusal.CHANGED_AFTER, str(status.diff_result)[:400]))
    return [Refused(why=why, field=field.name, detail=detail) for why, detail in reasons]
