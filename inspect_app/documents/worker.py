"""The renderer's own process: HTML and style sheets in, PDF out. It may use little, and reach nothing.

Run as `python -m inspect_app.documents.worker [IDLE_SECONDS]` with a socket as standard input and output; ends after
idle time or with the process that started it. The only module that imports WeasyPrint, whose maintainers promise no
safe mode: hence the limits, the closed fetcher and the closed sockets, and the killing by the parent (render.py).
"""

import gc
import json
import logging
import os
import resource
import select
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from inspect_app.documents.frames import FrameBroken, packed, read_frame

MEMORY_LIMIT = 1 << 30  # bytes of address space
PROCESSOR_SECONDS = 60  # of one rendering
IDLE_SECONDS = 300.0
STYLES_KEPT = 64
RENDERINGS_EACH = 200  # then a fresh process: what leaks, leaks for a while only
IMAGE_TYPES = ("data:image/png;base64,", "data:image/jpeg;base64,")
REFUSED_EVENTS = ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec")


def limit_process() -> None:
    """Bounds memory, and leaves no core file with somebody's findings."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_processor(seconds: int = PROCESSOR_SECONDS) -> None:
    """Bounds what the next rendering may compute; the kernel ends the process beyond it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(usage.ru_utime + usage.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, resource.RLIM_INFINITY))


def refuse_reaching_out(event: str, _arguments: object) -> None:
    """An audit hook: this process connects to nothing and starts nothing."""
    if event.startswith(REFUSED_EVENTS):
        raise PermissionError(f"the renderer may not {event}")


@cache
def press() -> "Press":
    """What makes PDFs, loaded once: not before a job comes, so that a missing library is told and ends nothing."""
    from weasyprint import CSS, HTML, Attachment
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class ClosedFetcher(URLFetcher):
        """Opens nothing but the PNG and JPEG pictures that stand in the document itself."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if not url.startswith(IMAGE_TYPES):
                raise ValueError("the renderer fetches nothing")
            return super().fetch(url, headers)

    fetcher = ClosedFetcher(allowed_protocols=("data",), allow_redirects=False)
    fonts = FontConfiguration()

    @lru_cache(maxsize=STYLES_KEPT)
    def style_of(text: str) -> Any:
        return CSS(string=text, font_config=fonts, url_fetcher=fetcher)

    def laid_out(html: str, styles: list[str]) -> Any:
        sheets = [style_of(style) for style in styles]
        return HTML(string=html, url_fetcher=fetcher).render(font_config=fonts, stylesheets=sheets)

    # What was loaded stays: it need not be looked through each time that memory is tidied.
    gc.freeze()
    return Press(laid_out=laid_out, attachment=Attachment)


@dataclass(frozen=True)
class Press:
    """Lays out HTML with its style sheets, and makes an attached file of a text."""

    laid_out: Callable[[str, list[str]], Any]
    attachment: Callable[..., Any]


def render(job: dict[str, Any]) -> bytes:
    """The PDF of one job: `html`, `styles`, `identifier` (hex), `made_at` (ISO 8601), `variant`, `attachment` (or none)."""
    document = press().laid_out(job["html"], job["styles"])
    document.metadata.created = document.metadata.modified = job["made_at"]
    document.metadata.authors = [" ".join(author.split()) for author in document.metadata.authors]
    if attached := job.get("attachment"):
        at = datetime.fromisoformat(job["made_at"]).astimezone(UTC)
        named = {"name": attached["name"], "description": attached["words"], "relationship": "Source"}
        file = press().attachment(string=attached["text"], created=at, modified=at, **named)
        document.metadata.attachments = [file]
    pdf: bytes = document.write_pdf(
        pdf_identifier=bytes.fromhex(job["identifier"]), pdf_variant=job["variant"], finisher=name_files_once
    )
    return pdf


def name_files_once(_document: object, pdf: Any) -> None:
    """WeasyPrint names an attached file twice among those of the document; a reader shows it twice."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))


def answer_to(frame: bytes) -> bytes:
    """`P` and the PDF, or `E` and what went wrong: `library`, `memory` or `content`, a space, and a word on it."""
    try:
        return b"P" + render(json.loads(frame))
    except MemoryError:
        return b"Ememory limit reached"
    except OSError as error:
        return f"Elibrary {error}".encode()
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, AssertionError) as error:
        return f"Econtent {type(error).__name__}: {error}"[:500].encode(errors="replace")


def serve(receiving: int, sending: int, idle_seconds: float) -> None:
    """Answers frame after frame, until the parent is gone, nothing comes for `idle_seconds`, or it has served long."""
    for _turn in range(RENDERINGS_EACH):
        ready, _, _ = select.select([receiving], [], [], idle_seconds)
        frame = read_frame(lambda length: os.read(receiving, length)) if ready else None
        if frame is None:
            return
        limit_processor()
        answer = packed(answer_to(frame))
        while answer:
            answer = answer[os.write(sending, answer) :]
        gc.collect()


def main() -> None:
    """Takes standard output for itself, so that nothing printed by a library falls between the frames."""
    sending = os.dup(1)
    os.dup2(2, 1)
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    limit_process()
    gc.disable()  # tidied between two papers instead: a fifth of the time while somebody waits
    sys.addaudithook(refuse_reaching_out)
    try:
        serve(0, sending, float(sys.argv[1]) if len(sys.argv) > 1 else IDLE_SECONDS)
    except (FrameBroken, BrokenPipeError, ConnectionResetError):
        sys.exit(1)


if __name__ == "__main__":
    main()
