"""The file itself: the same bytes again, tagged, with its fonts, and fetching nothing."""

from __future__ import annotations

import builtins
import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from mlat.documents import pdf
from mlat.documents.recordfile import dump
from mlat.domain.problems import Problem
from tests.documents.records import record

IN_A_PROCESS = """
import hashlib, json, sys
from mlat.documents import pdf
from mlat.documents.recordfile import load
print(hashlib.sha256(pdf.write(load(json.load(sys.stdin)))).hexdigest())
"""


@pytest.fixture(scope="module")
def written() -> bytes:
    return pdf.write(record("mla_request"))


@pytest.mark.matrix  # a child of the press gives the same bytes too
def test_two_processes_give_the_same_bytes(written: bytes) -> None:
    given = json.dumps(dump(record("mla_request")))
    ran = subprocess.run([sys.executable, "-c", IN_A_PROCESS], input=given, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == hashlib.sha256(written).hexdigest()


def test_tags_language_title_and_fonts(written: bytes) -> None:
    with pikepdf.open(io.BytesIO(written)) as opened:
        root = opened.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang) == "es"
        assert root.ViewerPreferences.DisplayDocTitle
        assert str(opened.docinfo["/Title"]).endswith("F99-2026-0007")
        assert opened.open_metadata()["pdfuaid:part"] == "1"
        fonts = {str(font.BaseFont) for page in opened.pages for font in page.Resources.Font.values()}
    assert all("+Noto-Sans" in font for font in fonts), fonts


def test_pages_are_counted(written: bytes) -> None:
    assert pdf.pages(written) == len(pikepdf.open(io.BytesIO(written)).pages)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<img src="https://example.org/x.png" alt="x">', "pdf.fetch"),
        (f'<img src="{Path(__file__).as_uri()}" alt="x">', "pdf.fetch"),
        ('<p style="background: url(http://127.0.0.1/x)">x</p>', "pdf.fetch"),
        ('<p style="no-such-property: 1">x</p>', "pdf.warning"),
    ],
)
def test_what_would_fetch_or_is_not_understood_is_an_error(body: str, code: str) -> None:
    page = f'<html lang="en"><head><title>x</title></head><body>{body}</body></html>'
    with pytest.raises(Problem) as caught:
        pdf.write(page)
    assert caught.value.code == code


def test_a_machine_without_pango_gets_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    really = builtins.__import__

    def without_pango(name: str, *rest: Any, **named: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return really(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    with pytest.raises(Problem) as caught:
        pdf.write("<p>x</p>")
    assert caught.value.code == "pango.missing"
    assert "apt-get install" in caught.value.line()


def test_a_record_without_links_has_no_link_annotations(written: bytes) -> None:
    with pikepdf.open(io.BytesIO(written)) as opened:
        assert not [page for page in opened.pages if "/Annots" in page]
