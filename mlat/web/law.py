"""What the law says to a wish, in the reader's words; sentences that the facts keep in English are marked as such."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from babel.dates import format_date
from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from mlat.domain.routes import EXECUTING, OFFICE, ClockRule, LegPlan, Reason, Recipient, Refusal
from mlat.house import house
from mlat.web import names
from mlat.web.dates import day, period, place
from mlat.web.language import spoken
from mlat.web.words import country_name, law_name, recipient_name, said

NUMBERED = re.compile(r"\d|\b[IVXL]+\b")
"""An article that can be cited has a number."""


def install(app: Flask) -> None:
    """Give every template these filters."""
    app.jinja_env.filters.update(
        reason=reason,
        english=english,
        body=body,
        addressee=addressee,
        room=room,
        clock_rule=clock_rule,
        hour=hour,
        cited=cited,
        by_law=by_law,
    )


def english(text: str) -> Markup:
    """A sentence of the facts, which are kept in English."""
    return Markup('<span lang="en" dir="ltr">{}</span>').format(text)


def reason(given: Reason) -> Markup:
    """A ground for or against a route: the sentence translated, its values in the reader's words."""
    says = escape(_(given.says))
    return says % {name: _value(name, str(value)) for name, value in given.values.items()} if given.values else says


def _value(name: str, value: str) -> Markup:
    say = VALUES.get(name)
    return say(value) if say else Markup("<bdi>{}</bdi>").format(value)


def _countries(codes: str) -> Markup:
    return Markup("<bdi>{}</bdi>").format(", ".join(country_name(code) for code in codes.split(", ")))


def _data(codes: str) -> Markup:
    return escape(", ".join(said(code, "data") for code in codes.split(", ")))


def _kinds(codes: str) -> Markup:
    return escape(", ".join(said(code, "offence_kind") for code in codes.split(", ")))


def _day_or_year(value: str) -> Markup:
    return day(date.fromisoformat(value)) if len(value) == len("2026-03-09") else escape(value)


def circumstance(says: str) -> Markup:
    """A circumstance that the vocabulary names in English, in the reader's words."""
    return escape(_(says)) if says in names.CIRCUMSTANCES.values() else english(says)


VALUES: Mapping[str, Callable[[str], Markup]] = {
    "from": _countries,
    "to": _countries,
    "state": _countries,
    "country": _countries,
    "place": _countries,
    "open": _countries,
    "listed": _countries,
    "data": _data,
    "kinds": _kinds,
    "date": _day_or_year,
    "day": _day_or_year,
    "circumstance": circumstance,
    "condition": english,
    "serves": english,
    "note": english,
    "needs": english,
    "treaty": english,
    "law": english,
    "exceptions": english,
}
"""How the values of reasons are said; others are names and numbers, and stand as they are."""


def body(leg: LegPlan) -> Markup:
    """Whom a leg reaches."""
    return escape(said(leg.to, "body")) if leg.to in (OFFICE, EXECUTING) else _named(leg.to, leg.to_name)


def addressee(to: Recipient) -> Markup:
    """Whom a request is addressed to; a body that the facts do not name is called by its role."""
    role = to.id.removeprefix(f"{to.country.lower()}-").replace("-", "_")
    if to.kind == "authority" and to.id not in house().world.authorities and role in names.AUTHORITIES:
        return escape(_("%(role)s, which the facts do not name", role=said(role, "authority")))
    return _named(to.id, to.name)


def _named(body_id: str, name: str) -> Markup:
    """A body by its name, which is marked as being in its own language where the facts know it."""
    authority = house().world.authorities.get(body_id)
    if authority:
        return Markup('<bdi lang="{}">{}</bdi>').format(authority.name_local_language, authority.name_local)
    return Markup("<bdi>{}</bdi>").format(name or recipient_name(body_id))


def room(to: Recipient) -> str:
    """Among which facts the recipient has a page; empty where the facts do not know it."""
    world = house().world
    return "authorities" if to.id in world.authorities else "platforms" if to.id in world.platforms else ""


def cited(article: str) -> str:
    """An article as it is cited; empty for the facts' words where no article has a number."""
    return article if NUMBERED.search(article) else ""


def by_law(refused: Iterable[Refusal]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The refused instruments by the law they are in: its name, and (id, article or measure) of each."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in refused:
        instrument = house().world.instruments.get(one.instrument)
        article = cited(instrument.article) or said(instrument.measure, "measure") if instrument else one.instrument
        found.setdefault(law_name(one.instrument), []).append((one.instrument, article))
    return list(found.items())


def hour(local: datetime, zone: str) -> str:
    """The weekday and the hour at a place."""
    weekday = format_date(local, "EEEE", locale=spoken())
    return str(_("%(weekday)s %(time)s in %(place)s", weekday=weekday, time=f"{local:%H:%M}", place=place(zone)))


def clock_rule(clock: ClockRule) -> Markup:
    """A period that will run, what starts it, and what bounds it."""
    parts = [f"{said(clock.kind, 'clock')}: {_at_least(clock)}"]
    if clock.starts in names.STARTS:
        parts.append(_("it starts when: %(event)s", event=_(names.STARTS[clock.starts]).rstrip(".")))
    if clock.when in names.WHEN:
        parts.append(_(names.WHEN[clock.when]))
    if clock.at_most:
        parts.append(_("at its discretion up to %(period)s: do not count on it", period=period(clock.at_most)))
    if clock.renewals_max is not None:
        parts.append(
            ngettext("may be renewed %(num)d time", "may be renewed %(num)d times", clock.renewals_max)
            if clock.renewals_max
            else _("may not be renewed")
        )
    return Markup("<bdi>{}</bdi>").format("; ".join(str(part) for part in parts))


def _at_least(clock: ClockRule) -> str:
    words = period(clock.value)
    return str(_("at least %(period)s", period=words)) if clock.floor else words
