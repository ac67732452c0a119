"""What papers call the codes of the domain. What a person typed instead is printed as typed."""

from __future__ import annotations

from collections.abc import Mapping

from mlat.domain.forms import DATA_CATEGORIES
from mlat.domain.messages import N_

CATEGORIES: Mapping[str, str] = DATA_CATEGORIES
ROLES: Mapping[str, str] = {
    "victim": N_("Victim"),
    "suspect": N_("Suspect"),
    "witness": N_("Witness"),
    "contact": N_("Family contact"),
}
KINDS: Mapping[str, str] = {
    "numeric_id": N_("Numeric user id"),
    "username": N_("User name"),
    "url": N_("Link"),
    "phone": N_("Telephone number"),
    "email": N_("E-mail address"),
    "ip": N_("IP address"),
    "imei": N_("Handset number (IMEI)"),
    "wallet": N_("Wallet address"),
    "onion": N_("Onion address"),
    "message_link": N_("Link to a message"),
    "channel_link": N_("Link to a group, channel, server or invitation"),
    "cybertip": N_("CyberTip number"),
    "display_name": N_("Display name"),
    "unknown": N_("Unknown kind"),
}
"""Kinds of identifier, as in `mlat.domain.identifiers.TYPES`."""
ANNEXES: Mapping[str, str] = {
    "certificate": N_("Certificate"),
    "court_order": N_("Court order"),
    "cybertip_report": N_("CyberTip report"),
    "form_a": N_("Certificate of records (form A)"),
    "hash_values": N_("Certificate of hash values"),
    "identifiers": N_("List of accounts"),
    "legal_texts": N_("Text of the legal provisions"),
    "non_disclosure": N_("Non-disclosure order"),
    "other": N_("Document"),
    "other_document": N_("Other document"),
    "provisions": N_("Text of the provisions"),
    "request": N_("Request"),
    "sealed_identity": N_("Identity of the victims (sealed)"),
    "translation": N_("Translation"),
}
AUDIENCES: Mapping[str, str] = {
    "authority": N_("Executing authority only"),
    "office": N_("This office only"),
    "provider": N_("Company"),
    "recipient": N_("Recipient"),
}
