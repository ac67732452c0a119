"""No read opens an identifier without asking who reads it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mlat import reads
from mlat.domain.permissions import Actor, Role
from mlat.reads.shown import shown

ROOM = Path(reads.__file__).parent


def test_every_read_that_opens_an_identifier_shows_it_through_the_one_door() -> None:
    opening = [file for file in ROOM.glob("*.py") if re.search(r"identifiers:.*:(?:given|normal)", file.read_text())]
    assert opening
    for file in opening:
        text = file.read_text()
        assert len(re.findall(r"identifiers:.*:(?:given|normal)", text)) == len(re.findall(r"\bshown\(actor", text)), (
            file
        )


@pytest.mark.parametrize("role", Role)
def test_only_who_works_on_a_case_reads_an_account_whole(role: Role) -> None:
    actor = Actor("office", "user", frozenset({role}))
    whole = role in (Role.PROSECUTOR, Role.LIAISON)
    assert shown(actor, "email", "ana@gmail.com") == ("ana@gmail.com" if whole else "a•••[@]•••.com")
