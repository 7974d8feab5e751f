"""What stands in a JPEG file beside its picture. The segments are those of ITU-T T.81, annex B."""

START, END, SCAN, STUFFED = 0xD8, 0xD9, 0xDA, 0x00
RESTARTS = frozenset(range(0xD0, 0xD8))
# Quantisation and Huffman tables, restart interval, and the frames that every browser draws.
OF_THE_PICTURE = frozenset({0xDB, 0xC4, 0xDD, 0xC0, 0xC1, 0xC2})
JFIF, JFIF_LENGTH = 0xE0, 16


def is_plain_jpeg(data: bytes) -> bool:
    """Whether the file holds a picture and nothing else: no place, no camera, no comment, no profile, nothing after its end."""
    if data[:2] != bytes((0xFF, START)):
        return False
    at: int | None = 2
    while at is not None and data[at : at + 1] == b"\xff":
        marker = data[at + 1] if at + 1 < len(data) else STUFFED
        if marker == END:
            return at + 2 == len(data)
        at = _after_segment(data, at, marker)
    return False


def _after_segment(data: bytes, at: int, marker: int) -> int | None:
    """Where the next marker stands; None if this segment does not belong to a picture."""
    length = int.from_bytes(data[at + 2 : at + 4], "big")
    bare = marker == JFIF and length == JFIF_LENGTH and data[at + 4 : at + 9] == b"JFIF\0"
    if not (bare or marker in OF_THE_PICTURE or marker == SCAN) or length < 2:
        return None
    after = at + 2 + length
    return _after_scan(data, after) if marker == SCAN else after


def _after_scan(data: bytes, at: int) -> int | None:
    """Where the marker after the entropy-coded data stands; None when the file ends before it."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        follows = data[at + 1]
        if follows != STUFFED and follows not in RESTARTS:
            return at
        at += 2
    return None
