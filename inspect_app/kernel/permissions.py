"""Named yes/no predicates on (actor, thing): asked by pages and again by the operations themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import Forbidden

Thing = TypeVar("Thing", contravariant=True)


@dataclass(frozen=True)
class Permission(Generic[Thing]):
    """A permission: its name, one sentence that says who and when, and the predicate."""

    name: str
    sentence: str
    holds: Callable[[Actor, Thing], bool]

    def __call__(self, actor: Actor, thing: Thing) -> bool:
        """Whether the actor may."""
        return self.holds(actor, thing)

    def require(self, actor: Actor, thing: Thing) -> None:
        """Raises Forbidden unless the actor may."""
        if not self.holds(actor, thing):
            raise Forbidden


def permission(name: str, sentence: str) -> Callable[[Callable[[Actor, Thing], bool]], Permission[Thing]]:
    """Makes a predicate a named permission, so that it can be listed on the one page of permissions."""

    def name_it(holds: Callable[[Actor, Thing], bool]) -> Permission[Thing]:
        return Permission(name, sentence, holds)

    return name_it
