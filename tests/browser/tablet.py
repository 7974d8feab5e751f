"""A tablet before the server: a browser with a profile of its own, which can be killed and started again."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import BrowserContext, BrowserType, Locator, Page, Route, expect

VISIT, PERSON = str(uuid4()), str(uuid4())
CAMPAIGN = str(uuid4())
PASSWORD = "Mật khẩu rất dài 2024"
PORTAL = "<!doctype html><title>Wi-Fi</title><p>Chào mừng"
NOW = "2024-06-17T09:00:00+07:00"
LINE: dict[str, Any] = {
    "id": VISIT, "code": "01-2024", "unit": "Sở Y tế", "title": "Kiểm tra", "starts_on": "2024-06-17",
    "ends_on": "2024-06-18", "state": "in_progress", "checklist": {"code": "toan-dien", "version": 1},
    "role": "lead", "version": "v0",
}  # fmt: skip


def recovery_spki() -> str:
    """The public half of a campaign's recovery key."""
    public = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    return base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


class Receiver:
    """The server's side of docs/tablets.md as a tablet sees it, with a line that fails where a test wants it to."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.batches = 0
        self.spki = recovery_spki()
        self.device = ""
        self.epoch = "one"
        self.disturb: Callable[[Route], bool] = lambda _route: False
        self.after: Callable[[Route], bool] = lambda _route: False

    def answer(self, route: Route) -> None:
        """Answers a request below /dong-bo/."""
        if self.disturb(route):
            return
        path = route.request.url.split("/dong-bo/", 1)[1].partition("?")[0]
        if path == "may":
            self.device = json.loads(route.request.post_data or "")["device_id"]
            person = {"id": PERSON, "name": "Nguyễn Văn An", "username": "an"}
            keys = {
                "device_id": self.device,
                "token": "bi-mat-cua-may",
                "seal_key": base64.b64encode(b"k" * 32).decode(),
            }
            self._reply(route, {**keys, "person": person}, status=201)
        elif path == "chao":
            device = {"id": self.device, "label": "1", "revoked": False, "wipe": False}
            self._reply(route, {"min_client": 1, "app": "1", "device": device, "visits": [LINE]})
        elif path == f"cuoc/{VISIT}/goi":
            self._reply(route, self.bundle())
        elif path == f"cuoc/{VISIT}/trang-thai":
            self._reply(route, self.state())
        else:
            self._receive(route)

    def _receive(self, route: Route) -> None:
        self.batches += 1
        receipts = []
        for text in json.loads(route.request.post_data or "")["changes"]:
            change = json.loads(text)
            replayed = self.texts.setdefault(change["id"], text) == text and change["id"] in self.texts
            receipts.append({
                "id": change["id"], "sequence": change["sequence"], "sha256": hashlib.sha256(text.encode()).hexdigest(),
                "state": "applied", "revision": 1, "message": None, "replayed": replayed,
            })  # fmt: skip
        if self.after(route):
            return
        device = {"revoked": False, "wipe": False}
        self._reply(route, {"min_client": 1, "device": device, "receipts": receipts, "visits": {VISIT: "v0"}})

    def _reply(self, route: Route, body: dict[str, Any], status: int = 200) -> None:
        whole = {"protocol": 1, "epoch": self.epoch, "server_time": NOW, **body}
        route.fulfill(status=status, content_type="application/json", body=json.dumps(whole))

    def state(self) -> dict[str, Any]:
        """The visit's state, in which no answer stands."""
        visit = {
            "id": VISIT,
            "state": "in_progress",
            "begun_at": NOW,
            "closed_at": None,
            "frozen": False,
            "minutes_pdf": None,
        }
        return {
            "protocol": 1, "version": "v0", "server_time": NOW, "visit": visit, "owners": {}, "answers": {}, "evidence": {},
            "held": [], "strays": 0, "photos_missing": [], "minutes": None, "signatures": [], "closing": None,
        }  # fmt: skip

    def bundle(self) -> dict[str, Any]:
        """What is taken along: one section with one item."""
        unit = {"id": str(uuid4()), "name": "Sở Y tế", "code": "SYT"}
        item: dict[str, Any] = {
            "id": "A01", "section": "A", "kind": "yes_no", "area": None, "text": "Có kế hoạch", "grade": None,
            "weight": "1", "when": None, "options": {},
        }  # fmt: skip
        visit = {**LINE, "unit": unit, "stream": "plan", "unannounced": False}
        return {
            "visit": visit, "campaign": {"id": CAMPAIGN, "code": "2024", "title": "Đợt", "recovery_spki": self.spki},
            "team": [{"person": PERSON, "name": "Nguyễn Văn An", "role": "lead"}],
            "me": {"person": PERSON, "role": "lead", "may_close": True, "may_begin": True},
            "checklist": {**LINE["checklist"], "sha256": "0", "title": "Phiếu", "sections": [{"id": "A", "title": "A", "items": ["A01"]}]},
            "items": {"A01": item}, "fragments": {"A01": '<p><textarea name="note"></textarea></p>'}, "phrases": [],
            "last_year": [], "open_actions": [], "self_reports": [], "dossiers": [], "minutes_form": "", "state": self.state(),
        }  # fmt: skip


