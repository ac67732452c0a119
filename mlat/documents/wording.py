"""Dates, periods, places and codes in the words of one language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from babel import Locale as Formats
from babel.dates import format_date, get_timezone_location

from mlat.documents.names import ANNEXES, AUDIENCES, CATEGORIES, KINDS, ROLES
from mlat.domain.instants import read_zone
from mlat.domain.locales import Locale
from mlat.domain.messages import N_
from mlat.domain.problems import Problem
from mlat.domain.record import AnnexLine, PersonLine
from mlat.domain.scripts import LATIN, script
from mlat.i18n import Texts


class Wording:
    """Writes values in the language of one paper."""

    def __init__(self, language: Locale, texts: Texts) -> None:
        self.language = language
        self.texts = texts
        self.formats = Formats.parse(language.formats)

    def say(self, msgid: str, **values: object) -> str:
        """A catalog text, its placeholders filled."""
        text = self.texts.gettext(msgid)
        return text % values if values else text

    def day(self, value: date) -> str:
        """A date with the month in words."""
        return format_date(value, self.language.date_style, locale=self.formats)

    def instant(self, value: str) -> str:
        """A UTC instant (ISO 8601 with Z or an offset): date in words, time to the second or finer, "UTC"."""
        try:
            when = datetime.fromisoformat(value)
        except ValueError:
            raise self._unreadable(value) from None
        if when.tzinfo is None or when.utcoffset():
            raise self._unreadable(value)
        return f"{self.day(when.date())}, {when.time().isoformat()} UTC"

    def _unreadable(self, value: str) -> Problem:
        return Problem(
            "record.instant",
            "instants",
            "%(value)s is not a UTC instant.",
            "Write it like 2026-02-11T01:42:07Z.",
            value=value,
        )

    def span(self, value: str) -> str:
        """One ISO date, or two with a slash between them: "from … to …"."""
        try:
            days = [date.fromisoformat(part) for part in value.split("/")]
        except ValueError:
            days = []
        if len(days) == 1:
            return self.day(days[0])
        if len(days) != 2:
            raise Problem(
                "record.range",
                "date_range",
                "%(value)s is not a period.",
                "Write it like 2026-01-02/2026-02-03.",
                value=value,
            )
        return self.say(N_("from %(first)s to %(last)s"), first=self.day(days[0]), last=self.day(days[1]))

    def period(self, value: str) -> str:
        """A period asked for, which counts whole days in UTC."""
        return f"{self.span(value)} (UTC)"

    def country(self, code: str) -> str:
        """The country's name; the code itself where the locale data does not know it."""
        return str(self.formats.territories.get(code, code))

    def zone(self, name: str, on: date) -> str:
        """The city that names the time zone and its distance from UTC on that day, at noon.

        Raises `Problem` where there is no zone of that name.
        """
        zone = read_zone(name)
        offset = datetime.combine(on, time(12), zone).strftime("%z")
        city = get_timezone_location(zone, locale=self.formats, return_city=True)
        return f"{city.rpartition('/')[2]}, UTC{offset[:3].replace('-', '−')}:{offset[3:]}"

    def language_name(self, code: str) -> str:
        """The language's name."""
        return str(self.formats.languages.get(code, code))

    def category(self, code: str) -> str:
        """What a data category is called. Raises `Problem` where there is none."""
        try:
            return self.say(CATEGORIES[code])
        except KeyError:
            raise Problem(
                "record.category",
                "data_categories",
                "%(given)s is not a category of data.",
                "Use one of: %(codes)s.",
                given=code,
                codes=", ".join(CATEGORIES),
            ) from None

    def role(self, code: str) -> str:
        """What a person's role is called."""
        return self.say(ROLES[code])

    def in_latin(self, person: PersonLine) -> str:
        """The name in Latin letters, where the name itself is in another script than this language; else empty."""
        own = script(person.name)
        return person.latin if own not in (LATIN, script(self.language.own)) else ""

    def kind(self, code: str) -> str:
        """What a kind of identifier is called."""
        return self._named(KINDS, code)

    def annex(self, kind: str) -> str:
        """What a kind of annex is called."""
        return self._named(ANNEXES, kind)

    def about_annex(self, line: AnnexLine) -> str:
        """Of which annex it is the translation, or who issued it and on which day; empty for others."""
        if line.translation_of:
            return self.say(N_("of annex %(number)s"), number=line.translation_of)
        return ", ".join(part for part in (line.issuer, self.day(line.issued_on) if line.issued_on else "") if part)

    def audience(self, who: str) -> str:
        """Who may receive an annex."""
        return self._named(AUDIENCES, who)

    def _named(self, names: Mapping[str, str], given: str) -> str:
        """The name of a code (or of its msgid); what a person typed instead stays as it is."""
        msgid = names.get(given, given)
        return self.say(msgid) if msgid in names.values() else given
