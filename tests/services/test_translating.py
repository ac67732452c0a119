"""A translator sees the texts given to them, and what two people write at once is not lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import select

from mlat.domain.casefile import TextInput
from mlat.domain.permissions import Actor, Role
from mlat.domain.problems import Problem, Stale
from mlat.domain.translations import Terms
from mlat.model import CaseText, Clock, Event, transaction
from mlat.reads.texts import assigned, text_task, translations
from mlat.services import admin, erasing, rebuilding, texts, translating
from mlat.services.access import NotHere
from mlat.services.certifying import Sworn, certify_text, scan_of
from mlat.services.translating import assign_text, translate
from tests.conftest import PASSWORD, ZONE, OfficeThere
from tests.services import lives
from tests.services.conftest import a_pdf


@pytest.fixture
def translator(office: OfficeThere) -> Actor:
    """The office's translator."""
    return office.actors[Role.TRANSLATOR]


def given(office: OfficeThere, now: datetime, case_id: str, language: str = "pt", **more: Any) -> str:
    """Give the Spanish facts to the office's translator; returns the text's id."""
    wanted = {"source_language": "es", "translator_id": office.actors[Role.TRANSLATOR].user_id or ""} | more
    return assign_text(office.liaison, now, case_id, "facts", language, **wanted)


def row_of(text_id: str) -> CaseText:
    """The text's row as it stands."""
    with transaction() as session:
        return session.get_one(CaseText, text_id)


def test_a_text_is_given_translated_and_ready_for_papers(
    office: OfficeThere, now: datetime, case_id: str, translator: Actor
) -> None:
    text_id = given(office, now, case_id)
    (task,) = assigned(translator)
    assert (task.id, task.status, task.language) == (text_id, "assigned", "pt")
    assert text_task(translator, text_id).source == "Los hechos, con V1 y S1."
    version = translate(translator, now, text_id, "Os fatos, com V1 e S1.", task.version)
    row = row_of(text_id)
    assert (row.status, row.version, row.translator_id) == ("human", version, translator.user_id)
    assert text_task(translator, text_id).text == "Os fatos, com V1 e S1."


def test_events_name_the_text_and_say_nothing_of_it(
    office: OfficeThere, now: datetime, case_id: str, translator: Actor
) -> None:
    text_id = given(office, now, case_id)
    translate(translator, now, text_id, "Os fatos secretos.", 1)
    with transaction() as session:
        events = session.scalars(select(Event).where(Event.case_id == case_id).order_by(Event.id)).all()
        last = [(event.kind, event.actor, event.data) for event in events[-2:]]
    assert last == [
        (
            "text_assigned",
            office.liaison.user_id,
            {"text": text_id, "language": "pt", "translator": translator.user_id},
        ),
        ("text_written", translator.user_id, {"text": text_id, "language": "pt", "version": 2}),
    ]


def test_giving_a_machine_translation_loses_nothing_of_it(
    office: OfficeThere, now: datetime, case_id: str, translator: Actor
) -> None:
    written = texts.TextInput(language="pt", text="Feito por máquina.", source_language="es", status="machine")
    texts.set_text(office.prosecutor, now, case_id, written)
    text_id = given(office, now, case_id)
    assert row_of(text_id).status == "machine"
    assert text_task(translator, text_id).text == "Feito por máquina."


def test_a_stale_save_keeps_both_texts(office: OfficeThere, now: datetime, case_id: str, translator: Actor) -> None:
    text_id = given(office, now, case_id)
    translate(translator, now, text_id, "Primeiro.", 1)
    with pytest.raises(Stale) as refused:
        translate(translator, now, text_id, "Segundo.", 1)
    assert (refused.value.mine, refused.value.theirs, refused.value.version) == ("Segundo.", "Primeiro.", 2)
    assert text_task(translator, text_id).text == "Primeiro."


def test_a_text_exists_only_for_the_translator_it_was_given_to(
    office: OfficeThere, other_office: OfficeThere, now: datetime, case_id: str
) -> None:
    text_id = given(office, now, case_id)
    second = admin.add_user(now, office.id, "otra@one.example", "Otra", ("translator",), PASSWORD)
    for actor in (
        Actor(office.id, second, frozenset({Role.TRANSLATOR}), "es", ZONE),
        other_office.actors[Role.TRANSLATOR],
        office.prosecutor,
    ):
        assert assigned(actor) == ()
        for act in (lambda who: text_task(who, text_id), lambda who: translate(who, now, text_id, "x", 1)):
            with pytest.raises(NotHere):
                act(actor)


def test_another_office_can_give_nothing_of_this_one(
    office: OfficeThere, other_office: OfficeThere, now: datetime, case_id: str
) -> None:
    theirs = other_office.actors[Role.TRANSLATOR].user_id or ""
    for actor in (other_office.prosecutor, office.actors[Role.TRANSLATOR]):
        with pytest.raises(NotHere):
            assign_text(actor, now, case_id, "facts", "pt", "es", theirs)
    with pytest.raises(Problem, match="translator"):
        given(office, now, case_id, translator_id=theirs)


@pytest.mark.parametrize(
    ("language", "more", "field"),
    [
        ("es", {}, "language"),
        ("es", {"source_language": "en"}, "language"),
        ("xx", {}, "language"),
        ("pt", {"source_language": "fr"}, "source_language"),
        ("pt", {"translator_id": "0" * 32}, "translator"),
    ],
)
def test_what_cannot_be_translated_is_refused(
    office: OfficeThere, now: datetime, case_id: str, language: str, more: dict[str, str], field: str
) -> None:
    with pytest.raises(Problem) as refused:
        given(office, now, case_id, language, **more)
    assert refused.value.where == field


