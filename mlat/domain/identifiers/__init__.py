"""What an office received as identifiers: typed, comparable, explained, and kept as given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mlat.domain.findings import Finding
from mlat.domain.identifiers import accounts, network, telephones, wallets
from mlat.domain.identifiers.comparing import compared
from mlat.domain.identifiers.fitting import look_at_the_platform
from mlat.domain.identifiers.inert import defang, inert, masked
from mlat.domain.identifiers.reading import Reading
from mlat.domain.identifiers.uses import satisfies
from mlat.domain.instants import is_ambiguous, read_instant, read_zone
from mlat.domain.messages import N_
from mlat.domain.platform import AccountShape, Platform
from mlat.domain.problems import Problem

__all__ = [
    "TYPES",
    "Examined",
    "IdentifierType",
    "compared",
    "defang",
    "examine",
    "inert",
    "mask",
    "masked",
    "satisfies",
]


@dataclass(frozen=True, slots=True)
class IdentifierType:
    """A kind of identifier: its msgid, and the reader that finds its normal form (None if there is none)."""

    title: str
    read: Callable[[Reading], str | None]


TYPES: Mapping[str, IdentifierType] = {
    "numeric_id": IdentifierType(N_("Numeric user id"), accounts.read_numeric_id),
    "username": IdentifierType(N_("User name"), accounts.read_username),
    "url": IdentifierType(N_("Link"), accounts.read_link),
    "phone": IdentifierType(N_("Telephone number"), telephones.read_phone),
    "email": IdentifierType(N_("E-mail address"), accounts.read_email),
    "ip": IdentifierType(N_("IP address"), network.read_ip),
    "imei": IdentifierType(N_("Handset number (IMEI)"), telephones.read_imei),
    "wallet": IdentifierType(N_("Wallet address"), wallets.read_wallet),
    "onion": IdentifierType(N_("Onion address"), network.read_onion),
    "message_link": IdentifierType(N_("Link to a message"), accounts.read_content_link),
    "channel_link": IdentifierType(N_("Link to a group, channel, server or invitation"), accounts.read_content_link),
    "cybertip": IdentifierType(N_("CyberTip number"), accounts.read_cybertip),
    "display_name": IdentifierType(N_("Display name"), accounts.read_display_name),
    "unknown": IdentifierType(N_("Unknown kind"), accounts.read_unknown),
}


@dataclass(frozen=True, slots=True)
class Examined:
    """One identifier as it is kept: `given` exactly as received.

    `normal` is the form in which two identifiers are compared (papers print `given`); None where it could not
    be read. `at` is a UTC instant; `port` may have been read from the text.
    """

    given: str
    type: str
    normal: str | None
    findings: tuple[Finding, ...]
    at: datetime | None = None
    port: int | None = None


def examine(
    type: str,
    given: str,
    *,
    port: int | None = None,
    at: datetime | str | None = None,
    zone: ZoneInfo | str | None = None,
    used_from: date | None = None,
    used_until: date | None = None,
    synthetic_allowed: bool = False,
    platform: Platform | None = None,
) -> Examined:
    """Read one identifier. What was really received never raises: it is kept, and its doubts are findings.

    `platform` is where it is said to belong: what does not fit is a finding.
    `synthetic_allowed` is given for values marked synthetic in a training case: impossible values then pass.
    Raises Problem (with its field) for what a person typed wrongly beside it: an unknown type, nothing given,
    a port, an instant or dates of use that cannot be, a local time without zone.
    """
    if type not in TYPES:
        raise Problem(
            "unknown_type",
            "type",
            N_("“%(type)s” is no kind of identifier."),
            N_("Choose one of: %(known)s."),
            type=type,
            known=", ".join(TYPES),
        )
    if not given.strip():
        raise Problem("empty", "given", N_("nothing was given."), N_("Copy it exactly as received."))
    _check_port(port)
    _check_dates(used_from, used_until)
    place = read_zone(zone) if isinstance(zone, str) else zone
    instant = None if at is None else read_instant(at, place)
    shape = platform.accounts if platform else AccountShape()
    reading = Reading(given, port, instant, used_from, used_until, synthetic_allowed, shape)
    if at is not None and is_ambiguous(at, place):
        reading.warn(
            "instant_twice",
            N_("This local time came twice, as the clocks were put back; the first one is used."),
            N_("Ask the source for the instant in UTC."),
            "at",
        )
    normal = TYPES[type].read(reading)
    if platform is not None:
        look_at_the_platform(reading, type, normal, platform, list(TYPES))
    return Examined(given, type, normal, tuple(reading.findings), instant, reading.port)


def mask(examined: Examined) -> str:
    """What a reader sees who may not see the identifier itself."""
    return masked(examined.type, examined.normal or examined.given)


def _check_port(port: int | None) -> None:
    if port is not None and not 1 <= port <= 65535:
        raise Problem(
            "port_impossible",
            "port",
            N_("%(port)s is no port."),
            N_("Give a number from 1 to 65535, or nothing."),
            port=port,
        )


def _check_dates(used_from: date | None, used_until: date | None) -> None:
    if used_from and used_until and used_until < used_from:
        raise Problem(
            "dates_reversed",
            "used_until",
            N_("the last day of use, %(last)s, lies before the first, %(first)s."),
            N_("Exchange or correct the two days."),
            first=used_from,
            last=used_until,
        )
