"""`@permit` decides which page is shown; `@public` says that a page needs no sign-in."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.kernel.errors import Forbidden, NotFound
from inspect_app.kernel.permissions import Permission
from inspect_app.webkit.context import actor, session

Parameters = ParamSpec("Parameters")
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])

PERMISSION = "inspect_permission"
PUBLIC = "public"
SESSIONLESS = "inspect_sessionless"


def permission_of(view: Callable[..., Any]) -> Permission[Any] | str | None:
    """The permission that guards a view, `public`, or None when the view says nothing (a test refuses that)."""
    found: Permission[Any] | str | None = getattr(view, PERMISSION, None)
    return found


def public(view: View) -> View:
    """Marks a view that anybody may open."""
    setattr(view, PERMISSION, PUBLIC)
    return view


def sessionless(view: View) -> View:
    """Marks a view that asks for no session, and for which no cookie counts."""
    setattr(view, SESSIONLESS, True)
    return view


def is_sessionless(view: Callable[..., Any] | None) -> bool:
    """Whether nobody's cookie is read for the view."""
    return bool(getattr(view, SESSIONLESS, False))


def permit(
    needed: Permission[Any], load: Callable[..., Any] | None = None
) -> Callable[[Callable[..., ResponseReturnValue]], Callable[..., ResponseReturnValue]]:
    """Asks `needed` before the view runs.

    `load(session, **route_args)` finds the thing (raises NotFound) and the view gets it in place of the route's
    arguments. Somebody who is not signed in is sent to sign in; somebody who may not gets 403.
    """

    def guard_view(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def guarded(**route_args: Any) -> ResponseReturnValue:
            if not actor().is_signed_in:
                return redirect(url_for("accounts.sign_in", next=_way_back()))
            if load is None:
                needed.require(actor(), None)
                return view(**route_args)
            thing = load(session(), **route_args)
            if not needed(actor(), thing):
                # Of a secret thing not even its existence is told.
                raise NotFound if getattr(thing, "secret", False) else Forbidden
            return view(thing)

        setattr(guarded, PERMISSION, needed)
        return guarded

    return guard_view


def _way_back() -> str | None:
    return request.full_path.rstrip("?") if request.method == "GET" else None
