"""Mails that come back: a delivery report for some of those that left."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from random import Random

from sqlalchemy import select

from mlat.model import Dispatch, transaction
from mlat.services import inbox


def come_back(now: datetime, dice: Random) -> int:
    """On some days the report that one mail could not be delivered comes in, once or twice; returns how many came."""
    if dice.random() > 0.05:
        return 0
    with transaction() as session:
        left = session.scalars(select(Dispatch.message_id).where(Dispatch.state == "sent")).all()
    if not left:
        return 0
    raw = _report(dice.choice(sorted(left)), now)
    for _ in range(dice.choice((1, 2))):
        inbox.read_stored(now, inbox.store(now, raw, "file"))
    return 1


REPORT = """\
From: Mail Delivery System <mailer-daemon@cancilleria.example>
To: oficina@one.example
Subject: Undelivered Mail Returned to Sender
Date: {date}
Message-ID: <{stamp}@cancilleria.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=edge

--edge
Content-Type: text/plain

The mail could not be delivered.
--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; cancilleria.example

Final-Recipient: rfc822; central@cancilleria.example
Action: failed
Status: 5.1.1
--edge
Content-Type: text/rfc822-headers

Message-ID: {message_id}
To: central@cancilleria.example
--edge--
"""


def _report(message_id: str, now: datetime) -> bytes:
    return REPORT.format(date=format_datetime(now), stamp=now.timestamp(), message_id=message_id).encode()
