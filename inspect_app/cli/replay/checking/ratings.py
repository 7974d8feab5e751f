"""Each decision on a rating is computed again from what is stored with it: the rule's text and the inputs, nothing else."""

import hashlib
import operator
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from ruamel.yaml import YAML
from sqlalchemy.orm import Session

from inspect_app.cli.replay.checking.books import rows
from inspect_app.cli.replay.checking.finding import Finding

BOUNDS = {"ge": operator.ge, "gt": operator.gt, "le": operator.le, "lt": operator.lt}
UNDECIDED = "undecided"
RESOLVED = "resolved"


def not_reproducible(session: Session) -> Iterator[Finding]:
    """Decisions whose kept proposal does not follow from the kept inputs by the kept rule."""
    rules = {}
    for row in rows(session, "rating_year", "id", "rule_text", "rule_sha256"):
        if hashlib.sha256(row.rule_text.encode()).hexdigest() != row.rule_sha256:
            yield Finding("ratings", "rule", "its text is not the one of its hash")
        rules[row.rule_sha256] = YAML(typ="safe", pure=True).load(row.rule_text)
    units = {row.id: row.code for row in rows(session, "unit", "id", "code")}
    heads = {row.id: units[row.unit_id] for row in rows(session, "head_rating", "id", "unit_id")}
    for row in rows(session, "rating_decision", "id", "head_rating_id", "proposed", "inputs"):
        rule = rules.get(row.inputs["rule"])
        found = _level(rule, row.inputs) if rule else "no rule"
        if found != row.proposed:
            yield Finding("ratings", heads[row.head_rating_id], f"proposed {row.proposed}, its inputs say {found}")


def _level(rule: Mapping[str, Any], inputs: Mapping[str, Any]) -> str:
    met = [clause["level"] for clause in rule["clauses"] if all(_holds(one, rule, inputs) for one in clause["tests"])]
    return met[0] if len(met) == 1 else UNDECIDED


def _holds(test: Mapping[str, Any], rule: Mapping[str, Any], inputs: Mapping[str, Any]) -> bool:
    if "contents" in test:
        known = {int(area): is_met for area, is_met in inputs["areas"].items()}
        wanted = [area["number"] for area in rule["areas"]]
        if test["contents"] == "all_met":
            return all(known.get(area) is True for area in wanted)
        return any(known.get(area) is False for area in wanted)
    name, bounds = next(iter(test.items()))
    value = _percent(name, inputs)
    return value is not None and all(BOUNDS[bound](value, Fraction(str(limit))) for bound, limit in bounds.items())


def _percent(name: str, inputs: Mapping[str, Any]) -> Fraction | None:
    if name == "index":
        return Fraction(inputs["index"]) if inputs["index"] is not None else None
    return Fraction(100 * inputs["late"], inputs["total"]) if inputs["total"] else None
