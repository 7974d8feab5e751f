"""A sheet as frozen JSON, stored with the issued document: the same sheet always gives the same text."""

import json
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from pydantic import TypeAdapter, ValidationError

from inspect_app.documents.sheets.plain import Plain
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _

_ADAPTERS: dict[str, TypeAdapter[Any]] = {}


def _adapter(kind: "type[StoredSheet]") -> TypeAdapter[Any]:
    if kind.KIND not in _ADAPTERS:
        _ADAPTERS[kind.KIND] = TypeAdapter(kind)
    return _ADAPTERS[kind.KIND]


@dataclass(frozen=True, kw_only=True)
class StoredSheet(Plain):
    """Base of the sheets. A draft says so on every page, and so does sample data.

    `verify_url` is the public page that tells whether the paper is ours and current; empty until it is issued.
    """

    KIND: ClassVar[str]

    draft: bool = False
    sample: bool = False
    verify_url: str = ""

    def to_json(self) -> str:
        """The sheet as canonical JSON: sorted keys, NFC, no spaces, with its kind."""
        values = {"kind": self.KIND, **_adapter(type(self)).dump_python(self, mode="json")}
        return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The sheet of `to_json`. Raises RuleBroken that names every place which does not fit."""
        try:
            values = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise RuleBroken(None, _("Bản ghi văn bản không phải JSON đọc được.")) from error
        if not isinstance(values, dict) or values.pop("kind", None) != cls.KIND:
            raise RuleBroken(None, _("Bản ghi không phải loại văn bản “%(kind)s”.", kind=cls.KIND))
        try:
            # Strict JSON mode: texts of dates become dates, a number never becomes a text.
            sheet: Self = _adapter(cls).validate_json(json.dumps(values), strict=True)
        except ValidationError as error:
            places = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
            raise RuleBroken(None, _("Bản ghi văn bản không đúng mẫu: %(places)s", places=places)) from error
        return sheet
