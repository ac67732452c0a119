"""Whether an identifier can belong to the platform that it is said to belong to."""

from __future__ import annotations

import re
from datetime import timedelta

from mlat.domain.identifiers.links import bare_link, sites
from mlat.domain.identifiers.reading import Reading
from mlat.domain.identifiers.uses import satisfies
from mlat.domain.messages import N_
from mlat.domain.platform import Platform

NO_ACCOUNT = frozenset({"cybertip", "display_name", "unknown", "ip"})
"""Kinds that stand beside an account and are no name of it, or of which something else is said already."""
LINKS = frozenset({"url", "message_link", "channel_link"})
BITS_AFTER_THE_TIME = 22


def look_at_the_platform(reading: Reading, kind: str, normal: str | None, platform: Platform, kinds: list[str]) -> None:
    """Say what does not fit; `kinds` are all kinds of identifier, in the order in which they are named."""
    asked = [one for one in kinds if satisfies(one, instant=False) & set(platform.required_identifiers)]
    asked = [one for one in asked if one not in NO_ACCOUNT]
    if asked and kind not in NO_ACCOUNT and kind not in asked:
        reading.warn(
            "kind_not_asked_for",
            N_("%(platform)s does not find an account by this; it asks for: %(kinds)s."),
            N_("Look for one of these as well, or choose the kind that it is."),
            "kind",
            platform=platform.name,
            kinds=",".join(asked),
        )
    if normal is None:
        return
    if kind == "numeric_id":
        _number(reading, normal, platform)
    elif kind == "username" and platform.accounts.handle and not re.fullmatch(platform.accounts.handle, normal):
        reading.nobody(
            "handle_shape",
            N_("%(platform)s gives no such names."),
            N_("Compare it with the source; what a profile shows above the name is only a display name."),
            "warn",
            platform=platform.name,
        )
    elif kind in LINKS:
        _site(reading, normal, platform)


def _number(reading: Reading, normal: str, platform: Platform) -> None:
    shape = platform.accounts
    if not shape.id:
        return
    if not re.fullmatch(shape.id, normal):
        reading.nobody(
            "id_shape",
            N_("The numbers that %(platform)s gives look otherwise."),
            N_("Compare it with the source, digit by digit, and look whether it is the number of an account."),
            "warn",
            platform=platform.name,
        )
    elif shape.ids_since is not None and not reading.synthetic:
        born = shape.ids_since + timedelta(milliseconds=int(normal) >> BITS_AFTER_THE_TIME)
        reading.note(
            "id_born",
            N_("Its number tells that it was given on %(instant)s."),
            instant=f"{born:%Y-%m-%dT%H:%M:%SZ}",
        )
        seen = [reading.at.date()] if reading.at else []
        if any(day < born.date() for day in (*seen, *filter(None, (reading.used_from, reading.used_until)))):
            reading.warn(
                "id_younger_than_use",
                N_("Its number is younger than a day on which it is said to have been used."),
                N_("Compare the number and the days with the source."),
                "used_from",
            )


def _site(reading: Reading, normal: str, platform: Platform) -> None:
    known, site = sites(platform.accounts), bare_link(normal).partition("/")[0].partition(":")[0]
    if known and not any(site == one or site.endswith(f".{one}") for one in known):
        reading.warn(
            "link_other_site",
            N_("It leads to %(site)s, which the facts do not know as a site of %(platform)s."),
            N_("Check which platform is meant."),
            site=site,
            platform=platform.name,
        )
