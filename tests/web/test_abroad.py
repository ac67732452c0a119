"""A recipient abroad answers without an account, and a link that opens nothing tells nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from mlat import create_app
from mlat.domain.answering import CHOICES
from mlat.domain.casefile import Choice
from mlat.domain.permissions import Role
from mlat.model import Event, Proposal, transaction
from mlat.reads import answering
from mlat.services import inviting, proposing
from mlat.settings import Settings
from mlat.web import abroad
from tests.services import lives
from tests.services.conftest import a_pdf

from .conftest import NOW, Site, once_of, press, token_of

WISH = Choice(
    measure="mla_evidence",
    requested="MX",
    instrument="ar_mx.mlat",
    identifiers=("A1",),
    data=("subscriber",),
    language="en",
    fields={"measures_sought": "The data of the account.", "link_account_offence": "It wrote to the victim."},
)
UNKNOWN = "2222-3333-4444-5555-6666-7777-8888"
ENGLISH = {"Accept-Language": "en"}


@dataclass(frozen=True)
class There:
    """A request that is with an authority abroad, and the path of its page."""

    request: str
    path: str


@pytest.fixture(scope="module", autouse=True)
def quick_papers() -> Iterator[None]:
    """How a paper looks is shown elsewhere."""
    blank = a_pdf()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mlat.documents.press.write", lambda _record: blank)
        patch.setattr("mlat.documents.sign.seal", lambda data, *_, **__: data)
        yield


@pytest.fixture(scope="module")
def gone(site: Site, asked: There) -> There:
    """One whose link was revoked."""
    with site.app.app_context():
        there = another(site, "GONE")
        inviting.revoke_link(site.office().liaison, NOW, there.request)
        return there


@pytest.fixture(scope="module")
def asked(site: Site) -> There:
    office = site.office()
    with site.app.app_context():
        inviting.set_page(office.actors[Role.ADMINISTRATOR], NOW, 365)
        return another(site, "")


def another(site: Site, code: str) -> There:
    office = site.office()
    sent = lives.a_sent(office, NOW, site.case_id, replace(WISH, code=code) if code else WISH, "by_hand")
    return There(sent, path_of(site, sent))


def path_of(site: Site, request_id: str) -> str:
    link = answering.answer_page(site.office().prosecutor, NOW, request_id).link
    assert link
    return "/" + link.url.partition("://")[2].partition("/")[2]


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is read an hour later."""
    monkeypatch.setattr(abroad, "now", lambda: NOW + timedelta(hours=1))


