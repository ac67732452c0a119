"""The passphrase of a sealed annex is shown on a press, to those who may see names, and every look is kept."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mlat.domain.casefile import Choice
from mlat.model import Event, transaction
from mlat.services import annexing, drafting
from tests.services import lives
from tests.services.conftest import a_pdf

from .conftest import NOW, Site, once_of, press, token_of


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


@pytest.fixture
def with_two(site: Site) -> tuple[str, list[str]]:
    """A draft to Mexico with two annexes; its id and theirs."""
    actor = site.people["liaison@uno.example"]
    wish = Choice(measure="mla_evidence", requested="MX", identifiers=("A1",), data=("subscriber",))
    given = annexing.AnnexInput(kind="Other document", name="nota.pdf", data=a_pdf(), language="es")
    with site.app.app_context():
        request_id = drafting.draft(actor, NOW, site.case_id, wish)
        return request_id, [annexing.add_annex(actor, NOW, request_id, given) for _ in range(2)]


def test_an_annex_is_removed_after_a_question_and_taken_back_with_a_press(
    site: Site, with_two: tuple[str, list[str]]
) -> None:
    request_id, (first, second) = with_two
    liaison, where = site.enter("liaison@uno.example"), f"/requests/{request_id}/annexes"
    remove = f"{where}/{first}/remove"
    assert remove in liaison.get(where).text
    asked = liaison.get(remove)
    assert "Remove annex 1?" in asked.text
    assert f"/annexes/{first}" in liaison.get(where).text, "asking changes nothing"
    assert press(liaison, remove).headers["Location"] == where
    page = liaison.get(where)
    assert "Annex 1 is removed" in page.text
    assert 'href="/annexes/' + first not in page.text
    assert 'href="/annexes/' + second in page.text
    assert liaison.get(remove).status_code == 404
    data = {"csrf_token": token_of(page), "once": once_of(page)}
    assert liaison.post(f"{where}/{first}/back", data=data).status_code == 302
    page = liaison.get(where)
    assert "Annex 1 goes with the request again" in page.text
    assert 'href="/annexes/' + first in page.text


def test_from_the_approval_on_no_annex_can_be_removed(site: Site, with_two: tuple[str, list[str]]) -> None:
    request_id, (first, second) = with_two
    liaison, where = site.enter("liaison@uno.example"), f"/requests/{request_id}/annexes"
    press(liaison, f"{where}/{first}/remove")
    asked = liaison.get(f"{where}/{second}/remove")
    with site.app.app_context():
        lives.approve(site.office(), NOW, request_id)
    late = liaison.post(f"{where}/{second}/remove", data={"csrf_token": token_of(asked), "once": once_of(asked)})
    assert late.status_code == 422
    assert "in a draft only" in late.text
    page = liaison.get(where).text
    assert "/remove" not in page
    assert "/back" not in page
    assert liaison.get(f"{where}/{second}/remove").status_code == 404
    data = {"csrf_token": token_of(asked), "once": "1" * 32}
    assert liaison.post(f"{where}/{first}/back", data=data).status_code == 404


def test_another_office_and_another_request_remove_nothing(
    site: Site, stranger: FlaskClient, with_two: tuple[str, list[str]]
) -> None:
    request_id, (first, _second) = with_two
    assert stranger.get(f"/requests/{request_id}/annexes/{first}/remove").status_code == 404
    liaison = site.enter("liaison@uno.example")
    assert liaison.get(f"/requests/{site.request_id}/annexes/{first}/remove").status_code == 404
