"""Families: the officer's pages, and the family's own: neutral outside, no cookie, a way out, only what was told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mlat.domain.casefile import AddresseeInput, WishInput
from mlat.domain.permissions import Actor, Role
from mlat.model import FamilyContact, StatusLetter, transaction
from mlat.services import familypages, intake, letters, wishing
from tests.services import lives
from tests.services.conftest import a_pdf

from .conftest import CASE, NOW, Site, press

CODE = "7K3M9QXA22BCWXYZ"
SCRIPTS = ("en", "ur")
DAY = timedelta(days=1)


@pytest.fixture
def officer(site: Site) -> Actor:
    return site.people[f"{Role.FAMILY_OFFICER}@uno.example"]


@pytest.fixture
def browser(site: Site) -> FlaskClient:
    """The family officer's."""
    return site.enter("family_officer@uno.example")


@pytest.fixture
def letter(site: Site, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> StatusLetter:
    """A proposed letter in a new case of the first office."""
    monkeypatch.setattr("mlat.documents.press.write", lambda _record: a_pdf())
    monkeypatch.setattr("mlat.documents.sign.seal", lambda data, *_, **__: data)
    with site.app.app_context():
        office = site.office()
        given = replace(CASE, reference=f"FAM {request.node.name}")
        case_id = intake.open_case(office.prosecutor, NOW, given)
        lives.a_sent(office, NOW, case_id, replace(lives.HOLD, identifiers=("A1",)))
        (found,) = lives.letters(case_id)
        return found


def contact_of(site: Site, letter: StatusLetter) -> FamilyContact:
    with site.app.app_context(), transaction() as session:
        return session.get_one(FamilyContact, letter.contact_id)


def test_from_the_letter_to_the_contact_to_the_call(site: Site, browser: FlaskClient, letter: StatusLetter) -> None:
    path = f"/families/{letter.contact_id}"
    assert "custody and the child&#39;s own wish are not noted" in browser.get(f"/letters/{letter.id}").text
    assert "Approve this letter" not in browser.get(f"/letters/{letter.id}").text
    noted = press(
        browser, f"{path}/check", version=1, relation="parent", child="V1", custody="sole", child_wish="agrees"
    )
    assert noted.status_code == 302
    wished = press(
        browser, f"{path}/wish", version=2, wants_letters="yes", language="es", channel="telephone",
        address="+54 11 4000 0000", safe_times="martes de 9 a 11", between_days="30", no_news_days="",
        greeting="neutral",
    )  # fmt: skip
    assert wished.status_code == 302, wished.text
    with site.app.app_context(), transaction() as session:
        rows = select(StatusLetter).where(StatusLetter.contact_id == letter.contact_id)
        script = session.scalars(rows.where(StatusLetter.state == "proposed")).one()
    page = browser.get(f"/letters/{script.id}").text
    assert "Never leave a message." in page
    assert "martes de 9 a 11" in page
    press(browser, f"/letters/{script.id}", version=script.version)
    with site.app.app_context():
        letters.approve(site.people["family_officer@uno.example"], NOW, script.id, script.version)
    went = press(browser, f"/letters/{script.id}/call", outcome="asked_to_stop", at="2026-03-02T10:00", zone="UTC")
    assert went.status_code == 302, went.text
    assert "has not asked to be told" in browser.get(path).text
    assert not contact_of(site, letter).wants_letters


def test_a_young_person_is_asked_on_a_page(site: Site, browser: FlaskClient, letter: StatusLetter) -> None:
    with site.app.app_context():
        contact = contact_of(site, letter)
        child = lives_person(contact.case_id)
    assert press(browser, f"/families/voices/{child}", agrees="no").status_code == 302
    assert "of an age to decide" in browser.get(f"/families/{contact.id}").text
    administrator = site.enter("administrator@uno.example")
    assert press(administrator, "/families/settings", own_voice_age="99", family_sender="").status_code == 422
    assert press(administrator, "/families/settings", own_voice_age="", family_sender="Oficina 4").status_code == 302


def lives_person(case_id: str) -> str:
    from mlat.model import Person

    with transaction() as session:
        return session.scalars(select(Person.id).where(Person.case_id == case_id, Person.role == "victim")).one()


@pytest.fixture(params=SCRIPTS)
def opened(
    site: Site, officer: Actor, letter: StatusLetter, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> str:
    """A family's page in a language, with a known code; returns the language."""
    monkeypatch.setattr("mlat.web.familypage.now", lambda: NOW)
    with site.app.app_context():
        checked = AddresseeInput(custody="shared", child_wish="agrees")
        wishing.record_check(officer, NOW, letter.contact_id, checked, 1)
        wishing.record_wish(officer, NOW, letter.contact_id, WishInput(language=request.param, wants_letters=True), 2)
        with transaction() as session:
            rows = select(StatusLetter).where(StatusLetter.contact_id == letter.contact_id)
            new = session.scalars(rows.where(StatusLetter.state == "proposed")).one()
        letters.approve(officer, NOW, new.id, new.version, "Ayesha Ejemplo")
        locator = f"{hash(request.node.name) % 10**4:04}"
        each = iter(locator + CODE[4:])
        with monkeypatch.context() as known:
            known.setattr("secrets.choice", lambda _alphabet: next(each))
            familypages.make_page(officer, NOW, letter.contact_id, 90, "Ayesha Ejemplo")
    request.node.code = locator + CODE[4:]
    return str(request.param)


def test_the_familys_page_says_what_was_told_and_nothing_of_itself(
    site: Site, opened: str, request: pytest.FixtureRequest
) -> None:
    visitor = site.app.test_client()
    entry = visitor.get(f"/f/{opened}")
    told = visitor.post("/f/", data={"code": request.node.code.lower()})
    assert (entry.status_code, told.status_code) == (200, 200)
    for page in (entry, told):
        assert "Set-Cookie" not in page.headers
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert f'<html lang="{opened}" dir="{"rtl" if opened == "ur" else "ltr"}">' in page.text
        assert 'id="leave" href="https://www.wikipedia.org/"' in page.text
        said = re.sub(r'nonce="[^"]*"', "", page.text).casefold()  # a nonce is random: it may spell anything
        for word in ("FAM", "Fiscal", "Secret", "roblox", "no.existe", "Cross-border", "request", "V1", "C1"):
            assert word.casefold() not in re.sub(r"sent a request|our request", "", said), word
    assert 'aria-current="step"' in told.text
    assert request.node.code[4:] not in told.text


@pytest.mark.parametrize("typed", ["/f/es/", "/f/ES", "/f/es/7K3M-9QXA-22BC-WXYZ", "/f/nada", "/f/es//"])
def test_an_address_typed_a_little_wrong_names_nothing_either(site: Site, typed: str) -> None:
    """On a shared telephone a page of the office would stay in the history, with its name and a cookie."""
    page = site.app.test_client().get(typed, follow_redirects=True, headers={"Accept-Language": "es"})
    assert page.status_code == 200
    assert "<title>Información</title>" in page.text
    assert 'action="/f/es"' in page.text
    assert "Set-Cookie" not in page.headers
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_a_wrong_code_says_the_same_whatever_is_wrong(site: Site, opened: str, request: pytest.FixtureRequest) -> None:
    visitor = site.app.test_client()
    right = request.node.code
    answers = {
        re.sub(r'nonce="[^"]+"', "", visitor.post("/f/en", data={"code": code}).text)
        for code in ("", "7K3M", right[:-1] + ("0" if right[-1] != "0" else "1"), "0" * 16)
    }
    assert len(answers) == 1
    assert "does not work" in answers.pop()
