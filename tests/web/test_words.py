"""Dates, days and codes in the reader's words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import session

from mlat.domain.lifecycle import PERMITTED, STATE_AFTER, WE_OWE, Kind
from mlat.domain.permissions import Role
from mlat.web import names, words

from .conftest import Site


@pytest.fixture(params=["es", "en"])
def language(site: Site, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A page in each language, read on Monday 2 March 2026."""
    monkeypatch.setattr(words, "now", lambda: datetime(2026, 3, 2, 13, 0, tzinfo=UTC))
    with site.app.test_request_context():
        session["language"] = request.param
        yield request.param


def test_a_day_in_words(language: str) -> None:
    assert (
        words.day("2026-04-24").striptags()
        == {"es": "viernes, 24 de abril de 2026", "en": "Friday, 24 April 2026"}[language]
    )


def test_how_far_away(language: str) -> None:
    near = {
        "es": ("hoy", "en 1 día", "en 12 días", "hace 203 días"),
        "en": ("today", "in 1 day", "in 12 days", "203 days ago"),
    }
    given = ("2026-03-02", "2026-03-03", "2026-03-14", "2025-08-11")
    assert tuple(words.in_days(one) for one in given) == near[language]


def test_the_end_of_a_day_still_is_that_day(language: str) -> None:
    assert words.days_left(datetime(2026, 3, 3, 0, 0, tzinfo=UTC)) == 0


def test_the_other_zone_is_there_on_demand(language: str) -> None:
    shown = words.when(datetime(2026, 4, 24, 15, 0, tzinfo=UTC), "America/Mexico_City")
    assert "Mexico City" in shown
    assert "09:00" in shown


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
