"""An invariant that was broken."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Which invariant, where, and what was found instead."""

    invariant: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.invariant}: {self.where}: {self.what}"
