"""The articles behind the lines of a paper, taken from the shipped facts."""

from __future__ import annotations

from mlat.domain.clauses import clauses
from mlat.facts import load


def test_mexico_gives_no_right_to_an_answer() -> None:
    assert clauses(load().instruments["ar_mx.mlat"]) == {
        "confidentiality": "XVI.5",
        "no_legalisation": "XIX",
        "notice_of_execution": "V.1",
        "reasons_when_not_executed": "V.2",
        "return_with_cause": "XVI.4",
    }


def test_a_clause_that_obliges_is_cited_and_nothing_else() -> None:
    found = clauses(load().instruments["untoc.art18.status"])
    assert found["answer_owed"] == "18(24)"
    assert not {"reasons_when_not_executed", "return_with_cause"} & found.keys()
