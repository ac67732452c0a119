"""Server-rendered pages, one module per desk. They work without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from mlat.resources import path
from mlat.settings import Settings, secret_key
from mlat.web import danger, door, errors, headers, health, language, law, limits, login, silences, words
from mlat.web.sheet import UPLOAD_LIMIT
from mlat.web.shelves import PAGES
from mlat.web.uploads import HeldInMemory

STATIC = Path(__file__).with_name("static")


def furnish(app: Flask, settings: Settings) -> None:
    """Give the core application its pages: log-in, language, protection, errors, and every desk."""
    app.request_class = HeldInMemory
    https = settings.public_url.startswith("https://")
    app.config.update(
        SECRET_KEY=secret_key(settings),
        MAX_CONTENT_LENGTH=UPLOAD_LIMIT + 1024 * 1024,  # the form around the file adds a little
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=1),
    )
    app.static_folder = str(STATIC)
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=app.send_static_file)
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(path("templates", "web")),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    headers.install(app)
    language.install(app, settings)
    CSRFProtect(app)
    login.install(app, settings)
    door.install(app)
    words.install(app)
    danger.install(app)
    law.install(app)
    silences.install(app)
    errors.install(app)
    health.install(app)
    for page in PAGES:
        app.register_blueprint(page)
    limits.install(app)
    if behind := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=behind, x_proto=behind)  # type: ignore[method-assign]  # as meant
