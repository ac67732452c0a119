"""Headers, forged forms, double presses, the log, and the error pages."""

from __future__ import annotations

import io
import json
import logging
import re

import pytest
from flask.testing import FlaskClient

from .conftest import Site, once_of, token_of

ENGLISH = {"Accept-Language": "en"}


def test_the_policy_names_the_nonce_of_the_page(prosecutor: FlaskClient) -> None:
    answer = prosecutor.get("/")
    policy = answer.headers["Content-Security-Policy"]
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce
    assert f'nonce="{nonce[1]}"' in answer.text
    assert "unsafe" not in policy
    assert nonce[1] not in prosecutor.get("/").headers["Content-Security-Policy"]


def test_no_page_carries_a_script_or_style_of_its_own(site: Site, prosecutor: FlaskClient) -> None:
    for path in ("/", f"/cases/{site.case_id}", f"/requests/{site.request_id}", "/login"):
        page = prosecutor.get(path).text
        assert "style=" not in page
        assert not re.search(r"<script(?![^>]*src=)", page)
        assert not re.search(r"\son[a-z]+=", page)


@pytest.mark.parametrize("header", ["X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "X-Request-Id"])
def test_every_answer_has_the_header(site: Site, header: str) -> None:
    assert site.app.test_client().get("/healthz").headers[header]


def test_a_forged_form_is_refused(prosecutor: FlaskClient) -> None:
    answer = prosecutor.post("/cases/new", data={"reference": "forged"})
    assert answer.status_code == 400
    assert "forged" not in prosecutor.get("/cases").text


def test_a_form_without_its_once_token_changes_nothing(prosecutor: FlaskClient) -> None:
    token = token_of(prosecutor.get("/cases/new"))
    assert prosecutor.post("/cases/new", data={"reference": "no token", "csrf_token": token}).status_code == 422
    assert "no token" not in prosecutor.get("/cases").text


def test_pressing_twice_acts_once(prosecutor: FlaskClient) -> None:
    page = prosecutor.get("/cases/new")
    form = {"reference": "TWICE 1", "csrf_token": token_of(page), "once": once_of(page)}
    first = prosecutor.post("/cases/new", data=form)
    second = prosecutor.post("/cases/new", data=form)
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert prosecutor.get("/cases").text.count("TWICE 1") == 1


def test_a_refused_form_can_be_sent_again(prosecutor: FlaskClient) -> None:
    page = prosecutor.get("/cases/new")
    form = {"csrf_token": token_of(page), "once": once_of(page)}
    assert prosecutor.post("/cases/new", data=form | {"reference": ""}).status_code == 422
    assert prosecutor.post("/cases/new", data=form | {"reference": "AGAIN 1"}).status_code == 302


def test_the_same_number_stands_in_the_log_the_header_and_on_the_error_page(
    site: Site, prosecutor: FlaskClient
) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger("mlat.web").addHandler(handler)
    try:
        answer = prosecutor.get("/cases/ffffffffffffffffffffffffffffffff?q=secreto")
    finally:
        logging.getLogger("mlat.web").removeHandler(handler)
    line = json.loads(stream.getvalue().splitlines()[-1])
    assert answer.status_code == 404
    assert line["request"] == answer.headers["X-Request-Id"]
    assert line["request"] in answer.text
    assert line.keys() == {"request", "method", "endpoint", "status", "ms", "user"}
    assert "secreto" not in stream.getvalue()
    assert "@" not in stream.getvalue()


def test_a_request_id_of_the_proxy_is_kept_and_a_strange_one_is_not(site: Site) -> None:
    client = site.app.test_client()
    assert client.get("/healthz", headers={"X-Request-Id": "abcdef-123456"}).headers["X-Request-Id"] == "abcdef-123456"
    assert "<" not in client.get("/healthz", headers={"X-Request-Id": "<script>alert"}).headers["X-Request-Id"]


def test_healthz_answers_without_log_in(site: Site) -> None:
    answer = site.app.test_client().get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"ok": True})


