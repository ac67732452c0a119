"""Codes, names, sizes and counted steps in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from babel import Locale, UnknownLocaleError
from flask import Flask
from flask_babel import gettext as _
from markupsafe import Markup, escape

from mlat.documents.forms import forms
from mlat.domain.clock_acts import ClockAct, acts_on
from mlat.domain.clock_parts import OWN_DUTY
from mlat.domain.identifiers import inert
from mlat.domain.messages import N_
from mlat.domain.working import SAYS
from mlat.house import house
from mlat.i18n import locales
from mlat.reads.clocks import ClockLine
from mlat.web import names, telling
from mlat.web.dates import day, day_span, days_left, due, in_days, month, period, place, there, when, zone_here
from mlat.web.language import spoken


def install(app: Flask) -> None:
    """Give every template these filters."""
    for name, function in {
        "when": when,
        "instant": lambda text: when(datetime.fromisoformat(text)),
        "day": day,
        "due": due,
        "month": month,
        "clock_acts": clock_acts,
        "in_days": in_days,
        "days_left": days_left,
        "said": said,
        "size": size,
        "language_name": language_name,
        "country_name": country_name,
        "tell": telling.filled,
        "tell_problem": telling.tell,
        "place": place,
        "paragraphs": paragraphs,
        "inert": inert,
        "step": step,
        "platform_name": platform_name,
        "recipient_name": recipient_name,
        "form_title": form_title,
        "law_name": law_name,
        "said_pairs": said_pairs,
        "translated_pairs": translated_pairs,
        "code_pairs": code_pairs,
        "period": period,
        "fact_value": fact_value,
        "day_span": day_span,
    }.items():
        app.jinja_env.filters[name] = function
    app.jinja_env.globals.update(
        ball_options=lambda: _options(names.BALLS), state_options=lambda: _options(names.STATES)
    )


def said(code: str | None, shelf: str = "") -> str:
    """The words of a code; an unknown one is shown with spaces instead of underscores."""
    if not code:
        return ""
    msgid = names.SHELVES.get(shelf, {}).get(code) or names.ANY.get(code)
    return str(_(msgid)) if msgid else code.replace("_", " ")


CLOCK_ACTS = {
    ClockAct.EXTENDED: ("extend", N_("Extend this deadline")),
    ClockAct.PAUSED: ("pause", N_("Pause")),
    ClockAct.RESUMED: ("resume", N_("Resume")),
    ClockAct.RESET: ("reset", N_("Start anew")),
}


def clock_acts(clock: ClockLine) -> list[tuple[str, str]]:
    """(page, words) of what may be done to a running clock of a request."""
    acts = acts_on(
        clock.kind, paused=clock.paused_at is not None, counted=bool(clock.period) or clock.paused_at is not None
    )
    found = [(CLOCK_ACTS[act][0], str(_(CLOCK_ACTS[act][1]))) for act in acts]
    return [*found, ("done", str(_("This duty is done")))] if clock.kind == OWN_DUTY else found


def size(given: int) -> str:
    """Bytes in kB or MB."""
    if given < 1000:
        return f"{given} B"
    return f"{given / 1000:.0f} kB" if given < 1_000_000 else f"{given / 1_000_000:.1f} MB"


def language_name(code: str | None) -> str:
    """A language in the reader's words."""
    if not code:
        return ""
    if "+" in code:  # a paper in two languages
        return " + ".join(map(language_name, code.split("+")))
    try:
        return str(Locale.parse(code.replace("-", "_")).get_display_name(spoken()) or code)
    except (ValueError, UnknownLocaleError):
        return code


def country_name(code: str | None) -> str:
    """A country in the reader's words."""
    return str(spoken().territories.get(code or "", code or ""))


def _options(shelf: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(code, _(msgid)) for code, msgid in shelf.items()]


def platform_name(platform_id: str | None) -> str:
    """A platform by its own name."""
    platform = house().world.platforms.get(platform_id or "")
    return platform.name if platform else platform_id or ""


def recipient_name(body: str) -> str:
    """A company or authority by its name in the facts."""
    authority = house().world.authorities.get(body)
    return authority.name_local if authority else said(body, "body") if body in names.BODIES else platform_name(body)


def law_name(instrument: str) -> str:
    """A treaty or law as the reader's language cites it; its id where the facts do not know it."""
    found = house().world.instruments.get(instrument)
    return found.cited(spoken().language) if found else instrument


def form_title(form_id: str) -> str:
    """What a form is called."""
    found = forms().get(form_id)
    return str(_(found.title)) if found else form_id.replace("_", " ")


def said_pairs(codes: Iterable[str], shelf: str) -> list[tuple[str, str]]:
    """(code, words) of codes, for a choice."""
    return [(code, said(code, shelf)) for code in codes]


def translated_pairs(msgids: Iterable[str]) -> list[tuple[str, str]]:
    """(msgid, words) of msgids, for a choice."""
    return [(msgid, _(msgid)) for msgid in msgids]


def code_pairs(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Codes that are their own words, for a choice."""
    return [(code, code) for code in codes]


def fact_value(value: object) -> Markup:
    """A value of the facts: lists one below the other, tables as their pairs."""
    if isinstance(value, (list, tuple)):
        return Markup("<br>").join(fact_value(one) for one in value)
    if isinstance(value, dict):
        pairs = [f"{name}: {one}" for name, one in value.items() if one not in ("", (), [], None)]
        return Markup("<bdi>{}</bdi>").format("; ".join(pairs))
    if isinstance(value, bool):
        return Markup("{}").format(_("yes") if value else _("no"))
    return Markup("<bdi>{}</bdi>").format(value)


def step(given: dict[str, Any]) -> str:
    """One step of a counted date, its days in words."""
    msgid = SAYS.get(given.get("code", ""))
    if msgid is None:
        return str(given.get("says", ""))
    values = {"day": given.get("day"), **given.get("values", {})}
    return str(_(msgid) % {name: _in_words(value) for name, value in values.items()})


def _in_words(value: object) -> str:
    try:
        return there(str(value))
    except ValueError:
        return str(value)


def paragraphs(text: str) -> Markup:
    """A plain text with its paragraphs, inert."""
    return Markup("").join(
        Markup('<p class="govuk-body" dir="auto">{}</p>').format(
            Markup("<br>").join(escape(line) for line in block.split("\n"))
        )
        for block in text.split("\n\n")
        if block.strip()
    )


def paper_languages() -> list[tuple[str, str]]:
    """The languages in which papers can be written."""
    return [(each.code, language_name(each.code)) for each in locales() if "legal" in each.catalogs]


def family_languages() -> list[tuple[str, str]]:
    """The languages in which letters to families can be written."""
    return [(each.code, language_name(each.code)) for each in locales() if "family" in each.catalogs]


def zones() -> list[tuple[str, str]]:
    """The zones that a form offers: the reader's, UTC, and those of the authorities that we know."""
    world = house().world
    known = {zone for authority in world.authorities.values() for zone in authority.time_zone}
    rest = sorted(
        known
        | {"America/Los_Angeles", "America/New_York", "Europe/Dublin", "Europe/London"} - {str(zone_here()), "UTC"},
        key=place,
    )
    return [(zone, zone.replace("_", " ")) for zone in (str(zone_here()), "UTC", *rest)]
