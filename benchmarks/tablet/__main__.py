"""The tablet's page beside enketo-core and @getodk/web-forms, with an equivalent form, in one interleaved run.

Run: python -m benchmarks.tablet            (about ten minutes; writes docs/reports/tablet-benchmark.md and .json)
     python -m benchmarks.tablet --rounds 1 --form 60 --engine inspect-app --no-report
"""

import argparse
import json
import os
import platform
import shutil
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.tablet import report
from benchmarks.tablet.engines import SLOWER, Engine, Enketo, Floor, Ours, WebForms, slowed
from benchmarks.tablet.form import described
from benchmarks.tablet.measuring import Run, run
from benchmarks.tablet.ours import application, bundle
from benchmarks.tablet.preparing import HERE, PROJECT, engines_into, forms_into, our_sizes, versions, zipped
from benchmarks.tablet.standin import StandIn, standing_in
from inspect_app.kernel.clock import real_now

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-headless-shell")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]
FORMS = {"60": described(60, 0), "500": described(500, 200)}
ENGINES: tuple[Engine, ...] = (Ours(), Enketo(), WebForms(), Floor())
# ODK Web Forms needs minutes for the large form, and is only looked at beside the others.
FEWER = {("@getodk/web-forms", "60"): 3, ("@getodk/web-forms", "500"): 1, (Floor.name, "500"): 0}
LOOP = """() => {
  const began = performance.now();
  let sum = 0;
  for (let n = 0; n < 2e7; n += 1) sum += Math.sqrt(n);
  return [performance.now() - began, sum][0];
}"""


def main() -> None:
    """Prepares, measures, prints and writes."""
    chosen = _arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engines_into(folder / "built")
        app = application(folder)
        with standing_in(app, folder / "built") as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            forms_into(browser, server, FORMS)
            about = _about(browser, chosen.rounds)
            sizes = _sizes(browser, server)
            runs = _runs(browser, server, chosen)
            about["load of the machine, before and after"] = f"{about.pop('load')}; {_load()}"
            browser.close()
    if chosen.report:
        print(report.write(PROJECT / "docs" / "reports", about, sizes, runs))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--form", action="append", choices=list(FORMS))
    parser.add_argument("--engine", action="append", choices=[engine.name for engine in ENGINES])
    parser.add_argument("--no-report", dest="report", action="store_false", help="print each run, write nothing")
    chosen = parser.parse_args()
    if chosen.report and (chosen.form or chosen.engine):
        parser.error("a report is of all engines and both forms: add --no-report")
    return chosen


def _runs(browser: Browser, server: StandIn, chosen: argparse.Namespace) -> dict[str, dict[str, list[Run]]]:
    watch = (HERE / "engines" / "watch.js").read_text(encoding="utf-8")
    found: dict[str, dict[str, list[Run]]] = defaultdict(lambda: defaultdict(list))
    for number in range(chosen.rounds):
        for name in chosen.form or FORMS:
            for engine in ENGINES:
                wanted = engine.name in (chosen.engine or [engine.name])
                if wanted and number < FEWER.get((engine.name, name), chosen.rounds):
                    one = run(browser, server, engine, FORMS[name], name, watch)
                    found[name][engine.name].append(one)
                    _say(number, name, engine.name, one)
    return found


def _say(number: int, form: str, engine: str, one: Run) -> None:
    kinds = (("tap", one.taps), ("key", one.keys), ("key in a row", one.cell_keys), ("kept", one.kept))
    pairs = ", ".join(f"{name} {report.pair(values)}" for name, values in kinds)
    parts = ", ".join(f"{name} {value:.0f}" for name, value in one.more.items())
    print(
        f"{number + 1} {form:>3} {engine:<18} ready {one.page:6.0f} form {one.form:6.0f}, {pairs}  {parts}", flush=True
    )


def _about(browser: Browser, rounds: int) -> dict[str, Any]:
    page = browser.new_page()
    plain = min(page.evaluate(LOOP) for _each in range(3))
    slowed(page)
    slow = min(page.evaluate(LOOP) for _each in range(3))
    page.close()
    return {
        "measured on": real_now().strftime("%Y-%m-%d %H:%M UTC"),
        "machine": f"{platform.system()} {platform.release()}, {os.cpu_count()} processors, {_processor()}",
        "browser": f"Chromium {browser.version}, headless, 1280 × 800, touch",
        "engines": ", ".join(f"{name} {version}" for name, version in versions().items()),
        "rounds": f"{rounds}, interleaved, each in a fresh browser profile",
        "throttling": f"{SLOWER}×; a loop of sums took {plain:.0f} ms without and {slow:.0f} ms with it",
        "load": _load(),
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def _load() -> str:
    return " ".join(f"{value:.2f}" for value in os.getloadavg())


def _sizes(browser: Browser, server: StandIn) -> dict[str, dict[str, int]]:
    sizes = {
        "inspect-app": our_sizes(),
        "enketo-core": _loaded(browser, server, "enketo"),
        "@getodk/web-forms": _loaded(browser, server, "web_forms"),
    }
    made = server.folder / "made"
    for name, form in FORMS.items():
        sizes["inspect-app"][name] = zipped(json.dumps(bundle(server.app, form), ensure_ascii=False).encode())
        sizes["enketo-core"][name] = zipped((made / f"enketo-{name}.json").read_bytes())
        sizes["@getodk/web-forms"][name] = zipped((made / f"{name}.xml").read_bytes())
    return sizes


def _loaded(browser: Browser, server: StandIn, script: str) -> dict[str, int]:
    """What the page of an engine asks for, by kind."""
    page: Page = browser.new_page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url.rpartition("/")[2]))
    page.goto(f"{server.url}/do/{script}.html?form=60")
    page.wait_for_function("() => window.building > 0")
    page.close()
    sizes: dict[str, int] = {}
    for name in asked:
        kind = {".js": "script", ".css": "style"}.get(Path(name).suffix)
        if kind:
            sizes[kind] = sizes.get(kind, 0) + zipped((server.folder / name).read_bytes())
    return sizes


if __name__ == "__main__":
    main()
