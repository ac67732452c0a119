"""The code of a family's page: sixteen letters and digits that can be read aloud and typed on an old telephone.

Four letters find the row, twelve open it (60 bits). The alphabet leaves out what looks alike; what is typed
wrongly for that reason is read rightly.
"""

from __future__ import annotations

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOCATOR, LENGTH = 4, 16
_ALIKE = str.maketrans("OIL", "011")


def shown(code: str) -> str:
    """The code in groups of four, as it is printed."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def read(typed: str) -> str | None:
    """The code that somebody typed, in any case, with any gaps and in the digits of any script; None for no code."""
    letters = []
    for each in unicodedata.normalize("NFKC", typed).upper():
        digit = unicodedata.decimal(each, None)
        letters.append(str(digit) if digit is not None else each)
    code = "".join(each for each in letters if each.isalnum()).translate(_ALIKE)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
