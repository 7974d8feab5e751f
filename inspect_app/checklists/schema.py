"""The JSON Schema of a checklist file, for editors that check while one writes; made of the same models."""

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from inspect_app.checklists.conditions import GROUPS, OPERATORS, PARTS_LIMIT
from inspect_app.checklists.files import ITEM_ID, ChecklistFile
from inspect_app.checklists.kinds import KINDS
from inspect_app.kernel.yaml_source import StrictModel

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _PlainNumbers(GenerateJsonSchema):
    """In a file a decimal is a number, never a quoted text."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        made = super().decimal_schema(schema)
        return next((part for part in made.get("anyOf", []) if part.get("type") == "number"), made)


def checklist_schema() -> dict[str, Any]:
    """The schema as plain data. What it cannot say (ids that exist, hashes) only `checklist check` finds."""
    models: list[type[StrictModel]] = [ChecklistFile, *(kind.options_model for kind in KINDS.values())]
    refs, made = models_json_schema(
        [(model, "validation") for model in models], by_alias=True, schema_generator=_PlainNumbers
    )
    parts: dict[str, Any] = made["$defs"]
    parts["Condition"] = _condition()
    item = parts["ItemFile"]
    item["properties"]["when"] = {"$ref": "#/$defs/Condition"}
    item["allOf"] = [
        {
            "if": {"properties": {"kind": {"const": name}}},
            "then": {"properties": {"options": refs[kind.options_model, "validation"]}},
        }
        for name, kind in KINDS.items()
    ]
    whole = parts.pop("ChecklistFile")
    return {"$schema": DIALECT, **whole, "$defs": parts}


def _condition() -> dict[str, Any]:
    here = {"$ref": "#/$defs/Condition"}
    several = {"type": "array", "items": here, "minItems": 1, "maxItems": PARTS_LIMIT}
    value = {"type": ["string", "number", "boolean"]}
    values = {"type": "array", "items": value, "minItems": 1, "maxItems": PARTS_LIMIT}
    comparisons = [
        {
            "type": "object",
            "properties": {"item": {"type": "string", "pattern": ITEM_ID}, name: values if name == "in" else value},
            "required": ["item", name],
            "additionalProperties": False,
        }
        for name in OPERATORS
    ]
    groups = [
        {
            "type": "object",
            "properties": {name: here if name == "not" else several},
            "required": [name],
            "additionalProperties": False,
        }
        for name in GROUPS
    ]
    return {"description": "When an item applies, as data.", "oneOf": [*comparisons, *groups]}


def schema_text() -> str:
    """The schema as it is committed and printed."""
    return json.dumps(checklist_schema(), ensure_ascii=False, indent=2) + "\n"
