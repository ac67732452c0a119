"""A case is closed after one question, refused while something is awaited, and opened again with one press."""

from __future__ import annotations

from flask.testing import FlaskClient

from mlat.domain.casefile import CaseInput
from mlat.services import intake
from mlat.web.clock import now

from .conftest import Site, once_of, press, token_of


def test_a_case_is_closed_and_opened_again(site: Site, prosecutor: FlaskClient) -> None:
    with site.app.app_context():
        case = intake.open_case(site.people["prosecutor@uno.example"], now(), CaseInput(reference="CIERRA 1/2026"))
    page = f"/cases/{case}"
    assert f'href="{page}/close"' in prosecutor.get(page).text
    assert "Close this case?" in prosecutor.get(f"{page}/close").text
    assert press(prosecutor, f"{page}/close").status_code == 302
    closed = prosecutor.get(page).text
    assert "This case is closed." in closed
    assert f'href="{page}/close"' not in closed and f'href="{page}/choose"' not in closed
    assert site.enter("liaison@uno.example").get(f"{page}/close").status_code == 404
    whole = prosecutor.get(page)
    again = {"csrf_token": token_of(whole), "once": once_of(whole)}
    assert prosecutor.post(f"{page}/open-again", data=again).status_code == 302
    assert "This case is closed." not in prosecutor.get(page).text


def test_what_is_awaited_is_named_and_keeps_the_case_open(site: Site, prosecutor: FlaskClient) -> None:
    page = f"/cases/{site.case_id}/close"
    asked = prosecutor.get(page).text
    assert f'href="/requests/{site.request_id}"' in asked
    assert "Yes, close the case" not in asked
    whole = prosecutor.get(f"/cases/{site.case_id}")
    answer = prosecutor.post(page, data={"csrf_token": token_of(whole), "once": once_of(whole)})
    assert answer.status_code == 422
    assert "Withdraw or close them first." in answer.text
