"""Which account a link leads to, where a platform's facts say how such links look."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from mlat.domain.platform import AccountShape, Platform

BEFORE_THE_SITE = re.compile(r"^(?:www|m|mobile|web|mbasic|touch|old|[a-z]{2}(?:-[a-z]{2})?)\.(?=[^/]+\.)")
"""Parts of a host's name that lead to the same pages."""
NOT_NAMES = frozenset(
    {"about", "explore", "groups", "home", "i", "intent", "joinchat", "login", "p", "profile.php", "reel", "search",
     "settings", "share", "shorts", "stories", "watch"}
)  # fmt: skip
"""Pages of the platforms themselves that stand where a name would."""
LANGUAGE = re.compile(r"/[a-z]{2}(?:-[a-zA-Z]{2})?/")
PARTS = {"id": r"(?P<id>[^/?#&]+)", "handle": r"@?(?P<handle>[^/?#&]+)", "phone": r"\+?(?P<phone>\d{7,15})"}
KINDS = {"id": "numeric_id", "handle": "username", "phone": "phone"}


@dataclass(frozen=True, slots=True)
class Account:
    """An account as a link names it: the platform's id, the kind of identifier, and its value."""

    platform: str
    kind: str
    value: str


def account_in(link: str, platforms: Mapping[str, Platform]) -> Account | None:
    """The account to which a link (in its normal form) leads; None where the facts do not know such links."""
    bare = bare_link(link)
    in_english = LANGUAGE.sub("/", bare, count=1)
    for platform in platforms.values():
        for pattern in platform.accounts.links:
            # where a name follows the site at once, two letters may be a name
            found = _shape(pattern).fullmatch(in_english if pattern.count("/") > 1 else bare)
            if found is None:
                continue
            part = found.lastgroup or ""
            if _fits(platform.accounts, part, found[part]):
                value = f"+{found[part]}" if part == "phone" else found[part]
                return Account(platform.id, KINDS[part], value if part == "id" else value.lower())
    return None


def bare_link(link: str) -> str:
    """A link without scheme, without www and its kin, and without the fragment: as links are compared."""
    return BEFORE_THE_SITE.sub("", re.sub(r"^https?://", "", link)).partition("#")[0]


def sites(shape: AccountShape) -> frozenset[str]:
    """The hosts of a platform, with those of its short links."""
    return frozenset(pattern.partition("/")[0] for pattern in shape.links) | set(shape.sites)


@lru_cache(maxsize=256)
def _shape(pattern: str) -> re.Pattern[str]:
    text = re.escape(pattern)
    for name, part in PARTS.items():
        text = text.replace(re.escape(f"@{{{name}}}"), part).replace(re.escape(f"{{{name}}}"), part)
    return re.compile(rf"{text}/?(?:[?&].*)?")


def _fits(shape: AccountShape, part: str, value: str) -> bool:
    if part == "phone":
        return True
    if part == "id":
        return bool(re.fullmatch(shape.id or r"\d+", value))
    return value.lower() not in NOT_NAMES and bool(re.fullmatch(shape.handle or r"[\w.-]+", value.lower()))
