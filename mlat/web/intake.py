"""A new case as a conversation: what happened, accounts, people, facts. Saved at each step."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.casefile import (
    CaseInput,
    Certainty,
    ContactInput,
    IdentifierInput,
    OffenceInput,
    PersonInput,
    PersonRole,
    TextInput,
)
from mlat.domain.identifiers import TYPES
from mlat.domain.messages import N_
from mlat.domain.permissions import Act
from mlat.house import house
from mlat.reads.cases import CaseView, case_view
from mlat.services import intake as services
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs, reader
from mlat.web.pasting import lines_of
from mlat.web.sheet import Sheet
from mlat.web.words import family_languages, paper_languages, said

intake = Blueprint("intake", __name__)
ROLES: tuple[PersonRole, ...] = ("victim", "suspect", "witness", "contact")
CERTAINTIES: tuple[Certainty, ...] = ("certain", "probable", "possible")
CHANNELS: tuple[Literal["by_hand", "post", "mail"], ...] = ("by_hand", "post", "mail")
GREETINGS: tuple[Literal["feminine", "masculine", "neutral"], ...] = ("feminine", "masculine", "neutral")
STATUSES: tuple[Literal["original", "machine", "human", "sworn"], ...] = (
    "original",
    "machine",
    "human",
    "sworn",
)


@intake.route("/cases/new", methods=["GET", "POST"])
@needs(Act.OPEN_CASE)
def new() -> ResponseReturnValue:
    """First screen: the reference."""
    sheet = Sheet(training="yes" if reader().training else "")
    if sheet.sent:
        with sheet.trying():
            given = CaseInput(
                reference=sheet.needed("reference"), training=sheet.ticked("training") or reader().training
            )
            sheet.check()
            case_id = services.open_case(actor(), now(), given)
            return redirect(url_for("intake.offences", case_id=case_id))
    return render_template("intake/new.html", sheet=sheet), sheet.status


@intake.route("/cases/<case_id>/offences", methods=["GET", "POST"])
@needs(Act.EDIT_CASE)
def offences(case_id: str) -> ResponseReturnValue:
    """What happened, as the law of the own state calls it."""
    case, sheet = _case(case_id), Sheet()
    if sheet.sent:
        with sheet.trying():
            given = OffenceInput(
                code=f"O{len(case.offences) + 1}",
                article=sheet.needed("article"),
                law=sheet.needed("law"),
                title=sheet.needed("title"),
                penalty=sheet.text("penalty"),
                years=sheet.whole("years"),
                text=sheet.given("text"),
            )
            sheet.check()
            services.add_offence(actor(), now(), case_id, given)
            return redirect(url_for("intake.offences", case_id=case_id))
    return render_template("intake/offences.html", case=case, sheet=sheet), sheet.status


@intake.route("/cases/<case_id>/accounts", methods=["GET", "POST"])
@needs(Act.EDIT_CASE)
def accounts(case_id: str) -> ResponseReturnValue:
    """Accounts, numbers and addresses exactly as received, one by one."""
    case, sheet = _case(case_id), Sheet(code=_next_code(_case(case_id)), certainty="possible")
    if sheet.sent:
        with sheet.trying():
            given = _identifier(sheet)
            sheet.check()
            services.add_identifier(actor(), now(), case_id, given)
            return redirect(url_for("intake.accounts", case_id=case_id) + "#kept")
    return render_template("intake/accounts.html", case=case, sheet=sheet, **_choices()), sheet.status


@intake.post("/cases/<case_id>/accounts/paste")
@needs(Act.EDIT_CASE)
def paste(case_id: str) -> ResponseReturnValue:
    """A pasted block: first each line is looked at and shown, then the ticked lines are kept."""
    case, sheet = _case(case_id), Sheet()
    if "keep" in request.form:
        with sheet.trying():
            chosen = _pasted(sheet, case)
            sheet.check()
            for one in chosen:
                services.examine_input(one)  # every line is judged before the first is kept
            for one in chosen:
                services.add_identifier(actor(), now(), case_id, one)
            return redirect(url_for("intake.accounts", case_id=case_id) + "#kept")
    found = lines_of(sheet.given("block"))
    return render_template(
        "intake/paste.html", case=case, sheet=sheet, found=found, block=sheet.given("block"), **_choices()
    ), sheet.status


@intake.route("/cases/<case_id>/people", methods=["GET", "POST"])
@needs(Act.EDIT_CASE)
def people(case_id: str) -> ResponseReturnValue:
    """People by code, and those of the family who asked for news."""
    case, sheet = _case(case_id), Sheet(role="victim")
    if sheet.sent:
        with sheet.trying():
            given = PersonInput(
                code=sheet.needed("code"),
                role=sheet.one_of("role", ROLES),
                name=sheet.given("name").strip(),
                born=sheet.day("born"),
                estimated_age=sheet.whole("estimated_age"),
                estimated_on=sheet.day("estimated_on") or (today() if sheet.text("estimated_age") else None),
                age_source=sheet.text("age_source"),
                note=sheet.given("note"),
            )
            if given.born and given.born > today():
                sheet.wrong("born", N_("lies in the future."), N_("Check the year."))
            sheet.check()
            services.add_person(actor(), now(), case_id, given)
            return redirect(url_for("intake.people", case_id=case_id))
    return render_template("intake/people.html", case=case, sheet=sheet, roles=_named("person", ROLES)), sheet.status


@intake.route("/cases/<case_id>/contacts", methods=["GET", "POST"])
@needs(Act.EDIT_CASE)
def contacts(case_id: str) -> ResponseReturnValue:
    """Who of the family wants to be told, in which language, by which way."""
    case, sheet = (
        _case(case_id),
        Sheet(language=reader().office_language, channel="by_hand", greeting="neutral", wants_letters="yes"),
    )
    if sheet.sent:
        with sheet.trying():
            given = ContactInput(
                person=sheet.one_of("person", tuple(one.code for one in case.persons if one.role != "suspect")),
                language=sheet.one_of("language", tuple(code for code, _name in family_languages())),
                wants_letters=sheet.ticked("wants_letters"),
                channel=sheet.one_of("channel", CHANNELS),
                address=sheet.given("address").strip(),
                greeting=sheet.one_of("greeting", GREETINGS),
            )
            sheet.check()
            services.add_contact(actor(), now(), case_id, given)
            return redirect(url_for("intake.contacts", case_id=case_id))
    people_ = [(one.code, f"{one.code} · {said(one.role, 'person')}") for one in case.persons if one.role != "suspect"]
    return render_template(
        "intake/contacts.html",
        case=case,
        sheet=sheet,
        people=people_,
        languages_=family_languages(),
        channels=_named("channel", CHANNELS),
        greetings=_named("greeting", GREETINGS),
    ), sheet.status


@intake.route("/cases/<case_id>/texts", methods=["GET", "POST"])
@needs(Act.EDIT_CASE)
def texts(case_id: str) -> ResponseReturnValue:
    """The facts and the summary, in the office's language and in those of the papers."""
    case = _case(case_id)
    kind, language = request.args.get("kind", "facts"), request.args.get("language", reader().office_language)
    there = next((one for one in case.texts if one.kind == kind and one.language == language), None)
    sheet = Sheet(
        text=there.text if there else "",
        version=there.version if there else 0,
        status=there.status if there else ("original" if language == reader().office_language else "human"),
    )
    known = [code for code, _name in paper_languages()]
    if sheet.sent:
        with sheet.trying():
            if language not in known:
                sheet.wrong("language", N_("is not one in which papers are written."), N_("Choose one of the list."))
            status = sheet.one_of("status", STATUSES)
            given = TextInput(
                language=language,
                text=sheet.given("text"),
                kind="summary" if kind == "summary" else "facts",
                source_language=None if status == "original" else reader().office_language,
                status=status,
            )
            sheet.needed("text")
            sheet.check()
            services.set_text(actor(), now(), case_id, given, sheet.version())
            return redirect(url_for("intake.texts", case_id=case_id, kind=kind, language=language, saved=1))
    return render_template(
        "intake/texts.html",
        case=case,
        sheet=sheet,
        kind=kind,
        text_language=language,
        paper_languages=paper_languages(),
        statuses=_named("text", STATUSES),
        saved=request.args.get("saved"),
    ), sheet.status


