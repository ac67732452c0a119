"""What the administrator's page says of backups."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from mlat.domain.permissions import Actor
from mlat.model import transaction
from mlat.services import journal

from .conftest import Site


@pytest.fixture
def administrator(site: Site) -> FlaskClient:
    """Of the office that no other test backs up."""
    return site.enter("administrator@dos.example")


def section(client: FlaskClient) -> str:
    found = re.search(r'<h2[^>]*id="backup">.*?</section>', client.get("/people").text, re.DOTALL)
    assert found
    return re.sub(r"<[^>]*>", "", found[0])


def happened(site: Site, kind: str, at: datetime, **data: object) -> None:
    office = site.office("dos").id
    with site.app.app_context(), transaction() as session:
        journal.write(session, at, Actor(office), kind, office_id=office, data=data)


def test_it_says_that_there_is_none_then_when_and_with_what(site: Site, administrator: FlaskClient) -> None:
    none = section(administrator)
    assert "None was ever made." in none
    assert "mlat backup make FOLDER" in none
    happened(site, "backup_made", datetime(2026, 3, 4, 15, 30, tzinfo=UTC), manifest="0" * 64)
    once = section(administrator)
    assert "made on 4 Mar 2026, 12:30, with mlat backup make FOLDER" in once
    assert "put back" not in once
    happened(
        site, "backup_restored", datetime(2026, 3, 9, 15, 0, tzinfo=UTC),
        manifest="0" * 64, made_at="2026-03-06T15:00:00+00:00",
    )  # fmt: skip
    last = section(administrator)
    assert "made on 6 Mar 2026, 12:00" in last
    assert "put back on 9 Mar 2026, 12:00, from the backup of 6 Mar 2026, 12:00" in last
