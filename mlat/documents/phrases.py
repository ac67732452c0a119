"""Standing phrases that a form begins with, in the recipient's language; the drafter may change every one."""

from __future__ import annotations

from collections.abc import Mapping

from mlat.documents.wording import Wording
from mlat.domain.messages import N_
from mlat.i18n import locale, texts

BEGINNINGS: Mapping[str, tuple[str, ...]] = {
    "extension_reason": (
        N_(
            "The investigation goes on, and the data have not been produced yet. "
            "Without an extension they would be deleted before they can be."
        ),
    ),
    "what_is_owed": (
        N_("Whether the request has arrived, and under which reference"),
        N_("Which authority executes it, and how far it has come"),
        N_("When an answer can be expected"),
    ),
}
"""Field id and its phrases, one a line."""


def beginning(field_id: str, language: str) -> str:
    """The phrases of a field in `language`; empty where the form begins with nothing."""
    wording = Wording(locale(language), texts(language, "legal"))
    return "\n".join(wording.say(phrase) for phrase in BEGINNINGS.get(field_id, ()))
