"""What pages call the codes of the domain: one shelf per kind of code, every value a msgid."""

from __future__ import annotations

from collections.abc import Mapping

from mlat.domain.forms import DATA_CATEGORIES
from mlat.domain.identifiers import TYPES
from mlat.domain.messages import N_
from mlat.domain.preflight.grounds import GROUNDS, NO_REFUSAL, OTHER
from mlat.web.mailnames import FILED_AS, MAIL_EVENTS, MAIL_KINDS, MATCHES, VERDICTS, WHY_UNREAD

STATES = {
    "draft": N_("Draft"),
    "approved": N_("Approved, not issued"),
    "issued": N_("Issued, not sent"),
    "sending": N_("Being sent"),
    "sent": N_("Sent"),
    "unsure": N_("Perhaps sent"),
    "received": N_("Received"),
    "acknowledged": N_("Acknowledged"),
    "held": N_("Data held"),
    "more_asked": N_("More information asked"),
    "partly_answered": N_("Partly answered"),
    "answered": N_("Answered"),
    "no_records": N_("No records"),
    "refused": N_("Refused"),
    "returned": N_("Returned"),
    "postponed": N_("Postponed"),
    "conditions_offered": N_("Conditions offered"),
    "transferred": N_("Passed on"),
    "link_given": N_("Download link given"),
    "withdrawn": N_("Withdrawn"),
    "closed": N_("Closed"),
}
BALLS = {
    "we_owe": N_("We owe the next step"),
    "they_owe": N_("They owe an answer"),
    "promised": N_("Answer promised"),
    "done": N_("Done"),
}
OWED = {
    "draft": N_("Complete the draft and approve it"),
    "approved": N_("Issue the paper"),
    "issued": N_("Send it"),
    "unsure": N_("Find out whether the mail went out"),
    "more_asked": N_("Give what they asked for"),
    "returned": N_("Mend it and send it again"),
    "conditions_offered": N_("Accept or decline the conditions"),
    "link_given": N_("Fetch what lies behind the link before it ends"),
    "sending": N_("Nothing: the mail is on its way out"),
}
"""What is owed next while the ball is ours."""
EVENTS = {
    "case_opened": N_("Case opened"),
    "case_closed": N_("Case closed"),
    "offence_added": N_("Offence added"),
    "person_added": N_("Person added"),
    "person_corrected": N_("Person corrected"),
    "identifier_added": N_("Account added"),
    "identifier_completed": N_("Account completed"),
    "text_written": N_("Text written"),
    "text_assigned": N_("Text given to a translator"),
    "text_certified": N_("Translation certified"),
    "translation_ordered": N_("Translation ordered"),
    "contact_added": N_("Family contact added"),
    "drafted": N_("Drafted"),
    "revised": N_("Draft changed"),
    "approved": N_("Approved"),
    "approval_withdrawn": N_("Approval taken back"),
    "second_confirmed": N_("Confirmed by a second person"),
    "issued": N_("Issued"),
    "paper_replaced": N_("Paper replaced by a file made outside"),
    "annex_added": N_("Annex added"),
    "order_annexed": N_("End of a court order noted"),
    "passphrase_seen": N_("Passphrase of a sealed annex shown"),
    "taken_over": N_("Taken over from earlier work"),
    "queued": N_("Mail waiting to go out"),
    "sent": N_("Sent"),
    "send_failed": N_("Mail was not accepted"),
    "send_unsure": N_("Mail may or may not have gone"),
    "settled_not_sent": N_("Found that the mail did not go"),
    "received": N_("Received by the recipient"),
    "leg_returned": N_("Came back on the way"),
    "rerouted": N_("Sent by another way"),
    "acknowledged": N_("Receipt acknowledged"),
    "hold_confirmed": N_("Hold confirmed"),
    "more_asked": N_("More information asked"),
    "more_given": N_("Information given"),
    "promised": N_("Answer promised"),
    "partly_answered": N_("Partly answered"),
    "answered": N_("Answered"),
    "removed": N_("Removed from the address"),
    "no_records": N_("No records found"),
    "refused": N_("Refused"),
    "returned": N_("Returned"),
    "postponed": N_("Postponed"),
    "conditions_offered": N_("Conditions offered"),
    "conditions_accepted": N_("Conditions accepted"),
    "transferred": N_("Passed on to another authority"),
    "reply_on_way": N_("Receipt acknowledged on the way"),
    "link_given": N_("Download link given"),
    "link_lost": N_("Link ended, a new one asked for"),
    "link_seen": N_("Download link shown"),
    "returned_set_aside": N_("Returned file set aside"),
    "returned_scanned": N_("Returned file scanned for viruses"),
    "returned_taken": N_("Returned file fetched by the custodian"),
    "returned_handed_over": N_("Returned file handed over to the evidence store"),
    "returned_declared_free": N_("Returned file declared free of such material, and filed"),
    "returned_erased": N_("Returned file erased here"),
    "evidence_opened": N_("Filed answer opened"),
    "evidence_rehashed": N_("Hash computed anew"),
    "evidence_exported": N_("Register of evidence exported"),
    "inquired": N_("Reminder followed"),
    "reminded": N_("Reminder fell due"),
    "inquiry_left": N_("A letter that asks for news left"),
    "automatic_set": N_("Letters without a click chosen"),
    "silence_limit_set": N_("Limit of silence set"),
    "settled": N_("Doubtful mail settled"),
    "password_set": N_("Password set"),
    "case_erased": N_("Case erased"),
    "letter_queued": N_("Letter waiting to go out"),
    "extended": N_("Extension"),
    "withdrawn": N_("Withdrawn"),
    "closed": N_("Closed"),
    "clock_reset": N_("Clock started anew"),
    "clock_paused": N_("Clock paused"),
    "clock_resumed": N_("Clock resumed"),
    "duty_met": N_("Duty of ours done"),
    "order_recorded": N_("Order recorded"),
    "order_extended": N_("Order extended"),
    "order_lifted": N_("Order lifted"),
    "majority_noted": N_("Day of coming of age noted"),
    "report_noted": N_("CyberTip report noted"),
    "clock_settled": N_("Date dealt with"),
    "clock_opened": N_("Clock started"),
    "clock_ended": N_("Clock ended"),
    "clock_extended": N_("Deadline moved"),
    "reminder_dismissed": N_("Reminder dismissed"),
    "late": N_("Overdue"),
    "letter_proposed": N_("Letter to the family proposed"),
    "letter_approved": N_("Letter to the family approved"),
    "letter_held": N_("Letter to the family held back"),
    "letter_sent": N_("Letter to the family sent"),
    "letter_handed": N_("Letter handed over"),
    "letter_dropped": N_("Letter to the family dropped: it was no longer wished as it was"),
    "wish_recorded": N_("Wish of a family contact recorded"),
    "wish_withdrawn": N_("A family contact wants no more letters and calls"),
    "addressee_checked": N_("Custody and the child's wish noted"),
    "own_wish_due": N_("A young person's own wish is to be asked"),
    "own_wish_recorded": N_("A young person's own wish recorded"),
    "family_called": N_("Family called"),
    "family_appointment": N_("Appointment made to collect a letter"),
    "family_page_made": N_("Code of a family's page made"),
    "family_page_ended": N_("Code of a family's page ended"),
    "families_set": N_("What the office chose for its families"),
    "user_added": N_("User added"),
    "office_created": N_("Office created"),
    "recipient_page_set": N_("Page for recipients abroad switched"),
    "link_made": N_("Link of the recipient's page made"),
    "link_prolonged": N_("Link of the recipient's page prolonged"),
    "link_mailed": N_("Link of the recipient's page mailed"),
    "link_revoked": N_("Link of the recipient's page revoked"),
    "page_opened": N_("The recipient's page was opened"),
    "proposed": N_("Something was entered on the recipient's page"),
    "code_wrong": N_("A wrong code was entered on the recipient's page"),
    "code_right": N_("The code was entered on the recipient's page"),
    "proposal_refused": N_("What was entered on the recipient's page was refused"),
    "address_added": N_("Address entered"),
    "address_confirmed": N_("Address confirmed"),
    "fact_corrected": N_("Fact corrected"),
    "recounted": N_("Counted anew: the calendar changed"),
    "days_added": N_("Days entered in the calendar"),
    "days_changed": N_("Days of the calendar changed"),
    "days_retired": N_("Days taken out of the calendar"),
    "calendar_set": N_("Counting rule or calendars chosen"),
    "calendar_recounted": N_("Running clocks counted anew"),
    "absence_set": N_("Absence noted"),
    "absence_ended": N_("Absence ended before its time"),
    "rota_planned": N_("Turns on duty planned"),
    "rota_changed": N_("Turn on duty changed"),
    "feed_made": N_("Address of a calendar feed made"),
    "feed_revoked": N_("Calendar feed closed"),
    "feed_references_set": N_("Chosen whether calendars name cases"),
    "handing_offered": N_("Case offered to another office"),
    "handing_taken_back": N_("Offer of the case taken back"),
    "handing_declined": N_("The other office declined the case"),
    "case_handed": N_("Case taken over by another office"),
    "case_handed_out": N_("Case handed to another office"),
    "case_handed_in": N_("Case taken over from another office"),
    "keys_rotated": N_("Keys rotated"),
    "erasure_asked": N_("Erasure asked for"),
    **MAIL_EVENTS,
}
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
LEGS = {
    "planned": N_("planned"),
    "queued": N_("waiting to go out"),
    "sent": N_("sent"),
    "received": N_("received"),
    "returned": N_("came back"),
    "rerouted": N_("sent by another way"),
    "unsure": N_("perhaps sent"),
    "failed": N_("not accepted"),
}
ENDINGS = {
    "confirmed": N_("confirmed"),
    "renewed": N_("renewed"),
    "extended": N_("moved"),
    "reset": N_("started anew"),
    "paused": N_("paused"),
    "resumed": N_("resumed"),
    "met": N_("done"),
    "settled": N_("dealt with"),
    "corrected": N_("corrected"),
    "lifted": N_("lifted"),
    "withdrawn": N_("withdrawn"),
    "closed": N_("closed"),
    "moved": N_("moved with the hold"),
    "filled": N_("the translation is there"),
    "arrived": N_("the request arrived in time"),
    "arrived_late": N_("the request arrived too late"),
    "kept_until_decision": N_("kept until the request is decided"),
}
CLOCKS = {
    "hold": N_("Hold of the data"),
    "mla_due": N_("Our own duty: the request for evidence must have arrived"),
    "secrecy": N_("Secrecy of the file"),
    "non_disclosure": N_("Non-disclosure"),
    "majority": N_("Coming of age"),
    "cybertip_hold": N_("Hold by law after the CyberTip"),
    "translation_due": N_("Translation due"),
    "order_ends": N_("End of a court order"),
    "transmission": N_("On its way to the recipient"),
    "acknowledgement": N_("Acknowledgement awaited"),
    "answer": N_("Answer awaited"),
    "answer_owed": N_("Answer owed by law"),
    "promise": N_("Promised answer"),
    "our_answer": N_("Our answer to their question"),
    "download": N_("Download link ends"),
    "own_duty": N_("Our own duty"),
    "renewal": N_("Renewal of the hold"),
    "lead_time": N_("Time needed beforehand"),
}
STARTS = {
    "sent": N_("We sent the request."),
    "received": N_("The recipient received the request."),
    "hold_effected": N_("The data were preserved."),
    "renewed": N_("The preservation was renewed."),
    "hold_ended": N_("The first preservation ended."),
    "served": N_("The order was served on the provider."),
    "ordered": N_("The domestic order was made."),
    "issued": N_("The order was issued."),
    "decided": N_("The requested State decided."),
    "decision_due": N_("The time for the decision ended."),
    "notified": N_("The authority was notified."),
    "questions_received": N_("We received their questions."),
    "hearing": N_("The hearing takes place."),
    "cybertip_completed": N_("The provider completed its CyberTipline report."),
}
"""What starts a clock, in the words of the vocabulary."""
WHEN = {
    "urgent": N_("only where the request is urgent"),
    "sent_electronically": N_("only where it was sent electronically"),
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
ACTS = {
    "remind": N_("Ask for news"),
    "look_in_portal": N_("Look in the portal"),
    "telephone": N_("Telephone"),
    "warn": N_("The hold ends soon"),
    "prepare_extension": N_("Extend the hold"),
    "prepare_confirmation": N_("Send the signed original"),
    "report": N_("Report to the supervising prosecutor"),
    "send_inquiry": N_("Send the inquiry"),
    "approve_extension": N_("Approve the extension"),
    "mark_late": N_("The answer is late"),
}
RUNGS = {
    "download_3": N_("A download link ends in three days: have the custodian fetch what lies behind it."),
    "download_1": N_("A download link ends tomorrow: fetch it today, or ask for a new one."),
    "own_duty_9": N_(
        "What left by electronic means is owed its signed original: the confirmation is prepared, approve and send it."
    ),
    "own_duty_3": N_("In three days the signed original must have left."),
    "mla_due_45": N_(
        "The request for mutual legal assistance must have arrived in six weeks, or the preservation ends: "
        "draft and translate it now."
    ),
    "mla_due_21": N_("In three weeks the request for mutual legal assistance must have arrived: it must leave now."),
    "mla_due_7": N_(
        "In a week the preservation ends: have the receipt of the request confirmed in writing, and record its day."
    ),
    "secrecy_30": N_("The secrecy of the file ends in a month: is an extension to be asked for?"),
    "secrecy_14": N_("The secrecy of the file ends in two weeks: ask for the extension now if it is needed."),
    "secrecy_7": N_("The secrecy of the file ends in a week."),
    "secrecy_over": N_("The date of the secrecy has passed: it is still treated as in force until somebody lifts it."),
    "silence_30": N_(
        "The non-disclosure order ends in a month: after it the company may tell its user. Ask for a longer one?"
    ),
    "silence_14": N_("The non-disclosure order ends in two weeks: ask for a longer one now if it is needed."),
    "silence_7": N_("The non-disclosure order ends in a week: after it the company may tell its user."),
    "silence_over": N_(
        "The date of the non-disclosure order has passed: here it is treated as in force until somebody lifts it, "
        "but the company may tell its user."
    ),
    "majority_180": N_(
        "A victim comes of age in about half a year: who then decides and receives letters, "
        "and does a request rest on minority?"
    ),
    "majority_60": N_(
        "A victim comes of age in about two months: prepare whom to inform and whose consent is then needed."
    ),
    "majority_0": N_("A victim comes of age this month."),
    "cybertip_90": N_(
        "The year for which the company keeps the content it reported ends in three months: "
        "ask for it by legal process."
    ),
    "cybertip_30": N_(
        "The year for which the company keeps the content it reported ends in a month: the process must be served now."
    ),
    "cybertip_7": N_("The year for which the company keeps the content it reported ends in a week."),
    "hold_30": N_("The preservation ends in a month: prepare the extension and have it approved."),
    "hold_14": N_("The preservation ends in two weeks: the extension must leave now."),
    "hold_7": N_("The preservation ends in a week: without an extension the data may be deleted."),
    **dict.fromkeys(
        ("portal_24_7", "keep_24_7", "mail_24_7", "network_24_7_point", "authority_24_7"),
        N_(
            "Preserved data are about to be lost: call the 24/7 point of that State, through the own one, and ask for "
            "them to be held."
        ),
    ),
    "portal_look": N_("Look in the portal: is there a reference, a question, an answer?"),
    "portal_look_again": N_("Look in the portal again, and send a message there if it allows one."),
    "portal_firm": N_("Ask again through the portal, quoting the reference and the end of the preservation."),
    "portal_supervisor": N_("The provider stays silent: decide whether to go through the treaty."),
    "mail_gentle": N_("Ask politely for an acknowledgement and a reference."),
    "mail_firm": N_("Ask again, quoting the request, its date and the end of the preservation."),
    "keep_gentle": N_("Ask whether the data are held, until when, and under which reference."),
    "keep_firm": N_(
        "Ask again, quoting the request and its date: what is not confirmed as held counts as unprotected."
    ),
    "keep_supervisor": N_(
        "The provider confirms no preservation: decide whether to have the authority of that State order it."
    ),
    "mail_supervisor": N_("The provider stays silent: decide whether to go through the treaty."),
    "point_call": N_("Call the own 24/7 unit: was the request received, and when does the preservation end?"),
    "point_firm": N_("Write again through the own 24/7 unit, and ask for the true end of the preservation."),
    "point_supervisor": N_("The point of contact stays silent: decide on another way."),
    "network_gentle": N_("Ask the contact point whether the information arrived and who works on it."),
    "network_supervisor": N_("The contact point stays silent: decide on another way."),
    "authority_gentle": N_("Ask for news of the request: was it received, and by which authority is it executed?"),
    "authority_firm": N_("Ask again, citing the clause of the instrument where it has one."),
    "authority_transmitting": N_("Call the own transmitting authority: where does the request lie?"),
    "authority_liaison": N_("Ask the liaison magistrate or the network's contact point to find the request."),
    "authority_supervisor": N_("The request has met silence for months: decide how to go on."),
}
"""What the rungs of the shipped ladders ask for; an office's own rung is named by its act alone."""
ORDERS = {
    "file_secrecy": N_("Secrecy of the file"),
    "non_disclosure": N_("Non-disclosure by a recipient"),
}
LETTERS = {
    "proposed": N_("Waiting for your decision"),
    "approved": N_("Approved, not handed over"),
    "held": N_("Held back"),
    "sent": N_("Letter sent or handed over"),
    "dropped": N_("Dropped: no longer wished as it was"),
}
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
KINDS = {code: each.title for code, each in TYPES.items()}
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
UNPREPARED = {
    "renewals_used": N_(
        "It was renewed as often as law and company allow, so no extension was prepared: ask now for the data "
        "themselves, or have the authority of that State preserve them."
    ),
    "no_form": N_("No paper was prepared: this program has no form for that way. Write it outside."),
}
"""Why no request was prepared beside a reminder."""
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
SHELVES: Mapping[str, Mapping[str, str]] = {
    "state": STATES,
    "ball": BALLS,
    "owed": OWED,
    "event": EVENTS,
    "measure": MEASURES | OWN_PAPERS,
    "data": DATA,
    "unprepared": UNPREPARED,
    "ground": REFUSALS,
    "returned": RETURNED,
    "outcome": OUTCOMES,
    "scan": SCANS,
    "channel": CHANNELS,
    "role": ROLES,
    "person": PERSON_ROLES,
    "certainty": CERTAINTIES,
    "mark": MARKS,
    "text": TEXTS,
    "leg": LEGS,
    "clock": CLOCKS,
    "ending": ENDINGS,
    "act": ACTS,
    "rung": RUNGS,
    "body": BODIES,
    "letter": LETTERS,
    "order": ORDERS,
    "kind": KINDS,
    "greeting": GREETINGS,
    "family_channel": FAMILY_CHANNELS,
    "relation": RELATIONS,
    "custody": CUSTODY,
    "child_wish": CHILD_WISHES,
    "between_days": BETWEEN_DAYS,
    "no_news_days": NO_NEWS_DAYS,
    "call": CALLS,
    "page_end": PAGE_ENDS,
    "signing": SIGNING,
    "day": DAYS,
    "start": STARTS,
    "circumstance": CIRCUMSTANCES,
    "offence_kind": OFFENCE_KINDS,
    "way": WAYS,
    "annex": ANNEXES,
    "audience": AUDIENCES,
    "footing": FOOTINGS,
    "formal": FORMAL,
    "authority": AUTHORITIES,
    "proposal": PROPOSALS,
    "mail_kind": MAIL_KINDS,
    "verdict": VERDICTS,
    "match": MATCHES,
    "filed_as": FILED_AS,
    "unread": WHY_UNREAD,
}
ANY: Mapping[str, str] = {code: msgid for shelf in reversed(list(SHELVES.values())) for code, msgid in shelf.items()}