def entered(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    """Fill in the form of a visitor and send it."""
    return client.post(path, data={"csrf_token": token_of(client.get(path)), "zone": "America/Mexico_City", **fields})


def of_the(asked: There, site: Site) -> list[Proposal]:
    with site.app.app_context(), transaction() as session:
        rows = select(Proposal).where(Proposal.request_id == asked.request)
        return list(session.scalars(rows.order_by(Proposal.entered_at)))


def test_the_first_screen_says_who_asks_and_nothing_of_the_case(site: Site, asked: There) -> None:
    answer = site.app.test_client().get(asked.path)
    assert answer.status_code == 200
    with site.app.app_context():
        number = lives.the(asked.request).number or "?"
    for said in (number, "Fiscalía uno", "Request for legal assistance", "We have received it", "2 March 2027"):
        assert said in answer.text
    told = ("CFP 77", "no.existe", "Roblox", "Secret", "account", "child", "Persona", asked.request, site.case_id)
    assert not [secret for secret in told if secret in answer.text]


def test_it_stays_out_of_referrers_indexes_and_caches_and_runs_no_script(site: Site, asked: There) -> None:
    for path in (asked.path, f"{asked.path}/question", f"/answer/{UNKNOWN}"):
        answer = site.app.test_client().get(path)
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"].startswith("noindex")
        assert answer.headers["Cache-Control"] == "no-store"
        assert "<script" not in answer.text
        assert 'type="file"' not in answer.text


@pytest.mark.parametrize("end", ["", *(f"/{choice}" for choice in CHOICES), "/code", "/officer", "/confirmed"])
def test_unknown_expired_and_revoked_links_are_answered_alike(
    site: Site, asked: There, gone: There, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = site.app.test_client()
    answers = [client.get(path + end, headers=ENGLISH) for path in (f"/answer/{UNKNOWN}", gone.path)]
    monkeypatch.setattr(abroad, "now", lambda: NOW + timedelta(days=365))
    answers.append(client.get(asked.path + end, headers=ENGLISH))
    assert [answer.status_code for answer in answers] == [404] * 3
    assert len({answer.data for answer in answers}) == 1
    assert "not known, or no longer open" in answers[0].text
    alike = [{name: value for name, value in answer.headers if name not in NEW_EACH_TIME} for answer in answers]
    assert alike[0] == alike[1] == alike[2]


NEW_EACH_TIME = ("X-Request-Id", "Content-Security-Policy", "Date")


@pytest.mark.parametrize("data", [{}, {"csrf_token": "forged"}])
def test_a_closed_link_takes_nothing_either(site: Site, data: dict[str, str]) -> None:
    answers = [site.app.test_client().post(f"/answer/{UNKNOWN}/{end}", data=data) for end in ("received", "code")]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_form_of_another_page_is_taken_for_nothing(site: Site, asked: There) -> None:
    before = len(of_the(asked, site))
    for data in ({}, {"csrf_token": "forged"}):
        answer = site.app.test_client().post(f"{asked.path}/received", data=data | {"zone": "UTC"})
        assert (answer.status_code, "open for too long" in answer.text) == (422, True)
    assert len(of_the(asked, site)) == before


def test_a_form_is_taken_over_https_though_no_page_sends_a_referrer(site: Site, asked: There) -> None:
    client, base = site.app.test_client(), "https://localhost"
    page = client.get(f"{asked.path}/received", base_url=base)
    data = {"csrf_token": token_of(page), "zone": "UTC", "reference": "over https"}
    assert client.post(f"{asked.path}/received", data=data, base_url=base).status_code == 302


def test_what_is_wrong_stands_at_its_field_and_what_was_written_stays(site: Site, asked: There) -> None:
    answer = entered(site.app.test_client(), f"{asked.path}/date", on="2020-01-01", reference="<b>ours")
    assert answer.status_code == 422
    assert 'href="#on"' in answer.text
    assert "Please give a day from today on" in answer.text
    assert "&lt;b&gt;ours" in answer.text
    assert not of_the(asked, site) or of_the(asked, site)[-1].kind != "promised"


def test_what_is_read_after_sending_is_a_use_as_well(site: Site, asked: There) -> None:
    def uses() -> int:
        with site.app.app_context():
            link = answering.answer_page(site.office().prosecutor, NOW, asked.request).link
            return link.uses if link else 0

    before = uses()
    assert site.app.test_client().get(f"{asked.path}/officer").status_code == 200
    assert uses() == before + 1


def test_an_upload_is_nowhere_looked_at(site: Site, asked: There) -> None:
    client = site.app.test_client()
    token = token_of(client.get(f"{asked.path}/wrong"))
    sent = {"csrf_token": token, "zone": "UTC", "file": (io.BytesIO(b"\xff\xd8\xff secret"), "a.jpg")}
    assert client.post(f"{asked.path}/wrong", data=sent).status_code == 302
    assert b"\xff\xd8\xff secret" not in b"".join(file.read_bytes() for file in (site.home / "files").rglob("*.*"))


def test_from_the_visitor_to_the_officer(site: Site, asked: There, prosecutor: FlaskClient) -> None:
    with site.app.app_context():
        there = another(site, "WAY")
    sent = entered(site.app.test_client(), f"{there.path}/question", text="Which <i>account</i>?", reference="FGR-9")
    assert sent.headers["Location"].endswith("/officer")
    assert "An officer of our office will look" in site.app.test_client().get(sent.headers["Location"]).text
    with site.app.app_context():
        assert lives.the(there.request).state == "sent"
    desk = prosecutor.get("/").text
    assert "They ask something" in desk
    page = prosecutor.get(f"/requests/{there.request}")
    assert "Which &lt;i&gt;account&lt;/i&gt;?" in page.text
    (found,) = of_the(there, site)
    accept = f"/requests/{there.request}/proposals/{found.id}/accept"
    prosecutor.post(accept, data={"csrf_token": token_of(page), "once": once_of(page)})
    with site.app.app_context():
        assert lives.the(there.request).state == "more_asked"
    page = prosecutor.get(f"/requests/{there.request}")
    assert "accepted by an officer" in page.text
    refused = prosecutor.get(f"/requests/{there.request}/proposals/{found.id}/refuse")
    assert refused.status_code == 200


def test_the_code_ends_it_on_the_page(site: Site, asked: There) -> None:
    with site.app.app_context():
        there = another(site, "CODE")
        lives.knows(site.office(), NOW, lives.the(there.request).recipient_id, "mail", "central@fgr.example")
    client = site.app.test_client()
    sent = entered(client, f"{there.path}/received")
    assert "/code" in sent.headers["Location"]
    assert "We have sent a code" in client.get(sent.headers["Location"]).text
    wrong = entered(client, f"{there.path}/code", code="1")
    assert (wrong.status_code, "This code is not right" in wrong.text) == (422, True)
    with site.app.app_context(), transaction() as session:
        kinds = select(Event.kind).where(Event.request_id == there.request, Event.actor == "recipient")
        assert list(session.scalars(kinds.order_by(Event.id)))[-3:] == ["page_opened", "page_opened", "code_wrong"]


def test_a_link_closed_while_a_code_is_on_its_way_says_nothing_more(
    site: Site, asked: There, monkeypatch: pytest.MonkeyPatch
) -> None:
    with site.app.app_context():
        there = another(site, "RACE")
    client, confirm = site.app.test_client(), proposing.confirm

    def revoked_first(at: datetime, token: str, code: str) -> object:
        inviting.revoke_link(site.office().liaison, NOW, there.request)
        return confirm(at, token, code)

    monkeypatch.setattr(proposing, "confirm", revoked_first)
    answer = entered(client, f"{there.path}/code", code="12345678")
    assert answer.status_code == 404
    assert "Fiscalía" not in answer.text


def test_an_officer_revokes_and_makes_a_new_link(site: Site, asked: There, prosecutor: FlaskClient) -> None:
    with site.app.app_context():
        there = another(site, "NEW")
    base = f"/requests/{there.request}"
    page = prosecutor.get(base)
    assert there.path in page.text
    for act in ("new", "revoke"):
        page = prosecutor.get(base)
        answer = prosecutor.post(
            f"{base}/answer-page/{act}", data={"csrf_token": token_of(page), "once": once_of(page)}
        )
        assert answer.status_code == 302
        assert site.app.test_client().get(there.path).status_code == 404
    assert "No link is open." in prosecutor.get(base).text


def test_a_company_request_shows_no_such_page(site: Site, prosecutor: FlaskClient, asked: There) -> None:
    assert "recipient&#39;s own page" not in prosecutor.get(f"/requests/{site.request_id}").text


def test_an_administrator_switches_it(site: Site, asked: There) -> None:
    administrator = site.enter("administrator@dos.example")
    assert "Off." in administrator.get("/people").text
    assert press(administrator, "/people/recipient-page", on="on", days="9999").status_code == 422
    assert press(administrator, "/people/recipient-page", on="on", days="30").status_code == 302
    assert "each link is open for 30 days" in administrator.get("/people").text
    press(administrator, "/people/recipient-page", on="off", days="30")
    assert site.enter("prosecutor@dos.example").get("/people/recipient-page").status_code == 404


def test_nobody_tries_tokens_or_codes_without_end(site: Site, asked: There) -> None:
    client = create_app(Settings(home=site.home, secret_key="s" * 40)).test_client()
    looks = [client.get(f"/answer/{number}", headers=ENGLISH) for number in range(31)]
    assert [answer.status_code for answer in looks] == [404] * 30 + [429]
    assert "Too many attempts" in looks[-1].text
    assert client.head("/answer/31").status_code == 429, "what is looked at without its words is looked at"
    tries = [client.post(f"/answer/{number}/code").status_code for number in range(11)]
    assert tries == [404] * 10 + [429]
