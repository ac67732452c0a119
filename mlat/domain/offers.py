"""What a hold can still become: renewals that law or company give, and what the company may grant beyond them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mlat.domain.companies import holds
from mlat.domain.periods import Unit, parse_period
from mlat.domain.routes import Ask
from mlat.domain.world import World


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What is known of renewals: by how many `days`, how often at `most` (None: nobody states it).

    `ask_before`: so many days before the end. `at_most`: days in all that the company may hold at its own
    discretion for an authority from abroad.
    """

    days: int = 0
    most: int | None = None
    ask_before: int | None = None
    at_most: int | None = None


def renewal_offer(world: World, instrument: str, platform: str | None, requesting: str, on: date) -> Offer:
    """What the law of a preservation, and the company where there is one, give beyond its first period."""
    law = world.instruments.get(f"{instrument.rpartition('.')[0]}.extension")
    company = world.platforms.get(platform or "")
    offer = company.preservation if company else None
    terms = Offer(
        ask_before=offer.ask_before_days if offer else None,
        at_most=((offer.non_us_period_days or 0) + (offer.non_us_extension_days or 0)) or None
        if offer and requesting != "US"
        else None,
    )
    if law is None:
        return terms
    if offer and offer.renewable is False:
        return Offer(most=0, at_most=terms.at_most)
    if company and law.basis in ("foreign_law", "provider_policy"):
        ask = Ask(requesting=requesting, measure="preservation_extension", on=on, platform=company.id)
        found = [(each.value, each.renewals_max) for each in holds(world, law, company, ask)]
    else:
        found = [(each.value, each.times) for each in law.periods.values() if each.kind == "renewal"]
    for value, most in found:
        period = parse_period(value)
        days = period.count * (30 if period.unit is Unit.MONTHS else 1)
        return Offer(days=days, most=most, ask_before=terms.ask_before, at_most=terms.at_most)
    return terms
