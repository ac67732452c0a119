"""The routes of the world: the map, the table, the file for a spreadsheet, and a State's page."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from mlat.domain.route_table import states_of
from mlat.facts.tiles import load_map
from mlat.services import knowledge
from mlat.web import names, states, wanted
from mlat.web.wall import LETTERS

from .conftest import NOW, Site, token_of

MATRIX = pytest.mark.matrix
SUNDAY_NIGHT = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
"""Monday in UTC, Sunday in Buenos Aires and in Mexico."""


@pytest.fixture(autouse=True)
def late_on_sunday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wanted, "now", lambda: SUNDAY_NIGHT)
    monkeypatch.setattr(states, "now", lambda: SUNDAY_NIGHT)


@pytest.fixture
def liaison(site: Site) -> Iterator[FlaskClient]:
    client = site.enter("liaison@uno.example")
    speak(client, "en")
    yield client


def speak(client: FlaskClient, language: str) -> None:
    answer = client.post("/language", data={"csrf_token": token_of(client.get("/")), "language": language})
    assert answer.status_code == 302


def tile(page: str, state: str) -> str:
    found = re.search(rf'<a class="mlat-tile [^>]*href="/routes/{state}\?[^>]*><title>[^<]*', page)
    assert found, state
    return found[0]


def test_the_map_shows_every_state_of_the_facts_once(liaison: FlaskClient, site: Site) -> None:
    page = liaison.get("/routes").text
    shown = re.findall(r'<a class="mlat-tile [^>]*href="/routes/([A-Z]{2})\?', page)
    assert sorted(shown) == [each for each in states_of(site.app.extensions["mlat"].world) if each != "AR"]
    assert 'mlat-tile--home" aria-hidden="true"><title>Argentina' in page


def test_the_day_is_the_offices_own(liaison: FlaskClient) -> None:
    assert 'id="on" name="on" type="date" value="2026-03-01"' in liaison.get("/routes").text


def test_what_a_square_rests_on_is_said_in_words_and_by_a_letter(liaison: FlaskClient) -> None:
    page = liaison.get("/routes").text
    assert "<title>Mexico: Treaty between the two States: Argentina-Mexico treaty" in tile(page, "MX")
    assert "mlat-tile--bilateral" in tile(page, "MX")
    assert "Convention that binds both" in tile(page, "DE")
    assert "No treaty: reciprocity" in tile(page, "KZ")


def test_another_measure_colours_the_map_anew(liaison: FlaskClient) -> None:
    page = liaison.get("/routes?measure=transfer_of_proceedings").text
    assert "mlat-tile--none" in tile(page, "MX")
    assert "measure=transfer_of_proceedings" in tile(page, "MX")


def test_a_route_changes_on_the_day_a_treaty_enters_into_force(liaison: FlaskClient) -> None:
    before = liaison.get("/routes?measure=preservation&on=2017-05-31").text
    after = liaison.get("/routes?measure=preservation&on=2026-03-01").text
    assert tile(before, "DE") != tile(after, "DE").replace("2026-03-01", "2017-05-31")
    assert "Cybercrime" in tile(after, "DE")


@pytest.mark.parametrize(
    "asked",
    ["on=2026-02-31&measure=<b>", *(pytest.param(each, marks=MATRIX) for each in ("on=never", "measure=nothing"))],
)
def test_an_address_that_makes_no_sense_shows_the_usual(liaison: FlaskClient, asked: str) -> None:
    page = liaison.get(f"/routes?{asked}")
    assert page.status_code == 200
    assert 'value="2026-03-01"' in page.text
    assert '<option value="mla_evidence" selected>' in page.text


def rows(page: str) -> list[str]:
    return re.findall(r'<tr id="([A-Z]{2})">', page)


@pytest.mark.parametrize("name", ["MÉXICO", "mx", *(pytest.param(each, marks=MATRIX) for each in ("mexico", "méx"))])
def test_a_country_is_found_however_it_is_written(liaison: FlaskClient, name: str) -> None:
    assert "MX" in rows(liaison.get("/routes", query_string={"q": name}).text)
    assert "DE" not in rows(liaison.get("/routes", query_string={"q": name}).text)


def test_a_country_that_nobody_has_says_so(liaison: FlaskClient) -> None:
    assert "No State fits." in liaison.get("/routes?q=atlantis").text


def test_only_what_is_unverified_can_be_shown(liaison: FlaskClient) -> None:
    shown = rows(liaison.get("/routes?unverified=yes").text)
    assert "MX" not in shown
    assert "KZ" in shown


def test_the_spreadsheet_has_every_state_and_measure(liaison: FlaskClient, site: Site) -> None:
    answer = liaison.get("/routes.csv")
    assert answer.mimetype == "text/csv"
    assert 'filename="routes-AR-2026-03-01.csv"' in answer.headers["Content-Disposition"]
    lines = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    states_there = {line["state"] for line in lines}
    measures_there = {line["measure"] for line in lines}
    assert len(lines) == len(states_there) * len(measures_there)
    assert len(states_there) == len(states_of(site.app.extensions["mlat"].world)) - 1
    evidence = next(line for line in lines if (line["state"], line["measure"]) == ("MX", "mla_evidence"))
    assert (evidence["instrument"], evidence["rests_on"]) == ("ar_mx.mlat", "Treaty between the two States")


def test_the_spreadsheet_keeps_the_filter(liaison: FlaskClient) -> None:
    text = liaison.get("/routes.csv?q=uruguay").text.removeprefix("\ufeff")
    assert {line["state"] for line in csv.DictReader(io.StringIO(text))} == {"UY"}


def test_a_state_shows_routes_refusals_sources_and_the_hour_there(liaison: FlaskClient) -> None:
    page = liaison.get("/routes/MX").text
    assert "From Argentina to Mexico" in page
    assert "/facts/instruments/ar_mx.mlat" in page
    assert "/facts/authorities/mx-central" in page
    assert "Sunday 20:30 in Mexico City" in page
    assert "day of rest:" in page
    assert "absent from the table read" in page, "Budapest is refused for Mexico, with its ground"
    assert "Needs an organised criminal group" in page


def test_a_sentence_of_the_facts_is_marked_as_english(liaison: FlaskClient) -> None:
    speak(liaison, "es")
    page = liaison.get("/routes/MX").text
    assert '<span lang="en" dir="ltr">Confidential by default, without end date.</span>' in page


@pytest.mark.parametrize("state", ["AR", "ZZ", "mx", "XX"])
def test_the_own_state_and_none_have_no_page(liaison: FlaskClient, state: str) -> None:
    assert liaison.get(f"/routes/{state}").status_code == 404


def corrected(page: str) -> int:
    """How many facts the page says the office has confirmed or corrected: other tests of this site do so too."""
    found = re.search(r"(\d+) facts? confirmed or corrected by our office", page)
    return int(found[1]) if found else 0


def test_the_offices_own_correction_counts(site: Site, liaison: FlaskClient, stranger: FlaskClient) -> None:
    before = corrected(liaison.get("/routes").text)
    with site.app.app_context():
        who = site.people["administrator@uno.example"]
        knowledge.correct_fact(who, NOW, "instruments.ar_tn.mlat.in_force", False, "Boletín de ejemplo", NOW.date())
    assert "mlat-tile--bilateral" not in tile(liaison.get("/routes").text, "TN")
    assert "mlat-tile--bilateral" in tile(stranger.get("/routes").text, "TN")
    assert corrected(liaison.get("/routes").text) == before + 1


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("auditor", 200),
        ("translator", 404),
        pytest.param("liaison", 200, marks=MATRIX),  # whom every test above is
        pytest.param("prosecutor", 200, marks=MATRIX),
    ],
)
@pytest.mark.parametrize("path", ["/routes", "/routes.csv", "/routes/MX"])
def test_whoever_may_see_facts_sees_routes(site: Site, role: str, status: int, path: str) -> None:
    assert site.enter(f"{role}@uno.example").get(path).status_code == status


def test_every_kind_of_ground_has_a_letter_of_its_own() -> None:
    assert LETTERS.keys() == names.FOOTINGS.keys()
    assert len(set(LETTERS.values())) == len(LETTERS)


def test_the_words_of_the_vocabulary_are_the_pages_words(site: Site) -> None:
    words = site.app.extensions["mlat"].world.vocabulary
    assert dict(words.events) == names.STARTS
    assert dict(words.circumstances) == names.CIRCUMSTANCES
    assert dict(words.offence_kinds) == names.OFFENCE_KINDS


def test_every_code_that_a_route_can_carry_has_words(site: Site) -> None:
    world = site.app.extensions["mlat"].world
    laws = world.instruments.values()
    assert {each.channel_kind for each in laws} | {each.channel for each in world.platforms.values()} <= set(names.WAYS)
    assert {annex for each in laws for annex in each.requires_annexes} <= set(names.ANNEXES)
    assert {period.kind for each in laws for period in each.periods.values()} <= set(names.CLOCKS)
    assert {each.role for each in world.authorities.values()} <= set(names.AUTHORITIES)


def test_the_map_is_not_mirrored_where_writing_is(site: Site, liaison: FlaskClient) -> None:
    site.app.config["LANGUAGES"], before = ("es", "en", "ar"), site.app.config["LANGUAGES"]
    try:
        there = at(liaison.get("/routes").text)
        speak(liaison, "ar")
        page = liaison.get("/routes").text
    finally:
        site.app.config["LANGUAGES"] = before
    assert 'dir="rtl"' in page
    assert at(page) == there
    assert there["US"] == next((t.column * 44 + 2, t.row * 44 + 2) for t in load_map().tiles() if t.country == "US")


def at(page: str) -> dict[str, tuple[int, int]]:
    """Where each square stands."""
    found = re.findall(r'href="/routes/([A-Z]{2})\?.*?<rect x="(\d+)" y="(\d+)"', page)
    return {state: (int(x), int(y)) for state, x, y in found}
