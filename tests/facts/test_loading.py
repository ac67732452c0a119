"""The shipped facts are whole, and whatever is wrong in them is refused with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mlat.documents.forms import forms
from mlat.domain.problems import Problem, Problems
from mlat.facts import check, load
from mlat.resources import path

REFERENCE_IDS = frozenset((Path(__file__).parent / "reference_ids.txt").read_text().split())


def test_every_instrument_of_the_reference_is_there() -> None:
    assert len(REFERENCE_IDS) == 78
    added = load().instruments.keys() - REFERENCE_IDS
    assert load().instruments.keys() >= REFERENCE_IDS
    assert {each.partition(".")[0] for each in added} == {"provider_policy"}


def test_the_vocabulary_holds() -> None:
    assert [problem.line() for problem in check(load(), forms().values())] == []


def test_facts_are_read_once_and_named_by_their_hash(data: Path) -> None:
    assert load() is load()
    before = load(data).version
    assert before == load().version
    other = data.parent / "other"
    shutil.copytree(data, other)
    note = other / "platforms" / "roblox.toml"
    note.write_text(note.read_text() + "# a word more\n")
    assert load(other).version != before


@pytest.mark.parametrize(
    ("fact_id", "state"),
    [
        ("platforms.roblox.preservation.offered", "read"),
        ("platforms.roblox.preservation.period_days", "unverified"),
        ("platforms.instagram.preservation.period_days", "read"),
        ("platforms.yahoo.legal_entities.IE", "read"),
        ("platforms.yahoo.legal_entities.US", "unverified"),
        ("platforms.zoom.name", "unverified"),
        ("authorities.ec-central.name_en", "read"),
        ("authorities.ec-central.languages_accepted", "unverified"),
        ("instruments.ar_mx.mlat.channel", "read"),
        ("instruments.us_uk.cloud.in_force", "unverified"),
        ("instruments.us_uk.cloud.channel", "read"),
        ("instruments.ar_it.mlat.channel", "unverified"),
        ("parties.budapest.AR", "read"),
        ("parties.budapest.US", "unverified"),
        ("parties.aiamp.MX", "unverified"),
    ],
)
def test_each_field_keeps_its_own_mark(fact_id: str, state: str) -> None:
    assert load().mark(fact_id).state == state


def test_a_mark_shows_source_and_day() -> None:
    mark = load().mark("platforms.instagram.preservation")
    assert any("Instagram/Law Enforcement Guidelines" in source for source in mark.sources)
    assert mark.as_of == "2026-07-27"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the shipped facts."""
    copy = tmp_path / "data"
    shutil.copytree(path("data"), copy)
    return copy


