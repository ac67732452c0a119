"""Numbers of theirs in acknowledgements, as people and machines write them."""

from __future__ import annotations

import pytest

from mlat.domain.mail_references import numbers_given
from mlat.domain.mailed import Mail, MailKind
from mlat.facts.mail_words import load_mail_words

WORDS = load_mail_words()


def given(text: str = "", subject: str = "") -> tuple[str, ...]:
    mail = Mail(kind=MailKind.ACKNOWLEDGEMENT, reasons=(), subject=subject, text=text, fresh_text=text)
    return numbers_given(mail, WORDS)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("We have received your request. Our reference: MLA-2026/00417.", "MLA-2026/00417"),
        ("Acusamos recibo. Expediente N° 4471/2026-C.", "4471/2026-C"),
        ("Se registró bajo el número EX-2026-11223344-APN", "EX-2026-11223344-APN"),
        ("Wir haben Ihr Ersuchen erhalten. Aktenzeichen: 5 Js 123/26", "5 Js 123/26"),
        ("Nous accusons réception. Notre référence : 2026/AB/77.", "2026/AB/77"),
        ("Your case number is #00998877", "#00998877"),
        ("Recebemos. Protocolo 08099.001234/2026-11", "08099.001234/2026-11"),
        ("受け付けました。受付番号：2026-00123", "2026-00123"),
    ],
)
def test_a_labelled_number_is_found_as_it_is_written(text: str, number: str) -> None:
    assert given(text)[:1] == (number,)


def test_the_subject_comes_first_and_a_label_before_brackets() -> None:
    found = given("Our reference: B-222/26. [#5550001]", "[TCK-7770] case number A-111/26")
    assert found == ("A-111/26", "B-222/26", "TCK-7770", "#5550001")


@pytest.mark.parametrize(
    "text",
    [
        "We have received your letter.",
        "We received your request FISC-1/2026/MLA-0001 with reference number FISC-1/2026/MLA-0001.",
        "Our reference will follow on 12/03/2026.",
        "Expediente 2026.",
        "Received. Ticket no. 7.",
        "Received. Our reference: " + "9" * 61,
        "Received.\n-- \nOffice of X, case number 999/26",
    ],
)
def test_what_is_no_number_of_theirs_is_not_suggested(text: str) -> None:
    assert given(text) == ()


def test_what_they_quote_of_ours_does_not_count() -> None:
    mail = Mail(
        kind=MailKind.ACKNOWLEDGEMENT, reasons=(), subject="Recibido",
        text="Recibido.\n> expediente 123/2026", fresh_text="Recibido.",
    )  # fmt: skip
    assert numbers_given(mail, WORDS) == ()
