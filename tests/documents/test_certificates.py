"""The data of the European certificates: letters, the mark of a draft, and what the addressee must not see."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace

import pikepdf
import pytest

from mlat.documents import attached, docx, pdf, render, sheet
from mlat.documents.forms import form
from mlat.documents.paper import paper
from mlat.documents.textlayer import said
from mlat.domain.forms import second_copy
from mlat.domain.record import Copy, Record
from mlat.services.second_reader import for_second_reader
from tests.documents.conftest import pdfium_text
from tests.documents.records import CHILD, SUSPECT, record

LETTERS = {"epoc": "ABCDEFGHIJKLM", "epoc_pr": "ABCDEFG", "eio": "ABCDEFGHIJKL"}
GROUNDS = "Sin estos datos no puede hallarse a la persona (motivo reservado Z9)."
SUMMARY = "Resumen reservado del caso Q7."
SECRETS = (GROUNDS, SUMMARY, "Z9", "Q7", CHILD, SUSPECT, "necessity")


def production() -> Record:
    """A production order that names the enforcing authority and holds what only that one may read."""
    given = record("epoc", measure="traffic_disclosure")
    said = {
        "necessity": GROUNDS,
        "facts": SUMMARY,
        "enforcing_authority": "Autoridad de ejecución\nDublín",
        "persons": record("mla_request").fields["persons"],
    }
    return replace(given, fields=given.fields | said)


def everything_in(made: Record) -> str:
    """All that the files of this copy say, visibly or not: text, metadata, bookmarks, JSON, properties, names."""
    written = pdf.write(made)
    parts = [pdfium_text(written), render.html(made)]
    parts += [f"{label} {value}" for label, value in sheet.fields(made)]
    parts += [f"{each.name} {each.text}" for each in attached.attachments(paper(made, form(made.form)))]
    with pikepdf.open(io.BytesIO(written)) as opened:
        parts += [str(value) for value in opened.docinfo.values()]
        parts.append(opened.Root.Metadata.read_bytes().decode())
        parts += [str(item.title) for item in opened.open_outline().root]
        parts += [name + found.get_file().read_bytes().decode() for name, found in opened.attachments.items()]
    with zipfile.ZipFile(io.BytesIO(docx.write(made))) as archive:
        parts += [
            name + re.sub(r"<[^>]+>", "", archive.read(name).decode())
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        ]
    return " ".join(" ".join(parts).split())


@pytest.mark.parametrize(("form_id", "letters"), LETTERS.items())
def test_the_data_stand_under_the_letters_of_the_certificate(form_id: str, letters: str) -> None:
    assert "".join(each.letter for each in form(form_id).sections) == letters
    copy: Copy | None = "authority" if form_id == "epoc" else None
    ready = paper(record(form_id, measure=form(form_id).measures[-1], copy=copy), form(form_id))
    shown = "".join(str(each.number) for each in ready.sections)
    assert shown == letters
    assert ready.after_sections == ""


def test_a_section_that_is_left_out_does_not_move_the_letters() -> None:
    given = record("epoc_pr")
    fields = {key: value for key, value in given.fields.items() if key not in ("addressee_role", "addressee_other")}
    ready = paper(replace(given, fields={**fields, "custodian": ""}), form("epoc_pr"))
    assert "".join(str(each.number) for each in ready.sections) == "ACDEFG"


@pytest.mark.parametrize(
    ("form_id", "where"),
    [("epoc", "Annex I to Regulation"), ("epoc_pr", "Annex II to Regulation"), ("eio", "Annex A to Directive")],
)
def test_it_says_plainly_that_it_is_only_a_draft_for_the_official_form(form_id: str, where: str) -> None:
    text = " ".join(said(render.html(record(form_id, "en"))).split())
    assert "Draft for the official form: fill the official" in text
    assert where in text
    ready = paper(record(form_id, "en"), form(form_id))
    assert "Draft for the official form" in ready.marks
    assert "Draft for the official form" in ready.warnings


def test_the_addressee_never_sees_grounds_and_summary() -> None:
    text = everything_in(production())
    for secret in SECRETS:
        assert secret not in text, secret
    assert "203.0.113.77" in text


def test_the_enforcing_authority_sees_them_and_its_request_as_data_too() -> None:
    (copy,) = for_second_reader(production())
    assert (copy.copy, copy.recipient.name, copy.number) == ("authority", "Autoridad de ejecución", "F99-2026-0007-EA")
    assert (copy.proof_code, copy.verify_url) == ("", "")
    text = everything_in(copy)
    for told in (GROUNDS, SUMMARY, "203.0.113.77"):
        assert told in text, told
    for secret in (CHILD, SUSPECT):
        assert secret not in text, secret
    (found,) = attached.attachments(paper(copy, form("epoc")))
    assert json.loads(found.text)["fields"]["necessity"] == GROUNDS


def test_no_copy_is_made_where_nobody_is_notified() -> None:
    given = production()
    assert for_second_reader(replace(given, fields=given.fields | {"enforcing_authority": ""})) == []
    assert for_second_reader(record("provider_disclosure")) == []
    assert second_copy(record("eio"), form("eio")) == ()


def test_an_addressee_is_given_no_data_file() -> None:
    assert attached.attachments(paper(production(), form("epoc"))) == ()


def test_a_preservation_order_carries_neither_facts_nor_grounds() -> None:
    given = record("epoc_pr")
    text = everything_in(replace(given, fields=given.fields | {"necessity": GROUNDS, "facts": SUMMARY}))
    for secret in (GROUNDS, SUMMARY):
        assert secret not in text


def test_only_an_emergency_is_answered_in_hours_and_needs_two_persons() -> None:
    usual = " ".join(said(render.html(record("epoc", "en"))).split())
    pressing = " ".join(said(render.html(record("epoc", "en", measure="emergency_disclosure"))).split())
    assert "within ten days" in usual and "eight hours" not in usual
    assert "eight hours" in pressing and "within ten days" not in pressing
    assert form("epoc").needs_two("emergency_disclosure")
    assert not form("epoc").needs_two("subscriber_disclosure")
    assert form("emergency_disclosure").needs_two("emergency_disclosure")


def test_an_investigation_order_names_no_child() -> None:
    text = everything_in(record("eio"))
    assert CHILD not in text
    assert "V1" in text
