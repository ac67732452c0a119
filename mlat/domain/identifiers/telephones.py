"""Telephone numbers (E.164) and handsets (IMEI)."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from mlat.domain.identifiers.reading import Reading, digits
from mlat.domain.messages import N_

MEXICAN_WITH_ONE = re.compile(r"\+521(\d{10})")
NEVER_GIVEN = "0" * 7
"""No numbering plan gives out a subscriber number of zeros, though its metadata may allow the length."""
ARGENTINE_WITHOUT_NINE = re.compile(r"\+54([1-8]\d{9})")


def read_phone(reading: Reading) -> str | None:
    """E.164 form (+ and digits). Old mobile digits of Mexico and Argentina are put right and explained."""
    text = re.sub(r"^(?:tel:|whatsapp:)", "", reading.text, flags=re.IGNORECASE).strip()
    if text.startswith("00"):
        text = f"+{text[2:]}"
        reading.note("phone_zeros", N_("The leading 00 is read as +."))
    if not text.startswith(("+", "＋")):
        reading.warn(
            "phone_without_country",
            N_("It has no country code, so it names no number."),
            N_("Write it with + and the country code, as in +54 9 11 ..."),
        )
        return None
    text = _mexican(reading, text)
    try:
        number = phonenumbers.parse(text)
    except NumberParseException:
        reading.warn(
            "phone_unreadable",
            N_("It cannot be read as a telephone number."),
            N_("Compare it with the source."),
        )
        return None
    normal = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if phonenumbers.is_valid_number(number) and not normal.endswith(NEVER_GIVEN):
        _argentine(reading, digits(text), normal)
        reading.somebody()
    else:
        reading.nobody(
            "phone_impossible",
            N_("The numbering plan of its country has no such number."),
            N_("Compare it with the source, digit by digit."),
            "stop" if not phonenumbers.is_possible_number(number) else "warn",
        )
    return normal


def _mexican(reading: Reading, text: str) -> str:
    """Mexico dropped the 1 after 52 for mobiles in 2019; old records and WhatsApp still show it."""
    old = MEXICAN_WITH_ONE.fullmatch(f"+{digits(text)}")
    if old is None:
        return text
    reading.note(
        "phone_mexican_one",
        N_("Mexican mobiles lost the 1 after 52 in 2019: it is compared as %(normal)s."),
        N_("Give a provider both forms: older accounts are kept under %(old)s."),
        normal=f"+52{old[1]}",
        old=f"+521{old[1]}",
    )
    return f"+52{old[1]}"


def _argentine(reading: Reading, dialled: str, normal: str) -> None:
    """From abroad an Argentine mobile has a 9 after 54; at home a 15 after the area code."""
    if not normal.startswith("+54"):
        return
    if f"+{dialled}" != normal:
        reading.note(
            "phone_argentine_fifteen",
            N_("The 15 or 0 of a call inside Argentina is left out: it is compared as %(normal)s."),
            normal=normal,
        )
    fixed = ARGENTINE_WITHOUT_NINE.fullmatch(normal)
    if fixed:
        reading.note(
            "phone_argentine_nine",
            N_("Without a 9 after 54 it is a fixed line; as a mobile it would be %(mobile)s."),
            N_("If it comes from WhatsApp or another app, give both forms."),
            mobile=f"+549{fixed[1]}",
        )


def read_imei(reading: Reading) -> str | None:
    """The 15 digits of a handset (3GPP TS 23.003); the last one is a check digit (Luhn)."""
    number = digits(reading.text)
    if len(number) == 16:
        number = number[:14] + _luhn(number[:14])
        reading.note(
            "imei_with_version",
            N_("16 digits carry a software version; the handset is %(imei)s."),
            imei=number,
        )
    elif len(number) == 14:
        number += _luhn(number)
        reading.note("imei_without_check", N_("The check digit was missing; the handset is %(imei)s."), imei=number)
    elif len(number) != 15:
        reading.warn("imei_unreadable", N_("A handset number has 14 to 16 digits."), N_("Dial *#06# or read the box."))
        return None
    if number[14] != _luhn(number[:14]):
        reading.nobody(
            "imei_check_digit",
            N_("Its check digit is wrong: no handset has this number."),
            N_("A digit was misread: compare it with the source."),
        )
    else:
        reading.somebody()
    return number


def _luhn(number: str) -> str:
    """Check digit over `number`, read from its right end."""
    total = 0
    for place, sign in enumerate(reversed(number)):
        value = int(sign) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)
