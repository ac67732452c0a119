"""The papers to companies and bodies beside the requests: what each says, and what no copy of it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mlat.documents import render
from mlat.documents.forms import form, forms
from mlat.documents.textlayer import said
from mlat.domain.problems import Problem
from mlat.domain.record import Copy, IdentifierLine, Record
from tests.documents.records import CHILD, SECRET_FACTS, SUSPECT, record
from tests.documents.test_copies import everything_in

pytestmark = pytest.mark.matrix

NEW = (
    "emergency_disclosure",
    "withdrawal",
    "child_identified",
    "hotline_report",
    "domestic_referral",
    "records_certificate",
)
SENT = date(2026, 3, 20)
URL = "https://un.sitio.example/p/1?x=2"


def text(made: Record) -> str:
    return " ".join(said(render.html(made)).split())


@pytest.mark.parametrize("form_id", NEW)
def test_no_copy_names_a_child(form_id: str) -> None:
    given = record(form_id, "en")
    given = replace(given, fields=given.fields | {"persons": record("mla_request").fields["persons"]})
    copies: tuple[Copy, ...] = ("provider", "authority", "file")
    for copy in copies:
        assert "Ferreyra" not in everything_in(replace(given, copy=copy)), copy


@pytest.mark.parametrize("form_id", ["emergency_disclosure", "child_identified"])
@pytest.mark.parametrize("copy", ["provider", "authority"])
def test_persons_stand_in_the_copy_for_the_file_alone(form_id: str, copy: Copy) -> None:
    whole = everything_in(record(form_id, "en", copy=copy))
    assert SUSPECT not in whole
    assert "V1" not in whole
    assert "V1" in everything_in(record(form_id, "en", copy="file"))


@pytest.mark.parametrize(
    ("form_id", "field"), [("emergency_disclosure", "emergency_who"), ("child_identified", "hash_list")]
)
def test_a_name_in_their_free_text_is_refused(form_id: str, field: str) -> None:
    given = record(form_id, "en")
    with pytest.raises(Problem) as caught:
        render.html(replace(given, fields=given.fields | {field: f"It is {CHILD}."}))
    assert caught.value.code == "copy.names_child"


def test_an_emergency_says_the_four_facts_first_and_then_the_accounts() -> None:
    made = text(record("emergency_disclosure", "en"))
    facts = [made.index(f"Texto de emergency_{each}") for each in ("who", "what", "when", "why")]
    assert facts == sorted(facts)
    assert facts[-1] < made.index("203.0.113.77") < made.index("Texto de data_sought")
    assert "One person of this office approved this request, and a second one confirmed it." in made


def test_the_sections_that_an_emergency_speaks_of_are_those() -> None:
    titles = [each.title for each in form("emergency_disclosure").sections[:3]]
    assert titles == ["Emergency", "Accounts", "Data needed to avert the danger"]


def test_a_company_reads_no_facts_in_an_emergency_or_a_withdrawal() -> None:
    for form_id in ("emergency_disclosure", "withdrawal"):
        given = record(form_id, "en", copy="provider")
        whole = everything_in(replace(given, fields=given.fields | {"facts": SECRET_FACTS}))
        assert SECRET_FACTS not in whole


def test_a_withdrawal_cites_the_request_and_its_day() -> None:
    made = text(record("withdrawal", "en", fields={"previous_request": "ONE/2026/REQ-0001", "sent_on": SENT}))
    assert "ONE/2026/REQ-0001" in made
    assert "20 March 2026" in made


def test_an_address_is_printed_as_it_was_seen_and_leads_nowhere() -> None:
    given = record("hotline_report", "en", fields={"identifiers": (IdentifierLine("url", URL),)})
    page = render.html(given)
    assert URL in said(page)
    assert "<a " not in page
    assert "href=" not in page.partition("<body")[2]


def test_the_notice_of_an_identified_child_has_no_account_no_offence_and_no_facts() -> None:
    fields = {each.id for each in form("child_identified").fields()}
    assert not fields & {"identifiers", "offences", "facts", "information", "annexes", "data_sought"}


def test_a_certificate_has_room_for_its_signature_and_none_of_ours() -> None:
    made = text(record("records_certificate", "en"))
    assert "Records: number of pages, or name and SHA-256 of each file" in made
    assert "Ana Ejemplo" not in made
    assert "Ana Ejemplo" in text(record("withdrawal", "en"))


def test_what_is_an_annex_fulfils_one_code() -> None:
    codes = [each.annex_of for each in forms().values() if each.annex_of]
    assert len(codes) == len(set(codes))
    assert form("records_certificate").annex_of == "form_a"
