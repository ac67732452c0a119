"""Roles, persons and families, and what an office does with its days and keys."""

from __future__ import annotations

from mlat.domain.messages import N_

ROLES = {
    "prosecutor": N_("Prosecutor"),
    "liaison": N_("Liaison officer"),
    "family_officer": N_("Family officer"),
    "translator": N_("Translator"),
    "auditor": N_("Auditor"),
    "administrator": N_("Administrator"),
    "custodian": N_("Custodian of evidence"),
}
PERSON_ROLES = {
    "victim": N_("Victim"),
    "suspect": N_("Suspect"),
    "witness": N_("Witness"),
    "contact": N_("Contact person"),
}
CERTAINTIES = {"certain": N_("certain"), "probable": N_("probable"), "possible": N_("possible")}
FAMILY_CHANNELS = {
    "by_hand": N_("The letter is handed over"),
    "collection": N_("They come and collect the letter"),
    "post": N_("Post"),
    "mail": N_("E-mail"),
    "telephone": N_("A telephone call"),
}
RELATIONS = {
    "parent": N_("Parent"),
    "guardian": N_("Guardian"),
    "other": N_("Somebody else of the family"),
    "self": N_("The young person"),
}
CUSTODY = {"sole": N_("Has custody alone"), "shared": N_("Shares custody"), "none": N_("Does not have custody")}
CHILD_WISHES = {
    "agrees": N_("Agrees that this person is told"),
    "objects": N_("Does not want this person to be told"),
    "not_asked": N_("Too young to be asked; the note says why"),
}
BETWEEN_DAYS = {
    "7": N_("at most once a week"),
    "14": N_("at most every two weeks"),
    "30": N_("at most once a month"),
    "60": N_("at most every two months"),
    "90": N_("at most every three months"),
}
NO_NEWS_DAYS = {
    "30": N_("every month"),
    "60": N_("every two months"),
    "90": N_("every three months"),
    "180": N_("twice a year"),
}
"""How often somebody who asked for it hears that there is no news."""
CALLS = {
    "reached": N_("Reached, and told"),
    "not_reached": N_("Not reached"),
    "asked_to_stop": N_("Reached; wants no more calls or letters"),
}
PAGE_ENDS = {
    "revoked": N_("revoked"),
    "replaced": N_("replaced by a newer code"),
    "tried": N_("closed after too many wrong tries"),
}
GREETINGS = {"feminine": N_("Feminine"), "masculine": N_("Masculine"), "neutral": N_("Neutral")}
DAYS = {
    "holiday": N_("Holiday"),
    "recess": N_("Court recess"),
    "bridge": N_("Bridge day"),
    "closure": N_("Office closed"),
    "enabled": N_("Working day by exception"),
    "weekend": N_("Weekend"),
    "working": N_("Working day"),
}
"""What a day of the office's calendar is."""
SIGNING = {"office_key": N_("Office key"), "token": N_("Personal token"), "ink": N_("Ink and seal")}
