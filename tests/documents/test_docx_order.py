"""Every form's DOCX is put together in the order that its standard asks for: other programs repair what is not."""

from __future__ import annotations

import io
import posixpath
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from mlat.documents import docx
from mlat.documents.forms import forms
from tests.documents.records import record

pytestmark = pytest.mark.matrix

ORDER = {
    "w:rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike color spacing kern position sz szCs highlight u lang",
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs bidi spacing ind jc rPr",
    "w:tcPr": "tcW gridSpan vMerge tcBorders shd tcMar vAlign",
    "w:tblPr": "tblStyle bidiVisual tblW jc tblBorders tblLayout tblCellMar tblLook",
    "w:tbl": "tblPr tblGrid tr",
    "w:sectPr": "headerReference footerReference type pgSz pgMar cols bidi titlePg docGrid",
}
"""Children in their order (ECMA-376, part 1, 17), as far as our papers use them; another one fails the test."""
PARTS = ("word/document.xml", "word/footer1.xml")


@pytest.fixture(scope="module", params=sorted(forms()))
def written(request: pytest.FixtureRequest) -> bytes:
    return docx.write(record(request.param, language="en"))


def trees(written: bytes) -> Iterator[Any]:
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert archive.testzip() is None
        assert len(set(archive.namelist())) == len(archive.namelist())
        yield from (etree.fromstring(archive.read(name)) for name in archive.namelist() if name in PARTS)


def test_it_opens_again_and_says_something(written: bytes) -> None:
    again = Document(io.BytesIO(written))
    assert sum(len(paragraph.text) for paragraph in again.paragraphs) > 50
    assert again.core_properties.title


def test_children_stand_in_their_order(written: bytes) -> None:
    for tree in trees(written):
        for tag, known in ORDER.items():
            places = {qn(f"w:{name}"): place for place, name in enumerate(known.split())}
            for element in tree.iter(qn(tag)):
                found = [places[child.tag] for child in element]
                assert found == sorted(found), etree.tostring(element)[:300]


def test_cells_end_with_a_paragraph_and_rows_fit_their_grid(written: bytes) -> None:
    for tree in trees(written):
        for cell in tree.iter(qn("w:tc")):
            assert cell[-1].tag == qn("w:p")
        for table in tree.iter(qn("w:tbl")):
            columns = len(table.find(qn("w:tblGrid")))
            for row in table.findall(qn("w:tr")):
                assert len(row.findall(qn("w:tc"))) <= columns


def test_nothing_is_linked_that_is_not_in_the_file(written: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        names = set(archive.namelist())
        for rels in (name for name in names if name.endswith(".rels")):
            for each in etree.fromstring(archive.read(rels)):
                assert each.get("TargetMode") != "External"
                target = posixpath.join(posixpath.dirname(posixpath.dirname(rels)), each.get("Target"))
                assert posixpath.normpath(target).lstrip("/") in names


@pytest.mark.matrix
def test_libreoffice_reads_it_where_there_is_one(written: bytes, tmp_path: Path) -> None:
    """Where there is no LibreOffice the order of the parts is all that can be shown."""
    office = shutil.which("soffice")
    if office is None:
        assert written.startswith(b"PK")
        return
    (tmp_path / "paper.docx").write_bytes(written)
    home = f"-env:UserInstallation=file://{tmp_path / 'home'}"
    command = [office, home, "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "paper.docx")], check=True, capture_output=True, timeout=180)
    assert len((tmp_path / "paper.txt").read_text(encoding="utf-8-sig")) > 50
