"""Checks a file in a process of its own: what a stranger made may loop or swell, and then only that process ends.

Run as `python -m inspect_app.documents.checking.apart LANGUAGE` with the PDF on standard input; answers on standard
output with `R` and the report, or `U` and why the file cannot be checked.
"""

import logging
import os
import subprocess
import sys

from inspect_app.documents.checking.checker import report_on_file
from inspect_app.documents.checking.problems import Report
from inspect_app.documents.checking.reading import BYTES_LIMIT, Unreadable, read_pages
from inspect_app.documents.renderer import SOURCE, worker_environment
from inspect_app.documents.worker import limit_process, limit_processor, refuse_reaching_out
from inspect_app.kernel.language import current_language, use_language
from inspect_app.kernel.language import gettext as _

COMMAND = (sys.executable, "-P", "-m", "inspect_app.documents.checking.apart")
WALL_SECONDS = 90.0


def check_apart(content: bytes, *, seconds: float = WALL_SECONDS) -> Report:
    """The report on a PDF, whoever made it. Raises Unreadable when there is none, saying why.

    Takes at most `seconds` of wall time, 60 s of processor and 1 GB of memory.
    """
    if len(content) > BYTES_LIMIT:
        read_pages(content)  # refuses it, with the message for it
    try:
        done = subprocess.run(
            (*COMMAND, current_language()),
            input=content,
            capture_output=True,
            timeout=seconds,
            env=worker_environment(os.environ),
            cwd=SOURCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(_too_hard()) from error
    answer = done.stdout.decode("utf-8", errors="replace")
    if done.returncode == 0 and answer.startswith("R"):
        return Report.from_json(answer[1:])
    raise Unreadable(answer[1:] if answer.startswith("U") else _too_hard())


def _too_hard() -> str:
    return _("Tệp quá lớn hoặc quá phức tạp để kiểm tra. Hãy tách tệp, hoặc xuất lại PDF từ máy soạn thảo.")


def main() -> None:
    """Reads, checks, answers."""
    limit_process()
    limit_processor()
    sys.addaudithook(refuse_reaching_out)
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    with use_language(sys.argv[1] if len(sys.argv) > 1 else ""):
        try:
            answer = "R" + report_on_file(sys.stdin.buffer.read()).to_json()
        except Unreadable as refused:
            answer = "U" + refused.message
        except MemoryError:
            answer = "U" + _too_hard()
    sys.stdout.buffer.write(answer.encode())


if __name__ == "__main__":
    main()
