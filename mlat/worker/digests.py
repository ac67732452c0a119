"""Telling our own people: what is due is noted, read through the gate at that moment, written, and sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Event
from zoneinfo import ZoneInfo

from mlat.model import Office, transaction
from mlat.reads import digest
from mlat.reads.duty import on_duty
from mlat.reads.seconds import able, waiting_everywhere
from mlat.services import staffmail
from mlat.services.access import deputies


def alert_seconds(now: datetime) -> int:
    """Note who is to be told at once that an emergency request waits for its second person; returns how many.

    It is the person on duty, where that one can be the second; else everybody of the office who can and is there.
    """
    planted = 0
    with transaction() as session:
        for row in waiting_everywhere(session):
            zone = ZoneInfo(session.get_one(Office, row.office_id).zone)
            away = deputies(session, row.office_id, now.astimezone(zone).date())
            could = [user.id for user in able(session, row)]
            could = [user for user in could if user not in away] or could
            duty = on_duty(session, row.office_id, now)
            told = [duty.user_id] if duty and duty.user_id in could else could
            for user_id in told:
                occasion = f"second:{row.id}:{(row.approved_hash or '')[:16]}"
                planted += staffmail.plant(session, now, user_id, occasion, row.id)
    return planted


def tell(stop: Event, clock: Callable[[], datetime]) -> int:
    """Write and send what is planted until nothing is, or `stop` is set; how many mails went."""
    told = 0
    while not stop.is_set() and (mail := staffmail.take(clock())):
        if not mail.written:
            now = clock()
            items = digest.alert(mail.actor, mail.request_id) if mail.request_id else digest.items(mail.actor, now)
            if not staffmail.write(now, mail.id, items):
                continue
        told += staffmail.deliver(clock(), mail.id) == "sent"
    return told
