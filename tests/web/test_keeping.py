"""What is written into a draft is kept while it is written."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from mlat.domain.casefile import Choice
from mlat.reads.drafts import draft_view
from mlat.services import drafting

from .conftest import NOW, Site, once_of, token_of


@pytest.fixture
def draft(site: Site) -> str:
    """A draft of the office."""
    with site.app.app_context():
        asked = Choice(measure="preservation", platform="roblox", identifiers=("A1",), data=("subscriber",))
        return drafting.draft(site.people["prosecutor@uno.example"], NOW, site.case_id, asked)


def test_it_is_kept_once_a_version_and_a_stale_one_says_what_to_do(
    site: Site, prosecutor: FlaskClient, draft: str
) -> None:
    page = prosecutor.get(f"/requests/{draft}/draft")
    given = {"csrf_token": token_of(page), "once": once_of(page), "version": "1", "order": "Order of 2 March"}
    kept = prosecutor.post(f"/requests/{draft}/draft/keep", data=given)
    assert (kept.status_code, kept.json["version"]) == (200, 2)  # type: ignore[index]
    with site.app.app_context():
        view = draft_view(site.people["prosecutor@uno.example"], draft)
    assert (view.version, view.fields["order"]) == (2, "Order of 2 March")
    late = prosecutor.post(f"/requests/{draft}/draft/keep", data=given)
    assert late.status_code == 409
    assert "somebody else" in late.json["words"]  # type: ignore[index]
    saved = prosecutor.post(f"/requests/{draft}/draft", data=given | {"version": "2", "order": "Order of 3 March"})
    assert saved.status_code == 302, "keeping must not use up the form's own token"
