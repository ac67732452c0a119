"""What is known of a recipient, by the name of its place in the facts."""

from __future__ import annotations

from mlat.domain.messages import N_

KNOWN = {
    "channel": N_("Channel"),
    "channels_refused": N_("Channels that it refuses"),
    "accepted_languages": N_("Languages that it accepts"),
    "languages_accepted": N_("Languages that it accepts"),
    "language_note": N_("About the language"),
    "file_formats": N_("File formats"),
    "fees": N_("Fees"),
    "request_must_carry": N_("What a request must carry"),
    "retention": N_("How long it keeps data"),
    "child_safety": N_("Child safety"),
    "emergency_channel": N_("Channel for emergencies"),
    "legal_basis": N_("Legal basis"),
    "territory": N_("Territory"),
}
