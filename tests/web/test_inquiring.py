"""Asking for news by hand: three tones on one page, each leading to its draft."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from mlat.domain.casefile import OpenRequest
from mlat.services import takeover
from tests.web.conftest import NOW, Site, press
from tests.web.test_approving import shown


@pytest.fixture
def silent(site: Site) -> str:
    """A treaty request that was sent before this program, with nothing heard of it."""
    given = OpenRequest(
        code=f"SILENT{len(MADE)}", measure="mla_evidence", recipient="mx-central", instrument="ar_mx.mlat",
        sent_at=NOW, zone="UTC", channel="post", number="VIEJO-9", identifiers=("A1",), data=("subscriber",),
    )  # fmt: skip
    with site.app.app_context():
        MADE.append(takeover.take_over(site.people["prosecutor@uno.example"], NOW, site.case_id, given))
    return MADE[-1]


@pytest.fixture
def company(site: Site) -> Callable[[str], str]:
    """A preservation that a company was asked for before this program, on the way that is given."""

    def asked(channel: str) -> str:
        given = OpenRequest(
            code=f"SILENT{len(MADE)}", measure="preservation", recipient="roblox",
            instrument="us.sca.2703f.preservation", sent_at=NOW, zone="UTC", channel=channel,
            number=f"VIEJO-{channel}", identifiers=("A1",), data=("subscriber",),
        )  # fmt: skip
        with site.app.app_context():
            MADE.append(takeover.take_over(site.people["prosecutor@uno.example"], NOW, site.case_id, given))
        return MADE[-1]

    return asked


MADE: list[str] = []


def test_the_page_says_how_each_tone_begins(prosecutor: FlaskClient, silent: str) -> None:
    assert f"/requests/{silent}/inquire" in prosecutor.get(f"/requests/{silent}").text
    page = shown(prosecutor.get(f"/requests/{silent}/inquire").text)
    assert "We would be grateful for a word" in page
    assert "We have written before" in page
    assert "You transmitted the request" in page


def test_a_firm_inquiry_is_drafted(prosecutor: FlaskClient, silent: str) -> None:
    answer = press(prosecutor, f"/requests/{silent}/inquire", tone="firm")
    assert answer.status_code == 302
    assert "VIEJO-9" in prosecutor.get(answer.headers["Location"]).text


def test_a_company_that_got_a_letter_is_asked_in_two_tones(
    prosecutor: FlaskClient, company: Callable[[str], str]
) -> None:
    asked = company("post")
    assert f"/requests/{asked}/inquire" in prosecutor.get(f"/requests/{asked}").text
    page = shown(prosecutor.get(f"/requests/{asked}/inquire").text)
    assert "nothing of what the case is about" in page
    assert "We have written before" in page
    assert "You transmitted the request" not in page
    assert press(prosecutor, f"/requests/{asked}/inquire", tone="own_authority").status_code == 422
    answer = press(prosecutor, f"/requests/{asked}/inquire", tone="gentle")
    assert answer.status_code == 302
    draft = prosecutor.get(answer.headers["Location"]).text
    assert "VIEJO-post" in draft
    assert "Where we asked you to preserve data" in draft


def test_a_company_with_a_portal_is_not_written_to(prosecutor: FlaskClient, company: Callable[[str], str]) -> None:
    asked = company("portal")
    assert f"/requests/{asked}/inquire" not in prosecutor.get(f"/requests/{asked}").text
    assert press(prosecutor, f"/requests/{asked}/inquire", tone="gentle").status_code == 422


def test_a_tone_that_there_is_not_is_refused_and_so_is_a_draft(
    site: Site, prosecutor: FlaskClient, silent: str
) -> None:
    assert press(prosecutor, f"/requests/{silent}/inquire", tone="rude").status_code == 422
    assert press(prosecutor, f"/requests/{site.request_id}/inquire", tone="gentle").status_code == 422
