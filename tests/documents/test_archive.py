"""The structure that PDF/A-3a and PDF/UA-1 ask for, as far as it is checked here: written as, not validated."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from lxml import etree

from mlat.documents import pdf
from mlat.documents.forms import forms
from tests.documents.records import record

NS = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "extension": "http://www.aiim.org/pdfa/ns/extension/",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
}


@pytest.fixture(scope="module", params=["mla_request", "provider_preservation", "family_status"])
def opened(request: pytest.FixtureRequest) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(pdf.write(record(request.param)))) as found:
        yield found


def objects(opened: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary and stream of the file."""
    return (each for each in opened.objects if isinstance(each, pikepdf.Dictionary | pikepdf.Stream))


def test_qpdf_finds_nothing_wrong(opened: pikepdf.Pdf) -> None:
    assert opened.check_pdf_syntax() == []


def test_the_metadata_names_both_standards_and_describes_the_second(opened: pikepdf.Pdf) -> None:
    meta = opened.open_metadata()
    assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("3", "A", "1")
    tree = etree.fromstring(opened.Root.Metadata.read_bytes())
    assert len(tree.findall("rdf:RDF", NS)) == 1
    described = tree.findall(".//extension:schemas//schema:namespaceURI", NS)
    assert [each.text for each in described] == ["http://www.aiim.org/pdfua/ns/id/"]


def test_title_language_and_how_the_window_names_the_file(opened: pikepdf.Pdf) -> None:
    root = opened.Root
    assert root.MarkInfo.Marked
    assert str(root.Lang) == "es"
    assert root.ViewerPreferences.DisplayDocTitle
    assert str(opened.docinfo["/Title"]) == opened.open_metadata()["dc:title"]


def test_the_colours_are_named(opened: pikepdf.Pdf) -> None:
    (intent,) = opened.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.N == 3
    assert b"acsp" in intent.DestOutputProfile.read_bytes()[:64]


def test_every_page_is_tagged_and_leads_back_to_its_tags(opened: pikepdf.Pdf) -> None:
    numbers = opened.Root.StructTreeRoot.ParentTree.Nums
    known = {int(number) for number in list(numbers)[::2]}
    for page in opened.pages:
        assert int(page.StructParents) in known
        assert page.Tabs == "/S"


def test_nothing_is_shown_outside_a_tag_or_an_artifact(opened: pikepdf.Pdf) -> None:
    for page in opened.pages:
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            depth += name in ("BMC", "BDC")
            depth -= name == "EMC"
            assert depth >= 0
            if name in ("Tj", "TJ", "'", '"', "Do", "f", "f*", "S", "s", "B", "B*", "b", "b*"):
                assert depth > 0, (name, operands)
        assert depth == 0


def test_headings_are_bookmarks_in_order(opened: pikepdf.Pdf) -> None:
    def titles(items: Any) -> list[str]:
        return [title for item in items for title in (item.title, *titles(item.children))]

    with opened.open_outline() as outline:
        said = titles(outline.root)
    headings = [str(each.get("/S")) for each in objects(opened) if str(each.get("/S", "")) in ("/H1", "/H2")]
    assert len(said) == len(headings) > 0
    assert not [title for title in said if re.match(r"\d+[^\d\s]", title)], "the number runs into the title"


def test_every_font_is_embedded_and_can_be_read_back(opened: pikepdf.Pdf) -> None:
    fonts = [each for each in objects(opened) if each.get("/Type") == "/Font"]
    assert fonts
    for font in fonts:
        if "/DescendantFonts" in font:
            assert "/ToUnicode" in font
            continue
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys()), font.BaseFont


def test_nothing_in_it_acts_or_leads_out(opened: pikepdf.Pdf) -> None:
    for each in objects(opened):
        assert not {"/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/URI"} & set(each.keys())
        assert each.get("/S") not in ("/JavaScript", "/Launch", "/URI", "/SubmitForm")
    assert not opened.is_encrypted
    assert "/ID" in opened.trailer


def test_pictures_have_words(opened: pikepdf.Pdf) -> None:
    for each in objects(opened):
        if each.get("/S") == "/Figure":
            assert str(each.get("/Alt", "")).strip()


@pytest.mark.usefixtures("laid_out_anew")
def test_the_same_record_gives_the_same_bytes_in_a_warm_process() -> None:
    assert len({pdf.write(record("mla_request")) for _ in range(2)}) == 1


@pytest.mark.matrix
@pytest.mark.parametrize("form_id", sorted(forms()))
def test_every_form_says_what_it_is_written_as(form_id: str) -> None:
    with pikepdf.open(io.BytesIO(pdf.write(record(form_id, language="en")))) as found:
        meta = found.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfuaid:part"]) == ("3", "1")
        assert found.check_pdf_syntax() == []
