"""Families: their wish, what was looked into, the young person's own wish, and the code of their page."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mlat.domain.casefile import (
    CHILD_WISHES,
    CUSTODY,
    FAMILY_CHANNELS,
    RELATIONS,
    AddresseeInput,
    WishInput,
)
from mlat.domain.permissions import Act
from mlat.reads import families as reads
from mlat.services import familypages, voices, wishing
from mlat.web.clock import now
from mlat.web.door import actor, needs
from mlat.web.drafts import pdf
from mlat.web.sheet import Sheet
from mlat.web.words import family_languages, said_pairs

families = Blueprint("families", __name__)
GREETINGS = ("feminine", "masculine", "neutral")
BETWEEN, NO_NEWS = ("7", "14", "30", "60", "90"), ("", "30", "60", "90", "180")
YES_NO = ("yes", "no")


@families.get("/families")
@needs(Act.SEE_LETTERS)
def index() -> ResponseReturnValue:
    """Whose own wish is to be asked, and everybody who is told."""
    return render_template("families/index.html", lines=reads.contacts(actor()), voices=reads.voices_due(actor()))


@families.get("/families/<contact_id>")
@needs(Act.DECIDE_LETTER)
def show(contact_id: str) -> ResponseReturnValue:
    """One contact: whether they may be told, how they wish it, their letters and codes."""
    contact = reads.contact_view(actor(), contact_id)
    return render_template(
        "families/contact.html", contact=contact, refused=wishing.refusal(actor(), now(), contact_id)
    )


@families.route("/families/<contact_id>/wish", methods=["GET", "POST"])
@needs(Act.DECIDE_LETTER)
def wish(contact_id: str) -> ResponseReturnValue:
    """How they want to be told."""
    contact = reads.contact_view(actor(), contact_id)
    first = asdict(contact.given) | {
        "wants_letters": "yes" if contact.given.wants_letters else "",
        "may_leave_message": "yes" if contact.given.may_leave_message else "",
    }
    sheet = Sheet(**first, version=contact.version)
    if sheet.sent:
        with sheet.trying():
            given = wish_of(sheet)
            sheet.check()
            wishing.record_wish(actor(), now(), contact_id, given, sheet.version())
            return redirect(url_for("families.show", contact_id=contact_id))
    return render_template("families/wish.html", contact=contact, sheet=sheet, **wish_choices()), sheet.status


@families.route("/families/<contact_id>/check", methods=["GET", "POST"])
@needs(Act.DECIDE_LETTER)
def check(contact_id: str) -> ResponseReturnValue:
    """Whose family they are, custody, and the child's wish."""
    contact = reads.contact_view(actor(), contact_id)
    forbidden = "yes" if contact.given.contact_forbidden else ""
    sheet = Sheet(**asdict(contact.given) | {"contact_forbidden": forbidden}, version=contact.version)
    codes = tuple(one.code for one in contact.children)
    if sheet.sent:
        with sheet.trying():
            given = AddresseeInput(
                relation="self" if contact.is_young_person else sheet.one_of("relation", RELATIONS[:3]),
                child=sheet.one_of("child", ("", *codes)),
                custody=sheet.one_of("custody", CUSTODY),
                contact_forbidden=sheet.ticked("contact_forbidden"),
                child_wish=sheet.one_of("child_wish", CHILD_WISHES),
                check_note=sheet.given("check_note"),
            )
            sheet.check()
            wishing.record_check(actor(), now(), contact_id, given, sheet.version())
            return redirect(url_for("families.show", contact_id=contact_id))
    return render_template(
        "families/check.html",
        contact=contact,
        sheet=sheet,
        relations=said_pairs(RELATIONS[:3], "relation"),
        codes=[(code, code) for code in codes],
        custody=said_pairs(CUSTODY[1:], "custody"),
        wishes=said_pairs(CHILD_WISHES[1:], "child_wish"),
    ), sheet.status


