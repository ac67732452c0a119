"""The request as data: it fits the published schema, and holds nothing that its copy must not show."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from mlat.documents import pdf
from mlat.documents.copies import SEALED
from mlat.documents.forms import forms
from mlat.domain.record import Beside
from tests.documents.records import CHILD, PERSONS, SECRET_FACTS, record
from tests.documents.schema import against

SCHEMA: dict[str, Any] = json.loads(Path("docs/request-schema-1.json").read_text(encoding="utf-8"))
TO_AUTHORITIES = sorted(each.id for each in forms().values() if each.recipients == "authority" and each.id != SEALED)


def attached(written: bytes) -> dict[str, bytes]:
    """Every file in a PDF, by its name."""
    with pikepdf.open(io.BytesIO(written)) as opened:
        return {name: opened.attachments[name].get_file().read_bytes() for name in opened.attachments}


@pytest.mark.parametrize("form_id", TO_AUTHORITIES)
def test_what_is_attached_for_an_authority_fits_the_schema(form_id: str) -> None:
    given = pdf.proof(record(form_id, language="en")).attached
    assert [each.name for each in given] == ["request-F99-2026-0007.json"]
    assert list(against(SCHEMA, json.loads(given[0].text), SCHEMA)) == []


@pytest.mark.parametrize(
    "wrong", [{"schema": "mlat-request-2"}, {"on": "yesterday"}, {"secret": 1}, {"fields": {"x": 1}}, {"sender": {}}]
)
def test_the_schema_refuses_what_does_not_fit(wrong: dict[str, object]) -> None:
    text = pdf.proof(record("mla_request", language="en")).attached[0].text
    assert list(against(SCHEMA, json.loads(text) | wrong, SCHEMA))


@pytest.mark.parametrize(
    "shown",
    [record("provider_preservation"), record("family_status"), record("mla_request", copy="file"), record(SEALED)],
)
def test_nobody_else_gets_a_file_inside_the_file(shown: Any) -> None:
    assert attached(pdf.write(shown)) == {}


def test_it_is_bound_to_the_paper_as_its_data() -> None:
    with pikepdf.open(io.BytesIO(pdf.write(record("mla_request", language="en")))) as opened:
        (file,) = opened.Root.AF
        assert file.AFRelationship == "/Data"
        assert file.EF.F.Subtype == "/application/json"
        assert file.EF.F.Params.ModDate == "D:20260305000000Z"


def test_a_child_is_named_nowhere_in_it() -> None:
    (data,) = attached(pdf.write(record("mla_request", language="en"))).values()
    said = json.loads(data)
    assert CHILD not in data.decode()
    assert [each["name"] for each in said["fields"]["persons"] if each["role"] == "victim"] == [""]
    assert PERSONS[1].name in data.decode()


def test_both_languages_of_a_paper_stand_in_it_and_no_child_does() -> None:
    made = record("mla_request", language="en")
    words = {key: f"ES {value}" for key, value in made.fields.items() if isinstance(value, str) and key != "date_range"}
    words |= {key: tuple(f"ES {each}" for each in made.fields[key]) for key in ("measures_sought",)}
    made = replace(made, beside=Beside("es", "columns", "Ley 26.137 (B)", words))
    (file,) = pdf.proof(made).attached
    said = json.loads(file.text)
    assert (said["language"], said["beside"]["language"]) == ("en", "es")
    assert said["beside"]["fields"]["facts"] == f"ES {SECRET_FACTS}"
    assert said["beside"]["instrument"] == "Ley 26.137 (B)"
    assert "persons" not in said["beside"]["fields"], "what both languages say alike stands once"
    assert list(against(SCHEMA, said, SCHEMA)) == []
    assert CHILD not in file.text


def test_a_field_that_this_paper_does_not_print_is_not_in_it() -> None:
    made = record("status_inquiry", language="en", fields={"facts": "Secret facts.", "own_reference": "REQ-1"})
    (file,) = pdf.proof(made).attached
    assert "facts" not in json.loads(file.text).get("fields", {})
    assert "Secret facts" not in file.text


def test_a_draft_has_no_number_in_the_name_of_the_file() -> None:
    made = record("mla_request", language="en", number="", proof_code="", verify_url="", annexes=())
    (file,) = pdf.proof(made).attached
    assert file.name == "request.json"
    assert not {"number", "proof_code", "annexes"} & json.loads(file.text).keys()
