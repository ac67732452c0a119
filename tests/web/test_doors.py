"""Every page asks who is there, and nothing of another office exists."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from mlat.web.door import PUBLIC

from .conftest import Site, token_of

ROLES = ("prosecutor", "liaison", "family_officer", "translator", "auditor", "administrator")


def test_every_page_names_a_permission(site: Site) -> None:
    unnamed = {
        rule.endpoint
        for rule in site.app.url_map.iter_rules()
        if not getattr(site.app.view_functions[rule.endpoint], "acts", None)
        and rule.endpoint not in PUBLIC
        and not rule.endpoint.startswith("security.")
    }
    assert unnamed == set()


def test_the_public_pages_are_few(site: Site) -> None:
    abroad = {"abroad.home", "abroad.say", "abroad.code", "abroad.done"}
    personal = {"family_page.enter", "family_page.show", "feed.show"}
    assert {"static", "language", "health.health", "genuine.check", "genuine.show"} | abroad | personal == PUBLIC


def test_nobody_registers_or_recovers_by_mail(site: Site) -> None:
    paths = {rule.rule for rule in site.app.url_map.iter_rules()}
    assert not paths & {"/register", "/reset"}


def test_a_visitor_is_asked_to_log_in(site: Site) -> None:
    answer = site.app.test_client().get("/cases")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_has_a_desk(site: Site, role: str) -> None:
    assert site.enter(f"{role}@uno.example").get("/").status_code == 200


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("family_officer", "/cases"),
        ("translator", "/requests"),
        ("auditor", "/cases"),
        ("administrator", "/cases"),
        ("liaison", "/letters"),
        ("prosecutor", "/people"),
        ("prosecutor", "/trail"),
        ("auditor", "/addresses"),
    ],
)
def test_a_page_for_others_does_not_exist(site: Site, role: str, path: str) -> None:
    assert site.enter(f"{role}@uno.example").get(path).status_code == 404


def _value(rule: Rule, name: str, some_id: str) -> str:
    """An id; of a part that takes certain words only, one of them."""
    words = getattr(rule._converters[name], "items", None)
    return min(words) if words else some_id


def test_another_offices_things_are_404_on_every_path(site: Site, stranger: FlaskClient) -> None:
    known = {"case_id": site.case_id, "request_id": site.request_id}
    token = token_of(stranger.get("/"))
    tried = 0
    for rule in site.app.url_map.iter_rules():
        if not rule.arguments & set(known) or not getattr(site.app.view_functions[rule.endpoint], "acts", None):
            continue
        values = {name: known.get(name) or _value(rule, name, site.case_id) for name in rule.arguments}
        with site.app.test_request_context():
            path = site.app.url_for(rule.endpoint, **values)
        for method in rule.methods & {"GET", "POST"}:
            data = (
                {"csrf_token": token, "once": f"{tried:032x}", "version": "1", "step": "ask"}
                if method == "POST"
                else None
            )
            answer = stranger.open(path, method=method, data=data)
            assert answer.status_code == 404, (method, path, answer.status_code)
            tried += 1
    assert tried > 40


def test_the_other_office_finds_nothing_by_search(site: Site, stranger: FlaskClient) -> None:
    assert "77/2026" not in stranger.get("/search?q=CFP+77").text.replace("CFP 77”", "")
    assert "CFP 77/2026" not in stranger.get("/cases").text


def test_one_reference_leads_straight_to_its_case(site: Site, prosecutor: FlaskClient) -> None:
    answer = prosecutor.get("/search?q=cfp77-2026")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(site.case_id)


def test_names_are_shown_only_to_those_who_may_see_them(site: Site, prosecutor: FlaskClient) -> None:
    assert "Nombre Secreto" in prosecutor.get(f"/cases/{site.case_id}").text
    seen = site.enter("liaison@uno.example").get(f"/cases/{site.case_id}").text
    assert "V1" in seen
    assert "Nombre Secreto" not in seen


def test_what_was_received_is_shown_inert(site: Site, prosecutor: FlaskClient) -> None:
    page = prosecutor.get(f"/cases/{site.case_id}").text
    assert "<b>no.existe" not in page
    assert "&lt;b&gt;no.existe" in page
