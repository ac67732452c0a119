"""Standing phrases that a form begins with, in the recipient's language; the drafter may change every one."""

from __future__ import annotations

from collections.abc import Mapping

from mlat.documents.wording import Wording
from mlat.domain.messages import N_
from mlat.i18n import locale, texts

ARRIVED = N_("Whether the request has arrived, and under which reference")
EXPECTED = N_("When an answer can be expected")
BEGINNINGS: Mapping[str, tuple[str, ...]] = {
    "extension_reason": (
        N_(
            "The investigation goes on, and the data have not been produced yet. "
            "Without an extension they would be deleted before they can be."
        ),
    ),
    "sent_by": (N_("By electronic mail"),),
    "translation_rules": (
        N_("Codes of persons, names of accounts, numbers and dates stay exactly as they are."),
        N_("What is quoted is translated in full and is not softened."),
    ),
    "what_is_owed": (
        ARRIVED,
        N_("Which authority executes it, and how far it has come"),
        EXPECTED,
    ),
}
"""Field id and its phrases, one a line."""
HELD_UNTIL = N_("The data are preserved only until %(day)s. After that day they may be deleted.")
"""Why a request for evidence presses, where the data are held."""
STATED_CASE_ONLY = N_(
    "The evidence will be used only in the proceedings named here, unless the requested State consents to another use."
)
"""What is undertaken where the instrument limits the use of what it gives."""
SENT_ON, YOUR_REFERENCE = N_("Sent on"), N_("Your reference")
CASE_NUMBER, POWER = N_("Case number"), N_("Power")
"""The line of each request in a letter that asks after several."""
SUSPECTS_HERE = N_("In your State: %(here)s. In all: %(all)s, in %(states)s States.")
"""The size of an operation, in the package of one State."""
ACCOUNTS_OF = N_("Accounts: %(numbers)s")
"""The numbers of the accounts that are a suspect's, in the list that follows."""
SWORN, ORDINARY = N_("Sworn translation, signed and sealed"), N_("Ordinary translation")
"""Kinds of translation that are ordered."""


def beginning(field_id: str, language: str) -> str:
    """The phrases of a field in `language`; empty where the form begins with nothing."""
    wording = wording_of(language)
    return "\n".join(wording.say(phrase) for phrase in BEGINNINGS.get(field_id, ()))


def wording_of(language: str) -> Wording:
    """The words of papers in `language`. Raises `Problem` where it is not switched on."""
    return Wording(locale(language), texts(language, "legal"))
