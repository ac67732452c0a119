"""A production order of a bound State: two papers, of which the company gets its own alone."""

from __future__ import annotations

import email
import json
from datetime import UTC, datetime, timedelta
from email import policy

import pytest
from sqlalchemy import select

from mlat.domain.casefile import Choice
from mlat.house import house
from mlat.model import Dispatch, Office, Paper, transaction
from mlat.services import dispatch, drafting, issuing
from mlat.services.vault import key_of
from tests.conftest import OfficeThere
from tests.services import lives

SINCE = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
"""The Regulation applies."""
GROUNDS = "Ohne diese Daten ist die Person nicht zu finden (Z9)."
ORDER = Choice(
    measure="traffic_disclosure",
    platform="instagram",
    identifiers=("RBX",),
    data=("traffic",),
    language="es",
    fields={"data_sought": "Conexiones con IP y puerto.", "offence_condition": "Art. 5(4)."},
)
AUTHORITY = "Autoridad de ejecución\nDublín"


@pytest.fixture
def bound(office: OfficeThere) -> OfficeThere:
    """The same office, in a State that the Regulation binds."""
    with transaction() as session:
        session.get_one(Office, office.id).country = "ES"
    return office


def an_order(office: OfficeThere, case_id: str, **fields: str) -> str:
    request_id = lives.a_draft(office, SINCE, case_id, ORDER)
    drafting.save(office.liaison, SINCE, request_id, lives.the(request_id).version, fields)
    return request_id


def papers_of(request_id: str) -> dict[str, Paper]:
    with transaction() as session:
        return {each.copy: each for each in session.scalars(select(Paper).where(Paper.request_id == request_id))}


def test_an_office_of_no_bound_state_is_refused(office: OfficeThere, case_id: str) -> None:
    found = drafting.options(office.liaison, SINCE, case_id, ORDER)
    assert not [each for each in found.routes if each.instrument.startswith("eu.")]
    assert {each.instrument for each in found.refused} >= {"eu.epoc.traffic", "eu.epocpr.preservation"}


def test_the_draft_takes_from_the_case_what_it_knows(bound: OfficeThere, case_id: str) -> None:
    request_id = an_order(bound, case_id)
    row = lives.the(request_id)
    assert (row.instrument, row.form, row.recipient_kind) == ("eu.epoc.traffic", "epoc", "provider")
    fields = drafting.record(bound.liaison, SINCE, request_id).fields
    assert fields["custodian"] == row.recipient_name
    assert fields["transfer_to"] == "Fiscalía de ejemplo ONE"
    assert fields["facts"] == "Los hechos, con V1 y S1.", "kept for the copy of the enforcing authority"
    for unsaid in ("similar_case", "identification_only", "user_information_later"):
        assert unsaid not in fields, "a person must say it"


def test_what_the_other_copy_needs_is_asked_for_once_it_is_to_be_made(bound: OfficeThere, case_id: str) -> None:
    request_id = an_order(bound, case_id)
    asked = {each.field for each in drafting.findings(bound.liaison, SINCE, request_id)}
    assert "enforcing_authority" in asked
    assert "necessity" not in asked
    drafting.save(bound.liaison, SINCE, request_id, lives.the(request_id).version, {"enforcing_authority": AUTHORITY})
    asked = {each.field for each in drafting.findings(bound.liaison, SINCE, request_id)}
    assert "necessity" in asked
    assert "enforcing_authority" not in asked


def test_two_papers_are_issued_and_the_company_is_sent_its_own_alone(bound: OfficeThere, case_id: str) -> None:
    request_id = an_order(bound, case_id, enforcing_authority=AUTHORITY, necessity=GROUNDS)
    lives.knows(bound, SINCE, lives.legs(request_id)[0].to_body, "mail", "order@company.example")
    lives.approve(bound, SINCE, request_id)
    issuing.issue(bound.prosecutor, SINCE, request_id)
    papers = papers_of(request_id)
    assert papers.keys() == {"provider", "authority"}
    own, other = papers["provider"], papers["authority"]
    assert other.number == f"{own.number}-EA"
    names = [issuing.paper_bytes(bound.liaison, SINCE, each.id)[1] for each in (own, other)]
    assert len(set(names)) == 2
    with transaction() as session:
        key = key_of(session, case_id)
        kept = json.loads(key.text(other.record_sealed, f"papers:{other.id}:record"))
    assert kept["recipient"]["name"] == "Autoridad de ejecución"
    assert kept["fields"]["necessity"] == GROUNDS

    dispatch.send_mail(bound.liaison, SINCE + timedelta(minutes=1), request_id)
    with transaction() as session:
        mail = session.scalars(select(Dispatch).where(Dispatch.request_id == request_id)).one()
        raw = house().blobs.get(key_of(session, case_id), mail.blob)
    attached = [part.get_filename() for part in email.message_from_bytes(raw, policy=policy.default).iter_attachments()]
    assert attached == [f"{own.number.replace('/', '-')}.pdf"]
    assert b"-EA" not in raw


def test_where_nobody_is_notified_one_paper_is_issued(bound: OfficeThere, case_id: str) -> None:
    request_id = an_order(bound, case_id)
    lives.approve(bound, SINCE, request_id)
    issuing.issue(bound.prosecutor, SINCE, request_id)
    assert papers_of(request_id).keys() == {"provider"}
