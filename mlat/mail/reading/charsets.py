"""Bytes to text where the charset is missing, unknown or a lie."""

from __future__ import annotations

import codecs

ASCII = frozenset({"", "ascii", "us-ascii", "ansi_x3.4-1968", "7bit", "8bit", "binary", "default", "none", "unknown"})
"""Names that say nothing of bytes above 127."""
INSTEAD = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "cp950",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "macintosh": "mac_roman",
    "x-mac-roman": "mac_roman",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
}
"""What mail programs mean by these names: mostly the larger set that holds the named one."""
NOT_FOR_MAIL = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})


def decode(data: bytes, declared: str | None) -> tuple[str, str]:
    """The text, and what was wrong with the charset: "", `unknown_charset` or `wrong_charset`. Never raises."""
    text, wrong = _decode(data, _name(declared))
    whole = text.encode(errors="replace").decode()  # UTF-7 can spell half a surrogate pair, which nothing could keep
    return whole.removeprefix("\ufeff").replace("\0", ""), wrong


def _decode(data: bytes, name: str) -> tuple[str, str]:
    if name in ASCII:
        return (data.decode("ascii"), "") if data.isascii() else (_guess(data), "wrong_charset")
    try:
        info = codecs.lookup(INSTEAD.get(name, name))
        if info.name in NOT_FOR_MAIL:
            raise LookupError(name)
        text = data.decode(info.name)
    except UnicodeDecodeError:
        return _mostly(data, info.name) or _guess(data), "wrong_charset"
    except (LookupError, UnicodeError, ValueError):
        return _guess(data), "unknown_charset"
    # Accented Latin letters look like no UTF-8 by accident: who says cp1252 of valid UTF-8 is wrong.
    if not data.isascii() and (info.name.startswith(("cp125", "iso8859")) and (better := _strict(data)) is not None):
        return better, "wrong_charset"
    return text, ""


def _name(declared: str | None) -> str:
    return (declared or "").strip().strip("\"'").lower()[:60]


def _strict(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _mostly(data: bytes, name: str) -> str:
    """The declared charset where only a few bytes of it are broken; else ""."""
    text = data.decode(name, "replace")
    broken = text.count("\ufffd")
    return text if sum(not c.isascii() for c in text) - broken > 3 * broken else ""


def _guess(data: bytes) -> str:
    """UTF-8 where it can be, else a Cyrillic or the Western set, by the letters that stand most."""
    if (text := _strict(data)) is not None:
        return text
    high = [byte for byte in data if byte >= 0xC0]
    latin = sum(chr(byte).isalpha() for byte in data if byte < 0x80)
    if len(high) <= latin * 0.7:
        return data.decode("cp1252", "replace")
    lower_in_1251 = sum(byte >= 0xE0 for byte in high)
    return data.decode("cp1251" if 2 * lower_in_1251 >= len(high) else "koi8-r", "replace")
