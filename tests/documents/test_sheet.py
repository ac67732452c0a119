"""The sheet for portals: everything of the copy, in its language, ready to copy."""

from __future__ import annotations

import pytest

from mlat.documents import sheet
from mlat.domain.problems import Problem
from tests.documents.records import record


def test_each_account_stands_first_and_alone_on_its_line() -> None:
    fields = dict(sheet.fields(record("provider_preservation", "en")))
    assert fields["Accounts 1"].splitlines()[0] == "skydiver_77"
    assert fields["Accounts 2"].splitlines() == [
        "203.0.113.77",
        "IP address",
        "Port 51544",
        "11 February 2026, 01:42:07 UTC",
    ]


def test_head_contact_and_statements_are_there() -> None:
    fields = dict(sheet.fields(record("provider_preservation", "en")))
    assert fields["Number"] == "F99-2026-0007"
    assert "9 a 18 (Buenos Aires, UTC−03:00)" in fields["Contact"]
    assert fields["Child protection"] == "This request concerns the sexual exploitation of a child."


def test_a_family_letter_has_no_sheet() -> None:
    with pytest.raises(Problem):
        sheet.fields(record("family_status"))
