"""Accounts, numbers and addresses of a case: one by one, or out of a pasted block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TypedDict, cast

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.casefile import Certainty, IdentifierInput
from mlat.domain.identifiers import TYPES
from mlat.domain.messages import N_
from mlat.domain.pasting import Block, read_block
from mlat.domain.permissions import Act
from mlat.house import house
from mlat.reads.accounts import AccountLine
from mlat.reads.cases import CaseView, case_view
from mlat.services import accounts as services
from mlat.services import completing
from mlat.services.access import NotHere
from mlat.services.completing import Details
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs
from mlat.web.sheet import Sheet
from mlat.web.words import said_pairs

accounts = Blueprint("accounts", __name__)
CERTAINTIES: tuple[Certainty, ...] = ("certain", "probable", "possible")


@accounts.route("/cases/<case_id>/accounts", methods=["GET", "POST"])
@needs(Act.EDIT_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """Each account exactly as received; the block to paste, and the form for a single one."""
    case = case_view(actor(), today(), case_id)
    sheet = Sheet(code=next(_codes(case)), certainty="possible")
    if sheet.sent:
        with sheet.trying():
            given = _identifier(sheet)
            sheet.check()
            services.add_identifier(actor(), now(), case_id, given)
            return redirect(url_for("accounts.index", case_id=case_id) + "#kept")
    return render_template("intake/accounts.html", case=case, sheet=sheet, **_choices()), sheet.status


@accounts.route("/cases/<case_id>/accounts/<account_id>", methods=["GET", "POST"])
@needs(Act.EDIT_CASE)
def complete(case_id: str, account_id: str) -> ResponseReturnValue:
    """What became known of an account later; what was received is not changed."""
    case = case_view(actor(), today(), case_id)
    account = next((one for one in case.accounts if one.id == account_id), None)
    if account is None:
        raise NotHere("account")
    sheet = Sheet(**_first(account))
    if sheet.sent:
        with sheet.trying():
            given = Details(**_details(sheet))
            sheet.check()
            # the form shows the first person; the others stay linked
            others = tuple(one for one in account.persons[1:] if one[0] not in dict(given.persons))
            given = replace(given, persons=given.persons + cast("tuple[tuple[str, Certainty], ...]", others))
            completing.complete_identifier(actor(), now(), case_id, account_id, given, sheet.version())
            return redirect(url_for("accounts.index", case_id=case_id) + "#kept")
    return render_template("intake/account.html", case=case, account=account, sheet=sheet, **_choices()), sheet.status


@accounts.post("/cases/<case_id>/accounts/paste")
@needs(Act.EDIT_CASE)
def paste(case_id: str) -> ResponseReturnValue:
    """A pasted block: first each piece is shown, then the ticked ones are kept."""
    case, sheet = case_view(actor(), today(), case_id), Sheet()
    found = read_block(sheet.given("block"), house().world.platforms, services.known_in(actor(), case_id))
    if "keep" in request.form:
        with sheet.trying():
            chosen = _pasted(sheet, case, found)
            sheet.check()
            for one in chosen:
                services.examine_input(one)  # every piece is judged before the first is kept
            for one in chosen:
                services.add_identifier(actor(), now(), case_id, one)
            return redirect(url_for("accounts.index", case_id=case_id) + "#kept")
    return render_template(
        "intake/paste.html", case=case, sheet=sheet, found=found, block=sheet.given("block"), **_choices()
    ), sheet.status


def _choices() -> dict[str, object]:
    return {
        "kinds": said_pairs(TYPES, "kind"),
        "platforms": sorted(
            ((one.id, one.name) for one in house().world.platforms.values()), key=lambda pair: pair[1].casefold()
        ),
        "certainties": said_pairs(CERTAINTIES, "certainty"),
    }


def _codes(case: CaseView) -> Iterator[str]:
    """Codes that no account of the case has yet."""
    taken = {one.code for one in case.accounts}
    number = 0
    while True:
        number += 1
        if f"A{number}" not in taken:
            yield f"A{number}"


def _first(account: AccountLine) -> dict[str, object]:
    """The details of an account as its form shows them."""
    person, certainty = account.persons[0] if account.persons else ("", "possible")
    return {
        "version": account.version,
        "kind": account.kind,
        "platform": account.platform,
        "port": account.port,
        "instants": "\n".join(account.instants),
        "used_from": account.used_from,
        "used_until": account.used_until,
        "user_in": account.user_in,
        "person": person,
        "certainty": certainty,
    }


class Given(TypedDict):
    """The fields of an account's form besides its code and what was received."""

    kind: str
    platform: str | None
    port: int | None
    instants: tuple[str, ...]
    used_from: date | None
    used_until: date | None
    user_in: str | None
    persons: tuple[tuple[str, Certainty], ...]


def _details(sheet: Sheet) -> Given:
    person = sheet.text("person")
    return {
        "kind": sheet.one_of("kind", tuple(TYPES)),
        "platform": sheet.text("platform") or None,
        "port": sheet.whole("port"),
        "instants": _instants(sheet, "instants"),
        "used_from": sheet.day("used_from"),
        "used_until": sheet.day("used_until"),
        "user_in": _country(sheet, "user_in"),
        "persons": ((person, sheet.one_of("certainty", CERTAINTIES)),) if person else (),
    }


def _identifier(sheet: Sheet) -> IdentifierInput:
    if not sheet.given("given").strip():
        sheet.needed("given")
    return IdentifierInput(
        code=sheet.needed("code"), given=sheet.given("given"), synthetic=sheet.ticked("synthetic"), **_details(sheet)
    )


def _pasted(sheet: Sheet, case: CaseView, found: Block) -> list[IdentifierInput]:
    """The ticked pieces as the person confirmed them, under fresh codes."""
    codes = _codes(case)
    country = _country(sheet, "user_in")
    return [
        IdentifierInput(
            code=next(codes),
            kind=sheet.one_of(f"kind{n}", tuple(TYPES)),
            given=one.given,
            platform=sheet.text(f"platform{n}") or None,
            port=sheet.whole(f"port{n}"),
            instants=_instants(sheet, f"instants{n}"),
            user_in=country,
            synthetic=sheet.ticked("synthetic"),
        )
        for n, one in enumerate(found.pieces)
        if sheet.ticked(f"keep{n}")
    ]


def _instants(sheet: Sheet, name: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in sheet.given(name).split("\n") if line.strip())


def _country(sheet: Sheet, name: str) -> str | None:
    country = sheet.text(name).upper()
    if country and (len(country) != 2 or not country.isascii() or not country.isalpha()):
        sheet.wrong(name, N_("is not a country code of two letters."), N_("Write for example MX."))
    return country or None
