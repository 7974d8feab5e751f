"""Length-prefixed frames between the application and its renderer: four bytes of length, then the bytes."""

import struct
from collections.abc import Callable

HEADER = struct.Struct("!I")
FRAME_LIMIT = 64 * 1024 * 1024


class FrameBroken(Exception):
    """The other side is gone, or sent something that is no frame."""


def packed(payload: bytes) -> bytes:
    """The payload as a frame."""
    return HEADER.pack(len(payload)) + payload


def read_frame(receive: Callable[[int], bytes]) -> bytes | None:
    """The next payload, read with `receive(at most n bytes)`; None at a clean end. Raises FrameBroken."""
    header = _exactly(receive, HEADER.size)
    if not header:
        return None
    (length,) = HEADER.unpack(header)
    if length > FRAME_LIMIT:
        raise FrameBroken("frame too long")
    payload = _exactly(receive, length)
    if len(payload) < length:
        raise FrameBroken("cut off inside a frame")
    return payload


def _exactly(receive: Callable[[int], bytes], length: int) -> bytes:
    parts: list[bytes] = []
    missing = length
    while missing and (part := receive(min(missing, 1 << 20))):
        parts.append(part)
        missing -= len(part)
    if missing and parts:
        raise FrameBroken("cut off inside a frame")
    return b"".join(parts)
