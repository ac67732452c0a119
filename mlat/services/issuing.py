"""Number, freeze, render, sign, keep: from here on a paper never changes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.documents import pdf, press, sign
from mlat.documents.provenance import provenance
from mlat.documents.recordfile import dump
from mlat.documents.uploaded import LARGEST, Upload, examine_upload
from mlat.domain.lifecycle import Kind, permit
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.domain.record import Record
from mlat.house import house
from mlat.keys import CaseKey
from mlat.model import Case, Office, Paper, Request, new_id, transaction
from mlat.services.access import NotHere, find_letter, find_request
from mlat.services.approved import PARTS, refuse_changed
from mlat.services.confirming import refuse_unconfirmed
from mlat.services.covering import covering_record, first_leg, goes_through_own_authority
from mlat.services.happening import happen
from mlat.services.inviting import invite
from mlat.services.knowledge import world_of
from mlat.services.numbering import new_proof_code, next_number
from mlat.services.recording import build
from mlat.services.references import note_reference
from mlat.services.second_reader import for_second_reader
from mlat.services.vault import key_of

OUTSIDE = ("ink", "token")
"""How a file made outside was signed."""
NOTE = "covering_number"
"""Where a request keeps the number of its covering note."""


def issue(actor: Actor, now: datetime, request_id: str) -> list[str]:
    """Give the number, freeze, render, sign and keep; returns the ids of the papers, the request's own first.

    Decide, commit, do, record: a crash in between leaves an approved request with its number, to be issued again.
    """
    with transaction() as session:
        row = find_request(session, actor, request_id, Act.ISSUE)
        permit(Kind.ISSUED, row.state)
        refuse_unconfirmed(row)
        office = session.get_one(Office, row.office_id)
        _number(session, row, office, now)
        invite(session, actor, now, row)
        records = [build(session, row, now, None)]
        key = key_of(session, row.case_id)
        refuse_changed(records[0], key, row.approved_hash, row.route.get(PARTS, {}))
        records += for_second_reader(records[0])
        if NOTE in row.route:
            records.append(covering_record(session, row, records[0], row.route[NOTE]))
        read = row.version
        facts = world_of(session, row.office_id).version
    made = [_make(record, office, key, facts, now) for record in records]
    with transaction() as session:
        row = session.get_one(Request, request_id, with_for_update=True, populate_existing=True)
        permit(Kind.ISSUED, row.state)
        refuse_unconfirmed(row)
        if row.version != read:
            raise Problem("stale", "request", "was changed while it was being issued.", "Issue it again.")
        papers = [_paper_row(row, each, now) for each in made]
        session.add_all(papers)
        row.transmitting_office_id = session.scalar(
            select(Office.id).where(Office.own_authority == first_leg(session, row).to_body, Office.id != row.office_id)
        )
        happen(
            session,
            now,
            actor,
            row,
            Kind.ISSUED,
            zone=office.zone,
            data={
                "number": row.number,
                "papers": [{"id": p.id, "form": p.form, "sha256": p.sha256} for p in papers],
            },
        )
        return [paper.id for paper in papers]


def _number(session: Session, row: Request, office: Office, now: datetime) -> None:
    """Give the numbers once: issued again after a crash, or twice at the same time, they stay."""
    if row.number is None:
        row.number, row.proof_code = next_number(session, office, now, "REQ"), new_proof_code()
    if NOTE not in row.route and goes_through_own_authority(session, row):
        row.route = row.route | {NOTE: next_number(session, office, now, "NOTE")}
    case = session.get_one(Case, row.case_id)
    for number in (row.number, row.route.get(NOTE, "")):
        note_reference(session, case, row, "office", number)
    session.flush()


@dataclass(frozen=True)
class Made:
    """A rendered paper before it has a row."""

    record: Record
    id: str
    data: bytes
    blob: str
    sealed_record: bytes
    provenance: dict[str, str]
    signed: str


def _make(record: Record, office: Office, key: CaseKey, facts: str, now: datetime) -> Made:
    data, signed = press.write(record), ""
    if office.signing == "office_key":
        data, signed = _seal(data, office, record, now), "office_key"
    paper_id = new_id()
    return Made(
        record,
        paper_id,
        data,
        house().blobs.put(key, data),
        key.seal(json.dumps(dump(record), ensure_ascii=False), f"papers:{paper_id}:record"),
        dict(provenance(record)) | {"facts": facts},
        signed,
    )


def _seal(data: bytes, office: Office, record: Record, now: datetime) -> bytes:
    """The paper with one signature for each who signs it, all under the office's key."""
    if not office.signing_key or not office.certificate:
        raise Problem(
            "signing",
            "office",
            "has no signing key.",
            "Make one on the office's page, or choose ink and seal.",
        )
    key = house().keyring.unwrap(office.signing_key, f"offices:{office.id}:signing_key")
    names = [", ".join(part for part in (each.name, each.function) if part) for each in record.signatories]
    for name in names or [office.name]:
        data = sign.seal(data, key, office.certificate, now, name, house().settings.tsa_url)
    return data


