"""Which keys a model knows at a place: for the hint about a misspelt one."""

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

Location = tuple[str | int, ...]


def field_names_at(model: type[BaseModel], location: Location) -> list[str]:
    """The names that are known at `location` of `model`; several models may stand there in a union."""
    types: list[Any] = [model]
    for part in location:
        inner = [deeper for kind in types for deeper in _inside(kind, part)]
        types = inner or types  # a part that leads nowhere names a member of a union
    names: dict[str, None] = {}
    for kind in types:
        for member in _models(kind):
            names |= {field.alias or name: None for name, field in member.model_fields.items()}
    return list(names)


def _models(kind: Any) -> list[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [kind]
    if get_origin(kind) in (Annotated, Union, UnionType):
        return [model for member in get_args(kind) for model in _models(member)]
    return []


def _inside(kind: Any, part: str | int) -> list[Any]:
    origin = get_origin(kind)
    if origin in (Annotated, Union, UnionType):
        return [deeper for member in get_args(kind) for deeper in _inside(member, part)]
    if isinstance(kind, type) and issubclass(kind, BaseModel) and isinstance(part, str):
        return [field.annotation for name, field in kind.model_fields.items() if part in (name, field.alias)]
    arguments = get_args(kind)
    if origin in (list, tuple, set, frozenset) and isinstance(part, int) and arguments:
        return [arguments[0]]
    if origin is dict and len(arguments) == 2:
        return [arguments[1]]
    return []
