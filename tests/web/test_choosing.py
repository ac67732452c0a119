"""The choice of a route: each way whole, the user's place asked when it matters, the circumstances of the case."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from mlat.domain.casefile import CaseInput, IdentifierInput, OffenceInput
from mlat.model import Request, transaction
from mlat.services import intake

from .conftest import NOW, Site, once_of, token_of

HERE = "Where is the user believed to be?"


@pytest.fixture(scope="module")
def case(site: Site) -> str:
    """Two accounts of a platform whose companies differ by the user's place; nobody said the place of one."""
    given = CaseInput(
        reference="CFP 91/2026",
        training=True,
        offences=(OffenceInput(code="O1", article="art. 131", law="Código Penal", title="Contacto con menor"),),
        identifiers=(
            IdentifierInput(code="A1", kind="username", given="una.cuenta", platform="tiktok", synthetic=True),
            IdentifierInput(
                code="A2", kind="username", given="otra.cuenta", platform="tiktok", user_in="DE", synthetic=True
            ),
        ),
    )
    with site.app.app_context():
        return intake.open_case(site.people["prosecutor@uno.example"], NOW, given)


@pytest.fixture
def english(prosecutor: FlaskClient) -> FlaskClient:
    answer = prosecutor.post("/language", data={"csrf_token": token_of(prosecutor.get("/")), "language": "en"})
    assert answer.status_code == 302
    return prosecutor


def ticks(page: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'name="route" value="([^"]*)"', page)]


def test_the_place_of_the_user_is_asked_when_another_company_may_answer(english: FlaskClient, case: str) -> None:
    assert HERE in english.get(f"/cases/{case}/choose").text
    assert HERE not in english.get(f"/cases/{case}/choose?user_in=MX").text


def test_accounts_of_users_in_different_places_are_wishes_of_their_own(english: FlaskClient, case: str) -> None:
    found = ticks(english.get(f"/cases/{case}/choose?user_in=MX").text)
    companies = {tick.rsplit("|", 1)[1] for tick in found if tick.startswith("preservation~tiktok~")}
    assert len(companies) > 1
    assert {tick.split("~")[3] for tick in found if tick.startswith("preservation~tiktok~")} == {"MX", "DE"}


def test_the_ticked_company_is_the_one_that_is_written_to(site: Site, english: FlaskClient, case: str) -> None:
    page = english.get(f"/cases/{case}/choose")
    offered = [
        tick
        for tick in ticks(page.text)
        if tick.startswith("preservation~tiktok~~~A1~") and "|provider_policy.preservation|" in tick
    ]
    assert len({tick.rsplit("|", 1)[1] for tick in offered}) > 1, "one law reaches several companies"
    answer = english.post(
        f"/cases/{case}/choose",
        data={"csrf_token": token_of(page), "once": once_of(page), "route": offered[-1]},
    )
    assert answer.status_code == 302, answer.text
    request_id = answer.headers["Location"].split("/")[2]
    with site.app.app_context(), transaction() as session:
        assert session.get_one(Request, request_id).recipient_name == offered[-1].rsplit("|", 1)[1]


def test_a_way_says_all_that_one_must_know(english: FlaskClient, site: Site) -> None:
    page = english.get(f"/cases/{site.case_id}/choose").text
    for title in ("Way", "Channel", "Language", "Clocks", "Annexes required", "Formalities", "Sources"):
        assert f"<dt>{title}</dt>" in page, title
    assert "/facts/instruments/us.sca.2703f.preservation" in page


@pytest.mark.parametrize(
    ("circumstances", "open_"), [("", False), ("&organised=yes", False), ("&organised=yes&penalty_years=6", True)]
)
def test_the_convention_on_organised_crime_needs_a_group_and_four_years(
    english: FlaskClient, case: str, circumstances: str, open_: bool
) -> None:
    page = english.get(f"/cases/{case}/choose?measure=mla_evidence&requested=TH&identifiers=A1{circumstances}").text
    assert any("|untoc.art18.mla|" in tick for tick in ticks(page)) == open_


def test_a_circumstance_opens_the_way_that_asks_for_it(english: FlaskClient, case: str) -> None:
    asked = f"/cases/{case}/choose?measure=traffic_disclosure&requested=DE&identifiers=A1"
    without, live = english.get(asked).text, english.get(f"{asked}&given=realtime").text
    assert not any("|budapest.art33.traffic_realtime|" in tick for tick in ticks(without))
    assert any("|budapest.art33.traffic_realtime|" in tick for tick in ticks(live))
    assert 'name="given" value="realtime" checked' in live


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("measure=mla_evidence&requested=AR", "The State is your own"),
        ("measure=mla_evidence", "Neither a State nor a platform is named"),
        ("penalty_years=viele", "Highest penalty in years is not a number of years"),
    ],
)
def test_a_wish_that_makes_no_sense_is_said_above_the_form(
    english: FlaskClient, case: str, asked: str, says: str
) -> None:
    answer = english.get(f"/cases/{case}/choose?{asked}")
    assert answer.status_code == 422
    assert says in answer.text
    assert "Preserve data" in answer.text


def test_refusals_carry_their_source(english: FlaskClient, case: str) -> None:
    page = english.get(f"/cases/{case}/choose?measure=preservation&requested=MX&identifiers=A1").text
    refused = page[page.index("refused, and why") :]
    assert "Convention on Cybercrime" in refused
    assert '<span class="mlat-hash"><bdi>https://' in refused