def test_pages_are_not_kept_by_browsers(prosecutor: FlaskClient) -> None:
    assert prosecutor.get("/").headers["Cache-Control"] == "no-store"


def test_a_wrong_method_has_its_page(prosecutor: FlaskClient) -> None:
    answer = prosecutor.put("/cases/new", headers={"X-CSRFToken": token_of(prosecutor.get("/"))})
    assert answer.status_code == 405
    assert "Number of this request" in answer.text


def test_a_crash_says_nothing_of_its_cause(
    site: Site, prosecutor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("Nombre Secreto")

    monkeypatch.setattr("mlat.reads.cases.visible", broken)
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger("mlat.web").addHandler(handler)
    try:
        answer = prosecutor.get("/cases")
    finally:
        logging.getLogger("mlat.web").removeHandler(handler)
    assert answer.status_code == 500
    assert "Nombre Secreto" not in answer.text + stream.getvalue()
    assert answer.headers["X-Request-Id"] in stream.getvalue()


def log_ins(site: Site, proxies: int, tries: list[tuple[str, str]]) -> list[int]:
    """What the log-in answers to wrong passwords, each from an address named by a proxy and for an account."""
    from mlat import create_app
    from mlat.settings import Settings

    app = create_app(Settings(home=site.home, secret_key="s" * 40, trusted_proxies=proxies))
    client = app.test_client()
    token = token_of(client.get("/login"))
    return [
        client.post(
            "/login",
            data={"email": email, "password": "wrong-one", "csrf_token": token},
            headers={"X-Forwarded-For": address},
        ).status_code
        for address, email in tries
    ]


def test_log_in_is_limited_by_the_visitors_address_that_the_proxy_names(site: Site) -> None:
    one_address = [("192.0.2.7", f"{number}@b.example") for number in range(11)]
    assert log_ins(site, 1, [*one_address, ("192.0.2.8", "other@b.example")]) == [200] * 10 + [429, 200]


def test_without_a_proxy_in_the_settings_nobody_names_an_address_of_their_own(site: Site) -> None:
    claimed = [(f"192.0.2.{number}", f"{number}@b.example") for number in range(11)]
    assert log_ins(site, 0, claimed) == [200] * 10 + [429]


def test_log_in_is_limited_by_account_from_however_many_addresses(site: Site) -> None:
    one_account = [(f"192.0.2.{number}", ("A@b.example", "a@B.example ")[number % 2]) for number in range(11)]
    assert log_ins(site, 1, [*one_account, ("192.0.2.99", "other@b.example")]) == [200] * 10 + [429, 200]


def test_a_wrong_password_does_not_say_whether_the_person_exists(site: Site) -> None:
    client = site.app.test_client()
    token = token_of(client.get("/login", headers=ENGLISH))
    pages = [
        client.post("/login", data={"email": email, "password": "wrong-one", "csrf_token": token}, headers=ENGLISH).text
        for email in ("prosecutor@uno.example", "nobody@uno.example")
    ]
    assert all("The e-mail or the password is not right" in page for page in pages)


def test_an_open_redirect_is_not_offered(site: Site) -> None:
    client = site.app.test_client()
    token = token_of(client.get("/login"))
    elsewhere = ("//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "/\r\nX: y")
    for back in elsewhere:
        answer = client.post("/language", data={"language": "es", "back": back, "csrf_token": token})
        assert answer.headers["Location"] == "/"


def test_the_language_is_switched_and_kept(site: Site, prosecutor: FlaskClient) -> None:
    page = prosecutor.get("/")
    assert 'lang="en"' in page.text
    assert "Your desk" in page.text
    answer = prosecutor.post(
        "/language", data={"language": "es", "back": "/cases?ball=we_owe", "csrf_token": token_of(page)}
    )
    assert answer.headers["Location"] == "/cases?ball=we_owe"
    page = prosecutor.get("/")
    assert 'lang="es"' in page.text
    assert "Su escritorio" in page.text
