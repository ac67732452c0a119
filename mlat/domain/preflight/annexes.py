"""Does everything come with it? The annexes that the route asks for, and the order of a court."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mlat.domain.checks import Checks
from mlat.domain.findings import Finding
from mlat.domain.forms import Form
from mlat.domain.messages import N_
from mlat.domain.preflight.law import offences_of
from mlat.domain.record import Record


@dataclass(frozen=True, slots=True)
class Wanted:
    """An annex by its msgid; `kinds` of annex that are it, and the `field` that says or brings it instead."""

    label: str
    kinds: frozenset[str]
    field: str = ""


WANTED: Mapping[str, Wanted] = {
    "translation": Wanted(N_("Translation"), frozenset({"translation", "Translation"}), "translation"),
    "penal_text": Wanted(
        N_("Text of the provisions"), frozenset({"legal_texts", "Text of the provisions"}), "penal_text"
    ),
    "form_a": Wanted(
        N_("Certificate of records (form A)"),
        frozenset({"certificate", "Certificate of records (form A)"}),
        "certificate",
    ),
}
ORDER = frozenset({"court_order", "Court order"})
"""Kinds of annex that are the order of a court."""


def findings(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    """Each annex that the route requires and the request does not bring."""
    kinds = {each.kind for each in record.annexes}
    asked = {each.id for each in form.fields()}
    for code in checks.annexes:
        wanted = WANTED.get(code, Wanted(code.replace("_", " "), frozenset({code})))
        if kinds & wanted.kinds or (wanted.field and record.value(wanted.field)) or _in_offences(code, record):
            continue
        yield Finding(
            "annex.missing",
            "warn",
            wanted.field if wanted.field in asked else "annexes",
            "The instrument asks for this annex, and it does not come with the request: %(label)s.",
            "Add it, or fill in its field.",
            {"label": wanted.label},
        )
    if checks.order_needed and not kinds & ORDER and not record.value("order"):
        yield Finding(
            "annex.no_order",
            "warn",
            "order" if "order" in asked else "annexes",
            "The recipient gives these data only on the order of a court, and the request names none.",
            "Obtain the order, name it with issuer and date, and add it as an annex.",
        )
    yield from _of_the_judge(record, kinds, checks)
    for number in checks.ended_orders:
        yield Finding(
            "annex.order_ended",
            "warn",
            "annexes",
            "The order of the court in annex %(number)s has ended.",
            "Have it prolonged, and add the new order.",
            {"number": number},
        )
    for number in checks.pictures:
        yield Finding(
            "annex.only_picture",
            "warn",
            "annexes",
            "Annex %(number)s is only a picture: no reader program finds a word in it.",
            "Add the document itself, or its scan with recognised text. Pictures are never sent.",
            {"number": number},
        )


def _of_the_judge(record: Record, kinds: set[str], checks: Checks) -> Iterator[Finding]:
    if not checks.judge_needed or kinds & ORDER:
        return
    named = bool(record.value("order"))
    yield Finding(
        "annex.no_judge",
        "note" if named else "warn",
        "annexes" if named else "order",
        "Content is obtained by the order of a judge, and the order itself does not come with the request.",
        "Add the order as an annex, with its court and date.",
    )


def _in_offences(code: str, record: Record) -> bool:
    offences = offences_of(record)
    return code == "penal_text" and bool(offences) and all(each.text.strip() for each in offences)
