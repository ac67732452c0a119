"""The first line of a desk answers its reader's question, and never calms while data can vanish."""

from __future__ import annotations

import pytest

from mlat.domain.permissions import Role
from mlat.web.door import Reader
from mlat.web.firstline import Waiting, first_line

from .conftest import Site


@pytest.mark.parametrize(
    ("role", "line"),
    [
        (Role.PROSECUTOR, "Nothing is due today, but the data of 2 accounts can vanish any day."),
        (Role.LIAISON, "Nothing must leave today. We owe 1, they owe 3; 0 came in since yesterday."),
        (Role.FAMILY_OFFICER, "No letter waits."),
        (Role.CUSTODIAN, "No returned file waits for you."),
        (Role.ADMINISTRATOR, "Nothing waits for you."),
    ],
)
def test_what_each_reader_is_told_first(site: Site, role: Role, line: str) -> None:
    actor = next(each for each in site.people.values() if each.roles == frozenset({role}))
    reader = Reader(actor, "Ana", "Uno", "AR", "UTC", "en", training=False)
    with site.app.test_request_context(headers={"Accept-Language": "en"}):
        assert first_line(reader, (), (), Waiting(us=1, them=3, bare=2)) == line


def test_without_such_an_account_nothing_must_leave(site: Site) -> None:
    reader = Reader(site.people["prosecutor@uno.example"], "Ana", "Uno", "AR", "UTC", "en", training=False)
    with site.app.test_request_context(headers={"Accept-Language": "en"}):
        assert first_line(reader, (), (), Waiting()) == "Nothing must leave today."
