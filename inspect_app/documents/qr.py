"""The square code on an issued paper: the address of the public page that tells whether the paper is ours and current."""

import base64
from io import BytesIO

QUIET = 1  # modules of white within the picture; the paper around it gives the other three (ISO/IEC 18004, 9.1)
DOTS = 10  # of the picture, a module


def qr_picture(address: str) -> str:
    """The code as a black and white PNG in a `data:` address; the same address always gives the same bytes.

    Error correction M: a seventh of the square may be lost under a stain or a fold.
    """
    # Imported here: it takes a tenth of a second, and most commands print no paper.
    import segno

    drawn = BytesIO()
    segno.make(address, error="m", micro=False, boost_error=False).save(drawn, kind="png", scale=DOTS, border=QUIET)
    return f"data:image/png;base64,{base64.b64encode(drawn.getvalue()).decode()}"


def parted(address: str) -> tuple[str, str, str]:
    """The address as a person types it, without `https://`: the host, the page on it, and the code."""
    place, _slash, code = address.partition("://")[2].rpartition("/")
    host, slash, page = place.partition("/")
    return host, slash + page, code
