"""The same text and table in other programs, in the same run: ReportLab and Typst in an environment of their own, Chromium.

Each prints five pages of the same paragraphs and table of requests in Tinos; none of them has the letterhead's rules,
the tags, the attached sheet or the archival form, so they do less.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import venv
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.documents.papers import conclusion
from inspect_app.documents.render import html_of, styles_of
from inspect_app.documents.word.model import Grid, Line, plain_text
from inspect_app.documents.word.reading import paper_of

FONTS = Path("/usr/share/fonts/truetype/croscore")
CHROMIUM = next(filter(Path.exists, map(Path, ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium"))), None)
HERE = Path(__file__).resolve().parent
NAMES = ("reportlab", "typst")


def content() -> dict[str, Any]:
    """The paragraphs and the tables of the paper of five pages, as plain text."""
    blocks: list[dict[str, Any]] = []
    for block in paper_of(html_of(conclusion())).parts[0].blocks:
        if isinstance(block, Line):
            blocks.append({"text": plain_text(block.items), "bold": block.style.bold})
        elif isinstance(block, Grid) and block.ruled:
            cells = [[" ".join(_texts(cell.blocks)) for cell in row.cells] for row in block.rows]
            blocks.append({"rows": cells, "widths": block.widths})
    return {"blocks": [block for block in blocks if block.get("rows") or block["text"].strip()], "fonts": str(FONTS)}


def _texts(blocks: tuple[Any, ...]) -> list[str]:
    return [plain_text(block.items) for block in blocks if isinstance(block, Line)]


def installed(folder: Path) -> Path | None:
    """The Python of a new environment with the rivals; None when they cannot be had."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    done = subprocess.run([python, "-m", "pip", "install", "-q", *NAMES], capture_output=True, text=True)
    if done.returncode:
        sys.stderr.write(f"not to be had: {done.stderr[-200:]}\n")
        return None
    return python


def timed_apart(python: Path, name: str, runs: int) -> dict[str, Any]:
    """Seconds of each warm run of ReportLab or Typst, and how many pages it made."""
    told = subprocess.run(
        [python, HERE / f"rival_{name}.py", str(runs)],
        input=json.dumps(content()),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def timed_chromium(runs: int) -> dict[str, Any]:
    """Seconds of each warm print of our own HTML and style sheets, as far as Chromium understands them."""
    sheet = conclusion()
    styles = "".join(f"<style>{style}</style>" for style in styles_of(sheet))
    html = html_of(sheet).replace("</head>", f"{styles}</head>")
    seconds, pages = [], 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        for _run in range(runs + 1):
            begun = time.perf_counter()
            page.set_content(html)
            pdf = page.pdf(prefer_css_page_size=True)
            seconds.append(time.perf_counter() - begun)
            pages = pdf.count(b"/Type /Page\n") or pdf.count(b"/Type /Page")
        browser.close()
    return {"seconds": seconds[1:], "pages": pages}
