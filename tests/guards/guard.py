"""What a guard is: a few words of the product, what stands there when it is taken away, and the test that must notice."""

from dataclasses import dataclass
from pathlib import Path

FRONT_END = Path("inspect_app/web/frontend")


@dataclass(frozen=True)
class Guard:
    """One guard. `words` occur exactly once in `file`; with `instead` in their place, `test` must fail."""

    name: str
    file: str
    words: str
    instead: str
    test: str

    @property
    def is_front_end(self) -> bool:
        """Whether the scripts must be built again."""
        return Path(self.file).is_relative_to(FRONT_END)

    def taken_from(self, text: str) -> str:
        """The file's text without the guard. Raises ValueError when its words are not there exactly once."""
        if text.count(self.words) != 1:
            raise ValueError(f"{self.file} has the words of “{self.name}” {text.count(self.words)} times, not once")
        return text.replace(self.words, self.instead)
