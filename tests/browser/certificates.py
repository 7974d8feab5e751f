"""An authority of the test's own, and a server's certificate by it."""

import base64
import hashlib
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID

from inspect_app.kernel.clock import real_now
from tests.browser.own_server import Certificate

WEEK = timedelta(days=7)


def make_certificate(folder: Path, name: str) -> Certificate:
    """A certificate for a host name with its key, signed by an authority made for it alone."""
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _each in range(2))
    authority = _signed(_named("Kiểm tra thử CA"), _named("Kiểm tra thử CA"), authority_key.public_key(), authority_key)
    made = _signed(_named(name), authority.subject, key.public_key(), authority_key, name)
    cert, secret = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(Encoding.PEM) + authority.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return Certificate(name, cert, secret)


def pin_of(certificate: Certificate) -> str:
    """What Chromium knows a certificate's key by."""
    key = x509.load_pem_x509_certificate(certificate.cert.read_bytes()).public_key()
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(spki).digest()).decode()


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _signed(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    by: ec.EllipticCurvePrivateKey,
    host: str | None = None,
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(real_now() - WEEK)
        .not_valid_after(real_now() + WEEK)
        .add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
    )
    if host is not None:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    return builder.sign(by, hashes.SHA256())
