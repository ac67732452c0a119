"""Who is reading, and whether the page is for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec

from flask import Flask, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from mlat.domain.messages import N_
from mlat.domain.permissions import Act, Actor, Role, allowed
from mlat.domain.problems import Problem
from mlat.model import db
from mlat.services.access import NotHere, actor_of
from mlat.web import once

OPEN_PAGES = frozenset({"abroad.home", "abroad.say", "abroad.code", "abroad.done"})
"""The page of a recipient abroad: its link is the permission."""
FAMILY_PAGES = frozenset({"family_page.enter", "family_page.show"})
"""A family's own page: its code is the permission."""
FEED = frozenset({"feed.show"})
"""A person's calendar feed: its address is the permission."""
ANYBODY = frozenset({"static", "language", "health.health", "genuine.check", "genuine.show"})
PUBLIC = ANYBODY | OPEN_PAGES | FAMILY_PAGES | FEED
"""Endpoints without a permission, besides Flask-Security's own."""

NULL = "\0"

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]


@dataclass(frozen=True)
class Reader:
    """The person who reads this page, as plain values: no page touches the session's user row."""

    actor: Actor
    name: str
    office: str
    country: str
    office_zone: str
    office_language: str
    training: bool

    def may(self, act: str) -> bool:
        """Whether any of the reader's roles carries the act."""
        return allowed(self.actor, Act(act))

    def is_a(self, role: str) -> bool:
        """Whether the reader holds the role."""
        return Role(role) in self.actor.roles


def install(app: Flask) -> None:
    """Know the reader before each request; give pages `reader` and the once-token."""
    app.before_request(_know)
    app.before_request(_refuse_null)
    app.context_processor(lambda: {"reader": g.get("reader")})
    app.jinja_env.globals["once"] = once.token


def _know() -> None:
    g.reader = None
    if request.endpoint == "static" or not current_user.is_authenticated:
        return
    user = current_user
    office = user.office
    g.reader = Reader(
        actor=actor_of(user),
        name=user.name,
        office=office.name,
        country=office.country,
        office_zone=office.zone,
        office_language=office.language,
        training=office.training,
    )
    if request.blueprint != "security":
        db.session.remove()  # no transaction stays open while the page works


def _refuse_null() -> None:
    """No text that anybody means holds a null character, and PostgreSQL can keep none."""
    if NULL in request.path or any(NULL in name + text for name, text in request.args.items(multi=True)):
        abort(404)
    fields = [*request.form.items(multi=True)]
    fields += [(name, file.filename or "") for name, file in request.files.items(multi=True)]
    for name, text in fields:
        if NULL in name + text:
            if request.endpoint in PUBLIC:
                abort(400)
            raise Problem("null", name, N_("holds a character that is no text."), N_("Write it anew, without it."))


def reader() -> Reader:
    """The reader of this page; `NotHere` where nobody is logged in."""
    found: Reader | None = g.get("reader")
    if found is None:
        raise NotHere("page")
    return found


def actor() -> Actor:
    """Who acts, for services and reads."""
    return reader().actor


def needs(*acts: Act) -> Callable[[View[P]], View[P]]:
    """The page is for those who may do one of `acts`; for others it does not exist. Each POST acts once."""

    def mark(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if g.get("reader") is None:
                return redirect(url_for("security.login", next=request.full_path if request.method == "GET" else None))
            if not any(allowed(actor(), act) for act in acts):
                raise NotHere(acts[0])
            if request.method == "POST":
                return once.acting(actor(), lambda: view(*args, **kwargs))
            return view(*args, **kwargs)

        guarded.__dict__["acts"] = acts
        return guarded

    return mark
