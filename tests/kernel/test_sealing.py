"""Sealed keys and files: opened by the right key alone, and only as they were sealed."""

import os
from functools import cache
from uuid import uuid4

import pytest

from inspect_app.kernel.sealing import (
    BadSeal,
    KeyPair,
    file_label,
    key_label,
    make_key_pair,
    open_file,
    read_file,
    seal_file,
    unwrap,
    wrap,
)

SEAL_KEY = bytes(range(32))
LABEL = key_label(uuid4())


@cache
def pair() -> KeyPair:
    return make_key_pair()


def sealed(content: bytes = b'{"changes": []}') -> bytes:
    return seal_file(
        content,
        campaign=uuid4(),
        device=uuid4(),
        public_spki=pair().public_spki,
        seal_key=SEAL_KEY,
        nonce=os.urandom(12),
    )


def opened(data: bytes, seal_key: bytes = SEAL_KEY) -> bytes:
    return open_file(read_file(data), private_pkcs8=pair().private_pkcs8, seal_key=seal_key)


def test_a_wrapped_key_comes_back_the_same():
    key = os.urandom(32)
    assert unwrap(pair().private_pkcs8, wrap(pair().public_spki, key, LABEL), LABEL) == key


def test_another_campaigns_key_does_not_unwrap():
    with pytest.raises(BadSeal):
        unwrap(make_key_pair().private_pkcs8, wrap(pair().public_spki, os.urandom(32), LABEL), LABEL)


def test_a_key_opens_for_the_tablet_and_the_purpose_alone_that_it_was_wrapped_for():
    device = uuid4()
    wrapped = wrap(pair().public_spki, os.urandom(32), key_label(device))
    for label in (key_label(uuid4()), file_label(device)):
        with pytest.raises(BadSeal):
            unwrap(pair().private_pkcs8, wrapped, label)


@pytest.mark.parametrize("wrapped", ["", "AAAA", "không", "*"])
def test_what_is_no_wrapped_key_is_refused(wrapped):
    with pytest.raises(BadSeal):
        unwrap(pair().private_pkcs8, wrapped, LABEL)


def test_a_sealed_file_comes_back_the_same():
    assert opened(sealed("Chưa niêm yết".encode())) == "Chưa niêm yết".encode()


def test_a_file_that_another_device_signed_is_refused():
    with pytest.raises(BadSeal):
        opened(sealed(), seal_key=b"x" * 32)


def test_no_byte_of_a_sealed_file_can_be_altered():
    data = sealed()
    for place in range(0, len(data), 7):
        altered = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises(BadSeal):
            opened(altered)


@pytest.mark.parametrize("data", [b"", b"KTRA1\n", b"KTRA1\n{}\n", b"KTRA1\n[1]\nx", b"%PDF-1.7", b"KTRA1\n{\n"])
def test_a_file_of_another_make_is_refused(data):
    with pytest.raises(BadSeal):
        read_file(data)
