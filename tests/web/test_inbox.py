"""The mailbox's pages: a mail is plain text, and every step of the triage works as a plain form."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from mlat.house import House
from mlat.model import Message, transaction
from mlat.services import inbox
from tests.services import lives
from tests.services.conftest import a_pdf

from .conftest import NOW, Site, once_of, press, token_of

TEXT = "Hola <script>alert(1)</script> https://evil.example/x \u202edlrow <img src=http://evil.example/p.png>"


@pytest.fixture(scope="session")
def mailed(site: Site) -> dict[str, str]:
    """A sent request of the first office, and three mails that wait there."""
    house: House = site.app.extensions["mlat"]
    with site.app.app_context(), pytest.MonkeyPatch.context() as patch:
        patch.setitem(house.__dict__, "settings", replace(house.settings, mail_office="UNO"))
        blank = a_pdf()
        patch.setattr("mlat.documents.press.write", lambda _record: blank)
        patch.setattr("mlat.documents.sign.seal", lambda data, *_, **__: data)
        office = site.office()
        request_id = lives.a_sent(office, NOW, site.case_id, replace(lives.HOLD, identifiers=("A1",)))
        number = lives.the(request_id).number
        found = {"request": request_id}
        for name, subject in (("first", f"Re: {number}"), ("second", "Nothing known"), ("third", f"About {number}")):
            raw = (
                f"From: Someone <who@abroad.example>\r\nTo: mesa@uno.example\r\nSubject: {subject}\r\n"
                f"Message-ID: <{name}@abroad.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{TEXT}\r\n"
            )
            found[name] = inbox.store(NOW, raw.encode(), "file")
            inbox.read_stored(NOW, found[name])
    return found


@pytest.fixture
def liaison(site: Site, mailed: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser of the liaison officer of the first office."""
    monkeypatch.setattr("mlat.web.dates.now", lambda: datetime(2026, 3, 2, 13, 0, tzinfo=UTC))
    return site.enter("liaison@uno.example")


def state_of(site: Site, message_id: str) -> str:
    with site.app.app_context(), transaction() as session:
        return session.get_one(Message, message_id).state


def test_the_pile_shows_what_waits_with_its_proposed_match(
    liaison: FlaskClient, mailed: dict[str, str], stranger: FlaskClient
) -> None:
    page = liaison.get("/inbox").text
    assert "Nothing known" in page
    assert "our number in the subject" in page
    assert "The sender is not known as its recipient" in page
    assert "in the mailbox" in liaison.get("/").text
    assert "Nothing known" not in stranger.get("/inbox").text
    assert stranger.get(f"/inbox/{mailed['second']}").status_code == 404


def test_a_mail_is_plain_text(liaison: FlaskClient, mailed: dict[str, str]) -> None:
    page = liaison.get(f"/inbox/{mailed['second']}").text
    assert "&lt;script&gt;" in page
    assert 'href="https://evil.example' not in page
    assert "<img" not in page
    assert "\u202e" not in page


def test_a_mail_is_matched_put_aside_and_taken_back_with_plain_forms(
    site: Site, liaison: FlaskClient, mailed: dict[str, str]
) -> None:
    first, second, request_id = mailed["first"], mailed["second"], mailed["request"]
    page = liaison.get(f"/inbox/{first}").text
    assert f"/inbox/{first}/match/{request_id}" in page
    assert 'accesskey="m"' in page
    where = f"/inbox/{first}/match/{request_id}"
    wrong = press(liaison, where, kind="promised", at="2026-03-02T09:00", zone="Europe/Madrid")
    assert wrong.status_code == 422
    answer = press(liaison, where, kind="acknowledged", at="2026-03-02T09:00", zone="Europe/Madrid", reference="X-99")
    assert answer.status_code == 302
    assert f"last={first}" in answer.headers["Location"]
    assert state_of(site, first) == "filed"
    onward = liaison.get(answer.headers["Location"])
    assert "Filed with" in onward.text
    assert f"/requests/{request_id}" in liaison.get(f"/inbox/{first}").text
    undone = liaison.post(f"/inbox/{first}/undo", data={"csrf_token": token_of(onward), "once": once_of(onward)})
    assert undone.status_code == 302
    assert state_of(site, first) == "waiting"

    assert press(liaison, f"/inbox/{second}/dismiss", reason=" ").status_code == 422
    assert press(liaison, f"/inbox/{second}/dismiss", reason="Publicidad").status_code == 302
    assert state_of(site, second) == "dismissed"
    assert "Publicidad" in liaison.get(f"/inbox/{second}").text


def test_a_mail_is_split_over_the_requests_that_a_search_finds(
    site: Site, liaison: FlaskClient, mailed: dict[str, str]
) -> None:
    third, request_id = mailed["third"], mailed["request"]
    assert request_id in liaison.get(f"/inbox/{third}?q=CFP 77").text
    where = f"/inbox/{third}/split?q=CFP 77"
    assert press(liaison, where, at="2026-03-02T09:00", zone="UTC").status_code == 422
    fields = {"requests": request_id, f"kind-{request_id}": "note", "at": "2026-03-02T09:00", "zone": "UTC"}
    assert press(liaison, where, **fields).status_code == 302
    assert state_of(site, third) == "filed"
