"""Papers in two languages: both wordings whole, piece beside piece, each in its own direction; signed once."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import docx as reader
import pypdfium2
import pytest
from docx.oxml.ns import qn

from mlat import i18n
from mlat.documents import docx, pdf, render, textlayer
from mlat.documents.direction import directed, direction
from mlat.documents.forms import form, forms
from mlat.documents.paper import paper
from mlat.documents.recordfile import dump, load
from mlat.domain.problems import Problem
from mlat.domain.record import Beside, Layout, Record
from mlat.domain.two_languages import is_wording
from tests.documents.conftest import pdfium_text
from tests.documents.records import record
from tests.documents.test_docx import words_in

pytestmark = pytest.mark.matrix

AUTHORITY = sorted(form_id for form_id, shape in forms().items() if shape.recipients == "authority")
REST = [each for each in AUTHORITY if each != "status_inquiry"]
WIDE = pytest.mark.matrix
PAIRS = [("fr", "es"), ("pt", "es"), ("en", "es"), ("es", "fr")]
LAYOUTS: tuple[Layout, ...] = ("columns", "after")


def in_two(form_id: str, first: str = "fr", second: str = "es", layout: Layout = "columns", **more: str) -> Record:
    """A record with every free text in both languages; `more` are texts of the second."""
    made = record(form_id, first)
    said = {each.id: made.fields[each.id] for each in form(form_id).fields() if wording(each.id, made)}
    return replace(made, beside=Beside(second, layout, "Ley 26.137 (B)", said | more))


def wording(field_id: str, made: Record) -> bool:
    field = next(each for each in form(made.form).fields() if each.id == field_id)
    return is_wording(field, made.fields.get(field_id))


def assert_same_words(made: Record, poppler_text: Callable[[bytes], str]) -> None:
    page = render.html(made)
    written = pdf.write(page)
    for extracted in (pdfium_text(written), poppler_text(written)):
        difference = textlayer.check(extracted, page)
        assert difference.none, difference


@pytest.mark.parametrize("layout", LAYOUTS)
def test_two_readers_find_both_wordings(layout: Layout, poppler_text: Callable[[bytes], str]) -> None:
    assert_same_words(in_two("mla_request", layout=layout), poppler_text)


@pytest.mark.matrix
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("first", "second"), PAIRS)
@pytest.mark.parametrize("form_id", AUTHORITY)
def test_every_form_to_an_authority_in_pairs_of_languages(
    form_id: str, first: str, second: str, layout: Layout, poppler_text: Callable[[bytes], str]
) -> None:
    assert_same_words(in_two(form_id, first, second, layout), poppler_text)


HEADINGS = ("No.", "Kind", "Identifier, exactly as received", "Person", "Role", "Notes")
"""Of the wide tables; in a column each value says itself what it is."""


@pytest.mark.matrix
@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_language_says_all_that_it_says_alone(layout: Layout) -> None:
    made = in_two("mla_request", layout=layout, facts="Los hechos, en castellano.")
    page = textlayer.said(render.html(made))
    assert "Los hechos, en castellano." in page
    for alone in made.wordings():
        words = i18n.texts(alone.language, "legal")
        headings = {plain(each) for title in HEADINGS for each in words.gettext(title).split()}
        lost = {plain(each) for each in textlayer.said(render.html(alone)).split()} - {plain(e) for e in page.split()}
        assert lost <= (headings if layout == "columns" else set())


def plain(word: str) -> str:
    return word.strip(".,:;")


def test_it_names_both_languages_and_is_signed_once() -> None:
    page = render.html(in_two("mla_request"))
    titles = [paper(each, form("mla_request")).title for each in in_two("mla_request").wordings()]
    assert f"<title>{titles[0]} / {titles[1]} F99-2026-0007</title>" in page
    assert page.count("Luis Muestra") == 1
    assert page.count("<svg") == 1
    foot = page[page.index("<footer>") : page.index("</footer>")]
    assert "Traduction non encore certifiée" in foot
    assert "Página" in foot


LONG = "Una persona adulta tomó contacto con la víctima en un juego en línea y la llevó a otra plataforma. "


def test_sections_begin_on_the_same_line_and_long_ones_break_together() -> None:
    made = in_two("mla_request", facts="\n\n".join([LONG * 4] * 12))
    made = replace(made, fields=made.fields | {"facts": "\n\n".join([LONG * 3] * 12)})
    ready = paper(made, form("mla_request"))
    assert ready.beside is not None
    document = pypdfium2.PdfDocument(pdf.write(render.page(ready)))
    try:
        assert len(document) > 3
        for one, other in zip(ready.sections, ready.beside.sections, strict=True):
            assert place(document, one.title, left=True) == place(document, other.title, left=False), one.title
    finally:
        document.close()


def place(document: pypdfium2.PdfDocument, title: str, left: bool) -> tuple[int, int]:
    """Page and height at which a title stands in one of the columns."""
    for number, page in enumerate(document):
        text = page.get_textpage()
        search = text.search(title, match_case=True)
        while (found := search.get_next()) is not None:
            x, y, *_rest = text.get_charbox(found[0], loose=True)
            if (x < page.get_width() / 2) == left:
                return number, round(y)
    raise AssertionError(title)


def test_each_column_keeps_its_own_direction(monkeypatch: pytest.MonkeyPatch) -> None:
    turned = tuple(replace(each, direction="rtl") if each.code == "pt" else each for each in i18n.locales())
    monkeypatch.setattr(i18n, "locales", lambda: turned)
    page = render.html(in_two("mla_request", "pt", "es"))
    assert '<html lang="pt" dir="rtl">' in page
    assert '<div class="side" lang="pt" dir="rtl"' in page
    assert '<div class="side" lang="es" dir="ltr"' in page
    assert '<bdi dir="ltr">cooperacion@fiscalia.example · +54 11 0000 0000</bdi>' in page
    document = pypdfium2.PdfDocument(pdf.write(page))
    try:
        titles = [paper(each, form(each.form)).title for each in in_two("mla_request", "pt", "es").wordings()]
        assert place(document, titles[0].split()[0], left=False)[0] == 0
        assert place(document, titles[1].split()[0], left=True)[0] == 0
    finally:
        document.close()
    body = reader.Document(io.BytesIO(docx.write(in_two("mla_request", "pt", "es")))).element.body
    assert list(body.iter(qn("w:bidi")))
    assert list(body.iter(qn("w:bidiVisual")))


def test_a_name_in_another_script_keeps_its_direction() -> None:
    assert directed("<p><bdi>Ana</bdi></p>") == "<p><bdi>Ana</bdi></p>"
    page = render.html(record("provider_preservation", place="القاهرة"))
    assert '<bdi dir="rtl">القاهرة</bdi>' in page
    assert [direction(each) for each in ("(Ana)", "12 محمد", "+54 11", "שלום x")] == ["ltr", "rtl", "ltr", "rtl"]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "form_id",
    [
        "status_inquiry",
        *(pytest.param(each, marks=pytest.mark.matrix) for each in AUTHORITY if each != "status_inquiry"),
    ],
)
def test_the_docx_says_the_same(form_id: str, layout: Layout) -> None:
    made = in_two(form_id, layout=layout)
    difference = textlayer.check(words_in(docx.write(made)), render.html(made))
    assert difference.none, difference


def test_a_record_in_two_languages_goes_through_its_file() -> None:
    made = in_two("mla_request")
    assert load(dump(made)) == made
    assert "beside" not in dump(record("mla_request"))


def refused(made: Record) -> Problem:
    with pytest.raises(Problem) as caught:
        render.html(made)
    return caught.value


def test_what_is_refused() -> None:
    assert refused(in_two("provider_preservation")).code == "beside.reader"
    assert refused(in_two("mla_request", "es", "es")).code == "beside.same"
    assert refused(in_two("mla_request", "es", "xx")).code == "locale.unknown"
    unsaid = refused(replace(record("mla_request", "fr"), beside=Beside("es")))
    assert unsaid.code == "beside.unsaid"
    assert unsaid.where in record("mla_request").fields


def test_nothing_sealed_comes_in_by_the_second_language() -> None:
    secret = refused(in_two("mla_request", facts="Lucía Inventada Ferreyra fue contactada."))
    assert secret.code == "copy.names_child"
