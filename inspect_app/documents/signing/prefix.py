"""What the bytes alone tell, before anything is parsed: too large, unsigned, or not the issued ones."""

from inspect_app.documents.signing.verdict import LARGEST_ADDED, LARGEST_SIGNED, Refusal, Verdict, refusal


def refused_by_bytes(issued: bytes, signed: bytes) -> Verdict | None:
    """A refusal, or None when `signed` begins with every byte of `issued` and goes on within the limits."""
    if len(signed) > LARGEST_SIGNED or len(signed) - len(issued) > LARGEST_ADDED:
        return refusal(Refusal.TOO_LARGE, detail=f"{len(signed)} bytes")
    if signed == issued:
        return refusal(Refusal.UNSIGNED)
    if not signed.startswith(issued):
        return refusal(Refusal.NOT_AS_ISSUED, detail=f"{len(signed)} bytes, issued {len(issued)} bytes")
    return None
