"""The power to ask, the offence, and what links the account with it."""

from __future__ import annotations

from collections.abc import Iterator

from mlat.domain.checks import Checks
from mlat.domain.findings import Finding
from mlat.domain.forms import Form
from mlat.domain.record import OffenceLine, Record

LINK_AT_LEAST, LINK_AT_MOST = 40, 900
"""Letters of a link between account and offence that a reviewer can work with."""
MILD = frozenset({"subscriber", "login"})
"""Data that are seldom seized or searched for, which is where States ask whether the act is an offence at home."""


def findings(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    """What is wrong with basis, offences and link."""
    asked = {each.id for each in form.fields()}
    yield from _basis(record, asked)
    yield from _offences(record)
    if "link_account_offence" in asked:
        yield from _link(record, form)
    if checks.dual_criminality and "penal_text" in asked:
        yield from _dual_criminality(record, checks)


def _basis(record: Record, asked: set[str]) -> Iterator[Finding]:
    basis = record.value("legal_basis")
    if "legal_basis" in asked and isinstance(basis, str) and basis and not any(each.isdigit() for each in basis):
        yield Finding(
            "legal_basis.no_article",
            "warn",
            "legal_basis",
            "The legal basis names no article or number of a law.",
            "Cite the article that gives the power to ask.",
        )


def offences_of(record: Record) -> list[OffenceLine]:
    """The offences that the record names."""
    value = record.value("offences")
    return [each for each in value if isinstance(each, OffenceLine)] if isinstance(value, tuple) else []


def _offences(record: Record) -> Iterator[Finding]:
    for each in offences_of(record):
        if not (each.article.strip() and each.law.strip()):
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
    text = link.strip() if isinstance(link, str) else ""
    if not text:
        yield Finding(
            "link.missing",
            "warn",
            "link_account_offence",
            "Nothing says what the account has to do with the offence.",
            "Say what this account did, and when.",
        )
    elif len(text) < LINK_AT_LEAST:
        yield Finding(
            "link.thin",
            "warn",
            "link_account_offence",
            "The link between account and offence is too short to convince.",
            "Say what this account did, and when.",
        )
    elif form.recipients == "provider" and len(text) > LINK_AT_MOST:
        yield Finding(
            "link.long",
            "warn",
            "link_account_offence",
            "A company needs two or three sentences here; this is %(letters)s letters long.",
            "Shorten it: what the reviewer does not need should not leave the office.",
            {"letters": len(text)},
        )


def _dual_criminality(record: Record, checks: Checks) -> Iterator[Finding]:
    offences = offences_of(record)
    shown = record.value("penal_text") or (offences and all(each.text.strip() for each in offences))
    categories = record.value("data_categories")
    mild = isinstance(categories, tuple) and bool(categories) and set(categories) <= MILD
    if not shown:
        yield Finding(
            "dual_criminality.not_shown",
            "note" if mild else "warn",
            "penal_text",
            "The requested State may ask whether the act is an offence there too (%(condition)s), and the wording of"
            " the offence is not given.",
            "Quote the provisions, or add their text as an annex.",
            {"condition": checks.dual_criminality},
        )
