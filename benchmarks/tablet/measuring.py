"""One run of one page: opened, tapped, typed into; the same taps and keys at the same pace for all."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize

from benchmarks.tablet.engines import Engine
from benchmarks.tablet.form import Described
from benchmarks.tablet.standin import StandIn

SIZE = ViewportSize(width=1280, height=800)
TAPS = (
    ("A01", "pass"), ("A02", "fail"), ("A03", "yes"), ("A04", "pass"), ("A06", "pass"), ("A07", "partial"), ("A09", "pass"),
    ("A01", "fail"), ("A11", "pass"), ("A12", "pass"), ("A13", "no"), ("A16", "pass"), ("A17", "fail"), ("A19", "pass"),
    ("A20", "pass"), ("A02", "pass"),
)  # fmt: skip
NOTED = "A06"
SENTENCE = "Ba ho so tre, da xin loi"
CODE = "-bo-sung"
# Milliseconds: a pause between taps, between keys, and the one in mid-sentence in which a page may save.
AFTER_TAP, AFTER_KEY, THINKING = 300, 80, 900


@dataclass
class Run:
    """What one run found, in milliseconds and bytes."""

    page: float
    form: float
    more: dict[str, float]
    taps: list[float] = field(default_factory=list)
    keys: list[float] = field(default_factory=list)
    cell_keys: list[float] = field(default_factory=list)
    kept: list[float] = field(default_factory=list)
    heap: int = 0


def run(browser: Browser, server: StandIn, engine: Engine, form: Described, name: str, watch: str) -> Run:
    """A fresh browser profile, the page opened, sixteen taps, a sentence, a dossier's code."""
    context = browser.new_context(viewport=SIZE, has_touch=True, locale="vi-VN")
    context.add_init_script(watch)
    try:
        page, session, opened = engine.open(context, server, form, name)
        found = Run(opened.page, opened.form, opened.more)
        # The taps that opened the form are no answers: ours asks for two of them.
        page.evaluate("() => { measured.taps.length = 0; measured.kept.length = 0; }")
        _tap(page, engine)
        found.taps = page.evaluate("measured.taps")
        found.kept = page.evaluate("measured.kept")
        found.keys = _type(page, engine.note, NOTED, SENTENCE)
        if form.dossier_item and engine.cell:
            found.cell_keys = _type(page, engine.cell, form.dossier_item, CODE)
        found.heap = _heap(session)
        return found
    finally:
        context.close()


def _tap(page: Page, engine: Engine) -> None:
    for number, (item, value) in enumerate(TAPS):
        x, y = _middle(page, engine.answer, item, value)
        page.touchscreen.tap(x, y)
        page.wait_for_timeout(AFTER_TAP)
        for _turn in range(100):
            if page.evaluate("measured.taps.length") > number:
                break
            page.wait_for_timeout(100)
        else:
            raise SystemExit(f"{engine.name}: the tap on {item} was not seen")


def _middle(page: Page, finder: str, *given: str) -> tuple[float, float]:
    """Scrolls what is looked for to the middle of the screen, and says where it is."""
    script = f"""(given) => {{
      const found = ({finder})(...given);
      const before = found.getBoundingClientRect();
      if (before.top < 120 || before.bottom > innerHeight - 120) found.scrollIntoView({{ block: "center" }});
    }}"""
    page.evaluate(script, list(given))
    page.wait_for_timeout(100)
    place = f"""(given) => {{
      const at = ({finder})(...given).getBoundingClientRect();
      return [at.x + at.width / 2, at.y + at.height / 2];
    }}"""
    x, y = page.evaluate(place, list(given))
    return x, y


def _type(page: Page, finder: str, item: str, text: str) -> list[float]:
    x, y = _middle(page, finder, item)
    page.touchscreen.tap(x, y)
    page.wait_for_timeout(AFTER_TAP)
    page.keyboard.press("End")
    page.wait_for_timeout(AFTER_TAP)
    page.evaluate("() => { measured.keys.length = 0; }")
    for number, letter in enumerate(text):
        page.keyboard.press(letter)
        page.wait_for_timeout(THINKING if number == len(text) // 2 else AFTER_KEY)
    page.wait_for_timeout(THINKING)
    found = page.evaluate("(item) => [measured.keys.slice(), document.activeElement.value]", item)
    if not str(found[1]).endswith(text):
        raise SystemExit(f"typed “{text}” at {item}, but there stands “{found[1]}”")
    keys: list[float] = found[0]
    return keys


def _heap(session: CDPSession) -> int:
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
    return int(next(each["value"] for each in metrics if each["name"] == "JSHeapUsedSize"))
