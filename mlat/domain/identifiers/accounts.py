"""Accounts at platforms: numeric ids, names, e-mail addresses, links, and report numbers."""

from __future__ import annotations

import re

from email_validator import EmailNotValidError, validate_email

from mlat.domain.identifiers.reading import Reading, digits, refanged, scripts
from mlat.domain.messages import N_

RESERVED_DOMAIN = re.compile(r"(?:^|[@.])(?:example\.(?:com|net|org)|example|test|invalid|localhost)$")
LINK = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?(?P<user>[^/?#@]*@)?(?P<host>[^/?#@:\s]+)(?::(?P<port>\d{1,5}))?(?P<rest>[/?#]\S*)?",
    re.IGNORECASE,
)
LARGEST_ID = 10**24


def read_numeric_id(reading: Reading) -> str | None:
    """The digits of an account number, leading zeros left out; some platforms give numbers with letters or signs."""
    if reading.shape.id:
        for text in (reading.text, reading.text.lower()):
            if not text.isdigit() and re.fullmatch(reading.shape.id, text):
                return text
    number = digits(reading.text)
    if not number or re.search(r"[^\d\s.,#:_-]", re.sub(r"^\s*(?:id|uid|user ?id)\b", "", reading.text, flags=re.I)):
        reading.warn(
            "id_not_numeric",
            N_("A numeric id has only digits."),
            N_("Choose the type username or link, or copy the number from the platform's own page."),
        )
        return None
    if int(number[:40]) == 0 or len(number) > 40 or int(number) > LARGEST_ID:
        reading.nobody(
            "id_impossible",
            N_("No known platform gives such a number."),
            N_("Compare it with the source, digit by digit."),
            "warn",
        )
    return number.lstrip("0") or "0"


def read_username(reading: Reading) -> str | None:
    """The name without a leading @, in lower case, as accounts are compared."""
    name = reading.text.lstrip("@ ").strip()
    if "://" in name or re.match(r"(?:www\.|[\w-]+\.\w+/)", name):
        reading.note("username_is_link", N_("It is a link, not a name."), N_("Add it as a link too."))
    if re.search(r"\s", name):
        reading.warn(
            "username_with_spaces",
            N_("A name with spaces is usually a display name, which anyone can choose."),
            N_("Look for the name after @ or in the profile's link."),
        )
    if len(scripts(name)) > 1:
        reading.warn(
            "mixed_scripts",
            N_("It mixes alphabets (%(found)s): letters that look alike may differ."),
            N_("Copy it from the platform, do not retype it."),
            found=", ".join(sorted(scripts(name))),
        )
    if reading.used_from is None:
        reading.warn(
            "username_without_date",
            N_("Names change hands: a platform needs the date on which this one was in use."),
            N_("Give the first and last day on which it was seen."),
            "used_from",
        )
    return name.casefold() or None


def read_display_name(reading: Reading) -> str | None:
    """Kept as given. Anyone can choose any display name, so it identifies nobody."""
    reading.warn(
        "display_name_insufficient",
        N_("A display name identifies no account; several recipients refuse it."),
        N_("Look for the user name, the number or the link of the profile."),
    )
    return None


def read_unknown(reading: Reading) -> str | None:
    """Kept as given."""
    reading.warn("type_unknown", N_("Its kind is not known."), N_("Choose a type when you know what it is."))
    return None


def read_email(reading: Reading) -> str | None:
    """The address with its domain in lower case; nothing is looked up in the network."""
    text = re.sub(r"^mailto:", "", refanged(reading.text), flags=re.IGNORECASE)
    framed = re.fullmatch(r"[^<>]*<([^<>]+)>", text)
    address = framed[1] if framed else text
    if RESERVED_DOMAIN.search(address.lower()):
        reading.nobody(
            "email_reserved",
            N_("Its domain is reserved for examples: nobody has this address."),
            N_("Compare it with the source."),
        )
        return address.lower()
    try:
        seen = validate_email(address, check_deliverability=False)
    except EmailNotValidError as error:
        reading.warn(
            "email_unreadable",
            N_("It is no e-mail address: %(why)s"),
            N_("Compare it with the source."),
            why=str(error),
        )
        return None
    reading.somebody()
    return seen.normalized


def read_link(reading: Reading) -> str | None:
    """The link with scheme and host in lower case; it is never opened and never shown as a link."""
    found = LINK.fullmatch(refanged(reading.text))
    if found is None or "." not in found["host"] or (found["scheme"] or "https").lower() not in ("http", "https"):
        reading.warn("link_unreadable", N_("It is no web address."), N_("Copy the whole link from the address bar."))
        return None
    if found["user"]:
        reading.warn(
            "link_with_user",
            N_("What stands before @ is not the site: the link leads to %(host)s."),
            N_("Check which site is meant."),
            host=found["host"].lower(),
        )
    host = found["host"].lower()
    if not host.isascii() or "xn--" in host:
        reading.warn(
            "link_look_alike",
            N_("The site's name has letters that can imitate others."),
            N_("Copy it from the source, do not retype it."),
        )
    port = f":{found['port']}" if found["port"] else ""
    return f"https://{host}{port}{(found['rest'] or '').rstrip('/')}"


def read_content_link(reading: Reading) -> str | None:
    """A link to a message, group or channel: like any link, but it must lead further than the site."""
    normal = read_link(reading)
    if normal is not None and normal.count("/") < 3:
        reading.warn(
            "link_to_site_only",
            N_("It leads to the site, not to a message, group or channel."),
            N_("Copy the link of the message or channel itself."),
        )
    return normal


def read_cybertip(reading: Reading) -> str | None:
    """The digits of a CyberTipline report number."""
    number = digits(reading.text)
    if not 5 <= len(number) <= 12:
        reading.warn(
            "cybertip_unreadable",
            N_("A CyberTipline number has about nine digits."),
            N_("Copy it from the first page of the report."),
        )
        return None
    if int(number) == 0:
        reading.nobody("cybertip_impossible", N_("No report has this number."), N_("Compare it with the source."))
    return number
