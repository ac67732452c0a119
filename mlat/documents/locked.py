"""A PDF that opens only with a passphrase, which travels by another way."""

from __future__ import annotations

import io
import secrets

import pikepdf

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_passphrase() -> str:
    """Twenty characters in groups of four, easy to tell on the telephone: about 99 bits."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(20))
    return "-".join(letters[i : i + 4] for i in range(0, 20, 4))


def lock(data: bytes, passphrase: str) -> bytes:
    """The PDF under AES-256, its metadata included; nobody opens it without the passphrase."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(user=passphrase, owner=passphrase, R=6))
    return out.getvalue()
