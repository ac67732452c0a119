"""Which language the pages speak: the session's choice, else the user's, else the browser's."""

from __future__ import annotations

from babel import Locale
from flask import Flask, current_app, g, redirect, request, session
from flask_babel import Babel, get_locale
from werkzeug.wrappers import Response

from mlat.resources import path
from mlat.settings import Settings

NAMES = {"es": "Español", "en": "English", "ar": "العربية"}
OFFERED = ("es", "en")


def install(app: Flask, settings: Settings) -> None:
    """Flask-Babel over the `ui` catalogs, and the switch that every page carries."""
    app.config.setdefault("LANGUAGES", OFFERED)
    app.config["BABEL_DEFAULT_LOCALE"] = "en"

    def choose() -> str:
        wanted = str(session.get("language") or (g.reader.actor.language if g.get("reader") else ""))
        languages = app.config["LANGUAGES"]
        return wanted if wanted in languages else request.accept_languages.best_match(languages) or settings.language

    def zone() -> str:
        return g.reader.actor.zone if g.get("reader") else "UTC"

    Babel(
        app,
        default_domain="ui",
        default_translation_directories=str(path("locale")),
        locale_selector=choose,
        timezone_selector=zone,
    )
    app.add_url_rule("/language", "language", switch, methods=["POST"])
    app.jinja_env.globals.update(
        language=code,
        direction=direction,
        languages=lambda: [(one, NAMES[one]) for one in app.config["LANGUAGES"]],
    )


def spoken() -> Locale:
    """The locale of this page."""
    return get_locale() or Locale("en")


def code() -> str:
    """The language of this page, for `lang`."""
    return spoken().language


def direction() -> str:
    """`ltr` or `rtl`."""
    return spoken().text_direction


def switch() -> Response:
    """Remember the chosen language, if the pages speak it, and go back to the same page."""
    chosen = request.form.get("language", "")
    if chosen in current_app.config["LANGUAGES"]:
        session["language"] = chosen
    back = request.form.get("back", "/")
    # browsers and libraries drop tabs and line ends inside an address: "/\t/there" would lead elsewhere
    here = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    return redirect(back if here else "/")
