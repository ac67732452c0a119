"""The forms as data: ids of the one vocabulary, templates that exist, statements that have a sentence."""

from __future__ import annotations

import pytest

from mlat.documents import names
from mlat.documents.forms import form, forms
from mlat.domain.forms import VOCABULARY, When
from mlat.domain.identifiers import TYPES
from mlat.domain.problems import Problem
from mlat.resources import path

EXPECTED = {
    "provider_preservation",
    "provider_extension",
    "provider_disclosure",
    "provider_inquiry",
    "mla_request",
    "spontaneous_information",
    "status_inquiry",
    "covering_note",
    "sealed_identity",
    "family_status",
    "emergency_disclosure",
    "withdrawal",
    "child_identified",
    "hotline_report",
    "domestic_referral",
    "records_certificate",
    "state_preservation",
    "state_preservation_extension",
    "state_emergency",
    "transfer_of_proceedings",
    "urgent_confirmation",
    "more_information",
    "translation_order",
    "epoc",
    "epoc_pr",
    "eio",
    "referral_package",
}


def test_the_forms_are_there() -> None:
    assert set(forms()) >= EXPECTED
    with pytest.raises(Problem) as caught:
        form("nope")
    assert "mla_request" in caught.value.line()


@pytest.mark.parametrize("form_id", sorted(EXPECTED))
def test_each_form_is_whole(form_id: str) -> None:
    shape = form(form_id)
    assert path("templates", "documents", shape.template).is_file()
    assert path("forms", f"{form_id}.toml").is_file()
    ids = [field.id for field in shape.fields()]
    assert len(ids) == len(set(ids)), "a field twice"
    for field in shape.fields():
        assert field.id in VOCABULARY
        assert field.help, field.id
        assert bool(field.sentence) == (field.type == "statement"), field.id


@pytest.mark.parametrize("form_id", sorted(f for f in EXPECTED if f.startswith("provider")))
def test_a_company_is_never_asked_to_read_facts_or_persons(form_id: str) -> None:
    assert not {"facts", "persons", "information", "penal_text"} & {each.id for each in form(form_id).fields()}


def test_a_family_letter_has_no_free_text() -> None:
    assert {each.type for each in form("family_status").fields()} <= {"milestones", "contact", "text", "list"}


def test_every_kind_of_identifier_has_its_name_on_papers() -> None:
    assert names.KINDS.keys() == TYPES.keys()
    assert {kind: each.title for kind, each in TYPES.items()} == dict(names.KINDS)


def test_conditions_of_a_field() -> None:
    when = When(measures=("mla_evidence",), copies=("authority",))
    assert when.holds(measure="mla_evidence", instrument="ar_mx.mlat", copy="authority")
    assert not when.holds(measure="mla_evidence", instrument="ar_mx.mlat", copy="provider")
    assert not when.holds(measure="preservation", instrument="ar_mx.mlat", copy="authority")
    assert not When(instruments=("x",)).holds(measure="", instrument="ar_mx.mlat", copy="file")
