"""What lies in an opened `.ktra` file: the texts of changes, and photos with their bytes (docs/tablets.md)."""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from inspect_app.fieldwork.photo_notice import SHA256_HEX, read_uuid
from inspect_app.kernel.sealing import BadSeal

KEYS = {"device", "changes", "photos"}
PHOTO_KEYS = {"photo", "sha256", "data"}


@dataclass(frozen=True)
class CarriedPhoto:
    """A photo of the file, by the id and the hash that its tablet gave it."""

    photo: UUID
    sha256: str
    data: bytes = field(repr=False)

    @property
    def is_whole(self) -> bool:
        """Whether the bytes are those that the tablet kept."""
        return hashlib.sha256(self.data).hexdigest() == self.sha256


@dataclass(frozen=True)
class SealedContent:
    """Everything that the file carries."""

    changes: tuple[str, ...]
    photos: tuple[CarriedPhoto, ...]


def read_content(content: bytes, device: UUID) -> SealedContent:
    """The content of that tablet's file. Raises BadSeal for another form."""
    try:
        sent = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadSeal from error
    if not isinstance(sent, dict) or set(sent) != KEYS or read_uuid(sent["device"]) != device:
        raise BadSeal
    changes, photos = sent["changes"], sent["photos"]
    if not isinstance(changes, list) or not isinstance(photos, list) or not all(map(_is_text, changes)):
        raise BadSeal
    return SealedContent(tuple(changes), tuple([_photo(each) for each in photos]))


def _is_text(value: Any) -> bool:
    """Whether it is a text that a database keeps as it is."""
    if not isinstance(value, str) or "\0" in value:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _photo(sent: Any) -> CarriedPhoto:
    if not isinstance(sent, Mapping) or set(sent) != PHOTO_KEYS:
        raise BadSeal
    photo, sha256, data = read_uuid(sent["photo"]), sent["sha256"], sent["data"]
    if photo is None or not isinstance(sha256, str) or not SHA256_HEX.fullmatch(sha256) or not isinstance(data, str):
        raise BadSeal
    try:
        return CarriedPhoto(photo, sha256, base64.b64decode(data, validate=True))
    except (binascii.Error, ValueError) as error:
        raise BadSeal from error
