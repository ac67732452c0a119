"""The passphrase of a sealed annex is shown on a press, to those who may see names, and every look is kept."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mlat.domain.casefile import Choice
from mlat.model import Event, transaction
from mlat.services import annexing, drafting

from .conftest import NOW, Site, once_of, token_of


@pytest.fixture(scope="module")
def sealed(site: Site) -> tuple[str, str]:
    """A request to Mexico with the sealed annex that names the child; the request's and the annex's id."""
    actor = site.people["prosecutor@uno.example"]
    wish = Choice(measure="mla_evidence", requested="MX", identifiers=("A1",), data=("subscriber",))
    with site.app.app_context():
        request_id = drafting.draft(actor, NOW, site.case_id, wish)
        return request_id, annexing.add_sealed_identity(actor, NOW, request_id)


def test_the_passphrase_is_shown_on_a_press_and_the_look_is_kept(
    site: Site, prosecutor: FlaskClient, sealed: tuple[str, str]
) -> None:
    request_id, annex_id = sealed
    page = prosecutor.get(f"/requests/{request_id}")
    found = re.search(r'action="(/requests/[0-9a-f]+/annexes/[0-9a-f]+/passphrase)"', page.text)
    assert found
    answer = prosecutor.post(found[1], data={"csrf_token": token_of(page), "once": once_of(page)})
    assert answer.status_code == 200
    with site.app.app_context():
        words = annexing.passphrase(site.people["prosecutor@uno.example"], NOW, annex_id)
        with transaction() as session:
            looks = session.scalars(select(Event).where(Event.kind == "passphrase_seen")).all()
            assert [one.data for one in looks] == [{"annex": annex_id}] * 2
    assert words in answer.text
    assert "by telephone" in answer.text
    assert "Passphrase of a sealed annex shown" in prosecutor.get(f"/requests/{request_id}").text


def test_who_may_not_see_names_has_neither_button_nor_page(site: Site, sealed: tuple[str, str]) -> None:
    request_id, annex_id = sealed
    liaison = site.enter("liaison@uno.example")
    page = liaison.get(f"/requests/{request_id}")
    assert "passphrase" not in page.text
    data = {"csrf_token": token_of(page), "once": "0" * 32}
    assert liaison.post(f"/requests/{request_id}/annexes/{annex_id}/passphrase", data=data).status_code == 404


def test_an_annex_is_asked_for_at_its_own_request_only(
    site: Site, prosecutor: FlaskClient, sealed: tuple[str, str]
) -> None:
    page = prosecutor.get("/cases/new")
    path = f"/requests/{site.request_id}/annexes/{sealed[1]}/passphrase"
    assert prosecutor.post(path, data={"csrf_token": token_of(page), "once": once_of(page)}).status_code == 404
