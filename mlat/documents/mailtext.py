"""The few lines of a mail that carries papers: a reference, what is attached, whom to answer. Never facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mlat.documents.wording import Wording
from mlat.domain.messages import N_
from mlat.i18n import locale, texts


def covering_mail(
    language: str, number: str, office: str, papers: Sequence[str], annexes: int, page_url: str = ""
) -> tuple[str, str]:
    """(subject, text) in `language`: the number and the office, nothing that tells what the case is about.

    `page_url` is where an authority can answer without an account; empty where it has no such page.
    """
    wording = Wording(locale(language), texts(language, "legal"))
    lines = [
        wording.say(N_("To the competent officer,")),
        "",
        wording.say(N_("Please find attached our papers: %(papers)s."), papers=", ".join(papers)),
    ]
    if annexes:
        lines.append(wording.say(N_("Number of annexes: %(count)s."), count=annexes))
    lines += [
        *_page(wording, page_url),
        wording.say(
            N_("Please quote our reference %(number)s in your answer and keep this message confidential."),
            number=number,
        ),
        "",
        office,
        "",
    ]
    return wording.say(N_("Our reference %(number)s"), number=number), "\n".join(lines)


def link_mail(language: str, number: str, office: str, url: str, until: date) -> tuple[str, str]:
    """(subject, text) of a mail that carries the link of the recipient's own page, and nothing besides."""
    wording = Wording(locale(language), texts(language, "legal"))
    lines = [
        wording.say(N_("To the competent officer,")),
        "",
        *_page(wording, url),
        wording.say(N_("This page is open until %(day)s."), day=wording.day(until)),
        wording.say(
            N_("Please quote our reference %(number)s in your answer and keep this message confidential."),
            number=number,
        ),
        "",
        office,
        "",
    ]
    return wording.say(N_("Our reference %(number)s"), number=number), "\n".join(lines)


def code_mail(language: str, number: str, office: str, code: str) -> tuple[str, str]:
    """(subject, text) of the mail with the code that confirms what was entered on the recipient's own page."""
    wording = Wording(locale(language), texts(language, "legal"))
    lines = [
        wording.say(N_("To the competent officer,")),
        "",
        wording.say(
            N_("Something was entered for your authority on the page of our request %(number)s."), number=number
        ),
        wording.say(N_("If it came from your authority, please enter this code there within 24 hours:")),
        "",
        code,
        "",
        wording.say(N_("If it did not, please do nothing with the code and tell us.")),
        "",
        office,
        "",
    ]
    return wording.say(N_("Our reference %(number)s"), number=number), "\n".join(lines)


def _page(wording: Wording, url: str) -> list[str]:
    """Where an authority can answer without an account; nothing where it has no page."""
    if not url:
        return []
    return [
        wording.say(
            N_("Without an account you can tell us here that you received this, ask a question or name a day:")
        ),
        url,
    ]
