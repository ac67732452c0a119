"""Marks a sentence for the catalogs without translating it: the doors (web, cli) translate."""

from __future__ import annotations


def N_(msgid: str) -> str:
    """Return `msgid` unchanged; pybabel collects what stands inside."""
    return msgid