def spoil(data: Path, file: str, old: str, new: str) -> None:
    text = (data / file).read_text(encoding="utf-8")
    assert old in text
    (data / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def refused(data: Path) -> list[Problem]:
    with pytest.raises(Problems) as caught:
        load(data)
    return list(caught.value.found)


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "where"),
    [
        ("platforms/roblox.toml", "fees =", "fee =", "facts.unknown_key", "platforms/roblox.toml: fee"),
        (
            "platforms/roblox.toml",
            "period_days = 90",
            'period_days = "90"',
            "facts.wrong_value",
            "preservation.period_days",
        ),
        (
            "platforms/roblox.toml",
            'country = "US"',
            'country = "USA"',
            "facts.dangling",
            "legal_entities[0].country",
        ),
        (
            "platforms/roblox.toml",
            'country = "US"',
            'country = "QQ"',
            "facts.dangling",
            "legal_entities[0].country",
        ),
        (
            "platforms/roblox.toml",
            'id = "roblox"',
            'id = "robloks"',
            "facts.misnamed",
            "platforms/robloks.toml: robloks",
        ),
        ("authorities/ar.toml", 'id = "ar-247"', 'id = "ar-central"', "facts.twice", "ar-central"),
        (
            "authorities/ar.toml",
            'country = "AR"',
            'country = "AR"\noffice_hours = "9-5"',
            "facts.dangling",
            "ar-central.office_hours",
        ),
        ("platforms/roblox.toml", "fees =", 'office_hours = "always"\nfees =', "facts.dangling", "office_hours"),
        (
            "authorities/ar.toml",
            "America/Argentina/Buenos_Aires",
            "America/Buenos",
            "facts.dangling",
            "ar-central.time_zone",
        ),
        (
            "authorities/ar.toml",
            'accepted = ["es"]',
            'accepted = ["spanish"]',
            "facts.dangling",
            "languages_accepted",
        ),
        (
            "instruments/ar_mx.mlat.toml",
            '"ar_bilateral"',
            '"ar_bilatral"',
            "facts.dangling",
            "ar_mx.mlat.toml: convention",
        ),
        (
            "instruments/ar_mx.mlat.toml",
            '"mx-central"',
            '"mx-centrl"',
            "facts.dangling",
            "central_authority.MX",
        ),
        ("instruments/ar_us.status.toml", '"ar_us.mlat"', '"ar_us.mlt"', "facts.dangling", "status_of"),
        ("instruments/eu.epoc.subscriber.toml", '"eu_1182"', '"eu_1812"', "facts.dangling", ".rule"),
        (
            "instruments/eu.epoc.subscriber.toml",
            '"P10D"',
            '"ten days"',
            "facts.dangling",
            "response_deadline.value",
        ),
        (
            "instruments/eu.epoc.subscriber.toml",
            '"received"',
            '"recieved"',
            "facts.dangling",
            "response_deadline.starts",
        ),
        (
            "parties.toml",
            'since = "2018-10-01"',
            'since = "2018-13-01"',
            "facts.dangling",
            "budapest.members.AR.since",
        ),
        (
            "parties.toml",
            "in_force = 2004-07-01",
            'in_force = "soon"',
            "facts.wrong_value",
            "convention[0].in_force",
        ),
        (
            "parties.toml",
            'reserved = ["2ap.art7.subscriber"]',
            'reserved = ["2ap.art7"]',
            "facts.dangling",
            "2ap.members.JP.reserved",
        ),
        (
            "parties.toml",
            'remarks = { "budapest.art29.preservation"',
            'remarks = { "budapest.art29"',
            "facts.dangling",
            "budapest.members.AR.remarks",
        ),
        (
            "parties.toml",
            'lists_treaties_of = "AR"',
            'lists_treaties_of = "ARG"',
            "facts.dangling",
            "ar_bilateral.lists_treaties_of",
        ),
        (
            "instruments/interpol.i247.toml",
            '"untoc.art18.mla"',
            '"untoc.art18"',
            "facts.dangling",
            "interpol.i247.toml: carries",
        ),
        (
            "instruments/mercosur_bo_cl.mla.toml",
            'one_side = ["BO"',
            'one_side = ["BOL"',
            "facts.dangling",
            "mercosur_bo_cl.mla.toml: one_side",
        ),
        (
            "instruments/reciprocity.letter_rogatory.toml",
            'AR = "Ley',
            'ARG = "Ley',
            "facts.dangling",
            "reciprocity.letter_rogatory.toml: own_basis",
        ),
        ("ladders.toml", 'id = "hold_14"', 'id = "hold_30"', "facts.twice", "hold.hold_30"),
        ("counting.toml", 'roll = "forward"', 'roll = "forwards"', "facts.wrong_value", "rule[0].roll"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(
    data: Path, file: str, old: str, new: str, code: str, where: str
) -> None:
    spoil(data, file, old, new)
    problems = refused(data)
    assert code in {problem.code for problem in problems}
    assert any(where in problem.where and str(data) in problem.where and problem.remedy for problem in problems)


def test_a_folder_without_facts_is_refused(tmp_path: Path) -> None:
    assert "facts.missing" in {problem.code for problem in refused(tmp_path)}


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("instruments/ar_mx.mlat.toml", '"offence"', '"ofence"', "vocabulary.requirement"),
        ("platforms/roblox.toml", '"user_id_numeric"', '"user_no"', "vocabulary.identifier"),
        ("vocabulary.toml", "cybertip =", "cybertipp =", "vocabulary.field"),
        (
            "vocabulary.toml",
            'own_reference = ["own_reference"]',
            'own_reference = ["our_reference"]',
            "vocabulary.field",
        ),
    ],
)
def test_the_check_holds_the_one_vocabulary(data: Path, file: str, old: str, new: str, code: str) -> None:
    spoil(data, file, old, new)
    assert code in {problem.code for problem in check(load(data))}


def test_a_form_serves_the_measures_of_its_instrument(data: Path) -> None:
    spoil(data, "instruments/ar_mx.mlat.toml", 'form = "mla_request"', 'form = "status_inquiry"')
    wrong = check(load(data), forms().values())
    assert [(problem.code, "ar_mx.mlat" in problem.where) for problem in wrong] == [("instruments.form", True)]
