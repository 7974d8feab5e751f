"""What answers while pages are measured: the real application, /dong-bo/ as docs/tablets.md says it, the others' files."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

VISIT, PERSON = str(uuid4()), str(uuid4())
NOW = "2024-06-17T09:00:00+07:00"
KINDS = {".js": "text/javascript", ".css": "text/css", ".xml": "text/xml", ".json": "application/json"}
OTHER_PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Phiếu</title>
{style}<script type="module" src="{name}.js"></script></head><body></body></html>"""
HOME = '<!doctype html><title>Trang chủ</title><form><input type="hidden" name="csrf_token" value="1"></form>'


def recovery_spki() -> str:
    """The public half of a campaign's recovery key."""
    public = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    return base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


class StandIn:
    """One server for all pages; `bundle` is what the tablet takes along next."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app = app
        self.inner: WSGIApplication = app.wsgi_app
        self.folder = folder
        self.bundle: dict[str, Any] = {}
        self.device = ""
        self.changes = 0
        self.url = ""

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answers a request, or leaves it to the application."""
        path = str(environ["PATH_INFO"])
        if path == "/":
            return Response(HOME, mimetype="text/html")(environ, start_response)
        if path.startswith("/dong-bo/"):
            return self._sync(path.removeprefix("/dong-bo/"), Request(environ))(environ, start_response)
        if path.startswith("/do/"):
            return self._file(path.removeprefix("/do/"))(environ, start_response)
        return self.inner(environ, start_response)

    def _file(self, path: str) -> Response:
        name = path.removesuffix(".html")
        if name != path:
            style = f'<link rel="stylesheet" href="{name}.css">' if (self.folder / f"{name}.css").exists() else ""
            return Response(OTHER_PAGE.format(name=name, style=style), mimetype="text/html")
        file = self.folder / path
        if not file.is_file():
            return Response("", status=404)
        return Response(file.read_bytes(), mimetype=KINDS[file.suffix])

    def _sync(self, path: str, request: Request) -> Response:
        if path == "may":
            self.device = request.get_json()["device_id"]
            person = {"id": PERSON, "name": "Thanh tra viên", "username": "ttv"}
            keys = {"token": "bi-mat-cua-may", "seal_key": base64.b64encode(b"k" * 32).decode()}
            return _reply({"device_id": self.device, **keys, "person": person}, 201)
        if path == "chao":
            return _reply({"person": {"id": PERSON}, "device": self._device(), "visits": [self._line()]})
        if path.endswith("/goi"):
            return _reply(self.bundle)
        if path.endswith("/trang-thai"):
            return _reply(self.bundle["state"])
        return _reply(self._take(request))

    def _take(self, request: Request) -> dict[str, Any]:
        """Each answer stands in the state from now on, as on a server that this tablet alone speaks to."""
        texts = request.get_json()["changes"]
        state = self.bundle["state"]
        for change in map(json.loads, texts):
            self.changes += 1
            named = {"by": "Thanh tra viên", "at": change["at"], "change": change["id"], "seen": change["id"]}
            answer = {"revision": self.changes, "fields": change["body"]["fields"], "verdict": None, **named}
            state["answers"] = {**state["answers"], change["item"]: answer}
        state["version"] = str(self.changes)
        receipts = [_receipt(text) for text in texts]
        return {"device": self._device(), "receipts": receipts, "visits": {VISIT: state["version"]}}

    def _device(self) -> dict[str, Any]:
        return {"id": self.device, "label": "1", "revoked": False, "wipe": False}

    def _line(self) -> dict[str, Any]:
        visit, checklist = self.bundle["visit"], self.bundle["checklist"]
        named = {"unit": visit["unit"]["name"], "checklist": {name: checklist[name] for name in ("code", "version")}}
        return {**visit, **named, "state": "under_way", "role": "lead", "version": self.bundle["state"]["version"]}


def _receipt(text: str) -> dict[str, Any]:
    change = json.loads(text)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    kept = {"state": "applied", "revision": 1, "message": None, "replayed": False}
    return {"id": change["id"], "sequence": change["sequence"], "sha256": sha256, **kept}


def _reply(body: dict[str, Any], status: int = 200) -> Response:
    whole = {"protocol": 1, "epoch": "một", "server_time": NOW, "min_client": 1, "app": "1", **body}
    return Response(json.dumps(whole, ensure_ascii=False), status=status, mimetype="application/json")


class _Silent(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:
        """Says nothing: a line for each request would be work beside what is measured."""


@contextmanager
def standing_in(app: Flask, folder: Path) -> Iterator[StandIn]:
    """The server, on a free port of this machine."""
    stand_in = StandIn(app, folder)
    server = make_server("127.0.0.1", 0, stand_in, threaded=True, request_handler=_Silent)
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        thread.join()
