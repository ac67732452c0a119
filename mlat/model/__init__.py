"""Tables: integrity, no behaviour. One module per topic; migrations stand beside them."""

from mlat.model.addressbook import Address, FactCorrection
from mlat.model.base import Base, UtcDateTime, db, new_id, reading, snapshot, teach_sqlite, transaction
from mlat.model.batches import BATCH_OPEN, Batch, BatchItem
from mlat.model.cases import Case, CaseKey, CaseText, Identifier, IdentifierPerson, Offence, Order, Person
from mlat.model.clocks import Clock, Reminder, Tick
from mlat.model.events import Chain, Event, OnceToken, Reason
from mlat.model.families import FamilyContact, FamilyPage, OwnVoice, StatusLetter
from mlat.model.handing import Handing
from mlat.model.mail_handing import MailHanding
from mlat.model.mailbox import Filing, Message, ReplyToken
from mlat.model.offices import Absence, NumberSeries, Office, OfficeDayRow, Role, User, UserRole
from mlat.model.operations import OperationWork
from mlat.model.papers import Annex, Dispatch, Paper, RemovedAnnex
from mlat.model.recipient_page import Proposal, RecipientLink
from mlat.model.replies import EvidenceItem, Reply
from mlat.model.requests import Leg, Override, Reference, Request
from mlat.model.silence import AskedAfter, PaceRow, SilenceLimit, Wait
from mlat.model.staff import DigestChoice, DigestLine, FeedEntry, FeedToken, RotaTurn, StaffMail, WakeDate

__all__ = [
    "BATCH_OPEN",
    "Absence",
    "Address",
    "Annex",
    "AskedAfter",
    "Base",
    "Batch",
    "BatchItem",
    "Case",
    "CaseKey",
    "CaseText",
    "Chain",
    "Clock",
    "DigestChoice",
    "DigestLine",
    "Dispatch",
    "Event",
    "EvidenceItem",
    "FactCorrection",
    "FamilyContact",
    "FamilyPage",
    "FeedEntry",
    "FeedToken",
    "Filing",
    "Handing",
    "Identifier",
    "IdentifierPerson",
    "Leg",
    "MailHanding",
    "Message",
    "NumberSeries",
    "Offence",
    "Office",
    "OfficeDayRow",
    "OnceToken",
    "OperationWork",
    "Order",
    "Override",
    "OwnVoice",
    "PaceRow",
    "Paper",
    "Person",
    "Proposal",
    "Reason",
    "RecipientLink",
    "Reference",
    "Reminder",
    "RemovedAnnex",
    "Reply",
    "ReplyToken",
    "Request",
    "Role",
    "RotaTurn",
    "SilenceLimit",
    "StaffMail",
    "StatusLetter",
    "Tick",
    "User",
    "UserRole",
    "UtcDateTime",
    "Wait",
    "WakeDate",
    "db",
    "new_id",
    "teach_sqlite",
    "reading",
    "snapshot",
    "transaction",
]
