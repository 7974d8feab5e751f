"""The application's side of the examiner: a fresh process for each file, ended when it takes too long.

Not kept warm as the renderer is: a few papers come back in a day, and what one hostile file did to a process must not
reach the next one.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from threading import Lock

from inspect_app.documents.frames import FrameBroken, packed, read_frame
from inspect_app.documents.renderer import SOURCE, worker_environment
from inspect_app.documents.signing.prefix import refused_by_bytes
from inspect_app.documents.signing.verdict import Refusal, Verdict, refusal
from inspect_app.kernel.errors import DomainError
from inspect_app.kernel.language import gettext as _

WORKER = (sys.executable, "-P", "-m", "inspect_app.documents.signing.worker")
WALL_SECONDS = 60.0
_ONE_AT_A_TIME = Lock()


class ExaminerBusy(DomainError):
    """Another file is being examined, and takes long."""


def checked(
    issued: bytes, signed: bytes, *, roots: Sequence[bytes] = (), at: datetime, seconds: float = WALL_SECONDS
) -> Verdict:
    """Whether `signed` is `issued` with signatures and nothing else, told by a process of its own.

    `roots` are certificates (DER) that the site trusts, `at` is real time (aware). Raises ExaminerBusy.
    """
    early = refused_by_bytes(issued, signed)
    if early is not None:
        return early
    if not _ONE_AT_A_TIME.acquire(timeout=2 * seconds):
        raise ExaminerBusy(_("Máy chủ đang kiểm tra một tệp khác. Hãy thử lại sau một phút."))
    try:
        return _asked((issued, signed), roots, at, seconds)
    finally:
        _ONE_AT_A_TIME.release()


def _asked(files: tuple[bytes, bytes], roots: Sequence[bytes], at: datetime, seconds: float) -> Verdict:
    header = json.dumps({"at": at.isoformat(), "roots": len(roots)}).encode()
    question = b"".join(packed(part) for part in (header, *roots, *files))
    try:
        done = subprocess.run(
            WORKER,
            input=question,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=worker_environment(os.environ),
            cwd=SOURCE,
            timeout=seconds,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        return refusal(Refusal.EXPENSIVE, detail=f"more than {seconds:.0f} s")
    try:
        answer = read_frame(BytesIO(done.stdout).read)
        return Verdict.from_json((answer or b"").decode())
    except (FrameBroken, ValueError):
        # Ended by its limits, or by a fault of a library: either way nothing is known of the file.
        return refusal(Refusal.EXPENSIVE, detail=f"the examiner ended with {done.returncode}")
