"""A link among the accounts is printed as it was received, and no program can open it."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest

from mlat.documents import docx, pdf, render
from mlat.domain.record import IdentifierLine, Record
from tests.documents.records import record

GIVEN = "https://t.me/un.grupo"
LINES = (
    IdentifierLine("url", GIVEN, "Telegram", synthetic=True),
    IdentifierLine("email", "una.cuenta@correo.example", "Google", synthetic=True),
    IdentifierLine("phone", "+52 55 0000 0000", "WhatsApp", synthetic=True),
)


@pytest.fixture(scope="module")
def made() -> Record:
    """A request that names accounts which programs like to make links of."""
    whole = record("provider_preservation")
    return record("provider_preservation", fields={**whole.fields, "identifiers": LINES})


def test_the_page_has_no_link(made: Record) -> None:
    page = render.html(made)
    assert GIVEN in page
    assert "<a " not in page
    assert "href=" not in page.partition("<body")[2]


def test_the_pdf_has_no_link(made: Record) -> None:
    with pikepdf.open(io.BytesIO(pdf.write(made))) as opened:
        assert not [page for page in opened.pages if "/Annots" in page]


def test_the_word_processor_gets_no_link(made: Record) -> None:
    with zipfile.ZipFile(io.BytesIO(docx.write(made))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    body = parts["word/document.xml"]
    assert GIVEN in body
    assert "w:hyperlink" not in body
    assert "HYPERLINK" not in body
    assert not any(GIVEN in text for name, text in parts.items() if name.endswith(".rels"))
