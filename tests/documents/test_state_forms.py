"""Papers to States, and what follows them: the ask comes first, the switches hold, and no copy says too much."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mlat.documents import copies, docx, pdf, render
from mlat.documents.forms import form
from mlat.domain.problems import Problem
from mlat.domain.record import Copy, Record
from tests.documents.conftest import pdfium_text
from tests.documents.records import CHILD, SECRET_FACTS, SUSPECT, record
from tests.documents.test_docx import words_in

TO_STATES = (
    "state_preservation",
    "state_preservation_extension",
    "state_emergency",
    "transfer_of_proceedings",
    "urgent_confirmation",
    "more_information",
)


def words(made: Record) -> str:
    """What a reader of the PDF gets, one space apart."""
    return " ".join(pdfium_text(pdf.write(made)).split())


@pytest.mark.parametrize(
    ("form_id", "copy"),
    [
        *((form_id, "authority") for form_id in TO_STATES),
        ("state_preservation", "file"),
        *(pytest.param(form_id, "file", marks=pytest.mark.matrix) for form_id in TO_STATES[1:]),
    ],
)
def test_no_copy_for_a_state_names_a_child(form_id: str, copy: Copy) -> None:
    given = record(form_id, "en", copy)
    persons = record("mla_request").fields["persons"]
    said = words(replace(given, fields=given.fields | {"persons": persons}))
    assert CHILD not in said
    assert (SUSPECT in said) == (form_id == "transfer_of_proceedings")


@pytest.mark.parametrize("form_id", TO_STATES)
def test_a_childs_name_in_free_text_is_refused(form_id: str) -> None:
    given = record(form_id, "en")
    free = next(each.id for each in form(form_id).fields() if each.type == "paragraphs" and each.id in given.fields)
    persons = record("mla_request").fields["persons"]
    with pytest.raises(Problem) as caught:
        render.html(replace(given, fields=given.fields | {"persons": persons, free: f"It was {CHILD}."}))
    assert caught.value.code == "copy.names_child"


def test_the_answer_and_the_confirmation_repeat_no_facts() -> None:
    for form_id in ("more_information", "urgent_confirmation"):
        given = record(form_id, "en")
        more = {name: record("mla_request").fields[name] for name in ("facts", "persons", "identifiers")}
        said = words(replace(given, fields=given.fields | more))
        for secret in (SECRET_FACTS, SUSPECT, "skydiver_77", "203.0.113.77"):
            assert secret not in said, (form_id, secret)


def test_a_translator_reads_nothing_of_the_case() -> None:
    given = record("translation_order", "en")
    assert given.copy == "translator"
    full = replace(given, fields=record("mla_request").fields | given.fields)
    for said in (words(full), words_in(docx.write(full))):
        for secret in (
            CHILD, SUSPECT, SECRET_FACTS, "V1", "S1", "Instagram", "skydiver_77", "203.0.113.77", "26.137",
            "CCC 12345/2026", "art. 131", "Cancillería", "cdcdcdcd", "abababab",
        ):  # fmt: skip
            assert secret not in said, secret
    reduced = copies.reduced(full, form("translation_order"))
    assert (reduced.case_reference, reduced.instrument, reduced.annexes, reduced.legs) == ("", "", (), ())


def test_a_preservation_discloses_nothing_unless_article_30_is_ticked() -> None:
    ticked = record("state_preservation", "en")
    plain = replace(ticked, fields={k: v for k, v in ticked.fields.items() if k != "partial_disclosure"})
    assert "Apart from the traffic data that show the path" in words(ticked)
    said = words(plain)
    assert "Nothing is to be disclosed under this request." in said
    assert "Path of the communications" not in said


def test_article_30_asks_by_the_number_of_the_preservation() -> None:
    alone = record("state_preservation", "en", measure="partial_disclosure_traffic")
    said = words(alone)
    assert "In execution of the preservation named below" in said
    assert "Your reference of the preservation" in said
    assert "New request." not in said
    first = form("state_preservation").required(measure="preservation", instrument="", copy="authority")
    assert "previous_reference" not in {each.id for each in first}


def test_an_emergency_begins_with_the_danger_and_needs_two_persons() -> None:
    shape = form("state_emergency")
    assert shape.two_persons
    first = [each.id for each in shape.sections[0].fields]
    assert first == ["emergency_who", "emergency_what", "emergency_when", "emergency_why"]
    assert all(each.required for each in shape.sections[0].fields)


@pytest.mark.parametrize("form_id", [*TO_STATES, "mla_request", "translation_order"])
def test_a_section_that_is_spoken_of_by_its_number_is_never_left_out(form_id: str) -> None:
    shape = form(form_id)
    page = render.html(record(form_id, "en"))
    for number, section in enumerate(shape.sections, start=1):
        if f"section {number}" in page:
            assert number == 1
            assert any(each.required for each in section.fields)


def test_a_hearing_by_video_says_how_it_is_held() -> None:
    hearing = record("mla_request", "en", measure="video_hearing")
    said = words(hearing)
    assert "make possible the hearing by video link" in said
    assert "Conduct of the hearing" in said
    assert "Conduct of the hearing" not in words(record("mla_request", "en", measure="content_disclosure"))


def test_what_the_instrument_says_is_promised_only_under_it() -> None:
    plain = record("mla_request", "en")
    assert "no longer needed" not in words(plain)
    duty = replace(plain, clauses={**plain.clauses, "tell_when_not_needed": "18(24)", "deadline_wish": "18(24)"})
    said = words(duty)
    assert "We shall tell you without delay if the assistance is no longer needed." in said
    assert "Article 18(24)." in said
