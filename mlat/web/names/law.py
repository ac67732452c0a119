"""Measures and data, ways and recipients, and what the law engine says of them."""

from __future__ import annotations

from mlat.domain.forms import DATA_CATEGORIES
from mlat.domain.identifiers import TYPES
from mlat.domain.messages import N_

MEASURES = {
    "preservation": N_("Preserve data"),
    "preservation_extension": N_("Extend a preservation"),
    "subscriber_disclosure": N_("Disclose subscriber and log-in data"),
    "traffic_disclosure": N_("Disclose traffic data"),
    "content_disclosure": N_("Disclose content"),
    "partial_disclosure_traffic": N_("Disclose the path of a communication"),
    "emergency_disclosure": N_("Disclose at once, in an emergency"),
    "emergency_mla": N_("Mutual legal assistance in an emergency"),
    "mla_evidence": N_("Mutual legal assistance: obtain evidence"),
    "spontaneous_information": N_("Pass on information"),
    "status_inquiry": N_("Ask for news"),
    "transfer_of_proceedings": N_("Transfer the proceedings"),
    "video_hearing": N_("Hear someone by video"),
    "joint_team": N_("Form a joint team"),
    "domain_registration": N_("Disclose who registered a domain"),
}
OWN_PAPERS = {
    "urgent_confirmation": N_("Confirm a request that was sent by faster means"),
    "more_information": N_("Answer a question"),
    "translation_order": N_("Order a translation"),
    "withdrawal": N_("Withdraw a request"),
    "child_notice": N_("Tell that a child is protected"),
    "hotline_report": N_("Report an address to a hotline"),
    "domestic_referral": N_("Refer to a domestic office"),
}
"""Papers that no instrument gives: nobody wishes for them by a law, they follow from what happened."""
DATA = dict(DATA_CATEGORIES)
CHANNELS = {
    "mail": N_("E-mail"),
    "portal": N_("Portal"),
    "post": N_("Post"),
    "courier": N_("Courier"),
    "pouch": N_("Diplomatic pouch"),
    "by_hand": N_("By hand"),
    "telephone": N_("Telephone"),
}
MARKS = {
    "read": N_("read in the source"),
    "unverified": N_("unverified"),
    "confirmed": N_("confirmed by the office"),
    "domain_rule": N_("rule of this program"),
}
TEXTS = {
    "original": N_("Original"),
    "assigned": N_("Waiting for translation"),
    "machine": N_("Machine translation, not reviewed"),
    "human": N_("Translated by a person"),
    "sworn": N_("Sworn translation"),
    "facts": N_("Facts, for authorities"),
    "summary": N_("Summary, for companies"),
}
CIRCUMSTANCES = {
    "consent": N_("The person entitled to disclose consents."),
    "realtime": N_("Data are to be collected in real time."),
    "cybertip": N_("A CyberTipline report exists."),
    "summons": N_("A person is to be summoned."),
}
"""What must be so for some laws, in the words of the vocabulary."""
OFFENCE_KINDS = {
    "grooming": N_("Solicitation of a child"),
    "abuse_material": N_("Child sexual abuse material"),
    "sale_of_children": N_("Sale of children"),
    "exploitation": N_("Sexual exploitation of a child"),
    "trafficking": N_("Trafficking in persons"),
    "sexual_abuse": N_("Sexual abuse"),
    "threats": N_("Threats or coercion"),
    "fraud": N_("Fraud"),
    "other": N_("Other offence"),
}
WAYS = {
    "central_authorities": N_("between central authorities"),
    "diplomatic": N_("diplomatic channel"),
    "24_7": N_("24/7 network"),
    "network": N_("network of contact points"),
    "direct": N_("straight to the other authority"),
    "provider": N_("straight to the company"),
    "provider_portal": N_("portal of the company"),
    "provider_mail": N_("mail to the company"),
    "none_found": N_("no way in was found: the office must find and confirm it"),
    "domestic": N_("within the own State"),
    "automatic": N_("arises by itself"),
    "none": N_("none"),
}
"""Kinds of channel of a route."""
ANNEXES = {
    "translation": N_("Translation"),
    "penal_text": N_("Text of the penal provisions"),
    "court_order": N_("Court order"),
    "form_a": N_("Form A for business records"),
}
AUDIENCES = {
    "provider": N_("the company"),
    "authority": N_("the authority"),
    "office": N_("only our office"),
}
FORMAL = {
    "original": N_("Original"),
    "copies": N_("Copies"),
    "legalisation": N_("Legalisation or apostille"),
    "seal": N_("Seal"),
    "signatory": N_("Who signs"),
}
"""What every request must settle."""
FOOTINGS = {
    "bilateral": N_("Treaty between the two States"),
    "convention": N_("Convention that binds both"),
    "network": N_("Network of contact points"),
    "law": N_("Law of the Union or of one State"),
    "reciprocity": N_("No treaty: reciprocity"),
    "unknown": N_("Reciprocity; treaties not looked up"),
    "none": N_("No route"),
}
AUTHORITIES = {
    "central_authority": N_("Central authority"),
    "24_7_point": N_("24/7 point of contact"),
    "prosecution_service": N_("Prosecution service"),
    "image_tracking": N_("Body that tracks images"),
    "hotline": N_("Hotline"),
}
BODIES = {
    "liaison": N_("Liaison officer"),
    "own_transmitting_authority": N_("Our own transmitting authority"),
    "supervising_prosecutor": N_("Supervising prosecutor"),
    "24_7_point": N_("The 24/7 point of that State"),
    "officer": N_("Officer in charge"),
    "recipient": N_("The recipient"),
    "office": N_("our office"),
    "executing": N_("The executing authority, not known yet"),
}
KINDS = {code: each.title for code, each in TYPES.items()}
