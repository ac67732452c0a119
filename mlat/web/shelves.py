"""Every desk's pages, in one list."""

from __future__ import annotations

from mlat.web.abroad import abroad
from mlat.web.account import account
from mlat.web.accounts import accounts
from mlat.web.addresses import addresses
from mlat.web.automatic import automatic
from mlat.web.batches import batches
from mlat.web.board import board
from mlat.web.calendars import calendar
from mlat.web.cases import cases
from mlat.web.choosing import choosing
from mlat.web.clockacts import clockacts
from mlat.web.confirming import confirming
from mlat.web.corresponding import corresponding
from mlat.web.desk import desk
from mlat.web.drafts import drafts
from mlat.web.evidence import evidence
from mlat.web.facts import facts
from mlat.web.families import families
from mlat.web.familypage import family_page
from mlat.web.feed import feed
from mlat.web.following import following
from mlat.web.genuine import genuine
from mlat.web.handed import handed
from mlat.web.handing import handing
from mlat.web.inbox import inbox
from mlat.web.inquiring import inquiring
from mlat.web.intake import intake
from mlat.web.inviting import inviting
from mlat.web.letters import letters
from mlat.web.operations import operations
from mlat.web.orders import orders
from mlat.web.papers import papers
from mlat.web.people import people
from mlat.web.recipients import recipients
from mlat.web.reminders import reminders
from mlat.web.replies import replies
from mlat.web.requests import requests
from mlat.web.rota import rota
from mlat.web.search import search
from mlat.web.sending import sending
from mlat.web.staff import staff
from mlat.web.states import states
from mlat.web.statistics import statistics
from mlat.web.takeover import takeover
from mlat.web.texts import texts
from mlat.web.trail import trail
from mlat.web.waking import waking
from mlat.web.wall import wall

PAGES = (
    desk,
    board,
    inbox,
    cases,
    intake,
    accounts,
    choosing,
    corresponding,
    drafts,
    confirming,
    papers,
    batches,
    sending,
    requests,
    inquiring,
    replies,
    evidence,
    inviting,
    clockacts,
    following,
    operations,
    orders,
    reminders,
    automatic,
    recipients,
    statistics,
    letters,
    families,
    family_page,
    takeover,
    search,
    handed,
    handing,
    texts,
    wall,
    states,
    facts,
    addresses,
    calendar,
    people,
    trail,
    account,
    staff,
    feed,
    waking,
    rota,
    genuine,
    abroad,
)
