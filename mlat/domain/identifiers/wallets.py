"""Wallet addresses: which kind, and whether the checksum inside the address holds."""

from __future__ import annotations

import hashlib
import re

from mlat.domain.identifiers.reading import Reading
from mlat.domain.messages import N_

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
BECH32_ENDS = (1, 0x2BC830A3)
"""Remainders of a right checksum: BIP 173 and, for newer addresses, BIP 350."""
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def read_wallet(reading: Reading) -> str | None:
    """The address with its case kept where it matters; Bitcoin and Tron checksums are verified."""
    text = re.sub(r"^(?:bitcoin|ethereum|tron):", "", reading.text, flags=re.IGNORECASE).partition("?")[0]
    if re.fullmatch(r"(?:bc1|tb1)[02-9ac-hj-np-z]{11,87}", text.lower()):
        return _checked(reading, text.lower(), holds=_bech32_holds(text.lower()))
    if re.fullmatch(rf"[13T][{BASE58}]{{25,34}}", text):
        return _checked(reading, text, holds=_base58_holds(text))
    if re.fullmatch(r"0x[0-9a-fA-F]{40}", text):
        if int(text, 16) == 0:
            reading.nobody("wallet_impossible", N_("Nobody holds this address."), N_("Compare it with the source."))
        return text.lower()
    reading.note(
        "wallet_kind_unknown",
        N_("Its kind is not recognised, so no checksum was verified."),
        N_("Say which currency it is."),
    )
    return text or None


def _checked(reading: Reading, address: str, *, holds: bool) -> str:
    if holds:
        reading.somebody()
    else:
        reading.nobody(
            "wallet_checksum",
            N_("Its checksum is wrong: no such wallet can exist."),
            N_("A character was misread: compare it with the source."),
        )
    return address


def _base58_holds(address: str) -> bool:
    """Base58Check: the last four of 25 bytes are a double SHA-256 of the others."""
    number = 0
    for sign in address:
        number = number * 58 + BASE58.index(sign)
    if number >= 1 << 200:
        return False
    raw = number.to_bytes(25, "big")
    return hashlib.sha256(hashlib.sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]


def _bech32_holds(address: str) -> bool:
    """The checksum of BIP 173 and BIP 350 over prefix and data."""
    prefix, _, data = address.rpartition("1")
    values = [ord(sign) >> 5 for sign in prefix] + [0] + [ord(sign) & 31 for sign in prefix]
    remainder = 1
    for value in values + [BECH32.index(sign) for sign in data]:
        top = remainder >> 25
        remainder = (remainder & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(GENERATOR):
            remainder ^= generator if top >> bit & 1 else 0
    return remainder in BECH32_ENDS
