"""A new case as a conversation: what happened, people, facts, family. Saved at each step."""

from __future__ import annotations

from dataclasses import asdict
from typing import Literal

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.casefile import (
    CaseInput,
    ContactInput,
    OffenceInput,
    PersonInput,
    PersonRole,
    TextInput,
)
from mlat.domain.messages import N_
from mlat.domain.permissions import Act
from mlat.reads.cases import CaseView, TextLine, case_view
from mlat.reads.person import person_view
from mlat.services.contacts import add_contact
from mlat.services.intake import add_offence, open_case
from mlat.services.people import add_person, correct_person
from mlat.services.texts import set_text
from mlat.web import names
from mlat.web.clock import now
from mlat.web.dates import today
from mlat.web.door import actor, needs, reader
from mlat.web.families import wish_choices, wish_of
from mlat.web.sheet import Sheet
from mlat.web.words import paper_languages, said

intake = Blueprint("intake", __name__)
ROLES: tuple[PersonRole, ...] = ("victim", "suspect", "witness", "contact")
STATUSES: tuple[Literal["original", "machine", "human"], ...] = ("original", "machine", "human")
"""How a text can have come about; that it is sworn is said on the translation desk, with number and scan."""


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
            case_id = open_case(actor(), now(), given)
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
                kind=sheet.one_of("kind", ("", *names.OFFENCE_KINDS)),
                text=sheet.given("text"),
            )
            sheet.check()
            add_offence(actor(), now(), case_id, given)
            return redirect(url_for("intake.offences", case_id=case_id))
    kinds = _named("offence_kind", tuple(names.OFFENCE_KINDS))
    return render_template("intake/offences.html", case=case, sheet=sheet, kinds=kinds), sheet.status


@intake.route("/cases/<case_id>/people", methods=["GET", "POST"])
@needs(Act.EDIT_CASE)
def people(case_id: str) -> ResponseReturnValue:
    """People by code, and those of the family who asked for news."""
    case, sheet = _case(case_id), Sheet(role="victim")
    if sheet.sent:
        with sheet.trying():
            given = _person(sheet)
            sheet.check()
            add_person(actor(), now(), case_id, given)
            return redirect(url_for("intake.people", case_id=case_id))
    return render_template("intake/people.html", case=case, sheet=sheet, roles=_named("person", ROLES)), sheet.status


@intake.route("/cases/<case_id>/people/<person_id>", methods=["GET", "POST"])
@needs(Act.SEE_NAMES)
def person(case_id: str, person_id: str) -> ResponseReturnValue:
    """What is known of a person, to be put right by somebody who may see names."""
    case, known = _case(case_id), person_view(actor(), case_id, person_id)
    sheet = Sheet(**asdict(known.given), version=known.version)
    if sheet.sent:
        with sheet.trying():
            given = _person(sheet)
            sheet.check()
            correct_person(actor(), now(), case_id, person_id, given, sheet.version())
            return redirect(url_for("intake.people", case_id=case_id))
    return render_template(
        "intake/person.html", case=case, known=known.given, sheet=sheet, roles=_named("person", ROLES)
    ), sheet.status


@intake.route("/cases/<case_id>/contacts", methods=["GET", "POST"])
@needs(Act.EDIT_CASE)
def contacts(case_id: str) -> ResponseReturnValue:
    """Who of the family wants to be told, in which language, by which way."""
    case, sheet = (
        _case(case_id),
        Sheet(
            language=reader().office_language,
            channel="by_hand",
            greeting="neutral",
            wants_letters="yes",
            between_days="30",
        ),
    )
    if sheet.sent:
        with sheet.trying():
            person = sheet.one_of("person", tuple(one.code for one in case.persons if one.role != "suspect"))
            given = ContactInput(person=person, **asdict(wish_of(sheet)))
            sheet.check()
            add_contact(actor(), now(), case_id, given)
            return redirect(url_for("intake.contacts", case_id=case_id))
    people_ = [(one.code, f"{one.code} · {said(one.role, 'person')}") for one in case.persons if one.role != "suspect"]
    return render_template(
        "intake/contacts.html",
        case=case,
        sheet=sheet,
        people=people_,
        **wish_choices(),
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
        status=_came_about(there, language),
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
                source_language=_source(there, status),
                status=status,
            )
            sheet.needed("text")
            sheet.check()
            set_text(actor(), now(), case_id, given, sheet.version())
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


def _came_about(there: TextLine | None, language: str) -> str:
    if there is None:
        return "original" if language == reader().office_language else "human"
    return there.status if there.status in STATUSES else "human"


def _source(there: TextLine | None, status: str) -> str | None:
    if status == "original":
        return None
    return there.source_language if there and there.source_language else reader().office_language


def _person(sheet: Sheet) -> PersonInput:
    given = PersonInput(
        code=sheet.needed("code"),
        role=sheet.one_of("role", ROLES),
        name=sheet.given("name").strip(),
        latin=sheet.given("latin").strip(),
        born=sheet.day("born"),
        estimated_age=sheet.whole("estimated_age"),
        estimated_on=sheet.day("estimated_on") or (today() if sheet.text("estimated_age") else None),
        age_source=sheet.text("age_source"),
        note=sheet.given("note"),
    )
    if given.born and given.born > today():
        sheet.wrong("born", N_("lies in the future."), N_("Check the year."))
    return given


def _case(case_id: str) -> CaseView:
    return case_view(actor(), today(), case_id)


def _named(shelf: str, codes: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(code, said(code, shelf)) for code in codes]
