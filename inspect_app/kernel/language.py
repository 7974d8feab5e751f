"""The language of a text a user sees. Message ids are the Vietnamese sentences; English comes from the catalogue.

No Flask here: operations, rules and jobs speak too. The edge sets the language for the time of a request or a mail.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import cast

from babel.support import LazyProxy, NullTranslations, Translations

LANGUAGES = ("vi", "en")
DEFAULT_LANGUAGE = "vi"
CATALOGUES = Path(__file__).resolve().parent.parent / "translations"

_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


def current_language() -> str:
    """The language of this request or job: `vi` or `en`."""
    return _language.get()


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Speaks `language` inside the block; an unknown one falls back to Vietnamese."""
    token = _language.set(language if language in LANGUAGES else DEFAULT_LANGUAGE)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == DEFAULT_LANGUAGE:
        return NullTranslations()
    return Translations.load(str(CATALOGUES), [language])


def gettext(message: str, **values: object) -> str:
    """The message in the current language, with `%(name)s` filled from `values`."""
    language = current_language()
    catalogue = _catalogue(language)
    text = str(catalogue.ugettext(message))
    if text == message and language != DEFAULT_LANGUAGE:
        # A sentence that is counted elsewhere has two forms, which Python 3.11.2 does not find by the one.
        text = str(catalogue.ungettext(message, message, 1))
    return text % values if values else text


def ngettext(singular: str, plural: str, n: int, **values: object) -> str:
    """Like `gettext`, choosing by number; Vietnamese has one form, so both ids may be the same."""
    text = str(_catalogue(current_language()).ungettext(singular, plural, n))
    return text % {"n": n, **values}


def lazy_gettext(message: str, **values: object) -> str:
    """A text that is translated when it is shown: for labels made at import; typed as the text that it becomes."""
    return cast(str, LazyProxy(gettext, message, enable_cache=False, **values))


def set_language(language: str | None) -> None:
    """Speaks `language` from here on in this context: for the edge at the start of a request."""
    _language.set(language if language in LANGUAGES else DEFAULT_LANGUAGE)
