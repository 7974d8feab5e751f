"""What a tablet says of a photo before it sends the bytes. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from inspect_app.kernel.text import clean

PHOTO_MAX_BYTES = 20 * 1024 * 1024
CAPTION_MAX = 500
SHA256_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class PhotoNotice:
    """What a tablet says of a photo before it sends the bytes."""

    photo: UUID
    sha256: str
    size: int
    caption: str

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> "PhotoNotice | None":
        """The notice; None for a body that announces nothing that could be received."""
        photo, sha256, size, caption = (body.get(name) for name in ("photo", "sha256", "size", "caption"))
        if len(body) != 4 or not isinstance(sha256, str) or not SHA256_HEX.fullmatch(sha256):
            return None
        if not isinstance(size, int) or isinstance(size, bool) or not 0 < size <= PHOTO_MAX_BYTES:
            return None
        found = read_uuid(photo)
        if found is None or not isinstance(caption, str):
            return None
        return cls(found, sha256, size, clean(caption)[:CAPTION_MAX])


def read_uuid(value: object) -> UUID | None:
    """The id that a text says."""
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
