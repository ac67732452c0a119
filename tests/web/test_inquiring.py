"""Asking for news by hand: three tones on one page, each leading to its draft."""

from __future__ import annotations

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


def test_a_tone_that_there_is_not_is_refused_and_so_is_a_draft(
    site: Site, prosecutor: FlaskClient, silent: str
) -> None:
    assert press(prosecutor, f"/requests/{silent}/inquire", tone="rude").status_code == 422
    assert press(prosecutor, f"/requests/{site.request_id}/inquire", tone="gentle").status_code == 422
