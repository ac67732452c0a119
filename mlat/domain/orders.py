"""Orders of secrecy and of non-disclosure: how long they last. A date never lifts one; only a person does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from mlat.domain.clock_acts import BY_DATE
from mlat.domain.clock_parts import NON_DISCLOSURE, SECRECY, Almanac, Opening, counted_as
from mlat.domain.counting import Due, Step, rule_for

OrderKind = Literal["file_secrecy", "non_disclosure"]
CLOCK_OF: dict[str, str] = {"file_secrecy": SECRECY, "non_disclosure": NON_DISCLOSURE}
"""The kind of clock that an order of each kind opens."""
SECRECY_RULES = {"AR": "ar_secrecy_234"}
"""Counting rule of file secrecy by country; where none is known, calendar days and a mark that it is not verified."""
UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class OrderInput:
    """An order as it was made. Its end follows from `period` (ISO 8601) or is `until`; with neither it has no end."""

    kind: OrderKind
    ordered_at: datetime
    zone: str
    """IANA zone of the place where it was ordered."""
    rule: str
    request: str = ""
    """For non-disclosure: id of the request whose recipient it binds."""
    period: str = ""
    until: date | None = None
    issuer: str = ""
    """Who ordered it, and under which number."""


def rule_of(kind: str, country: str) -> str:
    """The counting rule that an order of this kind follows in `country` (ISO alpha-2) where nobody says another."""
    return SECRECY_RULES.get(country, UNKNOWN) if kind == "file_secrecy" else UNKNOWN


def ordered(order_id: str, given: OrderInput, almanac: Almanac) -> Opening:
    """The clock that an order opens: a prohibition, so counted to its latest reading."""
    kind, rule = CLOCK_OF[given.kind], rule_for(almanac.rules, given.rule)
    due: Due | None = None
    if given.until:
        due = Due(given.until, given.until, (Step("exact_date", given.until),), BY_DATE, "", given.zone)
    elif given.period:
        due = almanac.due(given.rule, given.period, given.ordered_at, given.zone, almanac.home, counted_as(kind))
    counted = bool(given.period and not given.until)
    return Opening(
        kind,
        "nobody",
        given.ordered_at,
        given.zone,
        given.rule if counted else BY_DATE,
        given.period if counted else "",
        due,
        rule.source if counted else "",
        ("read" if rule.verification == "read" else "unverified") if counted else "read",
        about=order_id,
    )
