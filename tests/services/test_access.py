"""The one gate: what is another office's does not exist, by any service, for any role; own roles do what theirs is."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

import mlat.services
from mlat.domain.casefile import (
    AddresseeInput,
    ContactInput,
    IdentifierInput,
    OffenceInput,
    OpenRequest,
    PersonInput,
    ReplyInput,
    TextInput,
    WishInput,
)
from mlat.domain.orders import OrderInput
from mlat.domain.permissions import Act, Actor, Role, allowed
from mlat.domain.playbook import OfficeGiven
from mlat.domain.problems import Problem, Problems, Stale
from mlat.model import (
    Address,
    Batch,
    CaseText,
    Clock,
    FamilyPage,
    Identifier,
    OperationWork,
    Paper,
    Person,
    Proposal,
    RecipientLink,
    Reminder,
    RotaTurn,
    new_id,
    transaction,
)
from mlat.services import (
    access,
    accounts,
    addresses,
    admin,
    annex_removing,
    annexing,
    approving,
    batching,
    calls,
    caseclocks,
    certifying,
    clocking,
    closing,
    completing,
    confirming,
    contacts,
    corresponding,
    custody,
    dispatch,
    drafting,
    erasing,
    families,
    familypages,
    following,
    handing,
    hotlines,
    inbox,
    inquiring,
    intake,
    inviting,
    issuing,
    letters,
    mail_clues,
    mail_filing,
    mail_handing,
    mail_suggesting,
    mail_triage,
    operations,
    ordering,
    orders,
    outbox,
    paper_language,
    people,
    proposing,
    referring,
    reminders,
    rota,
    setting_aside,
    sweeping,
    takeover,
    texts,
    tracking,
    transit,
    translating,
    voices,
    waking,
    wishing,
    withdrawing,
)
from mlat.services.access import NotHere
from mlat.services.mail_filing import Part
from mlat.services.vault import key_of
from tests.conftest import NOW, PASSWORD, ZONE, OfficeThere, an_office
from tests.services import lives
from tests.services.conftest import a_pdf

DAY = timedelta(days=1)
Door = Callable[[Actor], object]
AN_ANNEX = annexing.AnnexInput(kind="Order", name="order.pdf", data=a_pdf(), language="es")
SECRECY = OrderInput(kind="file_secrecy", ordered_at=NOW, zone=ZONE, rule="ar_secrecy_234", period="P10D")


@dataclass(frozen=True)
class Ids:
    """What one office has, by id."""

    case: str
    account: str
    draft: str
    issued: str
    leg: str
    mail: str
    paper: str
    clock: str
    reminder: str
    letter: str
    address: str
    annex: str
    order_annex: str
    removed_annex: str
    text: str
    user: str
    colleague: str
    order: str
    birthday: str
    person: str
    contact: str
    family_page: str
    batch: str
    work: str
    message: str
    outgoing: str
    incoming: str
    absence: str
    turn: str
    wake: str
    item: str
    link: str
    answered: str
    proposal: str


@pytest.fixture
def ids(office: OfficeThere, case_id: str, now: datetime) -> Ids:
    """One of everything."""
    return lives.remembered("one of everything", lambda: _one_of_everything(office, case_id, now))


def _one_of_everything(office: OfficeThere, case_id: str, now: datetime) -> Ids:
    request_id, mail = lives.a_queued(office, now, case_id)
    outbox.take(now)
    sent = lives.a_sent(office, now, case_id)
    drafted = lives.a_draft(office, now, case_id, replace(lives.EVIDENCE, code="D"))
    later = now + 60 * DAY
    sweeping.sweep(later)
    while (taken := reminders.take(later)) is not None:
        reminders.work(later, taken)
    with transaction() as session:
        account = session.scalars(select(Identifier.id).where(Identifier.case_id == case_id)).one()
        paper = session.scalars(select(Paper.id).where(Paper.request_id == request_id)).first()
        text = session.scalars(select(CaseText.id).where(CaseText.status == "original")).first()
        reminder = session.scalars(select(Reminder.id).where(Reminder.state == "waiting")).first()
        address = session.scalars(select(Address.id)).first()
        birthday = session.scalars(select(Clock.id).where(Clock.kind == "majority")).one()
        session.add(batch := Batch(office_id=office.id, started_by=office.prosecutor.user_id or "", started_at=now))
        session.add(
            work := OperationWork(
                office_id=office.id,
                case_id=case_id,
                started_by=office.prosecutor.user_id or "",
                started_at=now,
                kind="packages",
                code="OP1",
                measure="spontaneous_information",
                organised=False,
                total=1,
            )  # fmt: skip
        )
        person = session.scalars(select(Person.id).where(Person.code == "V1")).first()
    assert paper and text and reminder and address and person
    return Ids(
        case=case_id,
        account=account,
        draft=drafted,
        issued=request_id,
        leg=lives.legs(sent)[0].id,
        mail=mail,
        paper=paper,
        clock=lives.clocks(sent)["hold"].id,
        reminder=reminder,
        letter=lives.letters(case_id)[0].id,
        address=address,
        annex=annexing.add_sealed_identity(office.prosecutor, now, drafted),
        order_annex=annexing.add_annex(office.prosecutor, now, drafted, AN_ANNEX),
        removed_annex=a_removed_annex(office, drafted, now),
        text=text,
        user=admin.add_user(now, office.id, "ausente@one.example", "Ausente", ("liaison",), PASSWORD),
        colleague=office.prosecutor.user_id or "",
        order=orders.record_order(office.prosecutor, now, case_id, SECRECY),
        birthday=birthday,
        person=person,
        contact=lives.letters(case_id)[0].contact_id,
        family_page=a_family_page(office, case_id, now),
        batch=batch.id,
        work=work.id,
        message=a_message(now),
        item=an_item(now, case_id, sent),
        link=lives.replies(office, now, sent, "link_given", link="https://x.example/1"),
        answered=sent,
        proposal=a_proposal(case_id, sent, now),
        **of_staff(office, case_id, now),
    )


def a_removed_annex(office: OfficeThere, request_id: str, now: datetime) -> str:
    """An annex that was removed from a draft."""
    annex_id = annexing.add_annex(office.prosecutor, now, request_id, AN_ANNEX)
    annex_removing.remove_annex(office.prosecutor, now, annex_id)
    return annex_id


def a_family_page(office: OfficeThere, case_id: str, now: datetime) -> str:
    """A code of the mother's page."""
    page = FamilyPage(
        id=new_id(), office_id=office.id, case_id=case_id, contact_id=lives.letters(case_id)[0].contact_id,
        locator="7K3M", code_hash="0" * 64, made_at=now, expires_at=now + DAY,
    )  # fmt: skip
    with transaction() as session:
        session.add(page)
    return page.id


