"""Where a recipient works: its zone, its working days, and the hours at which somebody is there."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from mlat.domain.opening import ALWAYS, ASSUMED, Place, read_hours
from mlat.domain.world import World
from mlat.model import Office, Request
from mlat.services.almanac import almanac_of
from mlat.services.covering import first_leg, goes_through_own_authority
from mlat.services.knowledge import world_of

NOWHERE = frozenset({"", "UTC"})
"""What a route says of its recipient's zone where it knows none."""


def place_of(session: Session, row: Request, today: date) -> Place:
    """The place of a request's recipient."""
    zone = row.route.get("zone", "")
    return place_at(session, row.office_id, row.recipient_id, row.requested_state or "", today, zone)


def place_of_holder(session: Session, row: Request, today: date) -> Place:
    """The place of whoever has a request that is still on its way: the own authority, where it goes through one."""
    if not goes_through_own_authority(session, row):
        return place_of(session, row, today)
    leg, office = first_leg(session, row), session.get_one(Office, row.office_id)
    return place_at(session, row.office_id, leg.to_body, office.country, today, office.zone)


def place_at(session: Session, office_id: str, body: str, country: str, today: date, zone: str = "") -> Place:
    """The place of an authority or company of the facts; `zone` where the facts give none."""
    world = world_of(session, office_id)
    calendar = almanac_of(session, office_id).calendar(country, today)
    return Place(zone_of(world, body, country, zone), calendar, read_hours(hours_of(world, body)))


def zone_of(world: World, body: str, country: str, zone: str = "") -> str:
    """The zone of a body: its own, the one given, else that of an authority of its State; UTC where none is known."""
    authority = world.authorities.get(body)
    if authority and authority.time_zone:
        return authority.time_zone[0]
    if zone not in NOWHERE:
        return zone
    there = (each.time_zone[0] for each in world.authorities.values() if each.country == country and each.time_zone)
    return next(there, "UTC")


def hours_of(world: World, body: str) -> str:
    """The hours of a body as the facts write them; a point of the 24/7 network is always there."""
    authority = world.authorities.get(body)
    if authority is not None:
        around = authority.role == "24_7_point" and authority.office_hours == ASSUMED
        return ALWAYS if around else authority.office_hours
    platform = world.platforms.get(body)
    return platform.office_hours if platform else ASSUMED
