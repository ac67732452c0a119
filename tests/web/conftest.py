"""One site on SQLite for every page test of a process: two offices, their people, a case and its requests."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mlat import create_app
from mlat.domain.casefile import CaseInput, Choice, ContactInput, IdentifierInput, OffenceInput, PersonInput, TextInput
from mlat.domain.permissions import Actor, Role
from mlat.domain.playbook import OfficeGiven
from mlat.keys import Keyring
from mlat.services import admin, drafting, intake
from mlat.settings import Settings
from mlat.web import dates
from tests.conftest import OfficeThere

NOW = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)
WORD = "una-palabra-larga"
CASE = CaseInput(
    reference="CFP 77/2026",
    training=True,
    offences=(OffenceInput(code="O1", article="art. 131", law="Código Penal", title="Contacto con menor", years=4),),
    persons=(
        PersonInput(code="V1", role="victim", name="Nombre Secreto", born=date(2014, 5, 6)),
        PersonInput(code="C1", role="contact", name="Madre Secreta"),
    ),
    identifiers=(
        IdentifierInput(
            code="A1",
            kind="username",
            given="<b>no.existe</b> \u202eabc",
            platform="roblox",
            user_in="MX",
            synthetic=True,
            used_from=date(2026, 2, 1),
            used_until=date(2026, 2, 3),
        ),
    ),
    texts=(TextInput(language="es", text="Hechos en orden."), TextInput(language="en", text="Facts.", kind="summary")),
    contacts=(ContactInput(person="C1", language="es", wants_letters=True),),
)


@dataclass
class Site:
    """The application, its actors by role, and the ids of what was made."""

    app: Flask
    home: Path
    people: dict[str, Actor] = field(default_factory=dict)
    case_id: str = ""
    request_id: str = ""

    def enter(self, email: str) -> FlaskClient:
        """A browser of someone who has logged in."""
        client = self.app.test_client()
        answer = client.post(
            "/login", data={"email": email, "password": WORD, "csrf_token": token_of(client.get("/login"))}
        )
        assert answer.status_code == 302, answer.text
        return client

    def office(self, code: str = "uno") -> OfficeThere:
        """One of the two offices with its people."""
        actors = {role: self.people[f"{role}@{code}.example"] for role in Role}
        return OfficeThere(actors[Role.PROSECUTOR].office_id, actors)


def token_of(page: TestResponse) -> str:
    """The page's protection against forged forms."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def once_of(page: TestResponse) -> str:
    """The first once-token of a page."""
    found = re.search(r'name="once" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def press(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    """Fill in the form that stands at `path` and press its button."""
    page = client.get(path)
    return client.post(path, data={"csrf_token": token_of(page), "once": once_of(page), **fields})


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Site]:
    """The site; tests that change something make their own things in it."""
    home = tmp_path_factory.mktemp("site")
    shutil.copy(sqlite_template, home / "mlat.sqlite")
    settings = Settings(home=home, secret_key="s" * 40)
    Keyring.create(settings.keys)
    app = create_app(settings)
    app.config["RATELIMIT_ENABLED"] = False
    app.extensions["limiter"].pop().enabled = False
    made = Site(app, home)
    with app.app_context():
        for code in ("uno", "dos"):
            office = admin.create_office(NOW, _office(code), training=True)
            for role in Role:
                email = f"{role}@{code}.example"
                user = admin.add_user(NOW, office, email, f"Persona {role} {code}", (role,), WORD, language="en")
                made.people[email] = Actor(office, user, frozenset({role}), "en", "America/Argentina/Buenos_Aires")
        prosecutor = made.people["prosecutor@uno.example"]
        made.case_id = intake.open_case(prosecutor, NOW, CASE)
        wish = Choice(measure="preservation", platform="roblox", identifiers=("A1",), data=("subscriber",))
        made.request_id = drafting.draft(prosecutor, NOW, made.case_id, wish)
    yield made
    with app.app_context():
        from mlat.model import db

        db.session.remove()
        db.engine.dispose()


def _office(code: str) -> OfficeGiven:
    return OfficeGiven(
        code=code.upper(),
        name=f"Fiscalía {code}",
        country="AR",
        zone="America/Argentina/Buenos_Aires",
        language="es",
        place="Buenos Aires",
        email=f"mesa@{code}.example",
        phone="+54 11 0000 0000",
        letterhead=("Calle 1",),
        signing="office_key",
    )


@pytest.fixture
def prosecutor(site: Site) -> FlaskClient:
    """A browser of the prosecutor of the first office."""
    return site.enter("prosecutor@uno.example")


@pytest.fixture
def stranger(site: Site) -> FlaskClient:
    """A browser of the prosecutor of the other office."""
    return site.enter("prosecutor@dos.example")


@pytest.fixture(params=["es", "en"])
def language(site: Site, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A page in each language, read on Monday 2 March 2026."""
    monkeypatch.setattr(dates, "now", lambda: datetime(2026, 3, 2, 13, 0, tzinfo=UTC))
    with site.app.test_request_context():
        session["language"] = request.param
        yield request.param
