"""`mlat evidence rehash`: what is here is still what came, or is named."""

from __future__ import annotations

import json
from pathlib import Path

from mlat.cli.core import clock, core
from mlat.domain.permissions import Role
from mlat.model import EvidenceItem, transaction
from mlat.services.setting_aside import set_aside
from tests.cli.conftest import Run
from tests.conftest import an_office
from tests.services import lives


def test_a_returned_file_that_changed_is_named(run: Run, home: Path) -> None:
    assert run("init").returncode == 0
    with core():
        office = an_office(clock(), "ONE")
        case_id = lives.a_case(office, clock())
        with transaction() as session:
            item_id = set_aside(
                session, clock(), case_id=case_id, request_id=None, message_id="", name="x", declared_type="", data=b"x"
            )
            apart = session.get_one(EvidenceItem, item_id).apart
    by = ("--by", f"{Role.CUSTODIAN.value}@one.example")
    ran = run("evidence", "rehash", *by, "--json")
    assert (ran.returncode, json.loads(ran.stdout)) == (0, {"files": 1, "changed": []})
    file = home / "returned" / apart
    file.write_bytes(file.read_bytes() + b"x")
    ran = run("evidence", "rehash", *by)
    assert ran.returncode == 1
    assert item_id in ran.stdout
    assert run("evidence", "rehash", "--by", "nobody@one.example").returncode == 2
