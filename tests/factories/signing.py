"""A certification authority of the test's own, its signers, and PDFs that they sign as an office's tool would."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import TypeVar

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import MDPPerm, SigFieldSpec
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from inspect_app.documents.signing.examination import examine
from inspect_app.documents.signing.verdict import Refusal, Verdict

MOMENT = datetime(2026, 11, 2, 3, tzinfo=UTC)
Made = TypeVar("Made")
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
SEAL = (330, 200, 440, 280)
NAMES = {
    "cn": NameOID.COMMON_NAME,
    "o": NameOID.ORGANIZATION_NAME,
    "uid": NameOID.USER_ID,
    "l": NameOID.LOCALITY_NAME,
}


def apart(work: Callable[[], Made]) -> Made:
    """What the work gives, done in a thread of its own: pyHanko's loop cannot run within a browser's, which stands here."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(work).result()


@dataclass(frozen=True)
class Holder:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: Key

    @property
    def der(self) -> bytes:
        """The certificate as the site's roots are handed in."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        """The certificate as a site keeps it in a file."""
        return self.certificate.public_bytes(Encoding.PEM)


def _name(parts: dict[str, str]) -> x509.Name:
    return x509.Name([x509.NameAttribute(NAMES[key], value) for key, value in parts.items()])


def hold(
    issuer: Holder | None = None,
    *,
    key: Key | None = None,
    days: tuple[int, int] = (-30, 300),
    purpose: str = "sign",
    **names: str,
) -> Holder:
    """Makes a certificate: an authority's own without `issuer`. `days` is its validity around MOMENT."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = _name(names)
    ends, signs = issuer is not None, purpose != "encipher"
    usage = x509.KeyUsage(
        ends and signs, ends and signs, ends and not signs, False, False, not ends, not ends, False, False
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(MOMENT + timedelta(days=days[0]))
        .not_valid_after(MOMENT + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(issuer is None, None), critical=True)
        .add_extension(usage, critical=True)
    )
    if purpose == "stamp":
        builder = builder.add_extension(x509.ExtendedKeyUsage([x509.OID_TIME_STAMPING]), critical=True)
    return Holder(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)


@cache
def authority() -> Holder:
    """The authority that a site of the tests trusts."""
    return hold(cn="Nơi cấp chứng thư thử", o="Cơ quan thử nghiệm")


@cache
def person() -> Holder:
    """One who signs by name; the certificate holds the number of his identity card."""
    return hold(authority(), cn="Phó Giám đốc 1", o="Sở Nội vụ tỉnh Quảng Nam", uid="CCCD:049000000001", l="Quảng Nam")


@cache
def agency() -> Holder:
    """An agency that seals."""
    return hold(authority(), cn="Sở Nội vụ tỉnh Quảng Nam", o="Sở Nội vụ tỉnh Quảng Nam", l="Quảng Nam")


@cache
def stamping() -> Holder:
    """An authority's clock; pyHanko's own of this kind signs with RSA alone."""
    return hold(authority(), key=rsa.generate_private_key(65537, 2048), cn="Dấu thời gian thử", purpose="stamp")


def _asn1(holder: Holder) -> tuple[asn1_x509.Certificate, keys.PrivateKeyInfo]:
    private = holder.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return asn1_x509.Certificate.load(holder.der), keys.PrivateKeyInfo.load(private)


def signer(holder: Holder) -> SimpleSigner:
    """pyHanko's signer; the chain travels in the signature."""
    certificate, key = _asn1(holder)
    store = SimpleCertificateStore()
    store.register(asn1_x509.Certificate.load(authority().der))
    return SimpleSigner(signing_cert=certificate, signing_key=key, cert_registry=store)


def stamper() -> DummyTimeStamper:
    """A clock of timestamps that needs no network."""
    certificate, key = _asn1(stamping())
    return DummyTimeStamper(certificate, key, fixed_dt=MOMENT)


def sign(
    pdf: bytes,
    holder: Holder,
    field: str = "ChuKy1",
    *,
    box: tuple[int, int, int, int] | None = SEAL,
    digest: str = "sha256",
    certify: MDPPerm | None = None,
    stamped: bool = False,
) -> bytes:
    """The PDF signed once more, in an incremental update."""
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm=digest,
        certify=certify is not None,
        docmdp_permissions=certify or MDPPerm.FILL_FORMS,
    )
    place = SigFieldSpec(field, on_page=-1, box=box) if box else SigFieldSpec(field)
    tool = PdfSigner(metadata, signer=signer(holder), timestamper=stamper() if stamped else None, new_field_spec=place)
    return apart(lambda: bytes(tool.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf))).getvalue()))


def roots() -> tuple[bytes, ...]:
    """What a site of the tests trusts."""
    return (authority().der,)


def verdict(issued: bytes, signed: bytes, known: tuple[bytes, ...] | None = None) -> Verdict:
    """The examination at MOMENT, in this process."""
    return apart(lambda: examine(issued, signed, roots=roots() if known is None else known, at=MOMENT))


def why(found: Verdict) -> list[Refusal]:
    """The reasons of a verdict alone."""
    return [reason.why for reason in found.refused]