def test_an_empty_translation_is_refused(office: OfficeThere, now: datetime, case_id: str, translator: Actor) -> None:
    with pytest.raises(Problem, match="empty"):
        translate(translator, now, given(office, now, case_id), " \n", 1)


def test_after_erasure_nothing_is_left_to_translate(
    office: OfficeThere, now: datetime, case_id: str, translator: Actor
) -> None:
    text_id = given(office, now, case_id)
    erasing.ask_erasure(office.prosecutor, now, case_id)
    second = admin.add_user(now, office.id, "dos@one.example", "Dos", ("prosecutor",), PASSWORD)
    erasing.confirm_erasure(Actor(office.id, second, frozenset({Role.PROSECUTOR}), "es", ZONE), now, case_id)
    assert assigned(translator) == ()
    with pytest.raises(NotHere):
        translating.translate(translator, now, text_id, "Tarde.", 1)


AGENCY = "Agencia Babel Inventada"


def terms(now: datetime, **more: Any) -> Terms:
    return Terms(due_on=now.date() + timedelta(days=10), cost="90 000,50", currency="ars", **more)


def due_clocks(case_id: str) -> list[tuple[str, str, str]]:
    """Text, last day and why it ended, of every clock of a translation."""
    with transaction() as session:
        rows = session.scalars(select(Clock).where(Clock.case_id == case_id, Clock.kind == "translation_due"))
        return [(row.about, row.safe_due, row.ended_why) for row in rows.all()]


def test_an_agency_is_sealed_its_day_is_a_clock_and_ends_when_it_is_filled(
    office: OfficeThere, now: datetime, case_id: str
) -> None:
    text_id = given(office, now, case_id, translator_id="", outside=AGENCY, terms=terms(now, ordered_on=now.date()))
    (line,) = [one for one in translations(office.liaison, case_id) if one.id == text_id]
    assert (line.translator, line.outside, line.price, line.open) == (AGENCY, True, "90000.50 ARS", True)
    with transaction() as session:
        row = session.get_one(CaseText, text_id)
        assert AGENCY.encode() not in (row.outside_sealed or b"")
        assert AGENCY not in str([event.data for event in session.scalars(select(Event))])
        clock = session.scalars(select(Clock).where(Clock.about == text_id)).one()
        assert clock.next_rung == "translation_3"
    assert due_clocks(case_id) == [(text_id, line.due_on.isoformat() if line.due_on else "", "")]
    translate(office.liaison, now, text_id, "Os fatos.", 1)
    assert [why for _text, _day, why in due_clocks(case_id)] == ["filled"]
    assert rebuilding.rebuild(now, check=True) == []


def test_given_to_somebody_else_the_day_before_is_gone(office: OfficeThere, now: datetime, case_id: str) -> None:
    given(office, now, case_id, translator_id="", outside=AGENCY, terms=terms(now))
    given(office, now, case_id)
    assert [why for _text, _day, why in due_clocks(case_id)] == ["corrected"]


def test_a_changed_source_makes_its_translations_stale_until_they_are_mended(
    office: OfficeThere, now: datetime, case_id: str, translator: Actor
) -> None:
    text_id = given(office, now, case_id)
    version = translate(translator, now, text_id, "Os fatos.", 1)
    source = TextInput(language="es", text="Los hechos, con V1 y S1.")
    texts.set_text(office.prosecutor, now, case_id, source)
    assert not row_of(text_id).stale, "nothing was changed"
    texts.set_text(office.prosecutor, now, case_id, replace(source, text="Otros hechos."))
    assert row_of(text_id).stale
    assert not row_of(version and text_id).certified_at
    (problem,) = lives.refused(lambda: certify_text(translator, now, text_id, version))
    assert problem.code == "source"
    translate(translator, now, text_id, "Outros fatos.", version)
    assert not row_of(text_id).stale


def test_a_sworn_translation_has_its_number_and_scan_and_loses_both_when_it_is_changed(
    office: OfficeThere, now: datetime, case_id: str, translator: Actor
) -> None:
    text_id = given(office, now, case_id)
    version = translate(translator, now, text_id, "Os fatos.", 1)
    scan = a_pdf()
    for wrong in (Sworn(number=" ", name="a.pdf", scan=scan), Sworn(number="7", name="a.png", scan=b"\x89PNG" + scan)):
        lives.refused(lambda wrong=wrong: certify_text(translator, now, text_id, version, wrong))
    version = certify_text(translator, now, text_id, version, Sworn(number="TP-77", name="a.pdf", scan=scan))
    (line,) = [one for one in translations(office.prosecutor, case_id) if one.id == text_id]
    assert (line.status, line.sworn_number, line.scan_sha256) == ("sworn", "TP-77", sha256(scan).hexdigest())
    assert scan_of(office.prosecutor, text_id) == scan
    translate(translator, now, text_id, "Os fatos, mudados.", version)
    assert (row_of(text_id).status, row_of(text_id).scan) == ("human", None)


def test_what_was_agreed_must_be_possible(office: OfficeThere, now: datetime, case_id: str) -> None:
    day = now.date()
    for wrong, field in (
        (Terms(due_on=day - timedelta(days=1)), "due"),
        (Terms(ordered_on=day + timedelta(days=1)), "ordered_on"),
        (Terms(cost="viel", currency="EUR"), "cost"),
        (Terms(cost="5"), "currency"),
        (Terms(cost="5", currency="EURO"), "currency"),
    ):
        with pytest.raises(Problem) as refused:
            given(office, now, case_id, terms=wrong)
        assert refused.value.where == field
