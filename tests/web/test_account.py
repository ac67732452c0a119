"""Everybody may note their own absence, and nobody's but their own."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from .conftest import Site, press

ROLES = ("prosecutor", "liaison", "family_officer", "translator", "auditor", "administrator")


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages are read on Monday 2 March 2026."""
    monkeypatch.setattr("mlat.web.dates.now", lambda: datetime(2026, 3, 2, 13, 0, tzinfo=UTC))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_notes_its_own_absence(site: Site, role: str) -> None:
    client = site.enter(f"{role}@uno.example")
    offered = dict(re.findall(r'<option value="([0-9a-f]{32})"[^>]*>([^<]+)<', client.get("/account/absence").text))
    me = site.people[f"{role}@uno.example"].user_id
    assert me not in offered
    deputy = next(iter(offered))
    answer = press(client, "/account/absence", deputy=deputy, first_day="2026-03-03", last_day="2026-03-06")
    assert answer.status_code == 302
    assert f"Persona {role} uno is away; {offered[deputy]} stands in." in client.get("/account").text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"deputy": "", "first_day": "2026-03-03", "last_day": "2026-03-06"}, "Deputy is not chosen"),
        ({"first_day": "2026-03-06", "last_day": "2026-03-03"}, "lies before the first day"),
        ({"first_day": "2026-02-30", "last_day": "2026-03-03"}, "is not a date that exists"),
    ],
)
def test_a_wrong_absence_is_named_at_its_field(site: Site, fields: dict[str, str], message: str) -> None:
    deputy = site.people["liaison@uno.example"].user_id
    answer = press(site.enter("prosecutor@uno.example"), "/account/absence", **({"deputy": deputy} | fields))
    assert answer.status_code == 422
    assert message in answer.text


def test_a_colleague_of_another_office_cannot_stand_in(site: Site) -> None:
    stranger = site.people["liaison@dos.example"].user_id
    answer = press(
        site.enter("prosecutor@uno.example"),
        "/account/absence", deputy=stranger, first_day="2026-03-03", last_day="2026-03-06",
    )  # fmt: skip
    assert answer.status_code == 422
