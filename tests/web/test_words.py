"""Codes and names in the reader's words."""

from __future__ import annotations

import pytest

from mlat.domain.lifecycle import PERMITTED, STATE_AFTER, WE_OWE, Kind
from mlat.domain.permissions import Role
from mlat.web import names, words

from .conftest import Site


def test_a_name_in_a_date_cannot_bring_markup(language: str) -> None:
    assert "<b>" not in words.fact_value(["<b>x</b>", {"k": "<b>"}])


@pytest.mark.parametrize("kind", list(Kind))
def test_every_event_of_a_request_has_words(kind: Kind) -> None:
    assert kind.value in names.EVENTS


def test_every_state_and_role_has_words() -> None:
    assert set(STATE_AFTER.values()) <= set(names.STATES)
    assert set().union(*PERMITTED.values()) <= set(names.STATES)
    assert set(names.OWED) >= WE_OWE
    assert set(names.ROLES) == {role.value for role in Role}


def test_every_shipped_rung_and_measure_has_words(site: Site) -> None:
    world = site.app.extensions["mlat"].world
    rungs = {rung.id: rung for ladder in world.ladders.values() for rung in ladder.rungs}
    assert {name: rungs[name].says for name in rungs} == names.RUNGS
    assert {rung.act for rung in rungs.values()} <= set(names.ACTS)
    assert {one.measure for one in world.instruments.values()} <= set(names.MEASURES)


def test_an_unknown_code_is_still_readable(language: str) -> None:
    assert words.said("something_new", "event") == "something new"


def test_a_law_is_cited_in_the_readers_language(language: str) -> None:
    found = words.law_name("ar_mx.mlat")
    assert found.startswith({"es": "Tratado de ", "en": "Argentina-Mexico treaty"}[language])


def test_an_unknown_law_keeps_its_id(language: str) -> None:
    assert words.law_name("xx.none") == "xx.none"
