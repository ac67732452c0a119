"""Marks a sentence for the catalogs without translating it: the doors (web, cli) translate."""

from __future__ import annotations


def N_(msgid: str) -> str:  # noqa: N802 (gettext's own name, which pybabel looks for)
    """Return `msgid` unchanged; pybabel collects what stands inside."""
    return msgid


class Labels(tuple[str, ...]):
    """Msgids that stand in a sentence one after the other; a door translates each of them."""

    __slots__ = ()

    def __str__(self) -> str:
        return ", ".join(self)
