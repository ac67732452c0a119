"""Days until data can vanish, drawn as bars over time and said in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date
from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from mlat.domain.counting_days import add_months
from mlat.domain.messages import N_
from mlat.domain.protection import Standing, State
from mlat.domain.routes import Reason
from mlat.reads.holds import Bars, Protection
from mlat.web import telling
from mlat.web.dates import day as in_words
from mlat.web.language import direction, spoken
from mlat.web.words import said

ONE_DAY = timedelta(days=1)
MOST_TICKS = 4
EDGE = 7.0
"""Percent of the bar at each end in which no month is written: it would be cut."""

LOOKS = {
    State.HELD: "held",
    State.PENDING: "pending",
    State.OPEN: "open",
    State.ASKED: "asked",
    State.RETAINED: "retained",
    State.LAPSED: "bare",
    State.UNKNOWN: "bare",
}
"""How a stretch of each state is drawn; each look has a pattern of its own, not only a colour."""
LEGEND = {
    "held": N_("held, confirmed"),
    "renewable": N_("can be held if it is renewed in time"),
    "pending": N_("kept until the request is decided"),
    "open": N_("held, end not known"),
    "asked": N_("asked for, not confirmed"),
    "retained": N_("unprotected; the platform keeps it for a time by itself"),
    "bare": N_("unprotected"),
    "reported": N_("kept by law: only what the provider reported"),
}


@dataclass(frozen=True)
class Piece:
    """A part of a bar, in percent of its width from the left edge of the screen."""

    look: str
    x: float
    width: float


@dataclass(frozen=True)
class Tick:
    """A month on the axis."""

    x: float
    label: str


@dataclass(frozen=True)
class Scale:
    """The axis of a case's bars; in a mirrored page time runs from right to left."""

    first: date
    last: date
    mirrored: bool

    def piece(self, look: str, first: date, last: date) -> Piece | None:
        """The stretch from `first` to the end of `last`, cut at the edges; None where nothing of it is seen."""
        first, last = max(first, self.first), min(last, self.last)
        if last < first:
            return None
        begin, end = self.at(first), self.at(last + ONE_DAY)
        return Piece(look, round(min(begin, end), 2), round(abs(end - begin), 2))

    def at(self, day: date) -> float:
        """Where a day begins."""
        share = 100 * (day - self.first).days / ((self.last - self.first).days + 1)
        return round(100 - share if self.mirrored else share, 2)


def install(app: Flask) -> None:
    """Give the templates the bars and their words."""
    app.jinja_env.filters.update(
        reason=reason,
        vanishes=vanishes,
        left_words=left_words,
        scale=scale,
        pieces=pieces,
        ticks=ticks,
        bar_label=bar_label,
        bar_looks=looks,
    )


def scale(bars: Bars) -> Scale:
    """The axis of these bars on this page."""
    return Scale(bars.first, bars.last, direction() == "rtl")


def pieces(one: Protection, axis: Scale) -> list[Piece]:
    """What is drawn of an account: its stretches, what a renewal would add, and what was reported."""
    drawn = [axis.piece(LOOKS[span.state], span.first, span.last) for span in one.spans]
    if one.renewable:
        drawn.append(axis.piece("renewable", one.renewable.first, one.renewable.last))
    if one.reported and one.reported.until:
        drawn.append(axis.piece("reported", one.reported.asked_on, one.reported.until))
    return [piece for piece in drawn if piece]


def looks(bars: Bars, axis: Scale) -> list[tuple[str, str]]:
    """(look, words) of everything that these bars show: their legend."""
    seen = {piece.look for one in bars.accounts for piece in pieces(one, axis)}
    return [(look, _(words)) for look, words in LEGEND.items() if look in seen]


def ticks(axis: Scale) -> Iterator[Tick]:
    """At most `MOST_TICKS` first days of months, evenly apart."""
    months = (axis.last.year - axis.first.year) * 12 + axis.last.month - axis.first.month
    apart = next((step for step in (1, 2, 3, 6, 12) if months // step <= MOST_TICKS), 12)
    day = axis.first.replace(day=1)
    while day <= axis.last:
        x = axis.at(day)
        if (day.month - 1) % apart == 0 and day >= axis.first and EDGE <= x <= 100 - EDGE:
            yield Tick(x, format_date(day, "MMM yy", locale=spoken()))
        day = add_months(day, 1)


def reason(given: Reason) -> str:
    """A sentence with its days and data categories in the reader's words."""
    values = {name: _in_words(name, value) for name, value in given.values.items()}
    return telling.filled(given.says, values)


def _in_words(name: str, value: str | int) -> str | int:
    if name == "category":
        return ", ".join(said(each, "data") for each in str(value).split(","))
    try:
        return in_words(date.fromisoformat(str(value))).striptags()
    except ValueError:
        return value


def left_words(left: int | None) -> str:
    """The number of days that are left, in words."""
    if left is None:
        return str(_("no day can be named"))
    return str(ngettext("%(num)d day", "%(num)d days", left)) if left else str(_("any day"))


def vanishes(one: Standing) -> str:
    """How an account stands, in one line."""
    until = in_words(one.until).striptags() if one.until else ""
    lines = {
        State.HELD: _("held until %(day)s", day=until),
        State.OPEN: _("held, end not known"),
        State.PENDING: _("kept until the request is decided"),
        State.ASKED: _("unprotected: asked for, not confirmed"),
        State.LAPSED: _("unprotected: the hold ended on %(day)s", day=until),
        State.RETAINED: _("unprotected: the platform itself deletes about %(day)s", day=until),
        State.UNKNOWN: _("unprotected: how long it is kept is not known"),
    }
    return str(lines[one.state])


def bar_label(one: Protection) -> str:
    """What a bar shows, for whoever does not see it."""
    parts = [f"{one.code}: {vanishes(one.standing)}"]
    if one.renewable:
        parts.append(str(_("renewable until %(day)s", day=in_words(one.renewable.last).striptags())))
    if one.reported and one.reported.until:
        parts.append(str(_("what was reported: until %(day)s", day=in_words(one.reported.until).striptags())))
    return "; ".join(parts)
