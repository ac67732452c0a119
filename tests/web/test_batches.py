"""The page that issues many at once."""

from __future__ import annotations

from threading import Event

from mlat.domain.casefile import Choice
from mlat.worker.batches import issue_planted
from tests.services import lives

from .conftest import NOW, Site, once_of, press, token_of

WISH = Choice(
    code="MANY",
    measure="preservation",
    platform="roblox",
    identifiers=("A1",),
    data=("subscriber",),
    fields={
        "data_sought": "Account details.",
        "legal_basis": "CPPF art. 151",
        "order": "Order of 2 March 2026",
        "necessity": "It can be deleted at any time.",
    },
)


def test_a_batch_is_begun_stopped_resumed_and_done(site: Site) -> None:
    with site.app.app_context():
        request_id = lives.a_draft(site.office(), NOW, site.case_id, WISH)
        lives.approve(site.office(), NOW, request_id)
    client = site.enter("prosecutor@uno.example")
    begun = press(client, "/batches")
    assert begun.status_code == 302
    where = begun.headers["Location"]
    page = client.get(where)
    assert "still to be issued" in page.text
    asked = {"csrf_token": token_of(page), "once": once_of(page)}
    assert client.post(f"{where}/stop", data=asked).status_code == 302
    page = client.get(where)
    assert "Stopped" in page.text
    asked = {"csrf_token": token_of(page), "once": once_of(page)}
    assert client.post(f"{where}/resume", data=asked).status_code == 302
    with site.app.app_context():
        assert issue_planted(site.app, Event(), lambda: NOW, 1) >= 1
        assert lives.the(request_id).state == "issued"
    assert "Nothing is left to do" in client.get(where).text
    assert site.enter("prosecutor@dos.example").get(where).status_code == 404
    assert site.enter("liaison@uno.example").get("/batches").status_code == 404
