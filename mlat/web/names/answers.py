"""What came back, why it was refused, and what a recipient entered on its own page."""

from __future__ import annotations

from mlat.domain.messages import N_
from mlat.domain.preflight.grounds import GROUNDS, NO_REFUSAL, OTHER

REFUSALS = {code: each.says for code, each in GROUNDS.items() if code not in NO_REFUSAL} | {
    OTHER: N_("Another ground: write it in the note."),
}
"""Why a recipient refuses."""
OUTCOMES = {
    "came": N_("came"),
    "part": N_("came in part"),
    "missing": N_("did not come"),
    "refused": N_("refused"),
    "no_records": N_("no records"),
    "awaited": N_("awaited"),
}
"""What became of an account's data of one category."""
SCANS = {
    "clean": N_("The virus scanner found nothing."),
    "found": N_("The virus scanner found malicious software in it."),
    "unread": N_("The virus scanner could not read it."),
}
RETURNED = {
    "waiting": N_("Waits for the virus scanner"),
    "aside": N_("Set aside"),
    "filed": N_("Filed"),
    "outside": N_("In the evidence store"),
    "image": N_("Image"),
    "video": N_("Video"),
    "audio": N_("Sound"),
    "archive": N_("Archive"),
    "pdf": N_("PDF document"),
    "text": N_("Text"),
    "other": N_("Unknown type"),
}
"""Where a returned item stands, and what it is by its own bytes."""
PROPOSALS = {
    "acknowledged": N_("They say that they have received it"),
    "more_asked": N_("They ask something"),
    "promised": N_("They name a day for their answer"),
    "returned": N_("They say that they are not the right authority"),
    "waiting": N_("Waiting for a decision"),
    "accepted": N_("Accepted"),
    "refused": N_("Refused"),
}
"""What may be entered on a recipient's own page, and what became of it."""
