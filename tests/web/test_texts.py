"""A text goes to a translator, who sees it beside its source and nothing of the case."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient

from tests.services.conftest import a_pdf

from .conftest import Site, once_of, press, token_of


def a_task(site: Site, prosecutor: FlaskClient, language: str) -> str:
    """Give the facts to the translator through the pages; the path of the translator's page."""
    path = f"/cases/{site.case_id}/texts/assign"
    chosen = re.search(r'<option value="([0-9a-f]{32})"', prosecutor.get(path).text)
    assert chosen
    answer = press(prosecutor, path, kind="facts", source_language="es", language=language, translator=chosen[1])
    assert answer.status_code == 302, answer.text
    found = re.search(rf'href="(/texts/[0-9a-f]+)"[^<]*→ {language}', shown(site.enter("translator@uno.example")))
    assert found
    return found[1]


def shown(client: FlaskClient) -> str:
    """The translator's list, languages by their code."""
    return client.get("/texts").text.replace("Portuguese", "pt").replace("French", "fr")


def test_a_text_is_given_read_beside_its_source_and_translated(site: Site, prosecutor: FlaskClient) -> None:
    path = a_task(site, prosecutor, "pt")
    translator = site.enter("translator@uno.example")
    page = translator.get(path).text
    assert "Hechos en orden." in page
    assert "CFP 77/2026" not in page
    saved = press(translator, path, text="Fatos em ordem.", version="1")
    assert saved.status_code == 302
    assert "is empty" in press(translator, f"{path}/certify", way="sworn", number="", version="2").text
    scan = (io.BytesIO(a_pdf()), "scan.pdf")
    certified = press(translator, f"{path}/certify", way="sworn", number="TP 77", scan=scan, version="2")
    assert certified.status_code == 302, certified.text
    desk = prosecutor.get(f"/cases/{site.case_id}/translations").text
    assert "TP 77" in desk
    assert prosecutor.get(f"{path}/scan").data.startswith(b"%PDF-")
    assert "Fatos em ordem." in prosecutor.get(f"/cases/{site.case_id}/texts?kind=facts&language=pt").text
    assert "Sworn translation: <bdi>Persona translator uno" in prosecutor.get(f"/cases/{site.case_id}").text


def test_two_who_translate_at_once_lose_nothing(site: Site, prosecutor: FlaskClient) -> None:
    path = a_task(site, prosecutor, "fr")
    translator = site.enter("translator@uno.example")
    first, second = translator.get(path), translator.get(path)
    for page, text, status in ((first, "Les faits.", 302), (second, "Les faits, encore.", 409)):
        answer = translator.post(
            path,
            data={
                "csrf_token": token_of(first),
                "once": once_of(page),
                "version": "1",
                "text": text,
            },
        )
        assert answer.status_code == status
    assert "Les faits, encore." in answer.text
    assert "Les faits.</textarea>" in answer.text


def test_a_wrong_choice_is_named_at_its_field(site: Site, prosecutor: FlaskClient) -> None:
    answer = press(
        prosecutor,
        f"/cases/{site.case_id}/texts/assign",
        kind="facts",
        source_language="es",
        language="",
        translator="x",
    )
    assert answer.status_code == 422
    assert 'href="#language"' in answer.text
    assert 'href="#translator"' in answer.text


def test_an_empty_translation_is_not_saved(site: Site, prosecutor: FlaskClient) -> None:
    path = a_task(site, prosecutor, "pt")
    translator = site.enter("translator@uno.example")
    version = re.search(r'name="version" value="(\d+)"', translator.get(path).text)
    assert version
    answer = press(translator, path, text="  ", version=version[1])
    assert answer.status_code == 422
    assert "Text is empty" in answer.text


def test_only_the_translator_it_was_given_to_has_the_page(
    site: Site, prosecutor: FlaskClient, stranger: FlaskClient
) -> None:
    path = a_task(site, prosecutor, "pt")
    assert prosecutor.get(path).status_code == 404
    assert stranger.get(path).status_code == 404
    assert site.enter("translator@dos.example").get(path).status_code == 404
    assert site.enter("translator@uno.example").get(f"/cases/{site.case_id}").status_code == 404


def test_an_agency_has_its_day_and_the_office_types_in_what_it_sends(site: Site, prosecutor: FlaskClient) -> None:
    due = (datetime.now(tz=UTC) + timedelta(days=9)).date().isoformat()
    path = f"/cases/{site.case_id}/texts/assign"
    given = {"kind": "facts", "source_language": "es", "language": "de", "translator": "outside", "due": due}
    assert "is empty" in press(prosecutor, path, outside="", **given).text
    answer = press(prosecutor, path, outside="Agencia Inventada", cost="100", currency="EUR", **given)
    assert answer.status_code == 302, answer.text
    desk = prosecutor.get("/texts").text
    found = re.search(r'href="(/texts/[0-9a-f]+)"[^<]*→ German', desk)
    assert found
    assert "Agencia Inventada" in desk
    assert press(prosecutor, found[1], text="Die Tatsachen.", version="1").status_code == 302
    assert "→ German" not in prosecutor.get("/texts").text
    page = prosecutor.get(f"/cases/{site.case_id}/translations").text
    assert "100 EUR" in page
    assert site.enter("translator@uno.example").get(found[1]).status_code == 404
