"""What could be wanted about the accounts of a case, and under which circumstances."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request

from mlat.domain.casefile import Choice
from mlat.domain.forms import DATA_CATEGORIES
from mlat.domain.messages import N_
from mlat.reads.accounts import AccountLine
from mlat.reads.cases import CaseView
from mlat.web import names
from mlat.web.sheet import Sheet

OF_COMPANIES = ("preservation", "subscriber_disclosure")
OF_STATES = ("mla_evidence", "spontaneous_information")
FIRST_DATA = ("subscriber", "login")
LONGEST_PENALTY = 100


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What is so in this case and decides which laws apply; `user_in` where no account says it itself."""

    user_in: str | None
    urgent: bool
    organised: bool
    penalty_years: int | None
    offences: tuple[str, ...]
    given: tuple[str, ...]

    @property
    def said(self) -> bool:
        """Whether anything was given."""
        return bool(
            self.user_in
            or self.urgent
            or self.organised
            or self.penalty_years is not None
            or self.offences
            or self.given
        )


def circumstances(sheet: Sheet) -> Circumstances:
    """What the page's address gives; a penalty that is no number of years is noted on the sheet."""
    asked = request.args
    return Circumstances(
        user_in=_country(asked.get("user_in", "")),
        urgent="urgent" in asked,
        organised="organised" in asked,
        penalty_years=_years(sheet, asked.get("penalty_years", "").strip()),
        offences=tuple(one for one in asked.getlist("offences") if one in names.OFFENCE_KINDS),
        given=tuple(one for one in asked.getlist("given") if one in names.CIRCUMSTANCES),
    )


def wishes(case: CaseView, so: Circumstances, home: str) -> Iterator[Choice]:
    """The own wish, then what is usual: hold and log-in data from companies, help from the users' States.

    Accounts of one platform whose users are in different countries are separate wishes: another company answers.
    """
    yield from _asked(case, so)
    companies: dict[tuple[str, str | None], list[str]] = {}
    states: dict[str, list[str]] = {}
    for one in case.accounts:
        if one.platform:
            companies.setdefault((one.platform, one.user_in or so.user_in), []).append(one.code)
        if one.user_in and one.user_in != home:
            states.setdefault(one.user_in, []).append(one.code)
    for measure in OF_COMPANIES:
        for (platform, user_in), codes in companies.items():
            yield _choice(so, measure, codes, FIRST_DATA, platform=platform, user_in=user_in)
    for measure in OF_STATES:
        for country, codes in states.items():
            yield _choice(so, measure, codes, FIRST_DATA, requested=country, user_in=country)


def _asked(case: CaseView, so: Circumstances) -> Iterator[Choice]:
    """The wish of the form above; without a State it goes to each company of the ticked accounts."""
    measure = request.args.get("measure", "")
    if measure not in names.MEASURES:
        return
    data = tuple(one for one in request.args.getlist("data") if one in DATA_CATEGORIES)
    chosen = [one for one in case.accounts if one.code in request.args.getlist("identifiers")]
    requested = _country(request.args.get("requested", ""))
    if requested:
        codes = [one.code for one in chosen]
        yield _choice(so, measure, codes, data, requested=requested, user_in=_same(chosen) or so.user_in)
        return
    for platform, user_in in dict.fromkeys((one.platform, one.user_in or so.user_in) for one in chosen):
        codes = [one.code for one in chosen if (one.platform, one.user_in or so.user_in) == (platform, user_in)]
        yield _choice(so, measure, codes, data, platform=platform or None, user_in=user_in)
    if not chosen:
        yield _choice(so, measure, [], data)


def _same(accounts: list[AccountLine]) -> str | None:
    """The country that all these accounts name for their users."""
    places = {one.user_in for one in accounts}
    return places.pop() or None if len(places) == 1 else None


def _choice(
    so: Circumstances,
    measure: str,
    codes: list[str],
    data: tuple[str, ...],
    *,
    platform: str | None = None,
    requested: str | None = None,
    user_in: str | None = None,
) -> Choice:
    return Choice(
        measure=measure,
        identifiers=tuple(codes),
        data=data,
        platform=platform,
        requested=requested,
        user_in=user_in or None,
        urgent=so.urgent,
        organised=so.organised,
        penalty_years=so.penalty_years,
        offences=so.offences,
        given=so.given,
    )


def key_of(choice: Choice) -> str:
    """A name for a wish that a form can carry; the circumstances stand in the page's address."""
    parts = (choice.platform or "", choice.requested or "", choice.user_in or "")
    return "~".join((choice.measure, *parts, ",".join(choice.identifiers), ",".join(choice.data)))


def _country(given: str) -> str | None:
    code = given.strip().upper()
    return code if len(code) == len("AR") and code.isascii() and code.isalpha() else None


def _years(sheet: Sheet, given: str) -> int | None:
    if not given:
        return None
    if given not in map(str, range(LONGEST_PENALTY + 1)):
        sheet.wrong("penalty_years", N_("is not a number of years."), N_("Write digits only."))
        sheet.status = 422
        return None
    return int(given)