def a_proposal(case_id: str, request_id: str, now: datetime) -> str:
    """What a recipient abroad entered on its page and nobody has decided on yet."""
    proposal_id, link_id = new_id(), new_id()
    with transaction() as session:
        said = key_of(session, case_id).seal('{"reference": "", "text": ""}', f"proposals:{proposal_id}:said")
        of = {"case_id": case_id, "request_id": request_id}
        session.add(RecipientLink(id=link_id, token_hash="0" * 64, made_at=now, until=now + DAY, **of))
        session.flush()
        session.add(
            Proposal(
                id=proposal_id, link_id=link_id, kind="acknowledged", zone=ZONE, said_sealed=said, entered_at=now, **of
            )
        )  # fmt: skip
    return proposal_id


def an_item(now: datetime, case_id: str, request_id: str) -> str:
    """A text that came back and is set aside."""
    with transaction() as session:
        return setting_aside.set_aside(
            session, now, case_id=case_id, request_id=request_id, message_id="", name="x.txt", declared_type="",
            data=b"x",
        )  # fmt: skip


def of_staff(office: OfficeThere, case_id: str, now: datetime) -> dict[str, str]:
    """A case offered by and to the office, an absence, a turn on duty, and a day to look again."""
    third, chief, me = an_office(now, "SIX"), office.actors[Role.ADMINISTRATOR], office.prosecutor.user_id or ""
    theirs = lives.a_case(third, now)
    absent = admin.add_user(now, office.id, "fuera@one.example", "Fuera", ("liaison",), PASSWORD)
    away = admin.set_absence(chief, now, absent, me, now.date(), now.date() + 9 * DAY)
    rota.plan(chief, now, [me], "daily", now.date(), 1, 8)
    with transaction() as session:
        turn = session.scalars(select(RotaTurn.id)).one()
    return {
        "outgoing": handing.offer(office.prosecutor, now, case_id, third.id),
        "incoming": handing.offer(third.prosecutor, now, theirs, office.id),
        "absence": away,
        "turn": turn,
        "wake": waking.wake(office.prosecutor, now, case_id, now.date() + DAY),
    }


