"""Writing to a body from the case: the kinds, the draft, one report an address, its removal."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from mlat.domain.casefile import IdentifierInput
from mlat.services import accounts, corresponding, drafting
from tests.web.conftest import NOW, Site, press
from tests.web.test_approving import shown

URL = "https://un.sitio.example/\u202ep?x=1"


@pytest.fixture(scope="module")
def address(site: Site) -> str:
    """An internet address of the case."""
    given = IdentifierInput(code="URL1", kind="url", given=URL, synthetic=True)
    with site.app.app_context():
        accounts.add_identifier(site.people["prosecutor@uno.example"], NOW, site.case_id, given)
    return "URL1"


def test_the_case_offers_what_no_law_routes(site: Site, prosecutor: FlaskClient) -> None:
    assert f"/cases/{site.case_id}/write" in prosecutor.get(f"/cases/{site.case_id}").text
    page = prosecutor.get(f"/cases/{site.case_id}/write").text
    for form_id in ("child_identified", "hotline_report", "domestic_referral"):
        assert f"/cases/{site.case_id}/write/{form_id}" in page
    assert f"/cases/{site.case_id}/write" in prosecutor.get(f"/cases/{site.case_id}/choose").text


@pytest.mark.parametrize("form_id", ["mla_request", "withdrawal", "no_form"])
def test_other_forms_are_not_written_directly(site: Site, prosecutor: FlaskClient, form_id: str) -> None:
    assert prosecutor.get(f"/cases/{site.case_id}/write/{form_id}").status_code == 404


@pytest.mark.parametrize("form_id", ["child_identified", "domestic_referral"])
def test_a_draft_is_made_and_shown(site: Site, prosecutor: FlaskClient, form_id: str) -> None:
    path = f"/cases/{site.case_id}/write/{form_id}"
    assert press(prosecutor, path, recipient="").status_code == 422
    to = "us-ncmec-identification" if form_id == "child_identified" else "ar-prosecution"
    answer = press(prosecutor, path, recipient=to)
    assert answer.status_code == 302
    draft = prosecutor.get(answer.headers["Location"])
    assert draft.status_code == 200
    assert prosecutor.get(answer.headers["Location"].removesuffix("/draft")).status_code == 200


def test_the_name_of_a_child_has_no_field_in_its_notice(site: Site, prosecutor: FlaskClient) -> None:
    answer = press(prosecutor, f"/cases/{site.case_id}/write/child_identified", recipient="us-ncmec-identification")
    page = prosecutor.get(answer.headers["Location"]).text
    assert "Nombre Secreto" not in page
    assert 'name="persons"' not in page
    assert 'name="hash_list"' in page


@pytest.mark.usefixtures("address")
def test_an_address_is_reported_once_and_its_removal_recorded(site: Site, prosecutor: FlaskClient) -> None:
    path = f"/cases/{site.case_id}/write/hotline_report"
    page = prosecutor.get(path).text
    assert "&lt;U+202E&gt;" in page
    assert 'value="A1"' not in page, "an account is no address"
    answer = press(prosecutor, path, recipient="gb-iwf", identifiers="URL1")
    assert answer.status_code == 302
    report = answer.headers["Location"].split("/")[2]
    again = press(prosecutor, path, recipient="gb-iwf", identifiers="URL1")
    assert (again.status_code, "its removal has not been recorded" in shown(again.text)) == (422, True)
    early = press(prosecutor, f"/requests/{report}/removed", at="2026-03-01T10:00", zone="UTC")
    assert (early.status_code, "is draft" in early.text) == (422, True)
    assert prosecutor.get(f"/requests/{site.request_id}/removed").status_code == 404
    with site.app.app_context():
        record = drafting.record(site.people["prosecutor@uno.example"], NOW, report)
    assert [each.given for each in record.fields["identifiers"]] == [URL]  # type: ignore[union-attr]


def test_every_body_is_one_of_the_address_book(site: Site, prosecutor: FlaskClient) -> None:
    page = prosecutor.get("/addresses").text
    with site.app.app_context():
        from mlat.documents.forms import forms
        from mlat.house import house

        found = [
            each.id
            for shape in forms().values()
            if shape.written_to
            for each in corresponding.bodies(house().world, shape, "AR")
        ]
    assert {"gb-iwf", "us-ncmec-identification", "ar-prosecution"} <= set(found)
    assert all(f'value="{each}"' in page for each in found)
