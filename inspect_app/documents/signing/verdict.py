"""What an examination of a signed PDF finds, as plain values that travel between two processes as JSON."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import TypeAdapter

MIB = 1 << 20
LARGEST_SIGNED = 20 * MIB  # bytes of the whole file
LARGEST_ADDED = 8 * MIB  # bytes that signing may add: certificates, pictures of signature and seal
MOST_REVISIONS = 16  # that follow the issued one
MOST_SIGNATURES = 8
LARGEST_PICTURE = 6_000  # square millimetres of one signature's picture: 10 × 6 cm
LARGEST_SHARE = 0.2  # of a page that pictures of signatures may take


class Refusal(StrEnum):
    """Why a file is not taken back."""

    TOO_LARGE = "too_large"
    UNSIGNED = "unsigned"
    NOT_AS_ISSUED = "not_as_issued"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    DETACHED = "detached"
    TOO_MANY_PARTS = "too_many_parts"
    HIDDEN_BYTES = "hidden_bytes"
    CONTENT_CHANGED = "content_changed"
    OTHER_FIELD = "other_field"
    LARGE_PICTURE = "large_picture"
    NO_SIGNATURE = "no_signature"
    MALFORMED = "malformed"
    NOT_COVERED = "not_covered"
    DIGEST_DIFFERS = "digest_differs"
    FALSE_SIGNATURE = "false_signature"
    WEAK = "weak"
    CERTIFICATE = "certificate"
    CHANGED_AFTER = "changed_after"
    UNSIGNED_AFTER = "unsigned_after"
    EXPENSIVE = "expensive"


class Trust(StrEnum):
    """Whether a certificate leads to one of the site's roots."""

    TRUSTED = "trusted"
    UNKNOWN = "unknown"
    REFUSED = "refused"


class Party(StrEnum):
    """Whose certificate it is, as far as its subject tells."""

    PERSON = "person"
    AGENCY = "agency"
    UNCLEAR = "unclear"


class Mark(StrEnum):
    """What kind of thing a signature field holds."""

    SIGNATURE = "signature"
    TIMESTAMP = "timestamp"


@dataclass(frozen=True, kw_only=True)
class Refused:
    """One reason; `field` names the signature concerned, `detail` is for whoever looks after the system."""

    why: Refusal
    field: str = ""
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """Who a certificate is for and who gave it. Numbers of identity papers that stand in a subject are left out."""

    name: str
    organisation: str = ""
    unit: str = ""
    place: str = ""
    issuer: str
    serial: str
    valid_from: datetime
    valid_to: datetime
    party: Party
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class SignatureFound:
    """A signature or a timestamp, in the order in which they were made. `page` is where its picture stands, from 1.

    `claimed_at` is what the signer's machine says, `stamped_at` what a timestamp in the signature says.
    `certification` is how much the signature allows to follow: 1 nothing, 2 and 3 further signatures; None says nothing.
    """

    mark: Mark
    field: str
    certificate: Certificate
    trust: Trust
    claimed_at: datetime | None = None
    stamped_at: datetime | None = None
    digest: str = ""
    algorithm: str = ""
    certification: int | None = None
    page: int | None = None


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The whole finding: it is taken back when nothing was refused."""

    refused: tuple[Refused, ...] = ()
    signatures: tuple[SignatureFound, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether the file is the issued one with signatures and nothing else."""
        return not self.refused

    @property
    def unknown_issuers(self) -> tuple[SignatureFound, ...]:
        """The signatures whose certificate leads to none of the site's roots."""
        return tuple(found for found in self.signatures if found.trust is Trust.UNKNOWN)

    def to_json(self) -> str:
        """The finding as JSON with sorted keys."""
        return json.dumps(_ADAPTER.dump_python(self, mode="json"), ensure_ascii=False, sort_keys=True)

    @staticmethod
    def from_json(text: str) -> "Verdict":
        """The finding of `to_json`. Raises ValueError for anything else."""
        return _ADAPTER.validate_json(text)


_ADAPTER: TypeAdapter[Verdict] = TypeAdapter(Verdict)


def refusal(why: Refusal, *, field: str = "", detail: str = "") -> Verdict:
    """A finding of one reason alone."""
    return Verdict(refused=(Refused(why=why, field=field, detail=detail),))