def a_message(now: datetime) -> str:
    """A mail that waits in the mailbox of the only office."""
    message_id = inbox.store(now, b"From: a@b.example\r\nSubject: x\r\n\r\nx", "file")
    inbox.read_stored(now, message_id)
    return message_id


def doors(i: Ids, now: datetime) -> dict[str, tuple[Door, Act]]:
    """Every service that takes an id, with sound values, and the act that it needs."""
    account = IdentifierInput(code="NEW", kind="username", platform="instagram", given="x", synthetic=True)
    old = OpenRequest(
        code="OLD", measure="preservation", recipient="roblox", instrument="us.sca.2703f.preservation",
        sent_at=now, zone=ZONE, channel="portal",
    )  # fmt: skip
    line = f"OLD,preservation,roblox,us.sca.2703f.preservation,{now.isoformat()},UTC,portal"
    table = f"code,measure,recipient,instrument,sent_at,zone,channel\n{line}"
    annex = annexing.AnnexInput(kind="Order", name="order.pdf", data=a_pdf(), language="es")
    reply = ReplyInput(kind="acknowledged", at=now, zone=ZONE)
    today = now.date()
    return {
        "addresses.confirm_address": (lambda a: addresses.confirm_address(a, now, i.address), Act.ENTER_FACT),
        "admin.set_absence": (lambda a: admin.set_absence(a, now, i.user, i.colleague, today, today), Act.ADMINISTER),
        "annex_removing.take_back": (lambda a: annex_removing.take_back(a, now, i.removed_annex), Act.DRAFT),
        "annexing.add_annex": (lambda a: annexing.add_annex(a, now, i.draft, annex), Act.DRAFT),
        "annexing.add_sealed_identity": (lambda a: annexing.add_sealed_identity(a, now, i.draft), Act.SEE_NAMES),
        "annexing.add_required_forms": (lambda a: annexing.add_required_forms(a, now, i.draft), Act.DRAFT),
        "annexing.annex_file": (lambda a: annexing.annex_file(a, i.order_annex), Act.SEE_CASE),
        "annex_removing.remove_annex": (lambda a: annex_removing.remove_annex(a, now, i.order_annex), Act.DRAFT),
        "annexing.passphrase": (lambda a: annexing.passphrase(a, now, i.annex), Act.SEE_NAMES),
        "completing.complete_identifier": (
            lambda a: completing.complete_identifier(a, now, i.case, i.account, completing.Details(kind="username"), 1),
            Act.EDIT_CASE,
        ),
        "corresponding.write": (
            lambda a: corresponding.write(a, now, i.case, "child_identified", "us-ncmec-identification"),
            Act.DRAFT,
        ),
        "hotlines.record_removal": (lambda a: hotlines.record_removal(a, now, i.issued, now, ZONE), Act.RECORD),
        "dispatch.ways": (lambda a: dispatch.ways(a, now, i.issued), Act.SEND),
        "dispatch.field_sheet": (lambda a: dispatch.field_sheet(a, now, i.issued), Act.SEE_CASE),
        "dispatch.send_mail": (lambda a: dispatch.send_mail(a, now, i.issued), Act.SEND),
        "transit.record_sent": (lambda a: transit.record_sent(a, now, i.leg, "post", now, ZONE), Act.RECORD),
        "transit.record_received": (lambda a: transit.record_received(a, now, i.leg, now, ZONE), Act.RECORD),
        "transit.record_returned": (lambda a: transit.record_returned(a, now, i.leg, now, ZONE), Act.RECORD),
        "outbox.settle_unsure": (lambda a: outbox.settle_unsure(a, now, i.mail, went=True), Act.SEND),
        "drafting.options": (lambda a: drafting.options(a, now, i.case, lives.HOLD), Act.SEE_CASE),
        "drafting.draft": (lambda a: drafting.draft(a, now, i.case, lives.HOLD), Act.DRAFT),
        "drafting.save": (lambda a: drafting.save(a, now, i.draft, 1, {}), Act.DRAFT),
        "paper_language.write_in": (lambda a: paper_language.write_in(a, now, i.draft, 1, "en"), Act.DRAFT),
        "drafting.record": (lambda a: drafting.record(a, now, i.draft), Act.SEE_CASE),
        "drafting.findings": (lambda a: drafting.findings(a, now, i.draft), Act.SEE_CASE),
        "drafting.preview": (lambda a: drafting.preview(a, now, i.draft), Act.SEE_CASE),
        "drafting.editable": (lambda a: drafting.editable(a, now, i.draft), Act.SEE_CASE),
        "closing.close_case": (lambda a: closing.close_case(a, now, i.case), Act.APPROVE),
        "closing.open_again": (lambda a: closing.open_again(a, now, i.case), Act.APPROVE),
        "erasing.ask_erasure": (lambda a: erasing.ask_erasure(a, now, i.case), Act.ERASE),
        "erasing.confirm_erasure": (lambda a: erasing.confirm_erasure(a, now, i.case), Act.ERASE),
        "families.propose": (lambda a: families.propose(a, now, i.case), Act.SEE_CASE),
        "letters.preview": (lambda a: letters.preview(a, now, i.letter), Act.SEE_LETTERS),
        "letters.approve": (lambda a: letters.approve(a, now, i.letter, 1), Act.DECIDE_LETTER),
        "letters.hold": (lambda a: letters.hold(a, now, i.letter, "x"), Act.DECIDE_LETTER),
        "letters.send": (lambda a: letters.send(a, now, i.letter), Act.DECIDE_LETTER),
        "letters.record_handed": (lambda a: letters.record_handed(a, now, i.letter, now), Act.DECIDE_LETTER),
        "calls.record_call": (lambda a: calls.record_call(a, now, i.letter, now, "reached"), Act.DECIDE_LETTER),
        "calls.appoint": (lambda a: calls.appoint(a, now, i.letter, now + DAY, "Calle 1"), Act.DECIDE_LETTER),
        "calls.envelope": (lambda a: calls.envelope(a, now, i.letter), Act.DECIDE_LETTER),
        "familypages.make_page": (lambda a: familypages.make_page(a, now, i.contact, 90), Act.DECIDE_LETTER),
        "familypages.revoke_page": (lambda a: familypages.revoke_page(a, now, i.family_page), Act.DECIDE_LETTER),
        "voices.record_voice": (lambda a: voices.record_voice(a, now, i.person, True), Act.DECIDE_LETTER),
        "wishing.record_check": (
            lambda a: wishing.record_check(a, now, i.contact, AddresseeInput(), 1),
            Act.DECIDE_LETTER,
        ),
        "wishing.record_wish": (
            lambda a: wishing.record_wish(a, now, i.contact, WishInput(language="es"), 1),
            Act.DECIDE_LETTER,
        ),
        "wishing.refusal": (lambda a: wishing.refusal(a, now, i.contact), Act.SEE_LETTERS),
        "wishing.stop": (lambda a: wishing.stop(a, now, i.contact), Act.DECIDE_LETTER),
        "wishing.unread": (lambda a: wishing.unread(a, i.contact), Act.SEE_LETTERS),
        "letters.letter_bytes": (lambda a: letters.letter_bytes(a, now, i.letter), Act.SEE_LETTERS),
        "intake.add_offence": (
            lambda a: intake.add_offence(a, now, i.case, OffenceInput(code="1", article="1", law="x", title="x")),
            Act.EDIT_CASE,
        ),
        "people.add_person": (
            lambda a: people.add_person(a, now, i.case, PersonInput(code="P9", role="witness")),
            Act.EDIT_CASE,
        ),
        "people.correct_person": (
            lambda a: people.correct_person(a, now, i.case, i.person, PersonInput(code="V1", role="victim"), 1),
            Act.SEE_NAMES,
        ),
        "accounts.add_identifier": (lambda a: accounts.add_identifier(a, now, i.case, account), Act.EDIT_CASE),
        "accounts.known_in": (lambda a: accounts.known_in(a, i.case), Act.SEE_CASE),
        "texts.set_text": (
            lambda a: texts.set_text(a, now, i.case, TextInput(language="pt", text="x")),
            Act.EDIT_CASE,
        ),
        "intake.set_deputy": (lambda a: intake.set_deputy(a, now, i.case, i.user), Act.EDIT_CASE),
        "contacts.add_contact": (
            lambda a: contacts.add_contact(a, now, i.case, ContactInput(person="V1", language="es")),
            Act.EDIT_CASE,
        ),
        "approving.approve": (lambda a: approving.approve(a, now, i.draft, 1), Act.APPROVE),
        "approving.changed": (lambda a: approving.changed(a, now, i.draft), Act.APPROVE),
        "approving.withdraw_approval": (lambda a: approving.withdraw_approval(a, now, i.draft), Act.APPROVE),
        "confirming.confirm": (lambda a: confirming.confirm(a, now, i.draft, 1), Act.RECORD),
        "confirming.record_call": (
            lambda a: confirming.record_call(a, now, i.draft, i.colleague, now, ZONE, "+54 11 4000 0000"),
            Act.RECORD,
        ),
        "following.confirm_urgent": (lambda a: following.confirm_urgent(a, now, i.clock), Act.DRAFT),
        "following.answer_question": (lambda a: following.answer_question(a, now, i.issued), Act.DRAFT),
        "ordering.order_translation": (
            lambda a: ordering.order_translation(a, now, i.text, ordering.OrderInput(due=today + DAY)),
            Act.DRAFT,
        ),
        "inquiring.inquire": (lambda a: inquiring.inquire(a, now, i.issued, "gentle"), Act.DRAFT),
        "issuing.issue": (lambda a: issuing.issue(a, now, i.draft), Act.ISSUE),
        "issuing.replace_paper": (
            lambda a: issuing.replace_paper(a, now, i.paper, a_pdf(), "p.pdf", "ink"),
            Act.ISSUE,
        ),
        "issuing.paper_bytes": (lambda a: issuing.paper_bytes(a, now, i.paper), Act.SEE_CASE),
        "inviting.make_link": (lambda a: inviting.make_link(a, now, i.answered), Act.SEND),
        "inviting.mail_link": (lambda a: inviting.mail_link(a, now, i.answered), Act.SEND),
        "inviting.revoke_link": (lambda a: inviting.revoke_link(a, now, i.answered), Act.SEND),
        "proposing.accept": (lambda a: proposing.accept(a, now, i.answered, i.proposal), Act.RECORD),
        "proposing.refuse": (lambda a: proposing.refuse(a, now, i.answered, i.proposal, "x"), Act.RECORD),
        "reminders.alike": (lambda a: reminders.alike(a, i.reminder), Act.SEE_CASE),
        "reminders.accept": (lambda a: reminders.accept(a, now, i.reminder), Act.RECORD),
        "reminders.dismiss": (lambda a: reminders.dismiss(a, now, i.reminder, "x"), Act.RECORD),
        "takeover.take_over": (lambda a: takeover.take_over(a, now, i.case, old), Act.RECORD),
        "takeover.import_csv": (lambda a: takeover.import_csv(a, now, i.case, table), Act.RECORD),
        "tracking.record_reply": (lambda a: tracking.record_reply(a, now, i.issued, reply), Act.RECORD),
        "tracking.accept_conditions": (
            lambda a: tracking.accept_conditions(a, now, i.issued, now, ZONE),
            Act.APPROVE,
        ),
        "tracking.lose_link": (lambda a: tracking.lose_link(a, now, i.issued, now, ZONE), Act.RECORD),
        "custody.take": (lambda a: custody.take(a, now, i.item), Act.KEEP_EVIDENCE),
        "custody.hand_over": (lambda a: custody.hand_over(a, now, i.item, "Safe", "0" * 64), Act.KEEP_EVIDENCE),
        "custody.declare_free": (lambda a: custody.declare_free(a, now, i.item), Act.DECLARE_FREE),
        "custody.open_filed": (lambda a: custody.open_filed(a, now, i.item), Act.SEE_EVIDENCE),
        "custody.rehash": (lambda a: custody.rehash(a, now, i.item), Act.SEE_EVIDENCE),
        "custody.show_link": (lambda a: custody.show_link(a, now, i.link), Act.KEEP_EVIDENCE),
        "custody.note_export": (lambda a: custody.note_export(a, now, i.issued, 1), Act.SEE_EVIDENCE),
        "tracking.give_more": (lambda a: tracking.give_more(a, now, i.issued, now, ZONE), Act.RECORD),
        "withdrawing.withdraw": (lambda a: withdrawing.withdraw(a, now, i.draft), Act.APPROVE),
        "withdrawing.withdraw_all": (lambda a: withdrawing.withdraw_all(a, now, i.case), Act.APPROVE),
        "tracking.close": (lambda a: tracking.close(a, now, i.issued), Act.RECORD),
        "clocking.extend_clock": (
            lambda a: clocking.extend_clock(a, now, i.clock, "x", "until", today),
            Act.RECORD,
        ),
        "clocking.reset_clock": (lambda a: clocking.reset_clock(a, now, i.clock, "x", now, ZONE), Act.RECORD),
        "clocking.pause_clock": (lambda a: clocking.pause_clock(a, now, i.clock, "x", now), Act.RECORD),
        "clocking.resume_clock": (lambda a: clocking.resume_clock(a, now, i.clock, "x", now), Act.RECORD),
        "clocking.meet_duty": (lambda a: clocking.meet_duty(a, now, i.clock, "x"), Act.RECORD),
        "mail_clues.candidates_for": (lambda a: mail_clues.candidates_for(a, i.message), Act.TEND_MAIL),
        "mail_filing.match": (lambda a: mail_filing.match(a, now, i.message, i.issued), Act.TEND_MAIL),
        "mail_filing.match_bounce": (lambda a: mail_filing.match_bounce(a, now, i.message, i.issued), Act.TEND_MAIL),
        "mail_filing.split": (
            lambda a: mail_filing.split(a, now, i.message, [Part(request_id=i.issued)]),
            Act.TEND_MAIL,
        ),
        "mail_handing.hand_over": (lambda a: mail_handing.hand_over(a, now, i.message, i.case, "x"), Act.TEND_MAIL),
        "mail_suggesting.suggested_reference": (
            lambda a: mail_suggesting.suggested_reference(a, i.message),
            Act.TEND_MAIL,
        ),
        "mail_triage.dismiss": (lambda a: mail_triage.dismiss(a, now, i.message, "x"), Act.TEND_MAIL),
        "mail_triage.undo": (lambda a: mail_triage.undo(a, now, i.message), Act.TEND_MAIL),
        "operations.plan": (lambda a: operations.plan(a, now, i.case, operations.Wish("OP1")), Act.DRAFT),
        "operations.mass_referral": (
            lambda a: operations.mass_referral(a, now, i.case, operations.Wish("OP1")),
            Act.DRAFT,
        ),
        "referring.plant_suspects": (
            lambda a: referring.plant_suspects(
                a, now, i.case, operations.Wish("OP1"), "suspect,country,identifier\nS8,MX,x\n"
            ),
            Act.EDIT_CASE,
        ),
        "referring.plant_packages": (
            lambda a: referring.plant_packages(a, now, i.case, operations.Wish("OP1")),
            Act.DRAFT,
        ),
        "referring.stop": (lambda a: referring.stop(a, now, i.work), Act.DRAFT),
        "referring.resume": (lambda a: referring.resume(a, now, i.work), Act.DRAFT),
        "orders.record_order": (lambda a: orders.record_order(a, now, i.case, SECRECY), Act.EDIT_CASE),
        "orders.extend_order": (lambda a: orders.extend_order(a, now, i.order, "x", "P10D"), Act.EDIT_CASE),
        "orders.lift_order": (lambda a: orders.lift_order(a, now, i.order, "x"), Act.APPROVE),
        "batching.stop": (lambda a: batching.stop(a, now, i.batch), Act.ISSUE),
        "batching.resume": (lambda a: batching.resume(a, now, i.batch), Act.ISSUE),
        "caseclocks.settle_clock": (lambda a: caseclocks.settle_clock(a, now, i.birthday, "x"), Act.RECORD),
        "translating.assign_text": (
            lambda a: translating.assign_text(a, now, i.case, "facts", "pt", "es", i.user),
            Act.EDIT_CASE,
        ),
        "handing.offer": (lambda a: handing.offer(a, now, i.case, i.case), Act.HAND_OVER),
        "handing.take_back": (lambda a: handing.take_back(a, now, i.outgoing), Act.HAND_OVER),
        "handing.accept": (lambda a: handing.accept(a, now, i.incoming, i.colleague), Act.OPEN_CASE),
        "handing.decline": (lambda a: handing.decline(a, now, i.incoming), Act.OPEN_CASE),
        "admin.end_absence": (lambda a: admin.end_absence(a, now, i.absence), Act.ADMINISTER),
        "rota.give_turn": (lambda a: rota.give_turn(a, now, i.turn, i.colleague), Act.ADMINISTER),
        "rota.remove_turn": (lambda a: rota.remove_turn(a, now, i.turn), Act.ADMINISTER),
        "waking.wake": (lambda a: waking.wake(a, now, i.case, today + DAY), Act.SEE_CASE),
        "waking.snooze": (lambda a: waking.snooze(a, now, i.wake, today + DAY), Act.SEE_CASE),
        "waking.done": (lambda a: waking.done(a, now, i.wake), Act.SEE_CASE),
        "translating.translate": (lambda a: translating.translate(a, now, i.text, "x", 1), Act.TRANSLATE),
        "certifying.certify_text": (lambda a: certifying.certify_text(a, now, i.text, 1), Act.TRANSLATE),
        "certifying.scan_of": (lambda a: certifying.scan_of(a, i.text), Act.EDIT_CASE),
    }


