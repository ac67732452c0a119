"""A case file in which people act on clocks and orders: paused, resumed, started anew, extended, lifted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mlat import facts
from mlat.cli import mlat
from mlat.domain.problems import Problems
from mlat.facts.casefile import read_case_file
from mlat.i18n import locales
from tests.play.test_casefile import SHORT, written

pytestmark = pytest.mark.matrix

CONFIRMED = """
[[happening]]
at = 2026-03-03T12:00:00-03:00
request = "hold"
kind = "hold_confirmed"
until = 2026-05-30
"""
DEEDS = """
[[happening]]
at = 2026-03-10T12:00:00-03:00
request = "hold"
kind = "clock_extended"
clock = "hold"
until = 2026-06-30
note = "The company keeps them longer."

[[happening]]
at = 2026-03-04
kind = "order_recorded"
order = "SECRETO"
period = "P10D"
issuer = "Juzgado de Ejemplo 4"

[[happening]]
at = 2026-03-12
kind = "order_extended"
order = "SECRETO"
period = "P10D"
note = "Prorogued once."

[[happening]]
at = 2026-03-18
kind = "order_lifted"
order = "SECRETO"
note = "Resolution 9."

[[happening]]
at = 2026-03-05
request = "hold"
kind = "order_recorded"
order = "SILENCIO"
order_kind = "non_disclosure"
"""
ON_OURS = """
[[happening]]
at = 2026-03-11
request = "hold"
kind = "clock_reset"
clock = "our_answer"
note = "They asked again, in other words."

[[happening]]
at = 2026-03-12
request = "hold"
kind = "clock_paused"
clock = "our_answer"
note = "The court must allow it."

[[happening]]
at = 2026-03-16
request = "hold"
kind = "clock_resumed"
clock = "our_answer"
note = "The court allowed it."
"""
ANSWERED = """
[[happening]]
at = 2026-03-10
request = "hold"
kind = "conditions_offered"
note = "Only for this case."

[[happening]]
at = 2026-03-11
request = "hold"
kind = "conditions_accepted"

[[happening]]
at = 2026-03-12
request = "hold"
kind = "link_given"
link = "https://transfer.example/7"
until = 2026-03-15

[[happening]]
at = 2026-03-16
request = "hold"
kind = "link_lost"

[[happening]]
at = 2026-03-17
request = "hold"
kind = "postponed"
promised_on = 2026-04-20

[[happening]]
at = 2026-03-18
request = "hold"
kind = "withdrawn"
"""
ASKED = SHORT.replace('kind = "acknowledged"', 'kind = "more_asked"')


def lived(folder: Path, text: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Timeline and clocks of a life until 20 March."""
    file = written(folder, text)
    ran = CliRunner().invoke(mlat, ["play", str(file), "--until", "2026-03-20", "--out", str(folder / "out")])
    assert ran.exit_code == 0, ran.exception
    timeline = json.loads((folder / "out" / "timeline.json").read_text())
    assert [line["data"] for line in timeline if line["event"] == "not_done"] == []
    return timeline, json.loads((folder / "out" / "clocks.json").read_text())


def rows(clocks: list[dict[str, Any]], kind: str) -> list[tuple[str, str | None, str | None]]:
    """(first day, due day, why it ended) of each row of a clock, in order."""
    return [(one["started"][:10], one["legal_due"], one["ended_why"]) for one in clocks if one["kind"] == kind]


def test_orders_are_recorded_extended_and_lifted(tmp_path: Path) -> None:
    timeline, clocks = lived(tmp_path, SHORT + CONFIRMED + DEEDS)
    told = [line["event"] for line in timeline]
    assert [event for event in told if event.startswith("order_")] == [
        "order_recorded", "order_recorded", "order_extended", "order_lifted",
    ]  # fmt: skip
    assert rows(clocks, "secrecy") == [
        ("2026-03-04", "2026-03-14", "extended"),
        ("2026-03-14", "2026-03-24", "lifted"),
    ]
    assert rows(clocks, "non_disclosure") == [("2026-03-05", None, None)]


def test_a_hold_is_extended_to_the_day_that_the_company_names(tmp_path: Path) -> None:
    _, clocks = lived(tmp_path, SHORT + CONFIRMED + DEEDS)
    assert rows(clocks, "hold")[1:] == [("2026-03-03", "2026-05-30", "extended"), ("2026-03-03", "2026-06-30", None)]


def test_a_clock_is_reset_rests_and_runs_on_with_what_was_left(tmp_path: Path) -> None:
    _, clocks = lived(tmp_path, ASKED + ON_OURS)
    assert rows(clocks, "our_answer") == [
        ("2026-03-09", "2026-03-25", "reset"),
        ("2026-03-11", "2026-03-27", "paused"),
        ("2026-03-12", None, "resumed"),
        ("2026-03-16", "2026-03-31", None),
    ]


def test_answers_of_every_kind_and_a_withdrawal_that_tells_its_recipient(tmp_path: Path) -> None:
    timeline, clocks = lived(tmp_path, SHORT + ANSWERED)
    assert rows(clocks, "download") == [("2026-03-12", "2026-03-15", "link_lost")]
    assert rows(clocks, "promise") == [("2026-03-17", "2026-04-20", "withdrawn")]
    letters = [line["event"] for line in timeline if line["request"] == "hold-W1"]
    assert letters == ["drafted", "approved", "issued", "sent"]
    assert "transfer.example" not in (tmp_path / "out" / "timeline.json").read_text()


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (DEEDS.replace('period = "P10D"\nnote', "note"), "happening[3].until"),
        (DEEDS.replace('note = "Resolution 9."', ""), "happening[4].note"),
        (DEEDS.replace('order = "SECRETO"\nnote = "Res', 'order = "OTRA"\nnote = "Res'), "happening[4].order"),
        (DEEDS.replace('issuer = "', 'rule = "nobody_s"\nissuer = "'), "happening[2].rule"),
        (DEEDS.replace('clock = "hold"', ""), "happening[1].clock"),
        (ON_OURS.replace('note = "They asked again, in other words."', ""), "happening[1].note"),
        (ANSWERED.replace('link = "https://transfer.example/7"', ""), "happening[3].link"),
        (ANSWERED.replace('kind = "postponed"', 'kind = "refused"\nground = "mood"'), "happening[5].ground"),
    ],
)
def test_what_an_act_lacks_is_named(tmp_path: Path, text: str, where: str) -> None:
    with pytest.raises(Problems) as wrong:
        read_case_file(written(tmp_path, SHORT + text), facts.load(), locales())
    assert [problem.where.partition(": ")[2] for problem in wrong.value.found] == [where]
