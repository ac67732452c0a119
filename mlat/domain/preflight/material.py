"""Says the text to a company what was done to a child, or what pictures show? It needs neither, and must not travel."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlat.domain.checks import Checks
from mlat.domain.findings import Finding
from mlat.domain.forms import Form
from mlat.domain.record import Record

WORDS = (
    # in several of our languages alike
    r"genita\w*", r"masturb\w*", r"vagina\w*", r"anal(?:es)?", r"nudes?",
    # Spanish
    r"(?:semi)?desnud\w*", r"penetraci\w+", r"eyacul\w*", r"felaci\w*", r"pene", r"sexo oral", r"ropa interior",
    r"manose\w*", r"tocamientos?",
    # English
    r"naked", r"nudity", r"penetrat\w*", r"ejaculat\w*", r"penis", r"oral sex", r"fondl\w*", r"underwear",
    r"undress\w*",
    # Portuguese
    r"nudez", r"nuas?", r"despid\w+", r"penetraç\w+", r"ejacul\w*", r"pênis", r"roupas? íntimas?", r"calcinhas?",
    # French
    r"dénud\w*", r"nudité", r"nue?s", r"génita\w*", r"pénétr\w*", r"éjacul\w*", r"fellations?", r"pénis",
    r"sous-vêtements?", r"attouchements?",
)  # fmt: skip
"""Words that describe acts or pictures; a short list on purpose: the law's own titles and "images" are not in it."""
PATTERN = re.compile(rf"\b(?:{'|'.join(WORDS)})\b", re.IGNORECASE)
LAW = frozenset({"legal_basis", "penal_text", "order"})
"""Fields in which the words of the law may stand."""


def findings(record: Record, form: Form, checks: Checks) -> Iterator[Finding]:
    """Each text of a request to a company that describes."""
    if form.recipients != "provider":
        return
    for field_id, value in record.fields.items():
        texts = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
        found = {each.casefold() for text in texts if isinstance(text, str) for each in PATTERN.findall(text)}
        if found and field_id not in LAW:
            yield Finding(
                "text.describes_material",
                "warn",
                field_id,
                "This text describes acts or material: %(words)s.",
                "Say what the account did and when, in the words of the law; a company needs no more.",
                {"words": ", ".join(sorted(found))},
            )
