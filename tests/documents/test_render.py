"""The page: the recipient's language, inert text, the articles of the right treaty only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mlat.documents import render
from mlat.documents.forms import form, forms
from mlat.documents.paper import paper
from mlat.documents.textlayer import said
from mlat.domain.problems import Problem
from mlat.domain.record import AnnexLine, IdentifierLine, Party, PersonLine, Record, Tone
from mlat.domain.scripts import script
from tests.documents.records import record


def text(made: Record) -> str:
    return " ".join(said(render.html(made)).split())


@pytest.mark.parametrize(
    ("language", "day", "title"),
    [
        ("en", "5 March 2026", "Request to preserve account data"),
        ("es", "5 de marzo de 2026", "Solicitud de conservación de datos de cuentas"),
        ("fr", "5 mars 2026", "Demande de conservation de données de comptes"),
        ("pt", "5 de março de 2026", "Pedido de preservação de dados de contas"),
    ],
)
def test_title_and_date_in_words_of_the_language(language: str, day: str, title: str) -> None:
    made = text(record("provider_preservation", language))
    assert day in made
    assert title in made
    assert f'<html lang="{language}" dir="ltr">' in render.html(record("provider_preservation", language))


def test_instants_are_utc_and_say_so() -> None:
    assert "11 de febrero de 2026, 01:42:07 UTC" in text(record("provider_preservation"))


@pytest.mark.parametrize("wrong", ["2026-02-11T01:42:07", "2026-02-11T01:42:07-03:00", "yesterday"])
def test_an_instant_that_is_not_utc_is_refused(wrong: str) -> None:
    line = IdentifierLine("ip", "203.0.113.1", instants=(wrong,))
    with pytest.raises(Problem) as caught:
        render.html(with_fields("provider_preservation", identifiers=(line,)))
    assert caught.value.where == "instants"


def with_fields(form_id: str, **fields: object) -> Record:
    given = record(form_id)
    return replace(given, fields=given.fields | fields)


HOSTILE = '<script>alert(1)</script><a href="https://evil.example">{{ 7*7 }}</a> {% raw %} %(x)s'


def test_text_of_a_person_is_inert_and_printed_as_it_is() -> None:
    line = IdentifierLine("display_name", HOSTILE, note=HOSTILE)
    page = render.html(with_fields("provider_preservation", identifiers=(line,), necessity=HOSTILE))
    assert "<script>" not in page
    assert "<a " not in page
    assert HOSTILE in said(page)


def test_unseen_characters_are_shown_as_code_points() -> None:
    line = IdentifierLine("display_name", "ab\u202ecd\u200bef\x00\U0001f600")
    page = render.html(with_fields("provider_preservation", identifiers=(line,)))
    assert "ab[U+202E]cd[U+200B]ef[U+0000][U+1F600]" in page


def test_right_to_left_names_stand_in_their_own_direction() -> None:
    page = render.html(with_fields("provider_preservation", necessity="שלום"))
    assert "<bdi>" in page


def test_the_parts_of_one_line_keep_their_order_in_a_paper_from_right_to_left() -> None:
    page = render.html(record("mla_request", "ar"))
    for line in ("Ley 26.137, art. XVI", "Secretaría, Cooperación", "cooperacion@fiscalia.example · +54 11 0000 0000"):
        assert f'<bdi dir="ltr">{line}</bdi>' in page


def test_a_wrong_kind_of_value_names_its_field() -> None:
    with pytest.raises(Problem) as caught:
        render.html(with_fields("provider_preservation", deadline_wish="soon"))
    assert caught.value.where == "deadline_wish"


def test_an_empty_section_is_left_out_and_numbers_run_on() -> None:
    made = with_fields("provider_preservation", intent_mla=False, previous_reference="", urgency="")
    made = replace(made, fields={key: value for key, value in made.fields.items() if key != "deadline_wish"})
    ready = paper(made, form("provider_preservation"))
    assert [section.number for section in ready.sections] == list(range(1, len(ready.sections) + 1))
    assert "Pasos siguientes" not in [section.title for section in ready.sections]


def test_mexico_is_asked_for_date_and_place_under_its_own_articles() -> None:
    made = text(record("mla_request"))
    assert "se le comuniquen la fecha y el lugar de cumplimiento de esta solicitud. Artículo V.1." in made
    assert "Artículo XVI.5." in made
    assert "exentos de legalización. Artículo XIX." in made


@pytest.mark.parametrize("tone", ["gentle", "firm"])
def test_an_inquiry_never_claims_a_duty_that_the_treaty_does_not_know(tone: Tone) -> None:
    clauses = {"reasons_when_not_executed": "V.2", "return_with_cause": "XVI.4"}
    made = text(record("status_inquiry", tone=tone, clauses=clauses))
    assert "Conforme al artículo V.2" in made
    assert "conforme al artículo XVI.4" in made
    assert "prevé que se respondan" not in made


def test_an_inquiry_cites_the_clause_that_obliges_where_there_is_one() -> None:
    made = text(record("status_inquiry", clauses={"answer_owed": "18(24)"}))
    assert "El artículo 18(24) de Ley 26.137 prevé que se respondan" in made
    made = text(record("status_inquiry", clauses={}))
    assert "artículo" not in made.lower().replace("artículo xvi", "")


def test_the_tones_differ() -> None:
    tones: tuple[Tone, ...] = ("gentle", "firm", "own_authority")
    assert len({text(record("status_inquiry", tone=tone)) for tone in tones}) == 3


def test_a_draft_language_says_so_in_the_foot() -> None:
    page = render.html(record("mla_request", "fr"))
    foot = page[page.index("<footer>") : page.index("</footer>")]
    assert "Traduction non encore certifiée" in foot


def test_an_unknown_mark_and_category_are_refused() -> None:
    with pytest.raises(Problem):
        render.html(record("mla_request", marks=("urgent",)))
    with pytest.raises(Problem):
        render.html(with_fields("mla_request", data_categories=("gossip",)))


def test_the_day_on_the_paper_decides_the_offset_of_the_zone() -> None:
    contact = replace(record("mla_request").contact, zone="Europe/Madrid")
    winter = record("mla_request", contact=contact, on=date(2026, 1, 5))
    summer = record("mla_request", contact=contact, on=date(2026, 7, 6))
    assert "Madrid, UTC+01:00" in text(winter)
    assert "Madrid, UTC+02:00" in text(summer)


def test_the_letter_to_a_family_greets_as_wished() -> None:
    assert "Estimada señora:" in text(record("family_status", greeting="feminine"))
    assert "Estimado señor:" in text(record("family_status", greeting="masculine"))


def test_a_name_in_another_script_has_its_latin_letters_beside_it_where_they_are_needed() -> None:
    people = (PersonLine("S1", "suspect", name="Олена Вигадана", latin="Olena Vyhadana"),)
    given = with_fields("mla_request", persons=people)
    assert "Олена Вигадана</bdi> <bdi>(Olena Vyhadana)</bdi>" in render.html(given)
    assert '<bdi dir="ltr">(Olena Vyhadana)</bdi>' in render.html(replace(given, language="ar"))
    assert "Olena" not in render.html(replace(given, language="uk"))


@pytest.mark.parametrize(
    ("text", "found"), [("Ölçer", "LATIN"), ("«Олена", "CYRILLIC"), ("山田", "CJK"), ("やまだ", "CJK"), ("123", "")]
)
def test_a_script_is_told_by_the_first_letter(text: str, found: str) -> None:
    assert script(text) == found


def test_the_list_of_annexes_says_who_ordered_and_what_is_translated() -> None:
    order = AnnexLine(1, "court_order", 2, "ab" * 32, "es", "authority", issuer="Juzgado 3", issued_on=date(2026, 3, 2))
    its_translation = AnnexLine(2, "Translation", 2, "cd" * 32, "en", "authority", translation_of=1)
    page = text(record("mla_request", "en", annexes=(order, its_translation)))
    assert "Juzgado 3, 2 March 2026" in page
    assert "Translation of annex 1" in page


def test_the_names_in_the_script_of_a_call_keep_their_own_direction() -> None:
    page = render.html(record("family_call", language="ar", recipient=Party("<b>María</b>")))
    assert '<bdi dir="ltr">Ana Ejemplo</bdi>' in page
    assert '<bdi dir="ltr">&lt;b&gt;María&lt;/b&gt;</bdi>' in page


@pytest.mark.parametrize("zone", ["Buenos Aires", "America", "../etc"])
def test_a_zone_that_is_none_is_a_message(zone: str) -> None:
    given = record("provider_preservation")
    with pytest.raises(Problem) as caught:
        render.html(replace(given, contact=replace(given.contact, zone=zone)))
    assert (caught.value.code, caught.value.where) == ("unknown_zone", "zone")


@pytest.mark.parametrize("form_id", [each.id for each in forms().values() if each.catalog == "legal"])
def test_a_draft_in_which_nothing_stands_yet_can_be_looked_at(form_id: str) -> None:
    for measure in form(form_id).measures:
        assert render.html(record(form_id, fields={}, annexes=(), signatories=(), clauses={}, measure=measure))
