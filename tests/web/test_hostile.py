"""What nobody types by mistake is refused with words, never with a broken page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from mlat.web.sheet import Sheet

from .conftest import Site, press, token_of

LONG = "9" * 5000


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "9999-12-31T23:59", "0202-03-02T10:00"])
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles"])
def test_a_year_that_cannot_be_right_is_no_instant_and_no_day(site: Site, at: str, zone: str) -> None:
    with site.app.test_request_context(method="POST", data={"at": at, "zone": zone, "on": at[:10]}):
        sheet = Sheet()
        sheet.instant("at")
        sheet.day("on")
        says = "is in a year that cannot be right."
        assert [(one.where, one.says) for one in sheet.found] == [("at", says), ("on", says)]


@pytest.mark.parametrize("given", ["²", LONG, "9" * 20, "-1"])
def test_a_version_that_is_no_number_is_a_page_asked_for_in_the_wrong_way(
    site: Site, prosecutor: FlaskClient, given: str
) -> None:
    assert press(prosecutor, f"/requests/{site.request_id}/draft", version=given).status_code == 400


def test_a_length_of_time_beyond_all_numbers_is_named(site: Site) -> None:
    with site.app.test_request_context(method="POST", data={"period": LONG, "period_unit": "D"}):
        sheet = Sheet()
        sheet.period("period")
        assert [(one.where, one.says) for one in sheet.found] == [("period", "is not a whole number.")]


@pytest.mark.parametrize(
    "path",
    [
        "/cases/{case}/choose?penalty_years=" + LONG,
        "/cases/{case}/texts?language=javascript",
        "/cases?after=x&endpoint=y&_scheme=javascript&_external=1&_anchor=z",
        "/board?us=x&endpoint=y&_scheme=javascript",
        "/calendar?year=" + LONG,
        "/calendar/changes/" + LONG,
        "/cases?recipient=a%00b",
        "/requests/a%00b",
        "/verify/a%00b",
    ],
)
def test_an_address_that_somebody_made_up_breaks_no_page(site: Site, prosecutor: FlaskClient, path: str) -> None:
    answer = prosecutor.get(path.format(case=site.case_id))
    assert answer.status_code < 500
    assert 'href="javascript' not in answer.text


def test_a_null_character_is_named_with_its_field_and_changes_nothing(site: Site, prosecutor: FlaskClient) -> None:
    answer = press(prosecutor, "/cases/new", reference="NULL\0 1")
    assert answer.status_code == 422
    assert "Reference holds a character that is no text. Write it anew, without it." in answer.text
    assert "NULL" not in prosecutor.get("/cases").text


def test_whoever_is_no_member_of_the_office_reads_nothing_of_fields(site: Site) -> None:
    client = site.app.test_client()
    token = token_of(client.get("/login"))
    assert client.post("/verify-file", data={"name": "a\0b", "csrf_token": token}).status_code == 400
    assert client.post("/login", data={"email": "a\0b", "csrf_token": token}).status_code == 422
