"""Approving by hand: findings with what they prevent, a box for each reason, and the reasons in the history."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from mlat.domain.casefile import Choice
from mlat.domain.preflight.overriding import ALL
from mlat.services import addresses, approving, drafting
from tests.web.conftest import NOW, Site, press

HOLD = Choice(measure="preservation", platform="roblox", identifiers=("A1",), data=("subscriber",))
EVIDENCE = Choice(
    measure="mla_evidence", requested="MX", instrument="ar_mx.mlat", identifiers=("A1",), data=("subscriber",)
)


@pytest.fixture(scope="module")
def known(site: Site) -> None:
    """The office knows where to send both kinds of request."""
    liaison, prosecutor = site.people["liaison@uno.example"], site.people["prosecutor@uno.example"]
    with site.app.app_context():
        for body, channel, address in (
            ("roblox", "portal", "https://portal.example"),
            ("ar-central", "post", "Calle 1"),
        ):
            added = addresses.add_address(liaison, NOW, body, channel, address, "A circular", NOW.date())
            addresses.confirm_address(prosecutor, NOW, added)


def drafted(site: Site, wish: Choice) -> str:
    """A draft of the first office; returns its id."""
    with site.app.app_context():
        return drafting.draft(site.people["prosecutor@uno.example"], NOW, site.case_id, wish)


def warnings(site: Site, request_id: str) -> list[str]:
    """The keys of what wants a reason."""
    with site.app.app_context():
        found = drafting.findings(site.people["prosecutor@uno.example"], NOW, request_id)
        return [each.key for each in found if each.level == "warn"]


def shown(page: str) -> str:
    """The page's words."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_what_blocks_leaves_no_button(site: Site, prosecutor: FlaskClient) -> None:
    request_id = drafted(site, replace(HOLD, platform="instagram"))
    page = prosecutor.get(f"/requests/{request_id}/approve").text
    assert "Go to the address book" in page
    assert "forged ones are in use" in shown(page)
    assert f"/requests/{request_id}/approve" not in re.findall(r'action="([^"]+)"', page)
    assert '<textarea class="govuk-textarea" id="all"' not in page


@pytest.mark.usefixtures("known")
def test_each_warning_has_its_box_and_wants_its_reason(site: Site, prosecutor: FlaskClient) -> None:
    request_id = drafted(site, EVIDENCE)
    keys, path = warnings(site, request_id), f"/requests/{request_id}/approve"
    page = prosecutor.get(path).text
    assert keys
    assert all(f'id="{key}"' in page for key in keys)
    assert shown(page).count("Prevents:") >= len(keys)
    assert "Source: https://eucrim.eu" in shown(page)
    answer = press(prosecutor, path, version="1", **{keys[0]: "Consta en el anexo."})
    assert answer.status_code == 422
    assert f'href="#{keys[0]}"' not in answer.text
    assert all(f'href="#{key}"' in answer.text for key in keys[1:])
    assert "Consta en el anexo." in answer.text
    done = press(prosecutor, path, version="1", **dict.fromkeys(keys, "Consta en el anexo."))
    assert done.status_code == 302
    history = shown(prosecutor.get(f"/requests/{request_id}").text)
    assert "Approved in spite of" in history
    assert history.count("Consta en el anexo.") == len(keys)


@pytest.mark.usefixtures("known")
def test_one_box_is_enough_for_a_preservation(site: Site, prosecutor: FlaskClient) -> None:
    request_id = drafted(site, replace(HOLD, data=(), code="QUICK"))
    path = f"/requests/{request_id}/approve"
    page = prosecutor.get(path).text
    assert page.count("<textarea") == 1
    assert 'id="all"' in page
    refused = press(prosecutor, path, version="1")
    assert (refused.status_code, 'href="#all"' in refused.text) == (422, True)
    assert press(prosecutor, path, version="1", all="Se borra hoy.").status_code == 302
    prosecutor_ = site.people["prosecutor@uno.example"]
    with site.app.app_context():
        approving.withdraw_approval(prosecutor_, NOW, request_id)
    assert "Se borra hoy." in prosecutor.get(path).text
    with site.app.app_context():
        drafting.save(prosecutor_, NOW, request_id, 1, {"necessity": "Nuevo."})
    again = prosecutor.get(path).text
    assert "Se borra hoy." not in again
    assert "Changed since it was approved before: Why now" in shown(again)


@pytest.mark.usefixtures("known")
def test_findings_stand_at_their_field_and_are_counted(site: Site, prosecutor: FlaskClient) -> None:
    request_id = drafted(site, replace(EVIDENCE, code="FIELDS"))
    page = prosecutor.get(f"/requests/{request_id}/draft").text
    with site.app.app_context():
        found = drafting.findings(site.people["prosecutor@uno.example"], NOW, request_id)
    many = sum(each.level == "warn" for each in found)
    assert f"{many} warning" in shown(page)
    assert '<a class="govuk-link" href="#measures_sought">' in page
    field = page.index('id="measures_sought"')
    assert "mlat-found" in page[field : field + 1500]


def test_another_office_sees_no_reasons(site: Site, stranger: FlaskClient) -> None:
    request_id = drafted(site, replace(HOLD, code="APART"))
    assert stranger.get(f"/requests/{request_id}/approve").status_code == 404


def test_the_name_of_the_one_reason_is_the_name_of_its_box() -> None:
    assert ALL == "all"
