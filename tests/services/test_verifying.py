"""What a file in hand proves to an operator: the paper that left, who signed it, when, and what was changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from mlat.domain.record import Record, Signatory
from mlat.house import house
from mlat.model import Paper, transaction
from mlat.reads.verifying import verify
from mlat.services import issuing, recording
from mlat.services.vault import key_of
from tests.conftest import OfficeThere
from tests.services import lives
from tests.timestamp_server import stamping

BOTH = (Signatory("Ana Ejemplo", "Fiscal", "office_key"), Signatory("Luis Muestra", "", "office_key"))


@pytest.fixture
def kind() -> str:
    """One kind of database: what is looked at here is the file."""
    return "sqlite"


def left(request_id: str) -> bytes:
    """The bytes of the request's paper."""
    with transaction() as session:
        paper = session.scalars(select(Paper).where(Paper.request_id == request_id, Paper.is_sent_one)).one()
        return house().blobs.get(key_of(session, paper.case_id), paper.blob)


@pytest.mark.usefixtures("real_papers")
def test_two_signers_with_a_time_stamp(
    app: Flask, office: OfficeThere, case_id: str, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def signed_by_both(record: Record) -> Record:
        return replace(record, signatories=BOTH)

    with stamping(now + timedelta(seconds=2)) as service:
        (tmp_path / "tsa.pem").write_bytes(service.certificate)
        settings = replace(house().settings, tsa_url=service.url, tsa_ca_file=str(tmp_path / "tsa.pem"))
        monkeypatch.setitem(app.extensions, "mlat", replace(house(), settings=settings))
        build = recording.build
        for room in ("issuing", "approving"):
            monkeypatch.setattr(f"mlat.services.{room}.build", lambda *given: signed_by_both(build(*given)))
        request_id = lives.an_issued(office, now, case_id)
        data = left(request_id)
        found = verify(data, for_operator=True)
        assert service.asked >= 2
    assert (found.verdict, found.strangers) == ("genuine", 0)
    assert found.paper is not None
    assert found.paper.number == lives.the(request_id).number
    assert [each.on_behalf for each in found.signatures] == ["Ana Ejemplo, Fiscal", "Luis Muestra"]
    assert {(each.office, each.at, each.stamped, each.sound) for each in found.signatures} == {
        ("Fiscalía de ejemplo ONE", now, service.at, True)
    }


@pytest.mark.usefixtures("real_papers")
def test_a_changed_file_is_named_by_what_it_claims_to_an_operator_only(
    office: OfficeThere, case_id: str, now: datetime
) -> None:
    request_id = lives.an_issued(office, now, case_id)
    damaged = bytearray(left(request_id))
    damaged[damaged.index(b"stream") + 40] ^= 1
    told = verify(bytes(damaged), for_operator=True)
    assert (told.verdict, told.paper, told.claims) == ("changed", None, lives.the(request_id).number)
    assert verify(bytes(damaged)).claims == ""


def test_a_replaced_paper_is_no_longer_the_one_that_leaves(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.an_issued(office, now, case_id)
    printed = left(request_id)
    with transaction() as session:
        paper_id = session.scalars(select(Paper.id).where(Paper.request_id == request_id)).one()
    scan = printed + b"\n% scanned"
    issuing.replace_paper(office.prosecutor, now, paper_id, scan, "scan.pdf", "ink")
    assert verify(printed).verdict == "unknown"
    assert verify(scan).verdict == "genuine"