class Tablet:
    """A browser on a profile of its own; `/dong-bo/` is answered by the receiver, everything else by the real server."""

    def __init__(self, kind: BrowserType, launch: dict[str, Any], profile: Path, url: str, receiver: Receiver) -> None:
        self._start = lambda: kind.launch_persistent_context(str(profile), **launch, base_url=url)
        self.receiver = receiver
        self.context: BrowserContext = self._start()
        self.page = self._page()

    def _page(self) -> Page:
        self.context.set_default_timeout(15_000)
        self.context.route("**/dong-bo/**", self.receiver.answer)
        return self.context.pages[0]

    def restart(self, *, offline: bool) -> None:
        """The browser ends and is started again on the same profile."""
        self.context.close()
        self.context = self._start()
        self.page = self._page()
        self.context.set_offline(offline)

    def enrol(self) -> None:
        """The signed-in person makes this browser a tablet of his."""
        self.page.goto("/dang-nhap")
        self.page.locator("form[action*='/dang-nhap/mau/'] button").first.click()
        expect(self.page).not_to_have_url(re.compile("dang-nhap"))
        self.page.goto("/may-tinh-bang")
        self.page.get_by_label("Tên máy").fill("Máy 1")
        self.page.get_by_label("Mật khẩu tài khoản").fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng ký máy").click()

    def take_along(self) -> None:
        """The visit is on the tablet, and so is the page."""
        self.page.get_by_role("button", name="Mang theo", exact=True).click()
        expect(self.page.get_by_text("Đã lưu cuộc kiểm tra trên máy.")).to_be_visible()
        self.page.evaluate("() => navigator.serviceWorker.ready")
        expect(self.page.locator("[data-readiness]")).to_have_text(re.compile("Sẵn sàng|Chưa sẵn sàng"))

    def unlock(self, password: str = PASSWORD) -> None:
        """The person comes back."""
        self.page.goto("/may-tinh-bang")
        self.page.get_by_label("Mật khẩu tài khoản").fill(password)
        self.page.get_by_role("button", name="Mở khóa").click()

    def open_visit(self) -> None:
        """The visit's sheet is on the screen."""
        self.page.get_by_role("button", name="Mở cuộc kiểm tra").click()

    def note(self) -> Locator:
        """The remark on the visit's one item."""
        return self.page.locator("textarea[name=note]")

    def answer(self, text: str) -> None:
        """The inspector writes a remark and goes on."""
        self.note().fill(text)
        self.note().blur()

    def state(self) -> Locator:
        """The three states in words, at the top."""
        return self.page.locator("[data-tablet-state]")

    def network_is_back(self) -> None:
        """The browser has a network again, and says so to the page."""
        self.context.set_offline(False)
        self.page.evaluate("() => window.dispatchEvent(new Event('online'))")

    def answers(self) -> list[str]:
        """The remarks that the server has."""
        changes = [json.loads(text) for text in self.receiver.texts.values()]
        return [change["body"]["fields"]["note"] for change in changes if change["kind"] == "answer"]

    def wait_for_answers(self, number: int) -> None:
        """Waits until the server has as many remarks."""
        for _turn in range(100):
            if len(self.answers()) >= number:
                return
            self.page.wait_for_timeout(100)
