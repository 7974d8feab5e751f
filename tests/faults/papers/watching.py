"""A renderer whose worker writes down all that it opens, starts and connects to."""

import re
import sys
from pathlib import Path

from inspect_app.documents.renderer import Renderer

WATCHED = """
import os, sys
log = os.open({log!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
def note(event, arguments):
    if event.split(".")[0] in ("open", "socket", "subprocess", "os", "shutil", "glob", "urllib", "ftplib", "http"):
        os.write(log, f"{{event}} {{arguments[:1]}}\\n".encode("utf-8", "replace"))
from inspect_app.documents import worker
sys.addaudithook(note)
worker.main()
"""
# Fonts, the libraries and our own code; a number is a file that is open already.
OWN = re.compile(r"^open \(('[^']*(/fonts?/|site-packages|lib/python3|inspect_app/)[^']*'|\d+),?\)$")


def watched_renderer(log: Path) -> Renderer:
    """The worker as it is, with a second hook that keeps a log."""
    return Renderer(command=(sys.executable, "-P", "-c", WATCHED.format(log=str(log))))


def foreign_events(text: str) -> list[str]:
    """What of a log is neither font nor library."""
    return [line for line in text.splitlines() if not OWN.match(line)]
