"""Showing identifiers: never as a live link, and to some readers only in part."""

from __future__ import annotations

import re

from mlat.domain.identifiers.reading import is_hidden, visible

DOTS = "•••"


def inert(text: str) -> str:
    """The text as received, with characters that are invisible or turn the line around shown as <U+202E>."""
    return "".join(f"<U+{ord(sign):04X}>" if is_hidden(sign) else sign for sign in text)


def defang(text: str) -> str:
    """The text in a form that no program makes a link of; invisible characters become visible as <U+202E>."""
    text = inert(text)
    text = re.sub(r"http(s?)://", r"hxxp\1://", text, flags=re.IGNORECASE)
    text = re.sub(r"\b([a-z][a-z0-9+-]{1,20}):(?=\S)", r"\1[:]", text, flags=re.IGNORECASE | re.ASCII)
    text = re.sub(r"(?<=\w)\.(?=\w)", "[.]", text)
    return re.sub(r"(?<=\S)@(?=\S)", "[@]", text)


def masked(type_: str, text: str) -> str:
    """Enough of the text to tell two identifiers apart, and not enough to find the account."""
    text = visible(text)
    if type_ in ("display_name", "unknown") or len(text) < 5:
        return DOTS
    if type_ == "email" and "@" in text:
        name, _, domain = text.rpartition("@")
        return f"{name[:1]}{DOTS}[@]{DOTS}.{domain.rpartition('.')[2]}"
    if type_ in ("url", "message_link", "channel_link"):
        host = re.sub(r"^\w+://", "", text).partition("/")[0].rpartition("@")[2]
        return f"{defang(host)}/{DOTS}" if "." in host else DOTS
    if type_ == "phone":
        return f"{text[:3]}{DOTS}{text[-2:]}"
    return f"{defang(text[:2])}{DOTS}{text[-1]}"
