"""States as parties and their authorities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from mlat.domain import opening
from mlat.domain.instrument import Clause
from mlat.domain.marks import Fact, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority(Fact):
    """A public body that sends or receives requests. Its address stands in each office's own book.

    `central_towards`: the countries towards which this body, not the usual one, is the central authority.
    `territory`: the part of the country to which it is limited. `asks`: what it wants of every request.
    No law routes a request to a body that tracks images or to a hotline: a person writes to it.
    """

    id: str
    country: str
    role: Literal["central_authority", "24_7_point", "prosecution_service", "image_tracking", "hotline"]
    name_en: str
    name_local: str
    name_local_language: str
    legal_basis: str
    languages_accepted: tuple[str, ...]
    time_zone: tuple[str, ...]
    territory: str = ""
    central_towards: tuple[str, ...] = ()
    asks: tuple[Clause, ...] = ()
    office_hours: str = opening.ASSUMED
    """Local hours of a working day, like 09:00-17:00; 00:00-24:00 where somebody is always there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Whether one State is bound. `since` is a day, or only a year, or empty where it was not found.

    `reserved` names the instruments that it does not apply, `remarks` (instrument -> sentence) what a request
    to it under that instrument meets.
    """

    status: Literal["party", "ratified", "signed", "not_party", "unknown"]
    verification: State
    since: str = ""
    since_verification: State | None = None
    law: str = ""
    note: str = ""
    reserved: tuple[str, ...] = ()
    remarks: Mapping[str, str] = field(default_factory=dict)
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention(Fact):
    """A treaty and who is bound. `in_force` is true, false, or the day; `needs` says what is missing.

    A State that is not listed is taken for a party where the treaty is `near_universal`, else for none;
    both unverified, unless the circle is `closed`. `lists_treaties_of`: the State of whose treaties on mutual
    legal assistance it lists all that are known; of any other State they were not looked up.
    """

    id: str
    name: str
    status: str
    in_force: bool | date
    needs: str = ""
    near_universal: bool = False
    closed: bool = False
    lists_treaties_of: str = ""
    members: Mapping[str, Membership] = field(default_factory=dict)
    optional_protocol_parties: tuple[str, ...] = ()
