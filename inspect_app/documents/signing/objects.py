"""Reading a dictionary of a PDF: the object itself instead of the reference to it."""

from typing import Any

from pyhanko.pdf_utils import generic


def entry(holder: generic.DictionaryObject, key: str, default: Any = None) -> Any:
    """The object of a key, looked up where the key only points to it; the default when the key is missing."""
    try:
        return holder[key]
    except KeyError:
        return default


def reference(holder: generic.DictionaryObject, key: str) -> generic.Reference | None:
    """Where the key points to, if it points anywhere."""
    value = holder.raw_get(key) if key in holder else None
    return value.reference if isinstance(value, generic.IndirectObject) else None
