"""Codes and names in the reader's words."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from mlat import services
from mlat.domain.lifecycle import PERMITTED, STATE_AFTER, WE_OWE, Kind
from mlat.domain.permissions import Role
from mlat.services import outbox
from mlat.web import names, words

from .conftest import Site


def test_a_name_in_a_date_cannot_bring_markup(language: str) -> None:
    assert "<b>" not in words.fact_value(["<b>x</b>", {"k": "<b>"}])


@pytest.mark.parametrize("kind", list(Kind))
def test_every_event_of_a_request_has_words(kind: Kind) -> None:
    assert kind.value in names.EVENTS


def written() -> set[str]:
    """Every kind of event that a service names where it writes to the journal."""
    found = set()
    for file in sorted(Path(services.__file__).parent.glob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "journal.write":
                found |= {each.value for each in call.args[3:4] if isinstance(each, ast.Constant)}
    return found


def test_every_event_of_the_journal_has_words() -> None:
    kinds = written() | {*outbox.LETTER_KIND.values(), *outbox.PAGE_KIND.values()}
    assert len(kinds) > 50
    assert sorted(kinds - set(names.EVENTS)) == []


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
