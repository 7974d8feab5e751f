"""What is wrong in a file, and where."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inspect_app.kernel.language import gettext as _


@dataclass(frozen=True, order=True)
class Place:
    """A place in a file; line and column begin at 1, columns count characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to put right: `FILE:LINE:COL: message`."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class ProblemsFound(Exception):
    """A file cannot be used; `problems` holds all that was found, in the order of the file, each once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: list[Problem] = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


def did_you_mean(word: object, known: Sequence[str]) -> str:
    """The end of a message about an unknown word: the nearest known one, else all of them when they are few."""
    near = difflib.get_close_matches(str(word), known, n=1, cutoff=0.6)
    if near:
        return _("có phải “%(word)s”?", word=near[0])
    if 0 < len(known) <= 15:
        return _("các giá trị dùng được: %(words)s", words=", ".join(known))
    return _("hãy xem lại tài liệu về tệp này")
