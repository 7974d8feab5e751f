"""The tablet's shell: one page that knows nobody, its web manifest, and the service worker that keeps them on the tablet."""

import hashlib
import json
import re
from pathlib import Path

from flask import Blueprint, Response, current_app, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.fieldwork.sheet_words import sheet_words
from inspect_app.fieldwork.tablet_words import door_words
from inspect_app.kernel.language import gettext as _
from inspect_app.web.templating import asset
from inspect_app.webkit.pages import render
from inspect_app.webkit.permit import public

bp = Blueprint("tablet", __name__, url_prefix="/may-tinh-bang")

BUILT = ("tablet.js", "tablet.css", "icons/favicon.svg")
OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
ICON_SIZES = (192, 512)
WORKER = "tablet_worker.js"


def works_here() -> bool:
    """Whether browsers let a page from this address keep and encrypt data: over HTTPS, or on the machine itself."""
    host = request.host.rsplit(":", 1)[0].strip("[]")
    return request.is_secure or host in OWN_MACHINE or host.endswith(".localhost")


@bp.get("")
@public
def shell() -> ResponseReturnValue:
    """The page that works without a network."""
    return _page()


@bp.get("/ung-dung.webmanifest")
@public
def manifest() -> ResponseReturnValue:
    """What makes the page an app on the home screen."""
    page = url_for("tablet.shell")
    described = {
        "id": page,
        "name": _("Máy tính bảng kiểm tra"),
        "short_name": _("Kiểm tra CCHC"),
        "start_url": page,
        # Signing in stands outside the page; an app of the home screen opens nothing else by itself.
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0d3f57",
        "icons": _icons(),
    }
    return Response(json.dumps(described, ensure_ascii=False), mimetype="application/manifest+json")


@bp.get("/sw.js")
@public
def worker() -> ResponseReturnValue:
    """The service worker, which names each file of this release's shell."""
    files = [url_for("tablet.manifest"), *(asset(current_app, name) for name in BUILT), *_fonts()]
    release = hashlib.sha256("\n".join([_page(), *files]).encode()).hexdigest()[:16]
    shell_of_release = {"release": release, "page": url_for("tablet.shell"), "files": files}
    script = _dist() / Path(asset(current_app, WORKER)).name
    text = f"self.SHELL = {json.dumps(shell_of_release)};\n{script.read_text(encoding='utf-8')}"
    response = Response(text, mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = url_for("tablet.shell")
    return response


def _icons() -> list[dict[str, str]]:
    drawn = {"src": asset(current_app, "icons/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    found = [drawn]
    for name, purpose in (("app", "any"), ("app-maskable", "maskable")):
        for size in ICON_SIZES:
            src = asset(current_app, f"icons/{name}-{size}.png")
            found.append({"src": src, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose})
    return found


def _page() -> str:
    return render("fieldwork/tablet.html", texts={"door": door_words(), "sheet": sheet_words()})


def _fonts() -> list[str]:
    """Those that the page's own styles name."""
    style = _dist() / Path(asset(current_app, "tablet.css")).name
    names = sorted(set(re.findall(r"fonts/[\w-]+\.woff2", style.read_text(encoding="utf-8"))))
    return [url_for("static", filename=f"dist/{name}") for name in names]


def _dist() -> Path:
    return Path(current_app.static_folder or "") / "dist"
