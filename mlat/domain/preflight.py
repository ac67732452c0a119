"""Reads a draft as its recipient would, before it leaves: what would make it come back, be refused, or wait.

The grounds are those that providers and central authorities themselves give for refusing or delaying:
wrong company, wrong identifier, too broad, no such data, no valid legal basis, missing information, no
translation, a doubtful sender.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from mlat.domain.findings import Finding
from mlat.domain.forms import VOCABULARY, Form
from mlat.domain.preflight_accounts import account_findings
from mlat.domain.record import OffenceLine, PersonLine, Record

FREE_MAIL = frozenset(
    "gmail.com googlemail.com hotmail.com outlook.com live.com yahoo.com yahoo.com.ar yahoo.com.br icloud.com "
    "proton.me protonmail.com gmx.com aol.com mail.ru".split()
)
"""Mailboxes that anybody can open: recipients refuse requests from them."""
LINK_AT_LEAST, LINK_AT_MOST = 40, 900
"""Letters of a link between account and offence that a reviewer can work with."""


@dataclass(frozen=True)
class Checks:
    """What the route and the facts say of this recipient and this case, in plain values."""

    today: date
    """At the office."""
    entity: str = ""
    """Legal name of the right addressee for where the user is believed to be."""
    required_identifiers: tuple[str, ...] = ()
    """Ids of what the platform can find an account by."""
    categories: tuple[str, ...] | None = None
    """Data categories that can be had on this way; None where nothing is known."""
    languages: tuple[str, ...] = ()
    """Languages that the recipient reads; empty where nothing is known."""
    required_fields: tuple[str, ...] = ()
    """Field ids that the instrument requires."""
    official_domains: tuple[str, ...] = ()
    """Mail domains of the office."""
    translation: Literal["not_needed", "missing", "machine", "human", "sworn"] = "not_needed"
    language_reviewed: bool = True
    """Whether somebody reviewed the legal texts of the record's language."""
    child: bool = False
    """The case concerns a child."""
    cybertips: tuple[str, ...] = ()
    """CyberTip numbers that the case holds."""
    user_notice: bool = False
    """The platform tells the user unless it is kept from doing so."""
    notice_needs_order: bool = False
    """Only a court order keeps the platform from telling the user."""
    kept_days: Mapping[str, int] = field(default_factory=dict)
    """How many days the recipient keeps each data category by itself."""
    held_until: date | None = None
    """Last day of a hold on these data."""
    widest_days: int = 366
    """A longer period asks for reasons."""


def preflight(record: Record, form: Form, checks: Checks) -> tuple[Finding, ...]:
    """Everything that the recipient would object to, what stops first."""
    found = [
        *_missing(record, form, checks),
        *_addressee(record, form, checks),
        *_law(record, form),
        *_link(record, form),
        *_data(record, form, checks),
        *_period(record, form, checks),
        *account_findings(record, form, checks.required_identifiers),
        *_language(record, checks),
        *_sender(record, checks),
        *_child(record, form, checks),
        *_notice(record, form, checks),
        *_names(record),
    ]
    order = {"stop": 0, "warn": 1, "note": 2}
    return tuple(sorted(found, key=lambda each: order[each.level]))


