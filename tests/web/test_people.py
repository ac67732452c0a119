"""What a case is made of is entered and put right on its pages."""

from __future__ import annotations

import re
from dataclasses import replace

from flask.testing import FlaskClient

from mlat.services import intake
from mlat.web import names

from .conftest import CASE, NOW, Site, once_of, press, token_of


def test_a_person_is_put_right_by_who_may_see_names(site: Site, prosecutor: FlaskClient) -> None:
    given = replace(CASE, reference="CFP 99/2026", identifiers=(), contacts=(), persons=CASE.persons[:1])
    with site.app.app_context():
        case = intake.open_case(site.people["prosecutor@uno.example"], NOW, given)
    found = re.search(rf'href="(/cases/{case}/people/[0-9a-f]+)"', prosecutor.get(f"/cases/{case}/people").text)
    assert found
    page = prosecutor.get(found[1])
    assert 'value="2014-05-06"' in page.text
    stale = {
        "csrf_token": token_of(page),
        "once": once_of(page),
        "version": "1",
        "code": "V1",
        "role": "victim",
        "born": "2011-01-02",
    }
    assert press(prosecutor, found[1], version=1, code="V1", role="victim", born="2013-05-06").status_code == 302
    assert 'value="2013-05-06"' in prosecutor.get(found[1]).text
    refused = prosecutor.post(found[1], data=stale)
    assert refused.status_code == 409
    assert "2011-01-02" in refused.text
    assert "2013-05-06" in refused.text
    assert site.enter("liaison@uno.example").get(found[1]).status_code == 404


def test_an_offence_says_its_kind(site: Site, prosecutor: FlaskClient) -> None:
    with site.app.app_context():
        case = intake.open_case(
            site.people["prosecutor@uno.example"], NOW, replace(CASE, reference="CFP 98/2026", offences=())
        )
    law = {"article": "art. 128", "law": "Código Penal", "title": "Producción", "kind": "abuse_material"}
    assert press(prosecutor, f"/cases/{case}/offences", **law).status_code == 302
    speak = prosecutor.post("/language", data={"csrf_token": token_of(prosecutor.get("/")), "language": "en"})
    assert speak.status_code == 302
    kept = re.search(r'<ul class="mlat-list">.*?</ul>', prosecutor.get(f"/cases/{case}/offences").text, re.DOTALL)
    assert kept
    assert names.OFFENCE_KINDS["abuse_material"] in kept[0]
    assert press(prosecutor, f"/cases/{case}/offences", **law | {"kind": "sadness"}).status_code == 422
