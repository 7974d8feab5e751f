"""Keys that a tablet seals its work to: RSA-OAEP for the small key, AES-GCM for the rest, and the `.ktra` file of both.

The other half is written in the browser with WebCrypto; docs/tablets.md says what lies in the file.
"""

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MARK = b"KTRA1\n"
BITS = 3072
DATA_KEY_BYTES = 32
LONGEST_HEAD = 4096
HEAD = ("campaign", "device", "wrapped_key", "nonce")


def key_label(device: UUID) -> bytes:
    """What a tablet's data key is wrapped for: nobody gets it back by naming a tablet of his own."""
    return f"key/{device}".encode()


def file_label(device: UUID) -> bytes:
    """What the key of a sealed file is wrapped for."""
    return f"file/{device}".encode()


def _oaep(label: bytes) -> padding.OAEP:
    return padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=label)


class BadSeal(Exception):
    """The bytes were not sealed for this key, or were altered since."""


@dataclass(frozen=True)
class KeyPair:
    """A recovery key: the public half as SPKI, the private half as PKCS#8, both DER in base64."""

    public_spki: str
    private_pkcs8: str


def make_key_pair() -> KeyPair:
    """A new RSA key of 3072 bits."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    spki = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    pkcs8 = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return KeyPair(base64.b64encode(spki).decode(), base64.b64encode(pkcs8).decode())


def wrap(public_spki: str, data_key: bytes, label: bytes) -> str:
    """The key, wrapped to the public half (base64) for one purpose: what a tablet does."""
    public = serialization.load_der_public_key(base64.b64decode(public_spki))
    if not isinstance(public, rsa.RSAPublicKey):
        raise BadSeal
    return base64.b64encode(public.encrypt(data_key, _oaep(label))).decode()


def unwrap(private_pkcs8: str, wrapped: str, label: bytes) -> bytes:
    """The key that was wrapped to the public half under this label. Raises BadSeal for anything else."""
    private = serialization.load_der_private_key(base64.b64decode(private_pkcs8), password=None)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise BadSeal
    try:
        key = private.decrypt(_bytes(wrapped), _oaep(label))
    except ValueError as error:
        raise BadSeal from error
    if len(key) != DATA_KEY_BYTES:
        raise BadSeal
    return key


@dataclass(frozen=True)
class SealedFile:
    """A `.ktra` file as it was read: nothing of it is believed before `open_file`."""

    campaign: UUID
    device: UUID
    wrapped_key: str
    nonce: str
    mac: str
    ciphertext: bytes

    @property
    def digest(self) -> bytes:
        """SHA-256 of everything but the `mac`."""
        return hashlib.sha256(_head(self) + self.ciphertext).digest()


def _head(sealed: SealedFile) -> bytes:
    names = {name: str(getattr(sealed, name)) for name in HEAD}
    return MARK + json.dumps(names, separators=(",", ":")).encode() + b"\n"


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadSeal from error


def _line(data: bytes) -> tuple[Mapping[str, str], bytes]:
    """The head of a file as texts, and what comes after it. Raises BadSeal."""
    end = data.find(b"\n", len(MARK), len(MARK) + LONGEST_HEAD)
    if not data.startswith(MARK) or end < 0:
        raise BadSeal
    try:
        head = json.loads(data[len(MARK) : end])
    except ValueError as error:
        raise BadSeal from error
    if not isinstance(head, dict) or set(head) != {*HEAD, "mac"}:
        raise BadSeal
    if not all(isinstance(text, str) and re.fullmatch(r"[\w+/=-]*", text, re.ASCII) for text in head.values()):
        raise BadSeal
    return head, data[end + 1 :]


def read_file(data: bytes) -> SealedFile:
    """Whose file it is, and what it holds in the dark. Raises BadSeal for a file of another make."""
    head, ciphertext = _line(data)
    try:
        campaign, device = UUID(head["campaign"]), UUID(head["device"])
    except ValueError as error:
        raise BadSeal from error
    return SealedFile(campaign, device, head["wrapped_key"], head["nonce"], head["mac"], ciphertext)


def open_file(sealed: SealedFile, *, private_pkcs8: str, seal_key: bytes) -> bytes:
    """The content, if the device itself sealed it and nothing was altered. Raises BadSeal."""
    mac = hmac.digest(seal_key, sealed.digest, "sha256")
    if not hmac.compare_digest(mac, _bytes(sealed.mac)):
        raise BadSeal
    try:
        key = unwrap(private_pkcs8, sealed.wrapped_key, file_label(sealed.device))
        return AESGCM(key).decrypt(_bytes(sealed.nonce), sealed.ciphertext, None)
    except (InvalidTag, ValueError) as error:
        raise BadSeal from error


def seal_file(
    content: bytes, *, campaign: UUID, device: UUID, public_spki: str, seal_key: bytes, nonce: bytes
) -> bytes:
    """A sealed file as a tablet makes it; `nonce` is 12 random bytes, used once."""
    data_key = AESGCM.generate_key(bit_length=8 * DATA_KEY_BYTES)
    ciphertext = AESGCM(data_key).encrypt(nonce, content, None)
    wrapped = wrap(public_spki, data_key, file_label(device))
    unsigned = SealedFile(campaign, device, wrapped, base64.b64encode(nonce).decode(), "", ciphertext)
    mac = base64.b64encode(hmac.digest(seal_key, unsigned.digest, "sha256")).decode()
    names = {**{name: str(getattr(unsigned, name)) for name in HEAD}, "mac": mac}
    return MARK + json.dumps(names, separators=(",", ":")).encode() + b"\n" + ciphertext
