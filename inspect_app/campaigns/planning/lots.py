"""Lots from a secret seed: the same for whoever has the seed, not to be guessed by anybody else."""

import hashlib
import hmac
from collections.abc import Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


class Lots:
    """A row of lots; each purpose has a row of its own, so that one does not shift the other."""

    def __init__(self, seed: str, purpose: str) -> None:
        self._key = hmac.new(seed.encode(), f"planning\n{purpose}".encode(), hashlib.sha256).digest()
        self._number = 0

    def below(self, end: int) -> int:
        """A whole number from 0 up to `end`, without it."""
        self._number += 1
        lot = hmac.digest(self._key, self._number.to_bytes(8, "big"), hashlib.sha256)
        return int.from_bytes(lot[:16], "big") % end

    def one_of(self, things: Sequence[Thing]) -> Thing:
        """One of the things."""
        return things[self.below(len(things))]

    def some_of(self, things: Sequence[Thing], count: int) -> list[Thing]:
        """As many of the things as are wanted, or all, in an order by lot."""
        left = list(things)
        taken: list[Thing] = []
        while left and len(taken) < count:
            place = self.below(len(left))
            left[place], left[-1] = left[-1], left[place]
            taken.append(left.pop())
        return taken


class Dice:
    """Quick numbers for a search (xorshift64*), the same for the same lots; for secrets there are the lots themselves."""

    def __init__(self, lots: Lots) -> None:
        self._state = lots.below(2**64 - 1) + 1

    def below(self, end: int) -> int:
        """A whole number from 0 up to `end`, without it."""
        state = self._state
        state ^= state >> 12
        state ^= (state << 25) & 0xFFFFFFFFFFFFFFFF
        state ^= state >> 27
        self._state = state
        return ((state * 0x2545F4914F6CDD1D) & 0xFFFFFFFFFFFFFFFF) * end >> 64

    def shuffled(self, things: Sequence[Thing]) -> list[Thing]:
        """The things in another order."""
        left = list(things)
        for place in range(len(left) - 1, 0, -1):
            other = self.below(place + 1)
            left[place], left[other] = left[other], left[place]
        return left
