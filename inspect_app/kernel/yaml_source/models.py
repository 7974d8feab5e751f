"""From a source to a frozen pydantic model; pydantic's complaints become Vietnamese problems with their places."""

import re
from collections.abc import Sequence
from datetime import time
from decimal import Decimal
from typing import Annotated, Any, TypeVar, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler, ValidationError, ValidationInfo
from pydantic_core import CoreSchema, ErrorDetails, core_schema

from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source.messages import message_of
from inspect_app.kernel.yaml_source.problems import Problem, ProblemsFound, did_you_mean
from inspect_app.kernel.yaml_source.reader import Source
from inspect_app.kernel.yaml_source.shape import Location, field_names_at

Model = TypeVar("Model", bound=BaseModel)

PLAIN_DECIMAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
# YAML has only lists and words, so a tuple is made from a list and a member of an enumeration from its word.
EASED = frozenset({"tuple", "list", "set", "frozenset", "enum"})


def _eased(schema: Any, handler: GetCoreSchemaHandler) -> Any:
    if isinstance(schema, list):
        return [_eased(part, handler) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == "definition-ref":
        meant: Any = handler.resolve_ref_schema(cast(CoreSchema, schema))
        is_enum = meant.get("type") == "enum"
        return {**{name: part for name, part in meant.items() if name != "ref"}, "strict": False} if is_enum else schema
    eased: Any = {
        name: part if name in ("metadata", "default") else _eased(part, handler) for name, part in schema.items()
    }
    if eased.get("type") in EASED:
        eased["strict"] = False
    if eased.get("type") == "decimal":
        return core_schema.with_info_before_validator_function(_exact, schema=eased)
    return eased


def _exact(value: Any, info: ValidationInfo) -> Any:
    """An int is a decimal; in stored JSON, where an exact number is a text, so is that text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if info.mode == "json" and isinstance(value, str) and PLAIN_DECIMAL.fullmatch(value):
        return Decimal(value)
    return value


class StrictModel(BaseModel):
    """Base of what a file may hold: frozen, no unknown keys, and nothing converted except these three.

    A list may become a tuple or set, a word a member of an enumeration, an int a Decimal. Validators of a model raise
    ValueError with a whole Vietnamese message.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Eases containers, enumerations and decimals of an otherwise strict model."""
        schema: CoreSchema = _eased(handler(source), handler)
        return schema


def _time_of_day(value: Any) -> Any:
    if isinstance(value, time):
        return value
    hour, colon, minute = value.partition(":") if isinstance(value, str) else ("", "", "")
    plain = colon and (hour + minute).isascii() and (hour + minute).isdigit() and len(minute) == 2
    if not plain or int(hour) > 23 or int(minute) > 59:
        raise ValueError(_('Giờ phải viết dạng "08:00", đặt trong dấu nháy kép'))
    return time(int(hour), int(minute))


TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
"""A time of day, quoted in the file: "08:00"."""


def parse_model(source: Source, model: type[Model]) -> Model:
    """The whole file as a model. Raises ProblemsFound with every problem, its place, and the nearest known word."""
    parsed, problems = check_model(source, model)
    if parsed is None:
        raise ProblemsFound(problems)
    return parsed


def check_model(
    source: Source, model: type[Model], path: Sequence[str | int] = ()
) -> tuple[Model | None, list[Problem]]:
    """The part of a file at `path` as a model, or None and the problems."""
    data = source.data
    for part in path:
        data = data[part]
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, [_problem(source, model, tuple(path), data, details) for details in error.errors()]


def _problem(source: Source, model: type[BaseModel], base: Location, data: Any, details: ErrorDetails) -> Problem:
    path, at_key = _path_in(data, details["loc"])
    kind = details["type"]
    if kind == "missing":
        return source.problem(base + path, _("Thiếu mục “%(name)s”", name=details["loc"][-1]), key=True)
    if kind == "extra_forbidden":
        name = str(details["loc"][-1])
        known = field_names_at(model, details["loc"][:-1])
        hint = did_you_mean(name, known)
        return source.problem(base + path, _("Không có mục “%(name)s”; %(hint)s", name=name, hint=hint), key=True)
    return source.problem(base + path, message_of(details), key=at_key)


def _path_in(data: Any, location: Location) -> tuple[Location, bool]:
    """Pydantic's location without what is not in the file (names of union members, `[key]`)."""
    path: list[str | int] = []
    for part in location:
        in_mapping = isinstance(data, dict) and part in data
        if in_mapping or (isinstance(data, list) and isinstance(part, int) and 0 <= part < len(data)):
            data = data[part]
            path.append(part)
    return tuple(path), bool(location) and location[-1] == "[key]"
