"""The draft page of a paper to an authority: a second language, and a second field for each free text."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from mlat.services import drafting
from tests.services.lives import EVIDENCE, HOLD
from tests.web.conftest import NOW, Site, press


@pytest.fixture(scope="module")
def draft(site: Site) -> str:
    """Path of a draft to an authority, in Spanish."""
    with site.app.app_context():
        choice = replace(EVIDENCE, identifiers=())
        return f"/requests/{drafting.draft(site.people['prosecutor@uno.example'], NOW, site.case_id, choice)}/draft"


def save(client: FlaskClient, path: str, **fields: str) -> int:
    """Save the draft as it is shown now; the answer's status."""
    found = re.search(r'name="version" value="(\d+)"', client.get(path).text)
    assert found
    return press(client, path, version=found[1], **fields).status_code


def test_a_second_language_brings_a_second_field_for_each_free_text(draft: str, prosecutor: FlaskClient) -> None:
    page = prosecutor.get(draft).text
    assert 'name="second_language"' in page
    assert 'name="second.measures_sought"' not in page
    kept = {"measures_sought": "Obtener los datos.", "second_layout": "columns"}
    assert save(prosecutor, draft, second_language="fr", **kept) == 302
    page = prosecutor.get(draft).text
    assert 'name="second.measures_sought"' in page
    second = {"second_language": "fr", "second.measures_sought": "Obtenir les données.", **kept}
    assert save(prosecutor, draft, **second) == 302
    assert "Obtenir les données." in prosecutor.get(draft).text


def test_a_language_that_is_not_offered_changes_nothing(draft: str, prosecutor: FlaskClient) -> None:
    assert save(prosecutor, draft, second_language="hi", second_layout="columns") == 422


def test_a_company_is_offered_one_language(site: Site, prosecutor: FlaskClient) -> None:
    with site.app.app_context():
        actor = site.people["prosecutor@uno.example"]
        made = drafting.draft(actor, NOW, site.case_id, replace(HOLD, identifiers=()))
    assert 'name="second_language"' not in prosecutor.get(f"/requests/{made}/draft").text