def _case(case_id: str) -> CaseView:
    return case_view(actor(), today(), case_id)


def _named(shelf: str, codes: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(code, said(code, shelf)) for code in codes]


def _choices() -> dict[str, object]:
    platforms = sorted(
        ((one.id, one.name) for one in house().world.platforms.values()), key=lambda pair: pair[1].casefold()
    )
    return {
        "kinds": _named("kind", tuple(TYPES)),
        "platforms": platforms,
        "certainties": _named("certainty", CERTAINTIES),
    }


def _next_code(case: CaseView) -> str:
    taken = {one.code for one in case.accounts}
    return next(f"A{n}" for n in range(1, len(taken) + 2) if f"A{n}" not in taken)


def _identifier(sheet: Sheet) -> IdentifierInput:
    person = sheet.text("person")
    country = sheet.text("user_in").upper()
    if country and (len(country) != 2 or not country.isascii() or not country.isalpha()):
        sheet.wrong("user_in", N_("is not a country code of two letters."), N_("Write for example MX."))
    if not sheet.given("given").strip():
        sheet.needed("given")
    return IdentifierInput(
        code=sheet.needed("code"),
        kind=sheet.one_of("kind", tuple(TYPES)),
        given=sheet.given("given"),
        platform=sheet.text("platform") or None,
        port=sheet.whole("port"),
        instants=tuple(line.strip() for line in sheet.given("instants").split("\n") if line.strip()),
        used_from=sheet.day("used_from"),
        used_until=sheet.day("used_until"),
        user_in=country or None,
        persons=((person, sheet.one_of("certainty", CERTAINTIES)),) if person else (),
        synthetic=sheet.ticked("synthetic"),
    )


def _pasted(sheet: Sheet, case: CaseView) -> list[IdentifierInput]:
    """The ticked lines with the kinds that the person confirmed, under fresh codes."""
    found = lines_of(sheet.given("block"))
    taken = {one.code for one in case.accounts}
    codes = (f"A{n}" for n in range(1, len(taken) + len(found) + 2) if f"A{n}" not in taken)
    return [
        IdentifierInput(
            code=next(codes),
            kind=sheet.one_of(f"kind{n}", tuple(TYPES)),
            given=one.given,
            platform=sheet.text(f"platform{n}") or None,
            synthetic=sheet.ticked("synthetic"),
        )
        for n, one in enumerate(found)
        if sheet.ticked(f"keep{n}")
    ]
