"""Legs recorded by hand: sent, arrived or come back, with the body's own reference and a proof."""

from __future__ import annotations

import hashlib
from datetime import datetime

from mlat.documents.kinds import sniff
from mlat.domain.channels import check_channel
from mlat.domain.lifecycle import Kind
from mlat.domain.permissions import Act, Actor
from mlat.domain.problems import Problem
from mlat.house import house
from mlat.model import Case, Dispatch, Leg, transaction
from mlat.services import following
from mlat.services.access import NotHere, find_request
from mlat.services.happening import happen
from mlat.services.outbox import refuse_unsettled
from mlat.services.references import note_reference
from mlat.services.vault import key_of

PROOFS = frozenset({"pdf", "text"})
"""Kinds of file that a proof may be, by its own bytes."""


def record_sent(
    actor: Actor,
    now: datetime,
    leg_id: str,
    channel: str,
    at: datetime,
    zone: str,
    reference: str = "",
    proof: bytes = b"",
) -> None:
    """Record that a leg was sent by hand: through a portal, by post, courier, pouch, by hand, by telephone.

    `at` may lie in the past; `reference` is the body's own; `proof` (a receipt) is kept and hashed.
    """
    _travel(actor, now, leg_id, Kind.SENT, "sent", channel, at, zone, reference, proof)


def record_received(
    actor: Actor, now: datetime, leg_id: str, at: datetime, zone: str, reference: str = "", proof: bytes = b""
) -> None:
    """Record that a leg arrived; a leg that reaches the recipient starts the recipient's clocks."""
    _travel(actor, now, leg_id, Kind.RECEIVED, "received", "", at, zone, reference, proof)


def record_returned(actor: Actor, now: datetime, leg_id: str, at: datetime, zone: str, reference: str = "") -> None:
    """Record that a body sent the request back."""
    _travel(actor, now, leg_id, Kind.LEG_RETURNED, "returned", "", at, zone, reference, b"")


def _travel(
    actor: Actor,
    now: datetime,
    leg_id: str,
    kind: Kind,
    state: str,
    channel: str,
    at: datetime,
    zone: str,
    reference: str,
    proof: bytes,
) -> None:
    if kind is Kind.SENT:
        check_channel(channel)
    if proof and sniff(proof).kind not in PROOFS:
        raise Problem("proof", "proof", "is of no kind that is kept here.", "Give it as PDF: pictures are never taken.")
    with transaction() as session:
        leg = session.get(Leg, leg_id)
        if leg is None:
            raise NotHere("leg")
        row = find_request(session, actor, leg.request_id, Act.TRANSMIT if not leg.ours else Act.RECORD)
        if kind is Kind.SENT:
            refuse_unsettled(session, "leg", Dispatch.leg_id == leg.id)
        elif leg.sent_at is not None and at < leg.sent_at:
            raise Problem("order", "at", "lies before the sending.", "Give the day on which it happened.")
        leg.channel = channel or leg.channel
        leg.state = state
        if kind is Kind.SENT:
            leg.sent_at = at
        elif kind is Kind.RECEIVED:
            leg.received_at = at
        data = (
            {
                "proof": hashlib.sha256(proof).hexdigest(),
                "proof_blob": house().blobs.put(key_of(session, row.case_id), proof),
            }
            if proof
            else {}
        )
        happen(session, now, actor, row, kind, at=at, zone=zone, leg=leg, data=data)
        if kind is Kind.SENT:
            following.sent(session, actor, now, row, at, zone)
        note_reference(session, session.get_one(Case, row.case_id), row, leg.to_body, reference)
