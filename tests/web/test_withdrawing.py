"""Withdrawing by hand: what is asked before, and where it leads."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from mlat.domain.casefile import Choice, OpenRequest
from mlat.services import drafting, intake, takeover
from tests.services import lives
from tests.web.conftest import CASE, NOW, Site, press
from tests.web.test_approving import shown

OPEN = OpenRequest(
    code="OLD", measure="preservation", recipient="roblox", instrument="us.sca.2703f.preservation", sent_at=NOW,
    zone="UTC", channel="portal", number="VIEJO-7", identifiers=("A1",), data=("subscriber",),
)  # fmt: skip


@pytest.fixture
def case_id(site: Site) -> str:
    """A case of its own with a request that was sent and a draft."""
    actor = site.people["prosecutor@uno.example"]
    with site.app.app_context():
        made = intake.open_case(actor, NOW, replace(CASE, reference=f"W {len(CASES)}/2026"))
        takeover.take_over(actor, NOW, made, OPEN)
        drafting.draft(actor, NOW, made, Choice(measure="preservation", platform="roblox", identifiers=("A1",)))
    CASES.append(made)
    return made


CASES: list[str] = []


def ids(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('href="/requests/')[1:]]


def test_one_request_leads_to_the_letter_that_tells_its_recipient(
    site: Site, prosecutor: FlaskClient, case_id: str
) -> None:
    page = prosecutor.get(f"/cases/{case_id}/withdraw").text
    old = next(each for each in ids(page) if "VIEJO-7" in page.split(each)[1][:200])
    asked = shown(prosecutor.get(f"/requests/{old}/withdraw").text)
    assert "A letter that tells Roblox" in asked
    answer = press(prosecutor, f"/requests/{old}/withdraw")
    letter = prosecutor.get(answer.headers["Location"]).text
    assert "Withdraw a request" in shown(letter)
    assert "VIEJO-7" in prosecutor.get(answer.headers["Location"] + "/draft").text


def test_all_at_once_wants_a_tick_and_says_who_is_told(site: Site, prosecutor: FlaskClient, case_id: str) -> None:
    path = f"/cases/{case_id}/withdraw"
    assert f'href="{path}"' in prosecutor.get(f"/cases/{case_id}").text
    page = shown(prosecutor.get(path).text)
    assert page.index("These recipients are told") < page.index("VIEJO-7") < page.index("given up without a letter")
    unsure = press(prosecutor, path)
    assert (unsure.status_code, "is not ticked" in unsure.text) == (422, True)
    assert press(prosecutor, path, sure="yes").status_code == 302
    after = shown(prosecutor.get(f"/cases/{case_id}").text)
    assert "Withdraw a request" in after
    assert "No request is open." in shown(prosecutor.get(path).text)


def test_closing_is_asked_once_and_frees_nobody_of_a_hold(site: Site, prosecutor: FlaskClient, case_id: str) -> None:
    with site.app.app_context():
        held = takeover.take_over(
            site.people["prosecutor@uno.example"], NOW, case_id, replace(OPEN, code="HELD", confirmed_at=NOW)
        )
    path = f"/requests/{held}/close"
    page = prosecutor.get(f"/requests/{held}").text
    assert f'href="{path}"' in page
    assert f'action="{path}"' not in page
    asked = shown(prosecutor.get(path).text)
    assert "A confirmed hold runs on" in asked
    assert "This cannot be undone." in asked
    assert press(prosecutor, path).headers["Location"] == f"/requests/{held}"
    assert f'href="{path}"' not in prosecutor.get(f"/requests/{held}").text
    with site.app.app_context():
        assert set(lives.clocks(held)) == {"hold"}


def test_a_liaison_has_no_such_page(site: Site, case_id: str) -> None:
    assert site.enter("liaison@uno.example").get(f"/cases/{case_id}/withdraw").status_code == 404
