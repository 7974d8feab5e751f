"""Things by the names that people write in tables: without regard to case and diacritics, and never guessed."""

import difflib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import fold

Thing = TypeVar("Thing")


class NoMatch(ValueError):
    """A name means nothing, or more than one thing; the message says what to write."""


@dataclass
class Names(Generic[Thing]):
    """Things by the names that people write."""

    by_name: dict[str, list[Thing]] = field(default_factory=lambda: defaultdict(list))
    shown: list[str] = field(default_factory=list)

    def add(self, thing: Thing, names: Iterable[str | None]) -> None:
        """Knows the thing by each of the names."""
        for name in names:
            if name and thing not in self.by_name[fold(name)]:
                self.by_name[fold(name)].append(thing)
                self.shown.append(name)

    def find(self, text: str) -> list[Thing]:
        """What the text may mean."""
        return list(self.by_name.get(fold(text), ()))

    def hint(self, text: str) -> str:
        """The nearest name that there is, or what to write."""
        near = difflib.get_close_matches(fold(text), list(self.by_name), n=1)
        meant = next((name for name in self.shown if near and fold(name) == near[0]), None)
        return _("có phải “%(word)s”?", word=meant) if meant else _("hãy ghi đúng tên hoặc mã trong phần mềm")
