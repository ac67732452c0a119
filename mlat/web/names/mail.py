"""What pages call the codes of the mailbox; every value a msgid."""

from __future__ import annotations

from mlat.domain.messages import N_

MAIL_KINDS = {
    "reply": N_("Somebody writes"),
    "acknowledgement": N_("Receipt acknowledged"),
    "more_information": N_("They ask something"),
    "bounce": N_("Our mail came back"),
    "delayed": N_("Our mail is delayed"),
    "auto_reply": N_("Automatic reply"),
    "read_receipt": N_("Read receipt"),
    "challenge": N_("Wants proof that we are no robot"),
    "complaint_report": N_("Complaint about our mail"),
    "unrelated": N_("Perhaps not for us"),
    "unreadable": N_("Could not be read"),
}
VERDICTS = {
    "certain": N_("The match is certain"),
    "stranger": N_("The sender is not known as its recipient"),
    "conflict": N_("Several requests are meant"),
    "guess": N_("Only a guess"),
    "nothing": N_("Nothing points at a request"),
    "own": N_("It comes from an address of our own"),
}
MATCHES = {
    "thread": N_("it answers our mail"),
    "reply_address": N_("it was sent to the request’s own reply address"),
    "proof_code": N_("it names the proof code of the paper"),
    "our_number_in_subject": N_("our number in the subject"),
    "our_number": N_("our number in the text"),
    "their_reference_in_subject": N_("their reference in the subject"),
    "their_reference": N_("their reference in the text"),
    "case_reference": N_("it names the case"),
    "known_address": N_("the sender is known as its recipient"),
    "only_open": N_("no other request is open with this recipient"),
}
FILED_AS = {"note": N_("Keep it with the request; it changes nothing"), "bounced": N_("Our mail came back")}
WHY_UNREAD = {
    "too_large": N_("It is too large: only its head was taken, the mail is still on the mail server."),
    "gave_up": N_("Reading it failed several times."),
    "reader_failed": N_("Reading it failed."),
}
"""Why a mail could not be read; other reasons come from the reading itself."""
MAIL_EVENTS = {
    "mail_stored": N_("Mail stored"),
    "mail_read": N_("Mail read"),
    "mail_filed": N_("Mail filed with a request"),
    "mail_unfiled": N_("Mail taken out again"),
    "mail_dismissed": N_("Mail put aside"),
    "mail_handed_over": N_("Mail handed over to another office"),
    "mail_handed_in": N_("Mail handed over by another office"),
    "mail_undone": N_("Decision about a mail taken back"),
    "mail_bounced": N_("Our mail came back undelivered"),
    "bounce_noted": N_("An earlier mail of ours came back"),
    "letter_bounced": N_("Letter to the family came back"),
    "answer_taken_back": N_("Answer taken back: it was filed here by mistake"),
}
