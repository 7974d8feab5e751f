"""What a tablet sends as a photo: its very bytes are kept if they are nothing but a picture."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from inspect_app.fieldwork.intake import receive_sent_photo
from inspect_app.fieldwork.jpeg import is_plain_jpeg
from inspect_app.kernel.files import DirectoryStore
from tests.factories.pictures import exif_with_a_place, make_jpeg, make_png


@pytest.fixture
def store(tmp_path: Path) -> DirectoryStore:
    return DirectoryStore(tmp_path)


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"optimize": True}, {"subsampling": 0}])
def test_a_picture_alone_is_kept_byte_for_byte(store: DirectoryStore, options: dict[str, Any]) -> None:
    sent = make_jpeg(**options)
    kept = receive_sent_photo(store, sent)
    assert (kept.sha256, kept.is_photo) == (hashlib.sha256(sent).hexdigest(), True)
    assert store.read(kept.sha256) == sent


@pytest.mark.parametrize(
    "options", [{"exif": exif_with_a_place()}, {"comment": b"MayAnhBiMat"}, {"icc_profile": b"MayAnhBiMat" * 20}]
)
def test_what_stands_beside_a_picture_is_left_behind(store: DirectoryStore, options: dict[str, Any]) -> None:
    sent = make_jpeg(**options)
    assert b"MayAnhBiMat" in sent
    kept = receive_sent_photo(store, sent)
    assert kept.is_photo
    assert b"MayAnhBiMat" not in store.read(kept.sha256)
    assert is_plain_jpeg(store.read(kept.sha256))
    assert [path.name for path in store.directory.glob("*/*")] == [kept.sha256]


def test_what_follows_the_end_of_a_picture_is_left_behind(store: DirectoryStore) -> None:
    kept = receive_sent_photo(store, make_jpeg() + b"MayAnhBiMat")
    assert kept.is_photo
    assert b"MayAnhBiMat" not in store.read(kept.sha256)


def test_a_png_becomes_a_jpeg_and_a_large_picture_a_smaller_one(store: DirectoryStore) -> None:
    assert is_plain_jpeg(store.read(receive_sent_photo(store, make_png()).sha256))
    kept = receive_sent_photo(store, make_jpeg(side=2600))
    assert max(Image.open(io.BytesIO(store.read(kept.sha256))).size) == 2400


@pytest.mark.parametrize("sent", [b"", b"%PDF-1.7", make_jpeg()[:900], b"\xff\xd8\xff\xd9", make_png()[:60]])
def test_what_is_no_picture_is_kept_as_it_came(store: DirectoryStore, sent: bytes) -> None:
    kept = receive_sent_photo(store, sent)
    assert not kept.is_photo
    assert store.read(kept.sha256) == sent


def test_no_beginning_of_a_jpeg_passes_for_a_whole_one() -> None:
    whole = make_jpeg(side=32)
    assert is_plain_jpeg(whole)
    assert [n for n in range(len(whole)) if is_plain_jpeg(whole[:n])] == []
