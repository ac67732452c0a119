"""Silence in words, and as a curve: how many were heard of, and answered, after so many days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from mlat.domain.silence import Curve, Pace, Silence
from mlat.reads.silence import Published
from mlat.web.language import direction

TOP, DEEP = 16.0, 120.0
"""Where the curve's field begins, and its height, in pixels."""
LEFT, WIDE = 2.0, 94.0
"""The same across, in percent."""
NAMED = (7, 30, 60, 90, 180, 365, 730)
"""Days after which the table beside a curve says how many had come."""


@dataclass(frozen=True)
class Line:
    """A straight line: x in percent from the left of the screen, y in pixels from the top."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Drawing:
    """Two curves on one field, with the days below; in a mirrored page time runs from right to left."""

    contact: tuple[Line, ...]
    answer: tuple[Line, ...]
    ticks: tuple[tuple[float, int], ...]
    half: float
    most: float
    floor: float
    marker: float | None
    edges: tuple[float, float]


def install(app: Flask) -> None:
    """Give the templates these words and curves."""
    app.jinja_env.filters.update(
        silence_brief=brief,
        silence_sentences=sentences,
        pace_sentences=pace_sentences,
        published_words=published_words,
        days_words=days,
        drawing=drawing,
        curve_table=table,
        percent=percent,
    )


def days(number: int) -> str:
    """A number of days in words."""
    return str(ngettext("%(num)d day", "%(num)d days", number))


def brief(one: Silence) -> str:
    """In one line, for a list: how long it has been silent, and what is usual."""
    parts = [ngettext("silent for %(num)d day", "silent for %(num)d days", one.days)]
    if one.pace.answer_half is not None:
        parts.append(_("half answer within %(days)s", days=days(one.pace.answer_half)))
    elif one.pace.enough:
        parts.append(_("fewer than half were answered so far"))
    return "; ".join(map(str, parts))


def sentences(one: Silence, who: str) -> list[str]:
    """In full, for a page: what is usual there, how long this one has been silent, and whether that is too long."""
    silent = ngettext(
        "This one has been silent for %(num)d day.", "This one has been silent for %(num)d days.", one.days
    )
    return [*pace_sentences(one.pace, who), str(silent), *_judged(one)]


def _judged(one: Silence) -> list[str]:
    if one.bound is None:
        return []
    bound = days(one.bound)
    if one.ground == "limit":
        if one.stalled:
            return [str(_("It is stalled: the office's own limit is %(days)s.", days=bound))]
        return [str(_("The office's own limit is %(days)s.", days=bound))]
    if one.ground == "contact":
        said = _("of four in five such requests something was heard within %(days)s", days=bound)
    else:
        said = _("four in five such requests were answered within %(days)s", days=bound)
    if one.stalled:
        return [str(_("It is stalled: %(usual)s.", usual=said))]
    return [str(_("It is not stalled: %(usual)s.", usual=said))]


def pace_sentences(pace: Pace, who: str) -> list[str]:
    """What the office has seen of a recipient: from twenty cases on how soon half came, below that plain counts."""
    if not pace.enough:
        counted = ngettext(
            "This office has sent %(who)s %(num)d such request: %(contacted)s heard of, %(answered)s answered.",
            "This office has sent %(who)s %(num)d such requests: %(contacted)s heard of, %(answered)s answered.",
            pace.cases,
            who=who,
            contacted=pace.contacted,
            answered=pace.answered,
        )
        return [str(counted), str(_("That is too few to say what is usual."))] if pace.cases else []
    if pace.answer_half is None:
        return [str(_("%(who)s has answered fewer than half of such requests so far.", who=who)), *_most(pace)]
    half = ngettext(
        "%(who)s answered half of such requests within %(num)d day.",
        "%(who)s answered half of such requests within %(num)d days.",
        pace.answer_half,
        who=who,
    )
    return [str(half), *_most(pace)]


def _most(pace: Pace) -> list[str]:
    if pace.answer_most is None:
        return [str(_("Four in five were never reached: no 80th percentile can be named."))]
    return []


def published_words(one: Published) -> str:
    """A published figure: a range of months, or a recipient's own words in the language of its source."""
    if one.says:
        return one.says
    return str(_("Usually %(first)s to %(last)s months.", first=one.from_months, last=one.to_months))


def percent(share: Fraction) -> str:
    """A share in whole percent."""
    return f"{round(100 * share)} %"


def drawing(curves: tuple[Curve, Curve], marker: int | None = None) -> Drawing | None:
    """The curves as lines; None where nothing has come yet, so that there is nothing to draw."""
    contact, answer = curves
    last = max([step.day for one in curves for step in one.steps] + [marker or 0], default=0)
    if not contact.steps or not last:
        return None
    mirrored = direction() == "rtl"

    def x(day: int) -> float:
        at = LEFT + WIDE * day / last
        return round(100 - at if mirrored else at, 2)

    return Drawing(
        _steps(contact, last, x),
        _steps(answer, last, x),
        tuple((x(day), day) for day in _ticks(last)),
        _y(Fraction(1, 2)),
        _y(Fraction(4, 5)),
        _y(Fraction(0)),
        None if marker is None else x(marker),
        (x(0), x(last)),
    )


def _y(come: Fraction) -> float:
    return round(TOP + DEEP * float(1 - come), 1)


def _steps(one: Curve, last: int, x: Callable[[int], float]) -> tuple[Line, ...]:
    lines, day, come = [], 0, Fraction(0)
    for step in one.steps:
        lines.append(Line(x(day), _y(come), x(step.day), _y(come)))
        lines.append(Line(x(step.day), _y(come), x(step.day), _y(1 - step.silent)))
        day, come = step.day, 1 - step.silent
    lines.append(Line(x(day), _y(come), x(last), _y(come)))
    return tuple(lines)


def _ticks(last: int) -> list[int]:
    apart = next((each for each in (1, 5, 10, 30, 60, 90, 180, 365) if last // each <= 5), 730)
    return list(range(0, last + 1, apart))


def table(curves: tuple[Curve, Curve]) -> list[tuple[int, Fraction, Fraction]]:
    """(day, share heard of, share answered): the curves as a table."""
    contact, answer = curves
    last = max((step.day for one in curves for step in one.steps), default=0)
    shown: Sequence[int] = [*(day for day in NAMED if day < last), last] if last else []
    return [(day, 1 - contact.silent_after(day), 1 - answer.silent_after(day)) for day in shown]