@families.post("/families/<contact_id>/stop")
@needs(Act.DECIDE_LETTER)
def stop(contact_id: str) -> ResponseReturnValue:
    """They want no more."""
    wishing.stop(actor(), now(), contact_id)
    return redirect(url_for("families.show", contact_id=contact_id))


@families.route("/families/<contact_id>/code", methods=["GET", "POST"])
@needs(Act.DECIDE_LETTER)
def code(contact_id: str) -> ResponseReturnValue:
    """Make a code for their page: the answer is the slip, and there is no second one."""
    contact = reads.contact_view(actor(), contact_id)
    unread = wishing.unread(actor(), contact_id)
    sheet = Sheet(days="90")
    days = tuple(str(one) for one in familypages.DAYS)
    if sheet.sent:
        with sheet.trying():
            chosen = sheet.one_of("days", days)
            reader = sheet.needed("reader") if unread else ""
            sheet.check()
            return slip(familypages.make_page(actor(), now(), contact_id, int(chosen), reader))
    return render_template(
        "families/code.html", contact=contact, sheet=sheet, unread=unread, days=[(one, one) for one in days]
    ), sheet.status


@families.post("/families/pages/<page_id>/revoke")
@needs(Act.DECIDE_LETTER)
def revoke(page_id: str) -> ResponseReturnValue:
    """The code opens nothing from now on."""
    familypages.revoke_page(actor(), now(), page_id)
    return redirect(url_for("families.index"))


@families.route("/families/voices/<person_id>", methods=["GET", "POST"])
@needs(Act.DECIDE_LETTER)
def voice(person_id: str) -> ResponseReturnValue:
    """What the young person wants."""
    line, sheet = reads.voice_line(actor(), person_id), Sheet()
    if sheet.sent:
        with sheet.trying():
            agrees = sheet.one_of("agrees", YES_NO)
            sheet.check()
            voices.record_voice(actor(), now(), person_id, agrees == "yes")
            return redirect(url_for("families.index"))
    return render_template("families/voice.html", voice=line, sheet=sheet), sheet.status


@families.route("/families/settings", methods=["GET", "POST"])
@needs(Act.ADMINISTER)
def settings() -> ResponseReturnValue:
    """From which age the own wish counts here, and how the office names itself outside."""
    choice = reads.office_choice(actor())
    sheet = Sheet(**asdict(choice))
    if sheet.sent:
        with sheet.trying():
            age = sheet.whole("own_voice_age")
            sheet.check()
            voices.set_office(actor(), now(), age, sheet.text("family_sender"))
            return redirect(url_for("families.settings"))
    return render_template("families/settings.html", choice=choice, sheet=sheet), sheet.status


def wish_of(sheet: Sheet) -> WishInput:
    """The wish that a form holds."""
    no_news = sheet.one_of("no_news_days", NO_NEWS)
    return WishInput(
        language=sheet.one_of("language", tuple(code for code, _name in family_languages())),
        wants_letters=sheet.ticked("wants_letters"),
        channel=sheet.one_of("channel", FAMILY_CHANNELS),
        address=sheet.given("address").strip(),
        greeting=sheet.one_of("greeting", GREETINGS),  # type: ignore[arg-type]  # one of the three
        between_days=int(sheet.one_of("between_days", BETWEEN)),
        no_news_days=int(no_news) if no_news else None,
        safe_times=sheet.given("safe_times").strip(),
        may_leave_message=sheet.ticked("may_leave_message"),
    )


def wish_choices() -> dict[str, list[tuple[str, str]]]:
    """What the fields of a wish offer."""
    return {
        "languages_": family_languages(),
        "channels": said_pairs(FAMILY_CHANNELS, "family_channel"),
        "greetings": said_pairs(GREETINGS, "greeting"),
        "between": said_pairs(BETWEEN, "between_days"),
        "no_news": said_pairs(NO_NEWS[1:], "no_news_days"),
    }


def slip(data: bytes) -> Response:
    """A slip to be printed; its file name tells nothing."""
    return pdf(data, "note.pdf")
