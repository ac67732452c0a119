"""A form as a person filled it in: kept exactly as written, with what is wrong beside each field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import PurePosixPath, PureWindowsPath
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

from flask import abort, request

from mlat.documents.kinds import Kind, sniff
from mlat.domain.messages import N_
from mlat.domain.problems import Problem, Problems
from mlat.web.telling import field_of, tell

UPLOAD_LIMIT = 10 * 1024 * 1024
"""Bytes of one uploaded file."""
KINDS: Mapping[str, Kind] = {
    "application/pdf": "pdf",
    "text/csv": "text",
}
"""What may be uploaded, and what its bytes must then be: the name and the browser's word are not believed."""
UNITS = ("D", "M", "Y")
"""Days, months, years."""
LONGEST_NUMBER = 9
"""Digits of a number that every database can hold."""
YEARS = range(1900, 2201)
"""In which anything here can happen; beyond them a date cannot be counted on, or be shown in another zone."""
T = TypeVar("T", bound=str)
NOWHERE = date(1, 1, 1)
NEVER = datetime(1, 1, 1, tzinfo=UTC)


class Sheet:
    """The fields of one form. On GET they hold `first`; on POST what was sent.

    Reading a field notes what is wrong and gives an empty value; `check` raises all of it at once.
    """

    def __init__(self, **first: object) -> None:
        self.first = {name: "" if value is None else value for name, value in first.items()}
        self.sent = request.method == "POST"
        self.found: list[Problem] = []
        self.status = 200

    # -- what the page shows again

    def __getitem__(self, name: str) -> str:
        """The field's text, for the page: as it was sent, or as it was at first."""
        return request.form.get(name, "") if self.sent else str(self.first.get(name, ""))

    def has(self, name: str, value: str) -> bool:
        """Whether a box or choice is ticked."""
        if self.sent:
            return value in request.form.getlist(name)
        first = self.first.get(name, "")
        return value in first if isinstance(first, (list, tuple, set, frozenset)) else value == str(first)

    def error(self, name: str) -> str:
        """What is wrong with a field, or nothing."""
        return " ".join(tell(problem) for problem in self.found if field_of(problem) == name)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(field, message) of everything that is wrong, in order."""
        return [(field_of(problem), tell(problem)) for problem in self.found]

    # -- reading

    def text(self, name: str) -> str:
        """What was written, without the spaces around it."""
        return request.form.get(name, "").strip()

    def given(self, name: str) -> str:
        """What was written, untouched: evidence is kept as it came."""
        return request.form.get(name, "").replace("\r\n", "\n")

    def period(self, name: str) -> str:
        """A length of time as ISO 8601 writes it: a number with its unit, or what somebody wrote so already."""
        text, unit = self.text(name), self.text(f"{name}_unit")
        if not (text.isascii() and text.isdigit()):
            return text
        return f"P{self.whole(name) or 0}{unit if unit in UNITS else UNITS[0]}"

    def needed(self, name: str) -> str:
        """A text that may not be empty."""
        found = self.text(name)
        if not found:
            self.wrong(name, N_("is empty."), N_("Fill it in."))
        return found

    def many(self, name: str) -> tuple[str, ...]:
        """Every ticked box of that name."""
        return tuple(request.form.getlist(name))

    def ticked(self, name: str) -> bool:
        """Whether a single box is ticked."""
        return name in request.form

    def one_of(self, name: str, allowed: tuple[T, ...]) -> T:
        """A choice out of a list."""
        found = self.text(name)
        if found not in allowed:
            self.wrong(name, N_("is not chosen."), N_("Choose one of the list."))
        if not allowed:
            self.check()
        return next((one for one in allowed if one == found), allowed[0])

    def whole(self, name: str, longest: int = LONGEST_NUMBER) -> int | None:
        """A whole number from 0 with at most `longest` digits, or nothing."""
        found = self.text(name)
        if not found:
            return None
        if not found.isascii() or not found.isdigit() or len(found) > longest:
            self.wrong(name, N_("is not a whole number."), N_("Write digits only."))
            return None
        return int(found)

    def day(self, name: str) -> date | None:
        """A date, or nothing."""
        found = self.text(name)
        if not found:
            return None
        try:
            day = date.fromisoformat(found)
        except ValueError:
            self.wrong(
                name,
                N_("is not a date that exists."),
                N_("Write it as year-month-day, for example 2026-03-09."),
            )
            return None
        return day if self._sensible(name, day) else None

    def needed_day(self, name: str) -> date:
        """A date that may not be missing."""
        if not self.text(name):
            self.needed(name)
        return self.day(name) or NOWHERE

    def zone(self, name: str = "zone") -> str:
        """The IANA name of a time zone."""
        found = self.text(name)
        if found not in available_timezones():
            self.wrong(
                name,
                N_("is not chosen: a time without its zone is a guess."),
                N_("Choose the zone of the place."),
            )
            return "UTC"
        return found

    def instant(self, name: str, zone: str = "zone") -> datetime:
        """A local date and time with the zone beside it, as a UTC instant."""
        found = self.needed(name)
        place = self.zone(zone)
        if not found:
            return NEVER
        try:
            local = datetime.fromisoformat(found)
        except ValueError:
            self.wrong(name, N_("is not a date and time that exists."), N_("Write it as 2026-03-09T14:30."))
            return NEVER
        if not self._sensible(name, local):
            return NEVER
        return (local if local.tzinfo else local.replace(tzinfo=ZoneInfo(place))).astimezone(UTC)

    def _sensible(self, name: str, day: date) -> bool:
        if day.year not in YEARS:
            self.wrong(name, N_("is in a year that cannot be right."), N_("Check the year."))
        return day.year in YEARS

    def optional_instant(self, name: str, zone: str = "zone") -> datetime | None:
        """Like `instant`, or nothing where nothing was written."""
        return self.instant(name, zone) if self.text(name) else None

    def version(self) -> int:
        """The version that the person saw when the form was opened."""
        found = self.text("version")
        if not (found.isascii() and found.isdigit() and len(found) <= LONGEST_NUMBER):
            abort(400)
        return int(found)

    def upload(self, name: str, kinds: tuple[str, ...], needed: bool = True) -> tuple[bytes, str]:
        """The bytes of a file and its bare name; empty, oversized and foreign kinds are refused.

        Pictures are of no kind that is taken. No `kinds`: anything, for what is set aside unseen.
        """
        file = request.files.get(name)
        if file is None or not file.filename:
            if needed:
                self.wrong(name, N_("is missing."), N_("Choose a file."))
            return b"", ""
        data = file.stream.read(UPLOAD_LIMIT + 1)
        file.close()
        bare = PurePosixPath(PureWindowsPath(file.filename).name).name[:200]
        if not data:
            self.wrong(name, N_("is empty: it holds no bytes."), N_("Choose the file again, or scan it again."))
        elif len(data) > UPLOAD_LIMIT:
            self.wrong(name, N_("is larger than 10 MB."), N_("Split it, or scan it at a lower resolution."))
        elif kinds and sniff(data).kind not in {KINDS[kind] for kind in kinds}:
            self.wrong(
                name,
                N_("is not of a kind that can be kept here."),
                N_("Give one of: %(kinds)s."),
                kinds=", ".join(kinds),
            )
        return data, bare

    def table(self, name: str) -> str:
        """The text of a CSV file. Raises `Problems` at once where there is none."""
        data, _name = self.upload(name, ("text/csv",))
        self.check()
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.wrong(name, N_("is not written in UTF-8."), N_("Save it as CSV UTF-8."))
            raise Problems(self.found) from None

    # -- judging

    def wrong(self, name: str, says: str, remedy: str = "", **values: object) -> None:
        """Note that a field is wrong."""
        self.found.append(Problem("field", name, says, remedy, **values))

    def check(self) -> None:
        """Raise everything noted so far, before anything is changed."""
        if self.found:
            raise Problems(self.found)

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Run an act; what is wrong with it goes to the page instead of an error page."""
        try:
            yield
            self.check()
        except Problem as problem:
            self.found, self.status = [problem], 422
        except Problems as problems:
            self.found, self.status = list(problems.found), 422
