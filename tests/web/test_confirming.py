"""The second person of an emergency request: the page, the button, the call."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from mlat.domain.casefile import Choice
from mlat.services import approving, drafting
from tests.services.test_confirming import URGENT
from tests.web.conftest import NOW, Site, press
from tests.web.test_approving import known, shown

__all__ = ["known"]
WISH: Choice = replace(URGENT, identifiers=("A1",), language="en")
CALL = {"at": "2026-03-02T10:00", "zone": "America/Argentina/Buenos_Aires", "number": "+54 11 4000 0000"}


@pytest.fixture
def approved(site: Site, known: None) -> str:
    """An emergency request that the prosecutor approved."""
    first = site.people["prosecutor@uno.example"]
    with site.app.app_context():
        request_id = drafting.draft(first, NOW, site.case_id, WISH)
        why = {each.key: "It must leave." for each in drafting.findings(first, NOW, request_id)}
        approving.approve(first, NOW, request_id, 1, why)
    return request_id


def test_the_approver_is_told_that_a_second_person_is_needed(
    site: Site, prosecutor: FlaskClient, approved: str
) -> None:
    page = prosecutor.get(f"/requests/{approved}").text
    assert "An emergency request needs two persons." in shown(page)
    assert f"/requests/{approved}/issue" not in page
    assert f"/requests/{approved}/confirm" in page
    second = prosecutor.get(f"/requests/{approved}/confirm").text
    assert "You approved it, so somebody else must confirm it." in second
    assert "Confirm it" not in second


def test_a_colleague_confirms_and_then_it_can_be_issued(site: Site, prosecutor: FlaskClient, approved: str) -> None:
    liaison = site.enter("liaison@uno.example")
    assert press(liaison, f"/requests/{approved}/confirm", version="1").status_code == 302
    page = prosecutor.get(f"/requests/{approved}").text
    assert f"/requests/{approved}/issue" in page
    assert "Confirmed by a second person: Persona liaison uno" in shown(page)
    assert prosecutor.get(f"/requests/{approved}/confirm").status_code == 404


def test_a_call_is_recorded_with_who_when_and_the_number(site: Site, prosecutor: FlaskClient, approved: str) -> None:
    path = f"/requests/{approved}/confirm/call"
    who = str(site.people["liaison@uno.example"].user_id)
    wrong = press(prosecutor, path, second="", **CALL | {"number": "colleague"})
    assert (wrong.status_code, "Second person is empty." in wrong.text) == (422, True)
    bad = press(prosecutor, path, second=who, **CALL | {"number": "colleague"})
    assert (bad.status_code, "is no telephone number" in bad.text) == (422, True)
    assert press(prosecutor, path, second=who, **CALL).status_code == 302
    page = shown(prosecutor.get(f"/requests/{approved}").text)
    assert "Confirmed by a second person: Persona liaison uno" in page
    assert "by telephone" in page
    assert "+54 11 4000 0000" in page, "the reason of the event"


def test_a_request_that_needs_one_person_has_no_such_page(site: Site, prosecutor: FlaskClient) -> None:
    assert prosecutor.get(f"/requests/{site.request_id}/confirm").status_code == 404
