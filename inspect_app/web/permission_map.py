"""The one map of permissions: every route, what guards it, and the sentence that says who and when."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask

from inspect_app.kernel.clock import Clock
from inspect_app.kernel.permissions import Permission
from inspect_app.kernel.settings import Settings
from inspect_app.web.app import create_app
from inspect_app.webkit.permit import PUBLIC, permission_of

OPEN_SENTENCE = "Anybody, without sign-in"
UNGUARDED = "UNGUARDED"


@dataclass(frozen=True, order=True)
class GuardedRoute:
    """One route and its guard."""

    rule: str
    methods: str
    endpoint: str
    permission: str
    sentence: str


def routes_of(app: Flask) -> list[GuardedRoute]:
    """Every route of the app, sorted; one that says nothing is called UNGUARDED, and a test refuses it."""
    found: list[GuardedRoute] = []
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        guard = PUBLIC if rule.endpoint == "static" else permission_of(app.view_functions[rule.endpoint])
        if isinstance(guard, Permission):
            name, sentence = guard.name, guard.sentence
        elif guard == PUBLIC:
            name, sentence = PUBLIC, OPEN_SENTENCE
        else:
            name, sentence = UNGUARDED, ""
        found.append(GuardedRoute(rule.rule, methods, rule.endpoint, name, sentence))
    return sorted(found)


def permission_map() -> list[GuardedRoute]:
    """The map of this release, from an app on an empty database of its own."""
    with TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), database_url=f"sqlite:///{folder}/map.db", demo=True)
        return routes_of(create_app(settings, Clock(), testing=True))
