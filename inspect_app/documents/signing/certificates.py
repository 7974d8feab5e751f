"""Who a certificate is for: names without the numbers of identity papers, and whether a person or an agency."""

from collections.abc import Mapping
from typing import Any

from asn1crypto import x509

from inspect_app.documents.signing.verdict import Certificate, Party
from inspect_app.kernel.text import clean

LONGEST_NAME = 300
# Vietnamese certificates write in UID or serialNumber what kind of number follows: of a citizen, or of a body.
PERSON_NUMBERS = ("CCCD", "CMND", "CC:", "HC:", "PASSPORT", "PID")
AGENCY_NUMBERS = ("MST", "MNS", "MDD", "MĐD", "TIN", "BHXH")
# How the names of agencies begin, without regard to case.
AGENCY_WORDS = (
    "ủy ban",
    "uỷ ban",
    "ubnd",
    "sở ",
    "ban ",
    "bộ ",
    "cục ",
    "chi cục",
    "văn phòng",
    "phòng ",
    "trung tâm",
    "hội đồng",
    "thanh tra ",
    "đoàn ",
    "công an",
    "kho bạc",
    "viện ",
    "trường ",
    "bệnh viện",
)
PERSONAL_ATTRIBUTES = ("given_name", "surname", "title", "pseudonym")


def described(certificate: x509.Certificate) -> Certificate:
    """The certificate in a few plain texts. Raises ValueError for one that cannot be read."""
    subject, issuer = _named(certificate.subject), _named(certificate.issuer)
    name = _first(subject, "common_name") or _first(subject, "organization_name") or "?"
    return Certificate(
        name=name,
        organisation=_first(subject, "organization_name"),
        unit=_first(subject, "organizational_unit_name"),
        place=_first(subject, "locality_name") or _first(subject, "state_or_province_name"),
        issuer=_first(issuer, "common_name") or _first(issuer, "organization_name") or "?",
        serial=f"{certificate.serial_number:X}",
        valid_from=certificate.not_valid_before,
        valid_to=certificate.not_valid_after,
        party=party_of(subject),
        key=_key(certificate),
    )


def party_of(subject: Mapping[str, tuple[str, ...]]) -> Party:
    """Whose certificate it is: the kind of its number says it, else the shape of its names; often neither does."""
    numbers = [value.upper() for key in ("user_id", "serial_number") for value in subject.get(key, ())]
    if any(number.startswith(PERSON_NUMBERS) for number in numbers):
        return Party.PERSON
    if any(number.startswith(AGENCY_NUMBERS) for number in numbers):
        return Party.AGENCY
    if any(subject.get(key) for key in PERSONAL_ATTRIBUTES):
        return Party.PERSON
    names = {name.casefold() for name in subject.get("common_name", ())}
    bodies = {
        name.casefold() for key in ("organization_name", "organizational_unit_name") for name in subject.get(key, ())
    }
    if names & bodies or any(name.startswith(AGENCY_WORDS) for name in names):
        return Party.AGENCY
    return Party.UNCLEAR


def _named(name: x509.Name) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, value in name.native.items():
        values = value if isinstance(value, list) else [value]
        found[str(key)] = tuple(clean(str(text))[:LONGEST_NAME] for text in values)
    return found


def _first(names: Mapping[str, tuple[str, ...]], key: str) -> str:
    return next(iter(names.get(key, ())), "")


def _key(certificate: x509.Certificate) -> str:
    public: Any = certificate.public_key
    if public.algorithm == "ec":
        return f"EC {public.curve[1]}"
    return f"{public.algorithm.upper()} {public.bit_size}" if public.algorithm == "rsa" else str(public.algorithm)
