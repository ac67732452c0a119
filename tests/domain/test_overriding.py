"""Which warnings want a reason, and which reason covers them."""

from __future__ import annotations

import pytest

from mlat.domain.findings import Finding
from mlat.domain.preflight.overriding import ALL, PRESSING, overridden, refuse_blocked
from mlat.domain.problems import Problems

FIRST = Finding("range.wide", "warn", "date_range", "Wide.")
SECOND = Finding("link.thin", "warn", "link_account_offence", "Thin.")
NOTE = Finding("language.draft", "note", "language", "Draft.")
STOP = Finding("identifiers.missing", "stop", "identifiers", "None of %(many)s.", "Add one.", {"many": 3})
FOUND = (FIRST, SECOND, NOTE)


def where(measure: str, reasons: dict[str, str]) -> list[str]:
    with pytest.raises(Problems) as refused:
        overridden(FOUND, measure, reasons)
    assert all(each.remedy for each in refused.value.found)
    return [each.where for each in refused.value.found]


def test_each_warning_wants_its_own_reason() -> None:
    assert where("mla_evidence", {}) == [f"reasons.{FIRST.key}", f"reasons.{SECOND.key}"]
    assert where("mla_evidence", {FIRST.key: "Long grooming."}) == [f"reasons.{SECOND.key}"]
    passed = overridden(FOUND, "mla_evidence", {FIRST.key: " Long  grooming. ", SECOND.key: "See the facts."})
    assert [(each.code, each.reason) for each in passed] == [
        ("range.wide", "Long grooming."),
        ("link.thin", "See the facts."),
    ]


def test_one_reason_does_not_cover_an_ordinary_request() -> None:
    assert len(where("mla_evidence", {ALL: "It is urgent."})) == 2


@pytest.mark.parametrize("measure", sorted(PRESSING))
def test_one_reason_covers_what_must_leave_today(measure: str) -> None:
    assert where(measure, {}) == [f"reasons.{ALL}"]
    assert [each.reason for each in overridden(FOUND, measure, {ALL: "It vanishes tonight."})] == [
        "It vanishes tonight."
    ] * 2


@pytest.mark.parametrize("reason", ["", "  ", ".", " x "])
def test_a_dot_is_no_reason(reason: str) -> None:
    assert where("preservation", {ALL: reason}) == [f"reasons.{ALL}"]


def test_a_note_wants_no_reason() -> None:
    assert overridden((NOTE,), "mla_evidence", {}) == ()


def test_what_blocks_is_refused_whatever_the_measure() -> None:
    with pytest.raises(Problems) as refused:
        refuse_blocked((*FOUND, STOP))
    assert [each.line() for each in refused.value.found] == ["identifiers: None of 3. Add one."]
    refuse_blocked(FOUND)
