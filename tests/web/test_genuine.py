"""Whoever holds a paper may ask whether it is ours, and learns nothing else."""

from __future__ import annotations

import pytest

from mlat import create_app
from mlat.domain.casefile import Choice
from mlat.model import Request, transaction
from mlat.services import drafting, issuing
from mlat.settings import Settings
from tests.services import lives

from .conftest import NOW, Site

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
        for secret in ("CFP 77/2026", site.case_id, issued.id, "no.existe", "/requests/", "/cases/"):
            assert secret not in page


def test_nobody_can_try_codes_without_end(site: Site) -> None:
    client = create_app(Settings(home=site.home, secret_key="s" * 40)).test_client()
    answers = [client.get(f"/verify/{number}").status_code for number in range(31)]
    assert answers == [404] * 30 + [429]


def test_an_issued_paper_is_recorded_as_submitted_from_beside_its_sheet(site: Site, issued: Request) -> None:
    page = site.enter("prosecutor@uno.example").get(f"/requests/{issued.id}/send")
    assert page.status_code == 200
    assert page.text.index("Copy each field into the portal") < page.text.index("Record that it was submitted")
    assert "Inc.." not in page.text
