"""Nothing of a case reaches its family: every account, name, platform and reference is looked for in all that it gets.

A whole training case is lived; then whatever a family may read or hear is made in each language and searched for
everything that the file holds, however it is spelt.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from functools import cache

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mlat.documents import pdf, render
from mlat.documents.inside import words
from mlat.domain.casefile import ContactInput, PersonInput
from mlat.domain.milestones import step_reached
from mlat.domain.playbook import Playbook
from mlat.domain.record import Record
from mlat.facts.casefile import read_case_file
from mlat.house import house
from mlat.i18n import locales, texts
from mlat.model import (
    Case,
    Dispatch,
    Event,
    FamilyContact,
    Identifier,
    Office,
    Person,
    Reference,
    Request,
    StatusLetter,
    User,
    transaction,
)
from mlat.play.live import live
from mlat.resources import path
from mlat.services import calls, familypages, letters
from mlat.services.vault import key_of

ONE_A_SCRIPT = ("es", "ru", "ar", "hi", "zh", "ja")
LANGUAGES = tuple(each.code for each in locales() if "family" in each.catalogs)
SAMPLES = ("case-1-grooming-mexico", "case-2-telegram-onion")
AUNT = ContactInput(
    person="T9", language="pt", wants_letters=True, channel="mail", address="tia@familia.example", custody="shared",
    child_wish="agrees",
)  # fmt: skip
ADDRESSEE = "Tia de Família"
SOME_WEEKS = timedelta(days=40)
LONG = 6
"""Letters from which a thing is also looked for without its gaps."""


@pytest.fixture(params=["first request", *(pytest.param(each, marks=pytest.mark.matrix) for each in SAMPLES)])
def book(request: pytest.FixtureRequest, app: Flask) -> Playbook:
    """A training case with somebody of the family who gets mails; or the first request of one of them alone."""
    whole = request.param in SAMPLES
    file = path("samples", f"{request.param if whole else SAMPLES[0]}.toml")
    found = read_case_file(file, house().world, locales())
    aunt = PersonInput(code="T9", role="contact", name=ADDRESSEE)
    found = replace(found, person=(*found.person, aunt), contact=(AUNT,))
    if whole:
        return found
    code = found.request[0].code
    return replace(
        found, request=found.request[:1], happening=tuple(one for one in found.happening if one.request == code)
    )


@pytest.fixture
def lived(book: Playbook) -> StatusLetter:
    """The case lived for some weeks; the last letter that was sent."""
    stage = live(book, book.moment(book.case.opened_at, "opened_at") + SOME_WEEKS)
    with transaction() as session:
        sent = select(StatusLetter).where(StatusLetter.case_id == stage.case_id, StatusLetter.state != "proposed")
        return session.scalars(sent.order_by(StatusLetter.on)).all()[-1]


def folded(text: str) -> str:
    """Letters and digits only, without accents or case, words apart by one space."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


def secrets(session: Session, case: Case) -> set[str]:
    """Everything that the file holds and a family must not read."""
    key, world = key_of(session, case.id), house().world
    staff = " ".join(session.scalars(select(User.name).where(User.office_id == case.office_id)))
    found = {case.reference}
    for person in session.scalars(select(Person).where(Person.case_id == case.id)):
        name = key.text(person.name_sealed, f"persons:{person.id}:name")
        if name != ADDRESSEE:
            found |= {person.code, name, *(part for part in name.split() if len(part) >= LONG and part not in staff)}
    for row in session.scalars(select(Identifier).where(Identifier.case_id == case.id)):
        platform = world.platforms.get(row.platform or "")
        found |= {
            key.text(row.given_sealed, f"identifiers:{row.id}:given"),
            key.text(row.normal_sealed, f"identifiers:{row.id}:normal"),
            row.code, row.platform or "", platform.name if platform else "",
        }  # fmt: skip
    for request in session.scalars(select(Request).where(Request.case_id == case.id)):
        authority = world.authorities.get(request.recipient_id)
        found |= {request.code, request.number or "", request.proof_code or "", request.instrument or ""}
        found |= {authority.name_local} if authority else set()
    found |= set(session.scalars(select(Reference.value).where(Reference.case_id == case.id)))
    found |= {str(event.data["number"]) for event in session.scalars(select(Event)) if "number" in event.data}
    return {each for each in found if each.strip()}


@cache
def own_words(language: str) -> frozenset[str]:
    """The words of the sentences themselves: a code "WA" or a surname "Cuatro" may be one by chance."""
    said = texts(language, "family").texts.values()
    return frozenset(word for text in said for word in folded(text).split() if len(word) <= LONG)


def betrayed(text: str, kept_out: set[str], language: str = "en") -> set[str]:
    """What of this stands in a text, spelt in whatever way."""
    spaced, squashed = f" {folded(text)} ", folded(text).replace(" ", "")
    return {
        each for each in kept_out
        if f" {folded(each)} " in spaced and folded(each) not in own_words(language)
        or (len(folded(each).replace(" ", "")) > LONG and folded(each).replace(" ", "") in squashed)
    }  # fmt: skip


