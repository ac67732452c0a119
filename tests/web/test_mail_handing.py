"""The page that gives a mail to another office: which one and why, and once more with its name."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from mlat.house import House
from mlat.services import inbox

from .conftest import NOW, Site, once_of, press, token_of

WHY = "Es de la otra fiscalía"


def a_mail(site: Site, name: str) -> str:
    """A mail that waits at the first office; its id."""
    house: House = site.app.extensions["mlat"]
    raw = (
        f"From: who@abroad.example\r\nSubject: Perdido {name}\r\nMessage-ID: <{name}@x.example>\r\n\r\nHola {name}\r\n"
    )
    with site.app.app_context(), pytest.MonkeyPatch.context() as patch:
        patch.setitem(house.__dict__, "settings", replace(house.settings, mail_office="UNO"))
        message_id = inbox.store(NOW, raw.encode(), "file")
        inbox.read_stored(NOW, message_id)
    return message_id


@pytest.fixture
def liaison(site: Site, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser of the liaison officer of the first office, three days after the mail came."""
    monkeypatch.setattr("mlat.web.dates.now", lambda: datetime(2026, 3, 5, 13, 0, tzinfo=UTC))
    return site.enter("liaison@uno.example")


def test_an_office_is_chosen_by_name_a_reason_given_and_asked_once_more(
    site: Site, liaison: FlaskClient, stranger: FlaskClient
) -> None:
    message_id = a_mail(site, "uno")
    where = f"/inbox/{message_id}/hand-over"
    assert where in liaison.get(f"/inbox/{message_id}").text
    form = liaison.get(where).text
    other = site.office("dos").id
    assert f'value="{other}"' in form
    assert "Fiscalía dos" in form
    assert f'value="{site.office().id}"' not in form
    assert press(liaison, where, office=other, reason=" ").status_code == 422
    assert press(liaison, where, office=site.office().id, reason=WHY, sure="yes").status_code == 422

    asked = press(liaison, where, office=other, reason=WHY)
    assert asked.status_code == 200
    assert "Hand this mail over to Fiscalía dos?" in asked.text
    assert liaison.get(f"/inbox/{message_id}").status_code == 200, "asking changes nothing"
    sure = {"office": other, "reason": WHY, "sure": "yes", "csrf_token": token_of(asked), "once": once_of(asked)}
    done = liaison.post(where, data=sure)
    assert done.status_code == 302
    assert liaison.post(where, data=sure).headers["Location"] == done.headers["Location"], "pressed twice"
    assert "Handed over to Fiscalía dos." in liaison.get(done.headers["Location"]).text

    assert liaison.get(f"/inbox/{message_id}").status_code == 404
    assert liaison.get(where).status_code == 404
    assert "Perdido uno" not in liaison.get("/inbox").text + liaison.get("/").text
    for page in (stranger.get("/").text, stranger.get("/inbox").text):
        assert "Perdido uno" in page
        assert "Handed over by:" in page
        assert "Persona liaison uno" in page
        assert "Fiscalía uno" in page
        assert "waits for 3 days" in page
        assert "Nothing points at a request" in page
    assert WHY in html.unescape(stranger.get(f"/inbox/{message_id}").text)


def test_it_is_not_offered_to_who_tends_no_mail(site: Site, liaison: FlaskClient) -> None:
    where = f"/inbox/{a_mail(site, 'dos')}/hand-over"
    assert liaison.get(where).status_code == 200
    for role in ("custodian", "translator", "administrator"):
        assert site.enter(f"{role}@uno.example").get(where).status_code == 404


def test_where_there_is_no_other_office_the_button_is_absent(
    site: Site, liaison: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    message_id = a_mail(site, "tres")
    monkeypatch.setattr("mlat.web.inbox.may_take_mail", lambda _actor: ())
    assert "hand-over" not in liaison.get(f"/inbox/{message_id}").text
    assert liaison.get(f"/inbox/{message_id}/hand-over").status_code == 404
