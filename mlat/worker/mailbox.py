"""The mailbox in a worker's round: what came in is stored, then read; a mailbox that cannot be reached costs a line."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime
from threading import Event

from mlat.mail.fetching import NoMailbox
from mlat.services.inbox import read_waiting
from mlat.services.mail_fetching import fetch

log = logging.getLogger("mlat.worker")


def take_mail(stop: Event, clock: Callable[[], datetime]) -> int:
    """Fetch what is unseen and read what is stored; returns how many mails were fetched."""
    fetched = 0
    try:
        fetched = fetch(clock, stop.is_set)
    except NoMailbox as lost:
        log.error(json.dumps({"act": "mailbox", "failed": str(lost)}))
    read_waiting(clock())
    return fetched
