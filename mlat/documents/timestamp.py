"""Asking a time-stamp service (RFC 3161) when the signature was there: the "T" of PAdES B-T."""

from __future__ import annotations

import urllib.request
from typing import Any

from mlat.domain.messages import N_
from mlat.domain.problems import Problem

LARGEST = 64 * 1024
"""Bytes of an answer; one with its certificates has about five thousand."""
PATIENCE = 20
"""Seconds."""


def stamper(url: str) -> Any:
    """pyHanko's time stamper for the service at `url`.

    Signing raises `Problem` `sign.timestamp` where the service cannot be reached or refuses.
    """
    from asn1crypto import tsp
    from pyhanko.sign.timestamps import TimeStamper

    class Service(TimeStamper):
        """Posts the question; pyHanko's own clients want libraries that we do not need."""

        async def async_request_tsa_response(self, req: Any) -> Any:
            return tsp.TimeStampResp.load(_ask(url, req.dump()))

    service: Any = Service
    return service()


def _ask(url: str, question: bytes) -> bytes:
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    asked = urllib.request.Request(url, question, headers)  # noqa: S310  # the settings allow http and https only
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310  # as above
            if answer.headers.get_content_type() != headers["Accept"]:
                raise refused("no time stamp in its answer")
            said: bytes = answer.read(LARGEST)
            return said
    except OSError as error:  # among them urllib's own
        raise refused(str(getattr(error, "reason", error))) from error


def refused(why: str) -> Problem:
    """The problem of a service that gives no time stamp."""
    return Problem(
        "sign.timestamp",
        "tsa_url",
        N_("The time-stamp service gave no time stamp: %(why)s."),
        N_("Try again later, or take the service out of the settings."),
        why=why,
    )
