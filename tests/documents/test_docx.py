"""The DOCX says what the page says, in every form, and nothing of the machine that made it."""

from __future__ import annotations

import io
import zipfile

import docx as reader
import pytest
from docx.oxml.ns import qn

from mlat.documents import docx, render, textlayer
from mlat.documents.forms import forms
from tests.documents.records import record


def words_in(written: bytes) -> str:
    """The text of the body, paragraph by paragraph."""
    body = reader.Document(io.BytesIO(written)).element.body
    paragraphs = ["".join(run.text or "" for run in each.iter(qn("w:t"))) for each in body.iter(qn("w:p"))]
    return "\n".join(paragraphs)


@pytest.mark.parametrize("form_id", sorted(forms()))
def test_it_says_what_the_page_says(form_id: str) -> None:
    made = record(form_id, "pt")
    difference = textlayer.check(words_in(docx.write(made)), render.html(made))
    assert difference.none, difference


def test_the_same_record_gives_the_same_bytes() -> None:
    assert docx.write(record("mla_request")) == docx.write(record("mla_request"))


def test_its_properties_are_the_papers_own() -> None:
    about = reader.Document(io.BytesIO(docx.write(record("mla_request", "fr")))).core_properties
    assert about.title == "Demande d’entraide judiciaire en matière pénale F99-2026-0007"
    assert about.author == "Fiscalía de ejemplo 99"
    assert about.last_modified_by == about.comments == ""
    assert about.language == "fr"
    assert about.created.date().isoformat() == "2026-03-05"


def test_the_foot_counts_pages_and_carries_the_marks() -> None:
    with zipfile.ZipFile(io.BytesIO(docx.write(record("mla_request")))) as archive:
        foot = next(archive.read(name).decode() for name in archive.namelist() if "footer" in name)
    for part in ("NUMPAGES", "K7QX-2M4D", "CAPACITACIÓN", "Traducción aún no certificada"):
        assert part in foot
