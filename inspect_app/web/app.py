"""The app factory: settings, database, templates, transactions, refusals, and every room's pages."""

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.engine import make_url
from werkzeug.middleware.proxy_fix import ProxyFix

from inspect_app.accounts.sign_in import load_actor
from inspect_app.fieldwork.views.sync_blueprint import bp as sync
from inspect_app.kernel.clock import Clock
from inspect_app.kernel.database import make_engine, prepare_engine, session_factory
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.settings import Settings
from inspect_app.kernel.state import stored_clock
from inspect_app.web.blueprints import BLUEPRINTS
from inspect_app.web.links import add_links
from inspect_app.web.navigation import add_navigation
from inspect_app.web.refusals import show_refusals
from inspect_app.web.responses import protect_answers
from inspect_app.web.templating import set_up_templates
from inspect_app.web.transactions import InspectFlask
from inspect_app.web.unit_parts import add_unit_parts
from inspect_app.web.wiring import find_calendar, wire
from inspect_app.webkit.db import db
from inspect_app.webkit.limits import limiter, widen_body

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

MAX_REQUEST_BYTES = 25 * 1024 * 1024
MAX_FIELD_BYTES = 2 * 1024 * 1024
MIN_SECRET_LENGTH = 32
MIN_SECRET_LETTERS = 12
# What stands in guides and examples is known to everybody.
PLACEHOLDERS = ("change", "default", "example", "your-", "your_", "thay-", "thay_")
POOL_SIZE = 16


def create_app(settings: Settings, clock: Clock, *, testing: bool = False) -> Flask:
    """The web application. Raises RuleBroken when production lacks a secret key of its own."""
    app = InspectFlask("inspect_app.web", static_folder="static")
    app.testing = testing
    app.extensions["inspect_settings"] = settings
    app.extensions["inspect_clock"] = clock
    app.extensions["inspect_calendar"] = find_calendar
    app.config.update(_configuration(settings, testing=testing))
    _set_up_database(app)
    app.before_request(widen_body)
    # Its views ask for the key of forms themselves, wherever a cookie speaks; a token needs none.
    CSRFProtect(app).exempt(sync)
    limiter.init_app(app)
    set_up_templates(app)
    protect_answers(app)
    show_refusals(app)
    wire()
    add_links()
    add_unit_parts()
    app.before_request(load_actor)
    add_navigation(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def create_wsgi(settings: Settings) -> "WSGIApplication":
    """The application as a server runs it: behind as many proxies as the site says that it trusts."""
    engine = make_engine(settings.database_url)
    with session_factory(engine)() as session:
        clock = stored_clock(session)
    engine.dispose()
    app = create_app(settings, clock)
    hops = settings.trusted_proxy
    return ProxyFix(app, x_for=hops, x_proto=hops, x_host=hops) if hops else app


def secret_key_of(settings: Settings) -> str:
    """The key that signs forms. Raises RuleBroken in production when there is none, or one that is easily guessed."""
    key = settings.secret_key or ""
    if len(key) >= MIN_SECRET_LENGTH and not _is_guessable(key):
        return key
    if settings.demo:
        return secrets.token_urlsafe(MIN_SECRET_LENGTH)
    raise RuleBroken(
        "INSPECT_SECRET_KEY",
        _("INSPECT_SECRET_KEY chưa đặt, ngắn hơn 32 ký tự hoặc dễ đoán. Hãy đặt một chuỗi ngẫu nhiên rồi chạy lại."),
    )


def _is_guessable(key: str) -> bool:
    return len(set(key)) < MIN_SECRET_LETTERS or any(word in key.casefold() for word in PLACEHOLDERS)


def _configuration(settings: Settings, *, testing: bool) -> dict[str, object]:
    return {
        "SECRET_KEY": secret_key_of(settings),
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {} if testing else _pool(settings.database_url),
        "MAX_CONTENT_LENGTH": MAX_REQUEST_BYTES,
        "MAX_FORM_MEMORY_SIZE": MAX_FIELD_BYTES,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.public_url.startswith("https://"),
        "SESSION_COOKIE_NAME": "inspect_form",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=7),
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_STORAGE_URI": "memory://",
        "RATELIMIT_ENABLED": not testing,
    }


def _pool(database_url: str) -> dict[str, object]:
    if make_url(database_url).get_backend_name() == "sqlite":
        return {"pool_size": POOL_SIZE}
    return {"pool_size": POOL_SIZE, "pool_pre_ping": True}


def _set_up_database(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
