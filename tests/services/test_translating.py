"""A translator sees the texts given to them, and what two people write at once is not lost."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from mlat.domain.permissions import Actor, Role
from mlat.domain.problems import Problem, Stale
from mlat.model import CaseText, Event, transaction
from mlat.reads.texts import assigned, text_task
from mlat.services import admin, erasing, texts, translating
from mlat.services.access import NotHere
from mlat.services.translating import assign_text, translate
from tests.conftest import PASSWORD, ZONE, OfficeThere


@pytest.fixture
def translator(office: OfficeThere) -> Actor:
    """The office's translator."""
    return office.actors[Role.TRANSLATOR]


def given(office: OfficeThere, now: datetime, case_id: str, language: str = "pt", **more: str) -> str:
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
    version = translate(translator, now, text_id, "Os fatos, com V1 e S1.", task.version, "sworn")
    row = row_of(text_id)
    assert (row.status, row.version, row.translator_id) == ("sworn", version, translator.user_id)
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
