"""The examiner's own process: one file, one verdict, then it ends. It may use little, write nothing and reach nothing.

Run as `python -m inspect_app.documents.signing.worker`: frames of a header, the roots, the issued and the signed bytes
come on standard input, the verdict as JSON goes to standard output.
"""

import json
import logging
import os
import resource
import sys
from datetime import datetime

from inspect_app.documents.frames import packed, read_frame
from inspect_app.documents.signing.examination import examine
from inspect_app.documents.worker import limit_process, limit_processor, refuse_reaching_out

PROCESSOR_SECONDS = 20


def main() -> None:
    """Answers one question. Whatever a library prints goes to standard error, whatever it logs to nowhere."""
    sending = os.dup(1)
    os.dup2(2, 1)
    logging.disable(logging.CRITICAL)
    limit_process()
    limit_processor(PROCESSOR_SECONDS)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.addaudithook(refuse_reaching_out)
    header = json.loads(_frame())
    roots = [_frame() for _root in range(header["roots"])]
    verdict = examine(_frame(), _frame(), roots=roots, at=datetime.fromisoformat(header["at"]))
    with os.fdopen(sending, "wb") as answer:
        answer.write(packed(verdict.to_json().encode()))


def _frame() -> bytes:
    frame = read_frame(lambda length: os.read(0, length))
    if frame is None:
        sys.exit(1)
    return frame


if __name__ == "__main__":
    main()