def _missing(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    required = form.required(measure=record.measure, instrument=record.instrument_id, copy=record.copy)
    for each in required:
        if record.value(each.id) is None:
            yield Finding(
                "field.missing",
                "stop",
                each.id,
                "“%(label)s” is empty, and this form cannot do without it.",
                "Fill it in.",
                {"label": each.label},
            )
    asked = {each.id for each in form.fields()}
    for field_id in checks.required_fields:
        known = (
            field_id in VOCABULARY and field_id in asked and field_id not in {each.id for each in required}
        )
        if known and record.value(field_id) is None:
            label = next(each.label for each in form.fields() if each.id == field_id)
            yield Finding(
                "field.required_by_law",
                "stop",
                field_id,
                "“%(label)s” is empty, and the instrument requires it.",
                "Fill it in.",
                {"label": label},
            )


def _addressee(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    if (
        form.recipients == "provider"
        and checks.entity
        and _same(record.recipient.name) != _same(checks.entity)
    ):
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


def _data(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    categories = record.value("data_categories")
    if not isinstance(categories, tuple):
        return
    for category in (each for each in categories if isinstance(each, str)):
        if form.id == "provider_disclosure" and category == "content":
            yield Finding(
                "category.content",
                "stop",
                "data_categories",
                "Companies abroad do not give content on a direct request.",
                "Leave content out, and ask for it through mutual legal assistance.",
            )
        elif checks.categories is not None and category not in _with_logins(checks.categories):
            yield Finding(
                "category.not_covered",
                "stop",
                "data_categories",
                "This way does not give the category “%(category)s”.",
                "Leave it out, or choose another route.",
                {"category": category},
            )


def _with_logins(categories: tuple[str, ...]) -> frozenset[str]:
    """Log-in records are traffic data in some laws and go with the subscriber in others."""
    both = frozenset(categories)
    return both | {"login"} if both & {"subscriber", "traffic"} else both


def _period(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    period = record.value("date_range")
    if not isinstance(period, str):
        return
    try:
        first, last = (date.fromisoformat(part) for part in period.split("/"))
    except ValueError:
        yield Finding(
            "range.unreadable",
            "stop",
            "date_range",
            "“%(given)s” is not a period.",
            "Write the first and the last day: 2026-01-02/2026-02-03.",
            {"given": period},
        )
        return
    if last < first:
        yield Finding(
            "range.reversed",
            "stop",
            "date_range",
            "The period ends before it begins.",
            "Exchange the two days.",
        )
    if last > checks.today:
        yield Finding(
            "range.future",
            "warn",
            "date_range",
            "The period ends after today: a preservation or a disclosure never covers what is still to come.",
            "End it today, and ask again later.",
        )
    if (last - first).days > checks.widest_days:
        yield Finding(
            "range.wide",
            "warn",
            "date_range",
            "The period is %(days)s days long: too broad a period is a common ground for refusal.",
            "Shorten it, or give the reason for its length.",
            {"days": (last - first).days},
        )
    yield from _retention(record, last, checks)


def _retention(record: Record, last: date, checks: Checks) -> Iterator[Finding]:
    if checks.held_until is not None:
        if checks.held_until < checks.today:
            yield Finding(
                "hold.ended",
                "warn",
                "date_range",
                "The hold on these data ended on %(day)s.",
                "Ask the recipient at once whether they still exist.",
                {"day": checks.held_until.isoformat()},
            )
        return
    categories = record.value("data_categories")
    for category in categories if isinstance(categories, tuple) else ():
        days = checks.kept_days.get(category) if isinstance(category, str) else None
        if days is not None and last + timedelta(days=days) < checks.today:
            yield Finding(
                "retention.expired",
                "warn",
                "date_range",
                "The recipient keeps “%(category)s” for %(days)s days: all of this period may be gone.",
                "Ask all the same if it matters, but say so to the prosecutor.",
                {"category": str(category), "days": days},
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


def _child(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    asked = {each.id for each in form.fields()}
    if checks.child and "child_safety_statement" in asked and not record.value("child_safety_statement"):
        yield Finding(
            "child.not_stated",
            "warn",
            "child_safety_statement",
            "The request does not say that a child is concerned, which changes how the company treats it.",
            "Add the statement.",
        )
    if checks.cybertips and "cybertip" in asked and not record.value("cybertip"):
        yield Finding(
            "cybertip.not_quoted",
            "warn",
            "cybertip",
            "The case holds a CyberTip number and the request does not quote it.",
            "Add it: %(numbers)s.",
            {"numbers": ", ".join(checks.cybertips)},
        )


def _notice(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    if not checks.user_notice or "no_notice" not in {each.id for each in form.fields()}:
        return
    if not record.value("no_notice"):
        yield Finding(
            "notice.not_excluded",
            "warn",
            "no_notice",
            "This company tells the user, and the request does not ask it not to.",
            "Ask for no notice, or accept it knowingly.",
        )
    elif checks.notice_needs_order and not record.value("order"):
        yield Finding(
            "notice.needs_order",
            "warn",
            "order",
            "This company keeps silent only on a court order; a letter is not enough.",
            "Obtain the order with an end date, or expect that the user is told.",
        )


def _names(record: Record) -> Iterator[Finding]:
    """Part of a child's name in free text; the whole name is refused when the copy is made."""
    persons = record.fields.get("persons")
    if not isinstance(persons, tuple):
        return
    names = [each.name for each in persons if isinstance(each, PersonLine) and each.role == "victim"]
    words = {word.casefold() for name in names for word in name.split() if len(word) > 3}
    for field_id, value in record.fields.items():
        if isinstance(value, str) and words & {each.strip(".,;:()").casefold() for each in value.split()}:
            yield Finding(
                "text.child_name",
                "warn",
                field_id,
                "This text holds a word that is part of a victim's name.",
                "Write the code name instead.",
            )
