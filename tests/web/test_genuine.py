"""Whoever holds a paper may ask whether it is ours, and learns nothing else."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from hashlib import sha256

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from mlat import create_app
from mlat.documents import sign
from mlat.domain.casefile import Choice
from mlat.model import Paper, Request, transaction
from mlat.services import drafting, issuing, withdrawing
from mlat.settings import Settings
from tests.services import lives

from .conftest import NOW, Site, once_of, token_of

WISH = Choice(
    measure="preservation",
    platform="roblox",
    identifiers=("A1",),
    data=("subscriber",),
    fields={
        "data_sought": "Account details.",
        "legal_basis": "CPPF art. 151",
        "order": "Order of 2 March 2026",
        "necessity": "It can be deleted at any time.",
    },
)


@pytest.fixture(scope="module")
def issued(site: Site) -> Request:
    """A request of the first office whose paper is frozen."""
    actor = site.people["prosecutor@uno.example"]
    with site.app.app_context():
        request_id = drafting.draft(actor, NOW, site.case_id, WISH)
        lives.approve(site.office(), NOW, request_id)
        issuing.issue(actor, NOW, request_id)
        with transaction() as session:
            return session.get_one(Request, request_id)


@pytest.mark.parametrize("written", [str, str.lower, lambda code: f" {code} "])
def test_a_paper_of_ours_is_found_as_its_code_is_copied(site: Site, issued: Request, written: type[str]) -> None:
    answer = site.app.test_client().get(f"/verify/{written(issued.proof_code or '')}")
    assert answer.status_code == 200
    assert issued.number
    assert issued.number in answer.text


@pytest.mark.parametrize("code", ["XXXX-XXXX", "%25", "0", "<b>"])
def test_an_unknown_code_is_said_to_be_none_of_ours(site: Site, issued: Request, code: str) -> None:
    answer = site.app.test_client().get(f"/verify/{code}", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "No paper of ours carries this code" in answer.text
    assert "<b>" not in answer.text


def test_it_tells_nothing_of_the_case_to_anybody(site: Site, issued: Request) -> None:
    path = f"/verify/{issued.proof_code}"
    for client in (site.app.test_client(), site.enter("prosecutor@dos.example"), site.enter("prosecutor@uno.example")):
        page = client.get(path).text
        for secret in (
            "CFP 77/2026",
            site.case_id,
            issued.id,
            "no.existe",
            "/requests/",
            "/cases/",
        ):
            assert secret not in page


def test_a_visitor_learns_neither_office_nor_company(site: Site, issued: Request) -> None:
    page = site.app.test_client().get(f"/verify/{issued.proof_code}").text
    assert not [secret for secret in ("Fiscalía uno", "Persona", "Roblox") if secret in page]


def test_nobody_can_try_codes_without_end(site: Site) -> None:
    client = create_app(Settings(home=site.home, secret_key="s" * 40)).test_client()
    answers = [client.get(f"/verify/{number}").status_code for number in range(31)]
    assert answers == [404] * 30 + [429]


def test_an_issued_paper_is_recorded_as_submitted_from_beside_its_sheet(site: Site, issued: Request) -> None:
    page = site.enter("prosecutor@uno.example").get(f"/requests/{issued.id}/send")
    assert page.status_code == 200
    assert page.text.index("Copy each field into the portal") < page.text.index("Record that it was submitted")
    assert "Inc.." not in page.text


def test_a_paper_given_up_before_it_left_and_an_unknown_code_are_answered_alike(site: Site) -> None:
    actor = site.people["prosecutor@uno.example"]
    with site.app.app_context():
        request_id = lives.an_issued(site.office(), NOW, site.case_id, replace(WISH, code="LOST"))
        (paper_id,) = [each.id for each in papers(request_id)]
        data, _ = issuing.paper_bytes(actor, NOW, paper_id)
        code = lives.the(request_id).proof_code or ""
        withdrawing.withdraw(actor, NOW, request_id)
    client = site.app.test_client()
    withdrawn, unknown = client.get(f"/verify/{code}"), client.get("/verify/ZZZZ-ZZZZ")
    assert withdrawn.status_code == unknown.status_code == 404
    alike = [re.sub(r'nonce="[^"]+"', "", answer.text.replace(code, "ZZZZ-ZZZZ")) for answer in (withdrawn, unknown)]
    assert alike[0] == alike[1]
    assert "REQ-" not in given(site, data).text


def test_a_paper_that_left_stays_ours_when_its_request_is_withdrawn(site: Site) -> None:
    """Whoever is told of the withdrawal and checks the first paper must not read that it was forged."""
    with site.app.app_context():
        request_id = lives.a_sent(site.office(), NOW, site.case_id, replace(WISH, code="SENT"))
        withdrawing.withdraw(site.people["prosecutor@uno.example"], NOW, request_id)
        code = lives.the(request_id).proof_code
    assert site.app.test_client().get(f"/verify/{code}").status_code == 200


def papers(request_id: str) -> list[Paper]:
    with transaction() as session:
        return list(session.scalars(select(Paper).where(Paper.request_id == request_id)))


def given(site: Site, data: bytes) -> TestResponse:
    """What the page says of a file that a visitor gives."""
    client = site.app.test_client()
    page = client.get("/verify-file", headers={"Accept-Language": "en"})
    sent = {"csrf_token": token_of(page), "once": once_of(page), "file": (io.BytesIO(data), "paper.pdf")}
    return client.post("/verify-file", data=sent, headers={"Accept-Language": "en"})


@pytest.fixture(scope="module")
def left(site: Site, issued: Request) -> bytes:
    """The bytes of the paper that left."""
    with site.app.app_context():
        (paper,) = papers(issued.id)
        return issuing.paper_bytes(site.people["prosecutor@uno.example"], NOW, paper.id)[0]


def test_the_file_that_left_is_known_by_its_bytes(site: Site, issued: Request, left: bytes) -> None:
    answer = given(site, left)
    assert answer.status_code == 200
    for said in ("the very file", issued.number or "?", sha256(left).hexdigest(), "Fiscalía uno", "Holds"):
        assert said in answer.text
    assert "CFP 77/2026" not in answer.text


def test_a_changed_file_is_no_longer_what_was_signed(site: Site, issued: Request, left: bytes) -> None:
    damaged = bytearray(left)
    damaged[left.index(b"stream") + 40] ^= 1
    answer = given(site, bytes(damaged))
    assert "not what our office signed" in answer.text
    assert "Broken" in answer.text
    assert (issued.number or "?") not in answer.text


def test_of_a_strange_file_nothing_is_said(site: Site, left: bytes) -> None:
    key, certificate = sign.new_office_key("Fiscalía uno", NOW)
    plain = left[: left.index(b"%%EOF") + 6]
    strange = given(site, sign.seal(plain, key, certificate, NOW, "Un impostor"))
    assert "Nothing is known here of this file" in strange.text
    for secret in ("impostor", "Fiscalía uno", "REQ-"):
        assert secret not in strange.text


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.7\n" + b"x" * 5000])
def test_what_is_no_pdf_is_said_at_the_field(site: Site, data: bytes) -> None:
    answer = given(site, data)
    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.text
