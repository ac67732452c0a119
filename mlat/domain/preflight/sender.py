"""Can the recipient tell the office from a forger? The mailbox through which it replies and verifies."""

from __future__ import annotations

from collections.abc import Iterator

from mlat.domain.checks import Checks
from mlat.domain.findings import Finding
from mlat.domain.forms import Form
from mlat.domain.record import Record

FREE_MAIL = frozenset(
    {
        "gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "live.com", "yahoo.com", "yahoo.com.ar",
        "yahoo.com.br", "icloud.com", "proton.me", "protonmail.com", "gmx.com", "aol.com", "mail.ru",
    }
)  # fmt: skip
"""Mailboxes that anybody can open: recipients refuse requests from them."""


def findings(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    """No mailbox, one that anybody can open, or one of another house."""
    domain = record.contact.email.rpartition("@")[2].strip().casefold()
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
            "warn",
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