def _paper_row(row: Request, made: Made, now: datetime) -> Paper:
    return Paper(
        id=made.id,
        case_id=row.case_id,
        request_id=row.id,
        form=made.record.form,
        copy=made.record.copy,
        language="+".join(each.language for each in made.record.wordings()),
        number=made.record.number,
        record_sealed=made.sealed_record,
        sha256=hashlib.sha256(made.data).hexdigest(),
        size=len(made.data),
        pages=pdf.pages(made.data),
        blob=made.blob,
        provenance=made.provenance,
        signed=made.signed,
        frozen_at=now,
    )


def replace_paper(actor: Actor, now: datetime, paper_id: str, data: bytes, name: str, method: str) -> str:
    """Keep a file made outside (edited, scanned, token-signed) as the paper that goes out; returns its id.

    It is compared with the draft, and what differs is kept beside it. Raises `Problem` for what is no PDF.
    """
    with transaction() as session:
        old = session.get(Paper, paper_id)
        if old is None:
            raise NotHere("paper")
        row = find_request(session, actor, old.request_id or "", Act.ISSUE)
        _replaceable(row, old, method)
        key = key_of(session, row.case_id)
        rendered = house().blobs.get(key, old.blob)
    seen = examine_upload(Upload(name, data), LARGEST, rendered, old.number)
    blob = house().blobs.put(key, data)
    with transaction() as session:
        row = find_request(session, actor, row.id, Act.ISSUE)
        old = session.get_one(Paper, paper_id)
        _replaceable(row, old, method)
        new = Paper(
            id=new_id(),
            case_id=old.case_id,
            request_id=row.id,
            form=old.form,
            copy=old.copy,
            language=old.language,
            number=old.number,
            record_sealed=b"",
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            pages=seen.pages,
            blob=blob,
            provenance=old.provenance,
            signed=method,
            source="uploaded",
            compared=seen.to_json() | {"accepted_by": actor.user_id},
            frozen_at=now,
        )
        new.record_sealed = key.seal(key.open(old.record_sealed, f"papers:{old.id}:record"), f"papers:{new.id}:record")
        old.is_sent_one = False
        session.add(new)
        happen(
            session,
            now,
            actor,
            row,
            Kind.PAPER_REPLACED,
            zone=_zone(session, row),
            data={"old": old.id, "new": new.id, "sha256": new.sha256, "method": method},
        )
        return new.id


def _replaceable(row: Request, old: Paper, method: str) -> None:
    if method not in OUTSIDE:
        known = ", ".join(OUTSIDE)
        raise Problem(
            "method", "method", "%(method)s is no way to sign.", "Choose of: %(known)s.", method=method, known=known
        )
    permit(Kind.PAPER_REPLACED, row.state)
    if not old.is_sent_one:
        raise Problem("replaced", "paper", "was already replaced.", "Replace the paper that goes out.")


def paper_bytes(actor: Actor, now: datetime, paper_id: str) -> tuple[bytes, str]:
    """The exact bytes of a paper, checked against its hash, and a file name."""
    with transaction() as session:
        paper = session.get(Paper, paper_id)
        if paper is None:
            raise NotHere("paper")
        if paper.request_id:
            find_request(session, actor, paper.request_id)
        else:
            find_letter(session, actor, paper.letter_id or "")
        data = house().blobs.get(key_of(session, paper.case_id), paper.blob)
    if hashlib.sha256(data).hexdigest() != paper.sha256:
        raise Problem("hash", "paper", "does not match its hash.", "Restore the files folder from a backup.")
    return data, f"{paper.number.replace('/', '-')}-{paper.form}-{paper.language}.pdf"


def _zone(session: Session, row: Request) -> str:
    return session.get_one(Office, row.office_id).zone
