"""When two identifiers are the same account, however each was written down."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mlat.domain.identifiers.links import account_in, bare_link
from mlat.domain.identifiers.network import is_somebodys
from mlat.domain.platform import Platform

LINKS = frozenset({"url", "message_link", "channel_link"})
NO_ACCOUNT = frozenset({"display_name", "unknown"})
ON_A_PLATFORM = frozenset({"username", "numeric_id"})
"""The same name or number at two platforms is two accounts."""
GMAIL = re.compile(r"([^@+]+)(?:\+[^@]*)?@(?:gmail|googlemail)\.com")
"""Google delivers dots, capitals and what follows + to one account."""


def compared(kind: str, normal: str, platform: str | None, platforms: Mapping[str, Platform]) -> str | None:
    """The text that is the same for each notation of one account; None for what identifies nobody.

    `normal` is the normal form that `examine` gives; `platform` is an id of the facts, `platforms` are all of them.
    """
    if kind in NO_ACCOUNT or (kind == "ip" and not is_somebodys(normal)):
        return None
    if kind in LINKS:
        account = account_in(normal, platforms)
        return (
            f"link:{bare_link(normal)}"
            if account is None
            else compared(account.kind, account.value, account.platform, platforms)
        )
    if kind in ON_A_PLATFORM:
        return f"{kind}:{platform or ''}:{normal}"
    if kind == "phone":
        return f"phone:{_number(normal)}"
    if kind == "email":
        return f"email:{_mailbox(normal.lower())}"
    return f"{kind}:{normal}"


def _number(normal: str) -> str:
    """Mobiles of Argentina carry a 9 from abroad, those of Mexico carried a 1: no two lines differ only by it."""
    return re.sub(r"^\+(?:54(?=9\d{10}$)9|52(?=1\d{10}$)1)", lambda found: found[0][:3], normal)


def _mailbox(address: str) -> str:
    found = GMAIL.fullmatch(address)
    return f"{found[1].replace('.', '')}@gmail.com" if found else address
