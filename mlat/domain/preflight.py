"""Reads a draft as its recipient would, before it leaves: what would make it come back, be refused, or wait.

The grounds are those that providers and central authorities themselves give for refusing or delaying:
wrong company, wrong identifier, too broad, no such data, no valid legal basis, missing information, no
translation, a doubtful sender.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlat.domain.checks import Checks
from mlat.domain.findings import Finding
from mlat.domain.forms import Form
from mlat.domain.preflight_accounts import account_findings
from mlat.domain.preflight_child import child_findings
from mlat.domain.preflight_data import data_findings
from mlat.domain.record import OffenceLine, Record

__all__ = ["Checks", "preflight"]

FREE_MAIL = frozenset(
    {
        "gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "live.com", "yahoo.com", "yahoo.com.ar",
        "yahoo.com.br", "icloud.com", "proton.me", "protonmail.com", "gmx.com", "aol.com", "mail.ru",
    }
)  # fmt: skip
"""Mailboxes that anybody can open: recipients refuse requests from them."""
LINK_AT_LEAST, LINK_AT_MOST = 40, 900
"""Letters of a link between account and offence that a reviewer can work with."""


def preflight(record: Record, form: Form, checks: Checks) -> tuple[Finding, ...]:
    """Everything that the recipient would object to, what stops first."""
    found = [
        *_missing(record, form, checks),
        *_addressee(record, form, checks),
        *_law(record, form),
        *_link(record, form),
        *data_findings(record, form, checks),
        *account_findings(record, form, checks.required_identifiers),
        *_language(record, checks),
        *_sender(record, checks),
        *child_findings(record, form, checks),
    ]
    order = {"stop": 0, "warn": 1, "note": 2}
    return tuple(sorted(found, key=lambda each: order[each.level]))


def _missing(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    required = form.required(measure=record.measure, instrument=record.instrument_id, copy=record.copy)
    for each in form.fields():
        if record.value(each.id) is not None:
            continue
        if each in required:
            yield Finding(
                "field.missing",
                "stop",
                each.id,
                "“%(label)s” is empty, and this form cannot do without it.",
                "Fill it in.",
                {"label": each.label},
            )
        elif each.id in checks.required_fields:
            yield Finding(
                "field.required_by_law",
                "stop",
                each.id,
                "“%(label)s” is empty, and the instrument requires it.",
                "Fill it in.",
                {"label": each.label},
            )


def _addressee(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    if form.recipients == "provider" and checks.entity and _same(record.recipient.name) != _same(checks.entity):
        yield Finding(
            "entity.wrong",
            "stop",
            "recipient",
            "This is addressed to %(given)s, but the company for this user is %(right)s.",
            "Change the addressee.",
            {"given": record.recipient.name, "right": checks.entity},
        )


def _same(name: str) -> str:
    return "".join(each for each in name.casefold() if each.isalnum())


def _law(record: Record, form: Form) -> Iterator[Finding]:
    asked = {each.id for each in form.fields()}
    basis = record.value("legal_basis")
    if "legal_basis" in asked and isinstance(basis, str) and not any(each.isdigit() for each in basis):
        yield Finding(
            "legal_basis.no_article",
            "warn",
            "legal_basis",
            "The legal basis names no article or number of a law.",
            "Cite the article that gives the power to ask.",
        )
    offences = record.value("offences")
    for each in offences if isinstance(offences, tuple) else ():
        if isinstance(each, OffenceLine) and not (each.article.strip() and each.law.strip()):
            yield Finding(
                "offence.no_article",
                "warn",
                "offences",
                "The offence “%(title)s” has no article or no law.",
                "Add both: recipients check them.",
                {"title": each.title},
            )


def _link(record: Record, form: Form) -> Iterator[Finding]:
    link = record.value("link_account_offence")
    if not isinstance(link, str) or "link_account_offence" not in {each.id for each in form.fields()}:
        return
    if len(link) < LINK_AT_LEAST:
        yield Finding(
            "link.thin",
            "warn",
            "link_account_offence",
            "The link between account and offence is too short to convince.",
            "Say what this account did, and when.",
        )
    elif form.recipients == "provider" and len(link) > LINK_AT_MOST:
        yield Finding(
            "link.long",
            "warn",
            "link_account_offence",
            "A company needs two or three sentences here; this is %(letters)s letters long.",
            "Shorten it: what the reviewer does not need should not leave the office.",
            {"letters": len(link)},
        )


def _language(record: Record, checks: Checks) -> Iterator[Finding]:
    if checks.languages and record.language not in checks.languages:
        yield Finding(
            "language.unread",
            "stop",
            "language",
            "The recipient reads %(languages)s; this is written in %(given)s.",
            "Write it in one of these languages.",
            {"languages": ", ".join(checks.languages), "given": record.language},
        )
    if checks.translation == "missing":
        yield Finding(
            "translation.missing",
            "stop",
            "facts",
            "The text of the case has no translation into the language of this paper.",
            "Have it translated.",
        )
    elif checks.translation == "machine":
        yield Finding(
            "translation.machine",
            "warn",
            "facts",
            "The text of the case was translated by a machine and nobody has checked it.",
            "Have a person check it.",
        )
    if not checks.language_reviewed:
        yield Finding(
            "language.draft",
            "note",
            "language",
            "Nobody has reviewed the legal texts of this language; the footer says so.",
            "Have a lawyer of that language read the paper.",
        )


def _sender(record: Record, checks: Checks) -> Iterator[Finding]:
    domain = record.contact.email.rpartition("@")[2].casefold()
    if not domain:
        yield Finding(
            "sender.no_mailbox",
            "warn",
            "contact",
            "No official mailbox is given: recipients reply and verify through it.",
            "Add the mailbox of the office.",
        )
    elif domain in FREE_MAIL:
        yield Finding(
            "sender.free_mail",
            "stop",
            "contact",
            "%(domain)s is open to everybody: recipients treat requests from it as forged.",
            "Give the official mailbox.",
            {"domain": domain},
        )
    elif checks.official_domains and not any(_within(domain, each) for each in checks.official_domains):
        yield Finding(
            "sender.foreign_domain",
            "warn",
            "contact",
            "%(domain)s is not a domain of this office.",
            "Give the official mailbox.",
            {"domain": domain},
        )


def _within(domain: str, official: str) -> bool:
    return domain == official.casefold() or domain.endswith("." + official.casefold())
