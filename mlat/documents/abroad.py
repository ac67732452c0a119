"""The words of the page on which a recipient abroad answers: of the legal catalog, in the language of its paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from babel.core import get_global

from mlat.documents.wording import Wording
from mlat.domain.messages import N_
from mlat.domain.problems import Problem
from mlat.i18n import SOURCE, locale, locales, texts

SAYS: Mapping[str, str] = {
    "title": N_("Your answer to our request"),
    "office": N_("Requesting authority"),
    "number": N_("Our reference"),
    "request": N_("Request"),
    "ask": N_("What would you like to tell us?"),
    "received": N_("We have received it"),
    "question": N_("We need to ask something"),
    "date": N_("We expect to answer by a certain day"),
    "wrong": N_("We are not the right authority"),
    "have_code": N_("I have a code from you"),
    "counts": N_(
        "What you enter counts once it is confirmed: by a code that we send to the mail address of your authority "
        "that our office has confirmed, or by an officer of our office."
    ),
    "no_files": N_("Files cannot be sent here. Please enter no names of victims."),
    "until": N_("This page is open until %(day)s."),
    "reference": N_("Your reference"),
    "optional": N_("You may leave this empty."),
    "zone": N_("Time zone of your place"),
    "your_question": N_("Your question"),
    "day": N_("Day on which you expect to answer"),
    "day_hint": N_("Year, month and day, for example %(example)s"),
    "competent": N_("Who is the right authority, if you know it"),
    "send": N_("Send"),
    "back": N_("Back"),
    "skip": N_("Skip to the content"),
    "not_right": N_("This is not right yet"),
    "zone_wrong": N_("Please choose a time zone."),
    "long_wrong": N_("This text is too long."),
    "empty_wrong": N_("Please write your question."),
    "day_wrong": N_("Please give a day from today on, within one year."),
    "many_wrong": N_("Too much waits for our office already. Please write to us or call us."),
    "old_wrong": N_("The page was open for too long. Please send it once more."),
    "often": N_("Too many attempts. Please wait a minute."),
    "enter_code": N_("Enter the code"),
    "code_sent": N_(
        "We have sent a code to the mail address of your authority that our office has confirmed. It can be used once, "
        "within 24 hours."
    ),
    "no_code": N_(
        "If you receive no code, you need do nothing more: an officer of our office will look at what you entered."
    ),
    "code": N_("Code"),
    "confirm": N_("Confirm"),
    "code_wrong": N_("This code is not right, or can no longer be used."),
    "thanks": N_("Thank you"),
    "confirmed": N_("What you entered is confirmed."),
    "by_officer": N_("An officer of our office will look at what you entered. You need do nothing more."),
    "nothing": N_("There is nothing here"),
    "unknown": N_("This link is not known, or no longer open. Please write to the office that sent you the paper."),
}
"""Every sentence of the page."""
ASSISTANCE, KEEPING = N_("Request for legal assistance"), N_("Request to keep data")
GENERAL: Mapping[str, str] = {
    "state_preservation": KEEPING,
    "state_preservation_extension": KEEPING,
    "transfer_of_proceedings": N_("Request to take over proceedings"),
    "spontaneous_information": N_("Information for your authority"),
    "referral_package": N_("Information for your authority"),
}
"""What is asked, in words that tell a stranger nothing, by form; a request for assistance where none is named."""


def speaking(language: str) -> Wording:
    """The words of a language of papers; English where it is none, or not finished."""
    try:
        return Wording(locale(language), texts(language, "legal"))
    except Problem:
        return Wording(locale(SOURCE), texts(SOURCE, "legal"))


def languages() -> list[str]:
    """The languages in which the page can be read, English first."""
    return [SOURCE, *(each.code for each in locales() if "legal" in each.catalogs and each.code != SOURCE)]


def measure(form_id: str, wording: Wording) -> str:
    """What the request asks, in the most general words."""
    return wording.say(GENERAL.get(form_id, ASSISTANCE))


def zones(known: tuple[str, ...], country: str) -> tuple[str, ...]:
    """The zones that a recipient may choose from: its own by our facts, the others of its State, and UTC."""
    there = sorted(zone for zone, state in get_global("zone_territories").items() if state == country)
    return tuple(dict.fromkeys((*known, *there, "UTC")))


def zone_pairs(offered: tuple[str, ...], on: date, wording: Wording) -> list[tuple[str, str]]:
    """(IANA name, the city that names it with its distance from UTC) for a choice."""
    return [(each, "UTC" if each == "UTC" else wording.zone(each, on)) for each in offered]
