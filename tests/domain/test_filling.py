"""From typed text to values: every field that cannot be read is named, all at once."""

from __future__ import annotations

from datetime import date

import pytest

from mlat.domain.filling import refuse_unknown, typed, values
from mlat.domain.forms import Field, Form, Section
from mlat.domain.problems import Problem, Problems

FORM = Form(
    "test",
    "Test",
    ("preservation",),
    "provider",
    "x.html",
    "legal",
    (
        Section(
            "One",
            (
                Field("identifiers", "Accounts"),
                Field("no_notice", "No notice", sentence="Do not tell the user."),
                Field("mla_date", "Date"),
                Field("date_range", "Period"),
                Field("measures_sought", "Measures"),
                Field("data_categories", "Data"),
                Field("necessity", "Need"),
            ),
        ),
    ),
)


def test_the_lines_of_the_case_are_not_typed() -> None:
    assert "identifiers" not in {field.id for field in typed(FORM)}
    with pytest.raises(Problem, match="is not a field") as wrong:
        refuse_unknown(FORM, {"identifiers": "x"})
    assert wrong.value.where == "identifiers"
    refuse_unknown(FORM, {"necessity": "x"})


def test_each_type_is_read_as_what_it_is() -> None:
    read = values(
        FORM,
        {
            "no_notice": "yes",
            "mla_date": " 2026-03-02 ",
            "date_range": "2026-01-19/2026-02-27",
            "measures_sought": "first\n\n  second ",
            "data_categories": "subscriber, login\ntraffic",
            "necessity": "<b>as typed</b>",
        },
    )
    assert read == {
        "no_notice": True,
        "mla_date": date(2026, 3, 2),
        "date_range": "2026-01-19/2026-02-27",
        "measures_sought": ("first", "second"),
        "data_categories": ("subscriber", "login", "traffic"),
        "necessity": "<b>as typed</b>",
    }


def test_a_statement_may_be_worded_by_hand_and_nothing_typed_is_no_value() -> None:
    assert values(FORM, {"no_notice": "Please wait a year.", "necessity": "  "}) == {"no_notice": "Please wait a year."}


def test_every_wrong_field_is_named_with_its_remedy() -> None:
    with pytest.raises(Problems) as wrong:
        values(
            FORM,
            {"mla_date": "2026-02-30", "date_range": "2026-02-27/2026-01-19", "data_categories": "everything"},
        )
    assert [problem.where for problem in wrong.value.found] == ["mla_date", "date_range", "data_categories"]
    assert all(problem.remedy for problem in wrong.value.found)
