"""Why recipients refuse, delay or answer with nothing: the one table that findings point at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mlat.domain.findings import Basis
from mlat.domain.messages import N_

SIRIUS = "https://eucrim.eu/news/eu-digital-evidence-situation-report/"
SIRIUS_2019 = (
    "http://www.northsouthnews.com/index.php/ict/28571-sirius-eu-digital-evidence-situation-report-2020-europol"
)
GUIDELINES = "https://github.com/OpenTermsArchive/pga-versions : %s/Law Enforcement Guidelines.md (%s)"
TIKTOK = GUIDELINES % ("TikTok", "2026-07-24")
META = GUIDELINES % ("Facebook", "2025-10-23")
X = GUIDELINES % ("X", "2026-08-13")
SNAP = "https://github.com/OpenTermsArchive/vlopses-us-versions : Snapchat (2026-06-25)"
PINTEREST = "https://github.com/OpenTermsArchive/vlopses-us-versions : Pinterest (2026-07-31)"
FORGED = "https://krebsonsecurity.com (2024-11), on the FBI notice of 4 November 2024"
SNAPSHOT = "https://www.scribd.com/document/620416798 (slides of the US Department of Justice)"
LEY_24767 = "https://github.com/legalize-dev/legalize-ar : ar/LEY-24767.md, art. 68"
LEY_27372 = "Ley 27.372 (Argentina), arts. 4 and 5"
PRACTICE = "Known from practice; not read in a source"


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground of refusal or a harm, as an English msgid, and its basis."""

    says: str
    basis: Basis


def _read(says: str, *source: str) -> Ground:
    return Ground(says, Basis(source, "read"))


def _practice(says: str) -> Ground:
    return Ground(says, Basis((PRACTICE,), "unverified"))


GROUNDS: Mapping[str, Ground] = {
    "wrong_entity": _read(N_("It is addressed to the wrong company or authority."), TIKTOK),
    "unsafe_address": _read(N_("It goes to an address that nobody has checked: forged ones are in use."), FORGED),
    "wrong_identifier": _read(N_("The account cannot be found by what is given."), SIRIUS),
    "shared_address": _practice(N_("The address was used by many people: no one can be found by it.")),
    "too_broad": _read(N_("It asks for too much."), SIRIUS),
    "no_such_data": _read(N_("The data do not exist, or no longer."), SIRIUS, SIRIUS_2019),
    "not_prospective": _read(N_("Only what exists on the day is preserved, never what is to come."), SNAPSHOT),
    "needs_cooperation": _read(N_("These data are given only through judicial cooperation."), SIRIUS),
    "no_legal_basis": _read(N_("No valid legal basis is cited."), SIRIUS),
    "no_nexus": _read(N_("Nothing links the account with the offence."), X),
    "missing_information": _read(N_("Information that the recipient needs is missing."), SIRIUS),
    "missing_papers": _practice(N_("A paper that the recipient asks for does not come with it.")),
    "not_signed": _read(N_("No authorised official has signed it."), TIKTOK, X),
    "sender_unproven": _read(N_("The sender cannot be told from a forger."), FORGED, PINTEREST),
    "not_translated": _read(N_("It is written in a language that the recipient does not read."), TIKTOK),
    "user_told": _read(N_("The user is told of the request."), META, SNAP, X, PINTEREST),
    "ordinary_case": _read(N_("It is not recognised as a matter of child protection."), META, SNAP, X),
    "no_offence_there": _read(N_("The act is not an offence in the requested State."), LEY_24767),
    "no_emergency": _read(N_("It is not recognised as an emergency, or taken for a forged one."), FORGED),
    "asked_twice": _practice(N_("It repeats a request that is open, and both wait.")),
    "child_exposed": _read(N_("A child is named, or its harm described, where nobody needs it."), LEY_27372),
}
"""{code: ground}. Some are no refusals, but harm that a request must not do."""
NO_REFUSAL = frozenset({"asked_twice", "child_exposed", "user_told", "unsafe_address"})
"""What no recipient gives as its ground."""
OTHER = "other"
"""A ground of refusal that is none of these; what they wrote stands in the reply's note."""
REFUSALS = frozenset(GROUNDS) - NO_REFUSAL | {OTHER}
"""What a refusal can be recorded with; nothing, where they gave no ground."""
CURABLE = frozenset(
    {
        "wrong_entity", "wrong_identifier", "too_broad", "no_legal_basis", "no_nexus", "missing_information",
        "missing_papers", "not_signed", "sender_unproven", "not_translated", "ordinary_case",
    }
)  # fmt: skip
"""Grounds that a mended request may overcome."""