def services_with_ids() -> set[str]:
    """Every public service that takes an actor and the id of something."""
    found = set()
    for module in pkgutil.iter_modules(mlat.services.__path__):
        loaded = importlib.import_module(f"mlat.services.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            names = list(inspect.signature(function).parameters)
            own = function.__module__ == loaded.__name__ and not name.startswith("_")
            about = [each for each in names if each.endswith("_id") and each not in ("recipient_id", "fact_id")]
            if own and names[:1] == ["actor"] and about:
                found.add(f"{module.name}.{name}")
    return found


def opens(door: Door, actor: Actor) -> bool:
    """Whether the gate lets the actor through; what the act itself finds wrong does not matter here."""
    try:
        door(actor)
    except NotHere:
        return False
    except (Problem, Problems, Stale):
        return True
    return True


def test_every_service_that_takes_an_id_is_in_the_table(ids: Ids, now: datetime) -> None:
    assert set(doors(ids, now)) == services_with_ids()


def test_what_is_another_offices_is_not_here_by_any_service_for_any_role(
    ids: Ids, other_office: OfficeThere, now: datetime
) -> None:
    before = lives.whole_database()
    for name, (door, _) in doors(ids, now).items():
        for role, actor in other_office.actors.items():
            assert not opens(door, actor), (name, role)
    every = Actor(other_office.id, other_office.prosecutor.user_id, frozenset(Role), "es", ZONE)
    ticker = Actor(other_office.id)
    for name, (door, _) in doors(ids, now).items():
        assert not opens(door, every), name
        assert not opens(door, ticker), name
    assert lives.whole_database() == before


def test_an_id_that_nothing_has_is_not_here_either(ids: Ids, office: OfficeThere, now: datetime) -> None:
    nobody = replace(ids, **{name: f"{number:032x}" for number, name in enumerate(ids.__dataclass_fields__)})
    every = Actor(office.id, office.prosecutor.user_id, frozenset(Role), "es", ZONE)
    for name, (door, _) in doors(nobody, now).items():
        assert not opens(door, every), name


def test_each_role_comes_through_where_the_table_of_permissions_lets_it_and_nowhere_else(
    ids: Ids, office: OfficeThere, now: datetime
) -> None:
    for name, (door, act) in doors(ids, now).items():
        for role, actor in office.actors.items():
            if not allowed(actor, act):
                assert not opens(door, actor), (name, role)
    for name, (door, act) in doors(ids, now).items():
        if name in ("translating.translate", "certifying.certify_text", "certifying.scan_of"):
            continue  # the text was given to nobody, and nobody certified it
        able = next(actor for actor in office.actors.values() if allowed(actor, act))
        assert opens(door, able), name


def test_a_liaison_neither_approves_nor_issues(office: OfficeThere, case_id: str, now: datetime) -> None:
    request_id = lives.a_draft(office, now, case_id)
    with pytest.raises(NotHere):
        approving.approve(office.liaison, now, request_id, 1)
    lives.approve(office, now, request_id)
    with pytest.raises(NotHere):
        issuing.issue(office.liaison, now, request_id)
    assert lives.the(request_id).state == "approved"


# -- an office that transmits for another


@pytest.fixture
def authority(app: Flask, now: datetime) -> OfficeThere:
    """The office of the central authority, in the same house."""
    made = an_office(now, "MRE")
    given = OfficeGiven(
        code="CANCILLERIA", name="Cancillería de ejemplo", country="AR", zone=ZONE, language="es", place="Buenos Aires",
        email="c@mre.example", phone="+54 11 0000 0000", own_authority="ar-central",
    )  # fmt: skip
    office_id = admin.create_office(now, given, training=True)
    user_id = admin.add_user(now, office_id, "tramita@mre.example", "Tramita", ("prosecutor",), PASSWORD)
    actor = Actor(office_id, user_id, frozenset({Role.PROSECUTOR}), "es", ZONE)
    return OfficeThere(office_id, {**made.actors, Role.PROSECUTOR: actor})


def test_the_transmitting_office_sees_the_request_and_not_the_case(
    office: OfficeThere, authority: OfficeThere, case_id: str, now: datetime
) -> None:
    actor = authority.prosecutor
    handed = partial(lives.seen, access.handed_requests, actor)
    request_id = lives.a_draft(office, now, case_id, lives.EVIDENCE)
    assert handed() == []
    lives.approve(office, now, request_id)
    papers = issuing.issue(office.prosecutor, now, request_id)
    other = lives.a_sent(office, now, case_id)
    assert handed() == [request_id]
    assert issuing.paper_bytes(actor, now, papers[0])[0].startswith(b"%PDF-")
    with pytest.raises(NotHere):
        drafting.options(actor, now, case_id, lives.EVIDENCE)
    for door in (
        lambda: dispatch.field_sheet(actor, now, other),
        lambda: dispatch.ways(actor, now, request_id),
        lambda: dispatch.send_mail(actor, now, request_id),
        lambda: withdrawing.withdraw(actor, now, request_id),
        lambda: tracking.record_reply(actor, now, request_id, ReplyInput(kind="answered", at=now, zone=ZONE)),
        lambda: transit.record_sent(actor, now, lives.legs(request_id)[0].id, "post", now, ZONE),
        lambda: drafting.draft(actor, now, case_id, replace(lives.HOLD, parent=request_id)),
    ):
        with pytest.raises(NotHere):
            door()


def test_the_transmitting_office_records_the_stretch_that_it_sends(
    office: OfficeThere, authority: OfficeThere, case_id: str, now: datetime
) -> None:
    request_id = lives.an_issued(office, now, case_id, lives.EVIDENCE)
    first, second, _ = lives.legs(request_id)
    transit.record_sent(office.liaison, now, first.id, "by_hand", now, ZONE)
    transit.record_sent(authority.prosecutor, now + DAY, second.id, "pouch", now + DAY, ZONE, "MRE 12")
    assert lives.legs(request_id)[1].sent_at == now + DAY


def test_a_request_of_another_case_is_no_parent(office: OfficeThere, case_id: str, now: datetime) -> None:
    other = lives.a_case(office, now, replace(lives.GIVEN, reference="2/2026"))
    parent = lives.a_sent(office, now, other)
    extend = replace(lives.HOLD, measure="preservation_extension", parent=parent)
    for act in (drafting.draft, drafting.options):
        with pytest.raises(NotHere):
            act(office.liaison, now, case_id, extend)
