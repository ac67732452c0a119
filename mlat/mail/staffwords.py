"""What a mail to one of our own people says: that something waits, of what kind, and where; never what it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date

from mlat.domain.digests import SAYS, Item
from mlat.domain.messages import N_
from mlat.i18n import locale, page_text

MOST = 40
"""Lines of one mail; the desk has the rest."""


@dataclass(frozen=True)
class Reader:
    """To whom it is written, and when: `at` is a UTC instant."""

    language: str
    zone: str
    at: datetime
    public_url: str


def subject(reader: Reader, *, urgent: bool) -> str:
    """The same for everybody and for everything: it is seen on locked telephones."""
    line = N_("Cross-border requests: you are needed now") if urgent else N_("Cross-border requests: your list")
    return page_text(reader.language, line)


def body(reader: Reader, items: Sequence[Item]) -> str:
    """What waits, grouped by kind, as plain text with links that ask for the log-in."""
    say = _saying(reader.language)
    today = reader.at.astimezone(ZoneInfo(reader.zone)).date()
    lines = [say(N_("What waits for you, as of %(day)s:")) % {"day": _day(reader, today)}]
    shown = items[:MOST]
    for kind, words in SAYS.items():
        of_kind = [item for item in shown if item.kind == kind]
        if of_kind:
            lines += ["", say(words)]
            lines += [line for item in of_kind for line in _lines(reader, say, item, today)]
    if len(items) > MOST:
        lines += ["", say(N_("More on your desk: %(number)s")) % {"number": len(items) - MOST}]
    lines += ["", say(N_("Your desk:")) + f" {reader.public_url}/"]
    lines += [say(N_("How often you are told, or not at all:")) + f" {reader.public_url}/account/digest"]
    return "\n".join(lines) + "\n"


def _lines(reader: Reader, say: Callable[[str], str], item: Item, today: date) -> list[str]:
    due = _due(reader, say, item.due, today) if item.due else ""
    named = " · ".join(part for part in (item.reference, item.code, due) if part)
    link = f"{reader.public_url}{item.path}"
    return [f"- {named}", f"  {link}"] if named else [f"- {link}"]


def _due(reader: Reader, say: Callable[[str], str], due: str, today: date) -> str:
    """A date in the reader's words; an instant as the local time at the reader's place."""
    if len(due) > len("2026-03-09"):
        local = datetime.fromisoformat(due).astimezone(ZoneInfo(reader.zone))
        day, words = local.date(), f"{_day(reader, local.date())}, {local:%H:%M}"
    else:
        day = date.fromisoformat(due)
        words = _day(reader, day)
    if day < today:
        return say(N_("was due on %(day)s")) % {"day": words}
    return (say(N_("due today, %(day)s")) if day == today else say(N_("due on %(day)s"))) % {"day": words}


def _day(reader: Reader, day: date) -> str:
    return str(format_date(day, "full", locale=Locale.parse(locale(reader.language).formats)))


def _saying(language: str) -> Callable[[str], str]:
    return lambda message: page_text(language, message)
