"""The reference that an acknowledgement gives stands in the form as a suggestion, and is kept only by the click."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from mlat.house import House
from mlat.model import Message, Reference, transaction
from mlat.services import inbox
from tests.services import lives
from tests.services.conftest import a_pdf

from .conftest import NOW, Site, press

AT = {"kind": "acknowledged", "at": "2026-03-02T09:00", "zone": "Europe/Madrid"}


@pytest.fixture(scope="module")
def request_id(site: Site) -> str:
    """A sent request of the first office."""
    with site.app.app_context(), pytest.MonkeyPatch.context() as patch:
        blank = a_pdf()
        patch.setattr("mlat.documents.press.write", lambda _record: blank)
        patch.setattr("mlat.documents.sign.seal", lambda data, *_, **__: data)
        return lives.a_sent(site.office(), NOW, site.case_id, replace(lives.HOLD, identifiers=("A1",)))


def a_mail(site: Site, name: str, text: str) -> str:
    """A mail of a stranger that waits at the first office; its id."""
    house: House = site.app.extensions["mlat"]
    raw = f"From: who@abroad.example\r\nSubject: {name}\r\nMessage-ID: <{name}@y.example>\r\n\r\n{text}\r\n"
    with site.app.app_context(), pytest.MonkeyPatch.context() as patch:
        patch.setitem(house.__dict__, "settings", replace(house.settings, mail_office="UNO"))
        message_id = inbox.store(NOW, raw.encode(), "file")
        inbox.read_stored(NOW, message_id)
    return message_id


def field(page: TestResponse) -> str:
    found = re.search(r'<input[^>]*id="reference"[^>]*>', page.text)
    assert found
    value = re.search(r'value="([^"]*)"', found[0])
    return value[1] if value else ""


def kept(site: Site, request_id: str, number: str) -> bool:
    with site.app.app_context(), transaction() as session:
        found = select(Reference.id).where(Reference.request_id == request_id, Reference.value == number)
        return session.scalar(found) is not None


def test_it_is_filled_in_marked_as_a_suggestion_and_kept_by_the_click_only(site: Site, request_id: str) -> None:
    liaison = site.enter("liaison@uno.example")
    message_id = a_mail(site, "acuse", "Acusamos recibo de su nota. Expediente 4471/2026-C.")
    where = f"/inbox/{message_id}/match/{request_id}"
    page = liaison.get(where)
    assert field(page) == "4471/2026-C"
    assert 'id="suggested"' in page.text
    assert "Check it against the mail" in page.text
    assert not kept(site, request_id, "4471/2026-C")
    with site.app.app_context(), transaction() as session:
        assert session.get_one(Message, message_id).state == "waiting"
    wrong = press(liaison, where, **AT | {"zone": "nowhere"}, reference="4471/2026-D")
    assert (wrong.status_code, field(wrong)) == (422, "4471/2026-D"), "what a person wrote stays"
    assert press(liaison, where, **AT, reference="4471/2026-C").status_code == 302
    assert kept(site, request_id, "4471/2026-C")


def test_an_emptied_suggestion_is_not_kept(site: Site, request_id: str) -> None:
    liaison = site.enter("liaison@uno.example")
    where = f"/inbox/{a_mail(site, 'vacio', 'Acusamos recibo de su nota. Legajo 8812/26.')}/match/{request_id}"
    assert field(liaison.get(where)) == "8812/26"
    assert press(liaison, where, **AT, reference="").status_code == 302
    assert not kept(site, request_id, "8812/26")


def test_another_mail_suggests_nothing(site: Site, request_id: str) -> None:
    liaison = site.enter("liaison@uno.example")
    page = liaison.get(
        f"/inbox/{a_mail(site, 'otra', 'Adjuntamos el informe. Expediente 5/2026-C.')}/match/{request_id}"
    )
    assert field(page) == ""
    assert 'id="suggested"' not in page.text