def records(session: Session, letter: StatusLetter, language: str) -> Iterator[tuple[str, Record]]:
    """Every paper that a family can get, in one language."""
    contact, now = session.get_one(FamilyContact, letter.contact_id), letter.proposed_at
    for channel in ("mail", "telephone"):
        contact.channel, contact.language = channel, language
        yield channel, letters.record_of(session, letter, language)
    yield "appointment", calls.outer_record(session, now, contact, calls.SLIP, appointment="9:00\n\nCalle 1")
    code = {
        "page_code": "7K3M-9QXA-22BC-WXYZ",
        "page_address": "https://www.example/f/",
        "page_until": date(2027, 1, 1),
    }
    yield "code", calls.outer_record(session, now, contact, calls.SLIP, **code)
    contact.channel = "post"
    yield "envelope", calls.outer_record(session, now, contact, calls.ENVELOPE)
    session.expire(contact)


def page(told: familypages.Told, language: str) -> str:
    """The family's own page."""
    frame = {"nonce": "", "style": "", "script": "", "way_out": "", "action": "/f/"}
    entered = render.family_page("page_enter.html", language, **frame, refused=True, busy=True)
    shown = render.family_page("page_told.html", language, **frame, told=told, reached=step_reached(told.milestones))
    return entered + shown


def metadata(data: bytes) -> str:
    with pikepdf.open(io.BytesIO(data)) as opened:
        return f"{dict(opened.docinfo)} {opened.Root.Metadata.read_bytes().decode()}"  # type: ignore[operator]


@pytest.mark.parametrize("kind", ["sqlite"])
@pytest.mark.parametrize(
    "languages",
    [pytest.param(ONE_A_SCRIPT, id="one-a-script"), pytest.param(LANGUAGES, id="all", marks=pytest.mark.matrix)],
)
def test_nothing_of_the_case_reaches_the_family(lived: StatusLetter, languages: tuple[str, ...]) -> None:
    with transaction() as session:
        session.autoflush = False
        letter = session.get_one(StatusLetter, lived.id)
        case = session.get_one(Case, letter.case_id)
        kept_out = secrets(session, case)
        foreign = set(session.scalars(select(Reference.value).where(Reference.body != "office")))
        assert foreign, "the sample must hold a reference of somebody abroad"
        assert len(kept_out) > 12
        office = session.get_one(Office, case.office_id)
        sender = {office.name, office.email, office.code, *office.letterhead}
        mails = list(outsides(session, case))
        assert mails
        assert [betrayed(each, kept_out | sender) for each in mails] == [set()] * len(mails)
        told = familypages._told(session, session.get_one(FamilyContact, letter.contact_id))
        assert told is not None and len(told.milestones) > 1
        found: dict[tuple[str, str], set[str]] = {}
        for language in languages:
            found[language, "page"] = betrayed(page(told, language), kept_out, language)
            for name, record in records(session, letter, language):
                said = re.sub(r"<style>.*?</style>", "", render.html(record), flags=re.S)
                found[language, name] = betrayed(said, kept_out, language)
                if name in ("envelope", "appointment", "code"):
                    found[language, f"{name} outside"] = betrayed(said, sender, language)
                if len(languages) > len(ONE_A_SCRIPT) or (language, name) == ("es", "telephone"):
                    written = pdf.write(record)
                    found[language, f"{name} pdf"] = betrayed(" ".join(words(written)), kept_out, language)
                    found[language, f"{name} metadata"] = betrayed(metadata(written), kept_out | sender, language)
    assert {where: what for where, what in found.items() if what} == {}


def outsides(session: Session, case: Case) -> Iterator[str]:
    """What each mail to the family shows before its attachment is opened: headers, text and file names."""
    for mail in session.scalars(select(Dispatch).where(Dispatch.letter_id.is_not(None))):
        read = message_from_bytes(house().blobs.get(key_of(session, case.id), mail.blob), policy=default)
        body = read.get_body()
        assert body is not None
        headers = [f"{name}: {value}" for part in read.walk() for name, value in part.items()]
        yield " ".join([*headers, body.get_content(), *(str(part.get_filename()) for part in read.iter_attachments())])


def test_the_search_itself_finds_what_is_spelt_otherwise() -> None:
    kept_out = {"JUGADOR_99", "Zoraida Quintela", "V1", "Telegram"}
    for spelt in ("j u g a d o r 9 9", "ZORAÍDA  quintela", "(v1)", "ＴＥＬＥＧＲＡＭ"):
        assert len(betrayed(spelt, kept_out)) == 1, spelt
    assert betrayed("Estimada señora: esperamos. EV10", kept_out) == set()
